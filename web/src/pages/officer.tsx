import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { CeremonyView, SignedIn, Vote, Withdrawal } from "../api/types.ts";
import { clock, useLang, useTexts } from "../i18n/index.ts";
import { hasOfficerTexts, loadOfficerTexts, useOfficerTexts } from "../i18n/officer.ts";
import { quorumOf } from "../ui/decision.ts";
import { Dialog } from "../ui/forms.tsx";
import { KeyPanel, signWithLocalKey, useLocalKey } from "../ui/keys.tsx";
import { Loaded, Notice, ProblemNotice, SignedInOnly, Title } from "../ui/page.tsx";
import { Turnout } from "../ui/pictures.tsx";
import { asProblem, useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { useSession, useWorld } from "../ui/session.tsx";
import { AnnounceAgain } from "../ui/officer/announce-again.tsx";
import { KeysBeingMade, Withdraw } from "../ui/officer/withdraw.tsx";
import { VoteTags } from "../ui/votes.tsx";
import { WithdrawnSection } from "../ui/withdrawn.tsx";

type Change = "open" | "close" | "endMixing";

const kinds = { open: "vote.opened", close: "vote.closed", endMixing: "shuffles.ended" } as const;

/** Whether as many have mixed the votes as it takes, and the commission may go on without the others. */
function mayEndMixing(vote: Vote): boolean {
  const mixing = vote.type === "secret" ? vote.mixing : undefined;
  return mixing !== undefined && !mixing.ended && vote.status === "tallied" && mixing.shuffles.length >= mixing.min;
}

interface Everything {
  votes: Vote[];
  /** Elections whose keys are being made. */
  announced: CeremonyView[];
  withdrawn: Withdrawal[];
  at: number;
}

async function everything(signal: AbortSignal): Promise<Everything> {
  const [{ votes: list, withdrawn }, ceremonies] = await Promise.all([api.board(signal), api.ceremonies(signal)]);
  const votes = await Promise.all(list.map((vote) => api.vote(vote.id, signal)));
  return { votes, announced: ceremonies.filter((one) => !one.prepared && one.withdrawn === null), withdrawn, at: Date.now() };
}

/** What will happen, in words, before the officer signs it. */
function Confirmation({ vote, change, me, onClose, onDone }: { vote: Vote; change: Change; me: SignedIn; onClose: () => void; onDone: (message: string) => void }): JSX.Element {
  const t = useTexts();
  const o = useOfficerTexts();
  const { federation } = useWorld();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const quorum = quorumOf(vote);
  const missing = quorum === undefined ? 0 : quorum - vote.turnout.cast;
  const words = {
    open: { title: o.openTitle, text: o.openText, confirm: o.confirmOpen, done: o.opened },
    close: { title: o.closeTitle, text: vote.type === "secret" ? o.closeSecret : o.closeOpen, confirm: o.confirmClose, done: o.closedDone },
    endMixing: { title: o.mixTitle, text: o.mixText, confirm: o.confirmMix, done: o.mixDone },
  }[change];
  const act = async () => {
    if (federation === null) return;
    setBusy(true);
    setProblem(null);
    try {
      const subject = change === "endMixing" && vote.type === "secret" ? { election: vote.election } : { vote: vote.id };
      const signed = await signWithLocalKey(me.person.mandate, { kind: kinds[change], body: { ...subject, officers: 1 }, origin: federation.origin });
      if (signed === null) throw new Error(t.key.none);
      const { act: text, key, sig } = signed;
      await (change === "endMixing" ? api.endShuffles(vote.id, { act: text, key, sig }) : api.changeVote(vote.id, change, { act: text, key, sig }));
      onDone(words.done(vote.title));
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return (
    <Dialog open title={words.title(vote.title)} onClose={onClose}>
      <p>{words.text}</p>
      {change === "close" && <p><strong>{o.closeTurnout(vote.turnout.cast, vote.turnout.entitled)}</strong></p>}
      {change === "close" && missing > 0 && <Notice><p>{o.closeBelow(missing)}</p></Notice>}
      <p>{o.cannotUndo}</p>
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="row">
        <button type="button" class={change === "close" ? "btn danger" : "btn"} disabled={busy} onClick={() => void act()}>{words.confirm}</button>
        <button type="button" class="btn ghost" disabled={busy} onClick={onClose}>{t.common.cancel}</button>
      </div>
      <p class="quiet mt-4" role="status">{busy ? o.working : ""}</p>
    </Dialog>
  );
}

function OfficerCard({ vote, canSign, onAsk, onWithdraw }: { vote: Vote; canSign: boolean; onAsk: (change: Change) => void; onWithdraw: (election: string) => void }): JSX.Element {
  const t = useTexts();
  const o = useOfficerTexts();
  const done = vote.type === "secret" ? vote.trustees.filter((trustee) => trustee.decrypted).length : 0;
  const counting = vote.status === "closed" || vote.status === "tallied";
  return (
    <article class="card">
      <p class="eyebrow"><VoteTags vote={vote} /></p>
      <h3><Link to={`/votes/${vote.id}`}>{vote.title}</Link></h3>
      {vote.status !== "prepared" && <Turnout cast={vote.turnout.cast} entitled={vote.turnout.entitled} quorum={quorumOf(vote)} />}
      {vote.type === "secret" && counting && vote.mixing !== undefined && !vote.mixing.ended
        ? <p>{o.mixersDone(vote.mixing.shuffles.length, vote.mixing.min)}</p>
        : vote.type === "secret" && counting && <p>{o.trusteesDone(done, vote.trustees.length)}</p>}
      <div class="push row">
        {vote.status === "prepared" && <button type="button" class="btn" disabled={!canSign} onClick={() => onAsk("open")}>{o.open}</button>}
        {vote.status === "prepared" && vote.type === "secret" && <button type="button" class="btn ghost" disabled={!canSign} onClick={() => onWithdraw(vote.election)}>{o.withdraw}</button>}
        {vote.status === "open" && <button type="button" class="btn" disabled={!canSign} onClick={() => onAsk("close")}>{o.close}</button>}
        {mayEndMixing(vote) && <button type="button" class="btn" disabled={!canSign} onClick={() => onAsk("endMixing")}>{o.endMixing}</button>}
        {vote.status === "decided" && <Link class="btn ghost" to={`/votes/${vote.id}/result`}>{t.vote.seeResult}</Link>}
      </div>
    </article>
  );
}

function Panel({ all: { votes, announced, withdrawn }, me, canSign, onChanged }: { all: Everything; me: SignedIn; canSign: boolean; onChanged: (message: string) => void }): JSX.Element {
  const o = useOfficerTexts();
  const [asked, setAsked] = useState<{ vote: Vote; change: Change } | null>(null);
  const [leaving, setLeaving] = useState<{ election: string; title: string } | null>(null);
  const [again, setAgain] = useState<Withdrawal | null>(null);
  const groups: [string, Vote[]][] = [
    [o.running, votes.filter((vote) => vote.status === "open")],
    [o.toOpen, votes.filter((vote) => vote.status === "prepared")],
    [o.waiting, votes.filter((vote) => vote.status === "closed" || vote.status === "tallied")],
    [o.done, votes.filter((vote) => vote.status === "decided")],
  ]; // withdrawn ones have a section of their own
  return (
    <>
      {votes.length + announced.length + withdrawn.length === 0 && <p class="quiet">{o.none}</p>}
      {groups.map(([name, list], i) => list.length > 0 && (
        <section class="section" key={name} aria-labelledby={`group-${i}`}>
          <div class="section-head"><h2 id={`group-${i}`}>{name}</h2></div>
          <div class="grid">{list.map((vote) => <OfficerCard key={vote.id} vote={vote} canSign={canSign} onAsk={(change) => setAsked({ vote, change })} onWithdraw={(election) => setLeaving({ election, title: vote.title })} />)}</div>
        </section>
      ))}
      <KeysBeingMade list={announced} canSign={canSign} onWithdraw={(one) => setLeaving(one)} />
      <WithdrawnSection list={withdrawn} action={(one) => one.announced && one.in_its_place === null && (
        <div class="push"><button type="button" class="btn ghost" disabled={!canSign} onClick={() => setAgain(one)}>{o.again}</button></div>
      )} />
      {leaving !== null && (
        <Withdraw {...leaving} me={me} onClose={() => setLeaving(null)} onDone={() => {
          setLeaving(null);
          onChanged(o.withdrawn(leaving.title));
        }} />
      )}
      {again !== null && (
        <AnnounceAgain withdrawal={again} me={me} onClose={() => setAgain(null)} onDone={() => {
          setAgain(null);
          onChanged(o.announced(again.title));
        }} />
      )}
      {asked !== null && (
        <Confirmation vote={asked.vote} change={asked.change} me={me} onClose={() => setAsked(null)} onDone={(message) => {
          setAsked(null);
          onChanged(message);
        }} />
      )}
    </>
  );
}

function Officer({ me }: { me: SignedIn }): JSX.Element {
  const t = useTexts();
  const o = useOfficerTexts();
  const lang = useLang();
  const [votes, reload] = useResource("officer", everything);
  const [key, look] = useLocalKey(me);
  const [message, setMessage] = useState("");
  const said = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone with its vote's old state.
  useLayoutEffect(() => {
    if (message !== "") said.current?.focus();
  }, [message]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden && document.querySelector("dialog[open]") === null) reload();
    }, 15_000);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <>
      <div class="head">
        <Title plain={o.title}>{o.title}</Title>
        <p class="lead">{o.lead}</p>
        <div class="row">
          <button type="button" class="btn ghost" onClick={reload}>{o.refresh}</button>
          {votes.state === "ready" && <span class="quiet">{o.updated(clock(votes.value.at, lang))}</span>}
        </div>
      </div>
      <div role="status" ref={said} tabIndex={-1}>{message !== "" && <Notice kind="info"><p><strong>{message}</strong></p></Notice>}</div>
      {key.state !== "ready" && key.state !== "loading" && <><p>{t.key.needed}</p><KeyPanel me={me} onReady={look} /></>}
      <Loaded resource={votes} reload={reload}>
        {(value) => <Panel all={value} me={me} canSign={key.state === "ready"} onChanged={(text) => {
          setMessage(text);
          reload();
        }} />}
      </Loaded>
    </>
  );
}

/** The commission's panel: what to open, what is running, what to close. */
export function OfficerPage(): JSX.Element {
  const me = useSession();
  const lang = useLang();
  const [texts, reload] = useResource(`officer-texts|${lang}`, () => loadOfficerTexts(lang));
  if (!hasOfficerTexts()) return <Loaded resource={texts} reload={reload}>{() => null}</Loaded>;
  return <SignedInOnly role="officer">{me !== null ? <Officer me={me} /> : null}</SignedInOnly>;
}
