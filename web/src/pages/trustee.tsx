import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { SecretVote, SignedIn } from "../api/types.ts";
import { useTexts } from "../i18n/index.ts";
import { partialDecrypt } from "../ui/engine.ts";
import { FileField, Progress } from "../ui/forms.tsx";
import { Icon } from "../ui/icons.tsx";
import { Answer, Empty, Loaded, Notice, ProblemNotice, SignedInOnly, Title } from "../ui/page.tsx";
import { asProblem, useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { useSession, useWorld } from "../ui/session.tsx";
import { VoteTags } from "../ui/votes.tsx";
import { parseTrusteeKey, type TrusteeKey } from "../ui/trustee-key.ts";
import { secretVotes } from "./check.tsx";
import { Trustees } from "./vote.tsx";

type Phase = { at: "key" } | { at: "working"; done: number; total: number } | { at: "sending" } | { at: "sent" };

function KeyStep({ vote, owner, onKey, value, error }: { vote: SecretVote; owner: number; onKey: (key: TrusteeKey | null, error: string | undefined) => void; value: TrusteeKey | null; error: string | undefined }): JSX.Element {
  const t = useTexts();
  const read = (bytes: Uint8Array | null) => {
    const key = bytes === null ? null : parseTrusteeKey(new TextDecoder().decode(bytes));
    bytes?.fill(0);
    const expected = vote.trustees.find((trustee) => trustee.owner === owner)?.public_key;
    if (key === null) onKey(null, t.trustee.fileBad);
    else if (key.election !== vote.election) onKey(null, t.trustee.fileElection);
    else if (key.owner !== owner || key.public_key !== expected) onKey(null, t.trustee.fileOwner);
    else onKey(key, undefined);
  };
  return (
    <>
      <FileField id="trustee-key" label={t.trustee.fileTitle} hint={t.trustee.fileHint} error={error} accept=".json,application/json" limit={16_384} onBytes={read} />
      <div role="status">{value !== null && <Notice kind="info"><p>{t.trustee.fileGood(owner)}</p></Notice>}</div>
    </>
  );
}

function Decrypt({ vote, owner, onDone }: { vote: SecretVote; owner: number; onDone: () => void }): JSX.Element {
  const t = useTexts();
  const { logKey } = useWorld();
  const [phase, setPhase] = useState<Phase>({ at: "key" });
  const [key, setKey] = useState<TrusteeKey | null>(null);
  const [fileError, setFileError] = useState<string | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const part = useRef<Uint8Array | null>(null);

  const send = async () => {
    if (part.current === null) return;
    setPhase({ at: "sending" });
    try {
      await api.decryption(vote.election, owner, part.current);
      setPhase({ at: "sent" });
      onDone();
    } catch (error) {
      const reason = asProblem(error);
      // The answer to an earlier attempt was lost: the part is there, and each trustee has one.
      if (reason.id === "govern.duplicate") {
        setPhase({ at: "sent" });
        onDone();
        return;
      }
      setProblem(reason);
      setPhase({ at: "key" });
    }
  };
  const run = async () => {
    if (key === null || logKey === null) return;
    setProblem(null);
    setFailed(null);
    setPhase({ at: "working", done: 0, total: 1 });
    try {
      const archive = await api.archive(vote.election);
      part.current = await partialDecrypt({ archive, prepared: vote.prepared, vkey: logKey.vkey, keyFileText: key.text }, (done, total) => setPhase({ at: "working", done, total }));
      setKey(null);
    } catch (error) {
      setFailed(error instanceof Error ? error.message : "");
      setPhase({ at: "key" });
      return;
    }
    await send();
  };
  if (phase.at === "sent") return <Answer kind="good" title={t.trustee.sentTitle} level={2}><p>{t.trustee.sent}</p></Answer>;
  return (
    <section class="card">
      {problem !== null && <ProblemNotice problem={problem} {...(part.current !== null ? { onRetry: () => void send() } : {})} />}
      {failed !== null && <Notice kind="bad" live><p>{t.trustee.failed}</p><p class="quiet mono">{failed}</p></Notice>}
      {phase.at === "key" && (
        <>
          <KeyStep vote={vote} owner={owner} value={key} error={fileError} onKey={(read, error) => {
            setKey(read);
            setFileError(error);
          }} />
          <button type="button" class="btn" disabled={key === null} onClick={() => void run()}><Icon name="key" />{t.trustee.decrypt}</button>
        </>
      )}
      {phase.at === "working" && <Progress label={t.trustee.progress} value={phase.done} max={phase.total} text={`${t.trustee.working} ${phase.done}/${phase.total}`} />}
      {phase.at === "sending" && <p role="status">{t.trustee.sending}</p>}
      <details class="mt-4"><summary>{t.trustee.technical}</summary><p class="quiet">{t.trustee.technicalText}</p></details>
    </section>
  );
}

function TrusteeVote({ vote, owner, reload }: { vote: SecretVote; owner: number; reload: () => void }): JSX.Element {
  const t = useTexts();
  const [justDone, setJustDone] = useState(false);
  const mine = vote.trustees.find((trustee) => trustee.owner === owner);
  const closed = vote.status === "closed" || vote.status === "tallied";
  const waiting = vote.status === "prepared" || vote.status === "open" || (closed && vote.encrypted_tally === undefined);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden && vote.status !== "decided") reload();
    }, 10_000);
    return () => clearInterval(timer);
  }, [reload, vote.status]);
  return (
    <div class="split">
      <div>
        <Link class="back" to="/trustee"><Icon name="left" />{t.trustee.title}</Link>
        <p class="eyebrow"><VoteTags vote={vote} /></p>
        <Title plain={`${t.trustee.title}: ${vote.title}`}>{vote.title}</Title>
        <p class="lead">{t.trustee.lead}</p>
        {waiting && <Notice kind="info"><p>{t.trustee.waiting}</p></Notice>}
        {mine?.decrypted === true && (vote.status === "decided" || !justDone) && (
          <Answer kind="good" title={t.trustee.sentTitle} level={2}><p>{vote.status === "decided" ? t.trustee.decided : t.trustee.done}</p></Answer>
        )}
        {vote.status === "decided" && <p><Link class="btn" to={`/votes/${vote.id}/result`}>{t.vote.seeResult}</Link></p>}
        {closed && !waiting && (mine?.decrypted !== true || justDone) && (
          <Decrypt vote={vote} owner={owner} onDone={() => {
            setJustDone(true);
            reload();
          }} />
        )}
      </div>
      <aside class="card" aria-labelledby="others">
        <h2 id="others">{t.trustee.others}</h2>
        <Trustees trustees={vote.trustees} closed={closed} mine={owner} />
      </aside>
    </div>
  );
}

