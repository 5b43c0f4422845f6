import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { SignedIn, Vote } from "../api/types.ts";
import { clock, useLang, useTexts } from "../i18n/index.ts";
import { quorumNeeded } from "../ui/decision.ts";
import { Dialog } from "../ui/forms.tsx";
import { KeyPanel, signWithLocalKey, useLocalKey } from "../ui/keys.tsx";
import { Loaded, Notice, ProblemNotice, SignedInOnly, Title } from "../ui/page.tsx";
import { Turnout } from "../ui/pictures.tsx";
import { asProblem, useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { useSession, useWorld } from "../ui/session.tsx";
import { VoteTags } from "../ui/votes.tsx";

type Change = "open" | "close";

async function allVotes(signal: AbortSignal): Promise<{ votes: Vote[]; at: number }> {
  const list = await api.votes(signal);
  const votes = await Promise.all(list.map((vote) => api.vote(vote.id, signal)));
  return { votes, at: Date.now() };
}

function quorumOf(vote: Vote): number | undefined {
  return vote.quorum === undefined ? undefined : quorumNeeded(vote.quorum, vote.turnout.entitled);
}

/** What will happen, in words, before the officer signs it. */
function Confirmation({ vote, change, me, onClose, onDone }: { vote: Vote; change: Change; me: SignedIn; onClose: () => void; onDone: (message: string) => void }): JSX.Element {
  const t = useTexts();
  const { federation } = useWorld();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const quorum = quorumOf(vote);
  const missing = quorum === undefined ? 0 : quorum - vote.turnout.cast;
  const act = async () => {
    if (federation === null) return;
    setBusy(true);
    setProblem(null);
    try {
      const kind = change === "open" ? "vote.opened" : "vote.closed";
      const signed = await signWithLocalKey(me.person.mandate, { kind, body: { vote: vote.id, officers: 1 }, origin: federation.origin });
      if (signed === null) throw new Error(t.key.none);
      await api.changeVote(vote.id, change, { act: signed.act, key: signed.key, sig: signed.sig });
      onDone(change === "open" ? t.officer.opened(vote.title) : t.officer.closedDone(vote.title));
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return (
    <Dialog open title={change === "open" ? t.officer.openTitle(vote.title) : t.officer.closeTitle(vote.title)} onClose={onClose}>
      <p>{change === "open" ? t.officer.openText : vote.type === "secret" ? t.officer.closeSecret : t.officer.closeOpen}</p>
      {change === "close" && <p><strong>{t.officer.closeTurnout(vote.turnout.cast, vote.turnout.entitled)}</strong></p>}
      {change === "close" && missing > 0 && <Notice><p>{t.officer.closeBelow(missing)}</p></Notice>}
      <p>{t.officer.cannotUndo}</p>
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="row">
        <button type="button" class={change === "close" ? "btn danger" : "btn"} disabled={busy} onClick={() => void act()}>{change === "open" ? t.officer.confirmOpen : t.officer.confirmClose}</button>
        <button type="button" class="btn ghost" disabled={busy} onClick={onClose}>{t.common.cancel}</button>
      </div>
      <p class="quiet mt-4" role="status">{busy ? t.officer.working : ""}</p>
    </Dialog>
  );
}

function OfficerCard({ vote, canSign, onAsk }: { vote: Vote; canSign: boolean; onAsk: (change: Change) => void }): JSX.Element {
  const t = useTexts();
  const done = vote.type === "secret" ? vote.trustees.filter((trustee) => trustee.decrypted).length : 0;
  const counting = vote.status === "closed" || vote.status === "tallied";
  return (
    <article class="card">
      <p class="eyebrow"><VoteTags vote={vote} /></p>
      <h3><Link to={`/votes/${vote.id}`}>{vote.title}</Link></h3>
      {vote.status !== "prepared" && <Turnout cast={vote.turnout.cast} entitled={vote.turnout.entitled} quorum={quorumOf(vote)} />}
      {vote.type === "secret" && counting && <p>{t.officer.trusteesDone(done, vote.trustees.length)}</p>}
      <div class="push row">
        {vote.status === "prepared" && <button type="button" class="btn" disabled={!canSign} onClick={() => onAsk("open")}>{t.officer.open}</button>}
        {vote.status === "open" && <button type="button" class="btn" disabled={!canSign} onClick={() => onAsk("close")}>{t.officer.close}</button>}
        {vote.status === "decided" && <Link class="btn ghost" to={`/votes/${vote.id}/result`}>{t.vote.seeResult}</Link>}
      </div>
    </article>
  );
}

function Panel({ votes, me, canSign, onChanged }: { votes: Vote[]; me: SignedIn; canSign: boolean; onChanged: (message: string) => void }): JSX.Element {
  const t = useTexts();
  const [asked, setAsked] = useState<{ vote: Vote; change: Change } | null>(null);
  const groups: [string, Vote[]][] = [
    [t.officer.running, votes.filter((vote) => vote.status === "open")],
    [t.officer.toOpen, votes.filter((vote) => vote.status === "prepared")],
    [t.officer.waiting, votes.filter((vote) => vote.status === "closed" || vote.status === "tallied")],
    [t.officer.done, votes.filter((vote) => vote.status === "decided")],
  ];
  return (
    <>
      {votes.length === 0 && <p class="quiet">{t.officer.none}</p>}
      {groups.map(([name, list], i) => list.length > 0 && (
        <section class="section" key={name} aria-labelledby={`group-${i}`}>
          <div class="section-head"><h2 id={`group-${i}`}>{name}</h2></div>
          <div class="grid">{list.map((vote) => <OfficerCard key={vote.id} vote={vote} canSign={canSign} onAsk={(change) => setAsked({ vote, change })} />)}</div>
        </section>
      ))}
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
  const lang = useLang();
  const [votes, reload] = useResource("officer", allVotes);
  const [key, look] = useLocalKey(me);
  const [message, setMessage] = useState("");
  const said = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone with its vote's old state.
  useEffect(() => {
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
        <Title plain={t.officer.title}>{t.officer.title}</Title>
        <p class="lead">{t.officer.lead}</p>
        <div class="row">
          <button type="button" class="btn ghost" onClick={reload}>{t.officer.refresh}</button>
          {votes.state === "ready" && <span class="quiet">{t.officer.updated(clock(votes.value.at, lang))}</span>}
        </div>
      </div>
      <div role="status" ref={said} tabIndex={-1}>{message !== "" && <Notice kind="info"><p><strong>{message}</strong></p></Notice>}</div>
      {key.state !== "ready" && key.state !== "loading" && <><p>{t.key.needed}</p><KeyPanel me={me} onReady={look} /></>}
      <Loaded resource={votes} reload={reload}>
        {(value) => <Panel votes={value.votes} me={me} canSign={key.state === "ready"} onChanged={(text) => {
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
  return <SignedInOnly role="officer">{me !== null ? <Officer me={me} /> : null}</SignedInOnly>;
}