async function findVote(uuid: string, signal: AbortSignal): Promise<SecretVote | null> {
  return (await secretVotes(signal)).find((vote) => vote.election === uuid) ?? null;
}

function One({ me, uuid }: { me: SignedIn; uuid: string }): JSX.Element {
  const t = useTexts();
  const [vote, reload] = useResource(`trustee|${uuid}`, (signal) => findVote(uuid, signal));
  const owner = me.trustee_of.find((one) => one.election === uuid)?.owner;
  return (
    <Loaded resource={vote} reload={reload}>
      {(value) => value === null || owner === undefined
        ? <div class="column"><Title plain={t.trustee.title}>{t.trustee.title}</Title><p class="lead">{t.trustee.none}</p><Link class="btn" to="/">{t.errors.goHome}</Link></div>
        : <TrusteeVote vote={value} owner={owner} reload={reload} />}
    </Loaded>
  );
}

function List({ me }: { me: SignedIn }): JSX.Element {
  const t = useTexts();
  const [votes, reload] = useResource("secret-votes", secretVotes);
  return (
    <>
      <div class="head">
        <Title plain={t.trustee.title}>{t.trustee.title}</Title>
        <p class="lead">{t.trustee.lead}</p>
      </div>
      <Loaded resource={votes} reload={reload}>
        {(all) => {
          const mine = all.filter((vote) => me.trustee_of.some((one) => one.election === vote.election));
          if (mine.length === 0) return <Empty icon="key" title={t.trustee.listTitle}><p>{t.trustee.none}</p></Empty>;
          return (
            <div class="grid">
              {mine.map((vote) => {
                const owner = me.trustee_of.find((one) => one.election === vote.election)?.owner;
                const ready = vote.encrypted_tally !== undefined && vote.trustees.find((one) => one.owner === owner)?.decrypted !== true;
                return (
                  <article class={ready ? "card todo" : "card"} key={vote.id}>
                    <p class="eyebrow"><VoteTags vote={vote} /></p>
                    <h2>{vote.title}</h2>
                    <Trustees trustees={vote.trustees} closed={vote.status === "closed" || vote.status === "tallied"} {...(owner === undefined ? {} : { mine: owner })} />
                    <div class="push"><Link class={ready ? "btn" : "btn ghost"} to={`/trustee/${vote.election}`} aria-label={`${ready ? t.trustee.decrypt : t.trustee.open}: ${vote.title}`}>{ready ? t.trustee.decrypt : t.trustee.open}</Link></div>
                  </article>
                );
              })}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

/** `/trustee` and `/trustee/<uuid>`. */
export function TrusteePage({ uuid }: { uuid?: string }): JSX.Element {
  const me = useSession();
  return (
    <SignedInOnly role="trustee">
      {me === null ? null : uuid === undefined ? <List me={me} /> : <One me={me} uuid={uuid} />}
    </SignedInOnly>
  );
}
