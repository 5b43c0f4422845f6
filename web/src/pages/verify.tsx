import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { sha256Hex } from "../api/encoding.ts";
import type { Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { SecretVote } from "../api/types.ts";
import { fileSize, seconds, useLang, useTexts } from "../i18n/index.ts";
import { verifyElection, type Check, type ElectionReport } from "../ui/engine.ts";
import { FileField, Progress, saveFile } from "../ui/forms.tsx";
import { Icon } from "../ui/icons.tsx";
import { Answer, Empty, Loaded, Loading, Notice, ProblemNotice, Title } from "../ui/page.tsx";
import { Turnout } from "../ui/pictures.tsx";
import { asProblem, useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { Tracker, VoteTags } from "../ui/votes.tsx";
import { secretVotes } from "./check.tsx";

/** A fingerprint, or a fault and its meaning where the page has words for it. */
function Why({ detail }: { detail: string }): JSX.Element {
  const t = useTexts();
  const known = t.verify.names[detail.split(":")[0] ?? ""];
  return <>{known !== undefined && <p>{known}.</p>}<p class="mono quiet" lang="en">{detail}</p></>;
}

function CheckLine({ check }: { check: Check }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const name = t.verify.names[check.id] ?? check.id;
  const [n, of] = check.counts;
  const word = { passed: t.verify.passed, warned: t.verify.warned, failed: t.verify.failed, skipped: t.verify.skipped }[check.outcome];
  return (
    <li class={check.outcome === "failed" ? "bad" : check.outcome === "passed" ? undefined : "wait"}>
      <details open={check.outcome === "failed" || check.outcome === "warned"}>
        <summary>
          <span class="sign" aria-hidden="true">{check.outcome !== "skipped" && <Icon name={check.outcome === "failed" ? "cross" : check.outcome === "warned" ? "warn" : "check"} />}</span>
          <span>{name}<span class="visually-hidden">: {word}</span></span>
          <span class="time">{check.outcome === "skipped" ? word : seconds(check.milliseconds, lang)}</span>
        </summary>
        <p class="quiet"><span class="mono">{check.id}</span>: {word}{n !== undefined && `, ${t.verify.found[check.id]?.(n, of) ?? n}`}</p>
        {check.detail !== "" && <Why detail={check.detail} />}
      </details>
    </li>
  );
}

interface Run {
  phase: "download" | "running" | "done" | "stopped";
  done: number;
  total: number;
  checks: Check[];
  report: ElectionReport | null;
  problem: Problem | null;
  bytes: Uint8Array | null;
  hash: string;
}

const idle: Run = { phase: "download", done: 0, total: 1, checks: [], report: null, problem: null, bytes: null, hash: "" };

/** One verification at a time; leaving the page stops it. */
function useRun(): { run: Run | null; start: (source: () => Promise<Uint8Array>) => void; stop: () => void } {
  const [run, setRun] = useState<Run | null>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const start = (source: () => Promise<Uint8Array>) => {
    controller.current?.abort();
    const mine = new AbortController();
    controller.current = mine;
    const update = (change: Partial<Run>) => {
      if (!mine.signal.aborted) setRun((before) => ({ ...(before ?? idle), ...change }));
    };
    setRun(idle);
    void (async () => {
      try {
        const bytes = await source();
        update({ phase: "running", bytes, hash: await sha256Hex(bytes) });
        const onCheck = (check: Check) => {
          if (!mine.signal.aborted) setRun((before) => (before === null ? before : { ...before, checks: [...before.checks, check] }));
        };
        const report = await verifyElection(bytes, (done, total) => update({ done, total }), { onCheck, signal: mine.signal });
        update({ phase: "done", report, checks: report.checks });
      } catch (error) {
        update({ phase: "done", problem: asProblem(error) });
      }
    })();
  };
  const stop = () => {
    controller.current?.abort();
    setRun((before) => (before === null ? before : { ...before, phase: "stopped" }));
  };
  return { run, start, stop };
}

/**
 * Whether the numbers that the server shows are those that follow from the archive; null before there are any. Of a question
 * whose votes were mixed it shows none: the count's record is checked by `ogniwo verify` of the whole board.
 */
export function agrees(report: Pick<ElectionReport, "result">, shown: number[][] | undefined): boolean | null {
  if (report.result === undefined || shown === undefined) return null;
  if (shown.length > 0 && shown.every((question) => question.length === 0)) return null;
  return report.result.length === shown.length && report.result.every((question, i) => shown[i]?.length === 0 || question.map(String).join() === shown[i]?.map(String).join());
}

function Verdict({ report, shown, again }: { report: ElectionReport; shown: number[][] | undefined; again: () => void }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const same = agrees(report, shown);
  const good = report.ok && same !== false;
  return (
    <>
      <Answer kind={good ? "good" : "bad"} title={good ? t.verify.okTitle : t.verify.badTitle} step="verdict">
        <p>{good ? t.verify.ok(report.ballots, seconds(report.milliseconds, lang)) : same === false ? t.verify.otherThanPage : t.verify.bad}</p>
        {good && <p>{report.result === undefined ? t.verify.okPartial : t.verify.okResult} {same === true && t.verify.sameAsPage}</p>}
      </Answer>
      <p><button type="button" class="link" onClick={again}>{t.verify.again}</button></p>
    </>
  );
}

function Downloads({ election, run }: { election: string | null; run: Run | null }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const name = `${election ?? "election"}.bel`;
  return (
    <aside class="card" aria-labelledby="own">
      <h2 id="own">{t.verify.commandTitle}</h2>
      <p>{t.verify.commandText}</p>
      <p class="command">ogniwo verify {name}</p>
      <p class="command">belenios-tool election verify --dir&nbsp;.</p>
      {run?.bytes != null
        ? <p class="row mb-0"><button type="button" class="link" onClick={() => saveFile(name, "application/octet-stream", run.bytes ?? new Uint8Array())}>{t.verify.archive}</button> <small>{fileSize(run.bytes.length, lang)}</small></p>
        : election !== null && <p class="row mb-0"><a href={api.archivePath(election)} download={name}>{t.verify.archive}</a></p>}
      <p class="row mb-0"><a href={api.exportPath} download="ogniwo-ledger.tar">{t.verify.ledger}</a></p>
      {run !== null && run.hash !== "" && (
        <details><summary>{t.verify.fingerprint}</summary><Tracker value={run.hash} small /></details>
      )}
    </aside>
  );
}

function RunView({ run, title, shown, onAgain, onStop }: { run: Run; title: string; shown?: number[][] | undefined; onAgain: () => void; onStop: () => void }): JSX.Element {
  const t = useTexts();
  return (
    <>
      {run.phase === "done" && run.report !== null && <Verdict report={run.report} shown={shown} again={onAgain} />}
      {run.phase !== "done" && <Title plain={`${t.verify.title}: ${title}`} step={run.phase}>{title}</Title>}
      {run.phase === "download" && <p class="lead" role="status">{t.verify.loadingArchive}</p>}
      {run.phase === "running" && (
        <>
          <p class="lead">{t.verify.running}</p>
          <Progress label={t.verify.progress} value={run.done} max={run.total} text={run.total > 1 ? t.verify.done(run.done, run.total) : ""} />
          <button type="button" class="link" onClick={onStop}>{t.verify.stop}</button>
        </>
      )}
      {run.phase === "stopped" && <><p role="status">{t.verify.stopped}</p><button type="button" class="btn" onClick={onAgain}>{t.verify.again}</button></>}
      {run.problem !== null && (
        <><Title plain={t.errors.title} step="problem">{title}</Title><ProblemNotice problem={run.problem} onRetry={onAgain} /></>
      )}
      {run.checks.length > 0 && (
        <section class="mt-5" aria-labelledby="checks">
          <h2 id="checks">{t.verify.checks}</h2>
          <ul class="checks">{run.checks.map((check) => <CheckLine key={check.id} check={check} />)}</ul>
        </section>
      )}
    </>
  );
}

function VerifyOne({ vote }: { vote: SecretVote }): JSX.Element {
  const t = useTexts();
  const { run, start, stop } = useRun();
  const begin = () => start(() => api.archive(vote.election));
  return (
    <div class="split">
      <div>
        <Link class="back" to="/verify"><Icon name="left" />{t.verify.title}</Link>
        {run === null ? (
          <>
            <p class="eyebrow"><VoteTags vote={vote} /></p>
            <Title plain={`${t.verify.title}: ${vote.title}`}>{vote.title}</Title>
            <p class="lead">{t.verify.lead}</p>
            <button type="button" class="btn" onClick={begin}>{t.verify.start}</button>
          </>
        ) : <RunView run={run} title={vote.title} shown={vote.decision?.counts} onAgain={begin} onStop={stop} />}
      </div>
      <Downloads election={vote.election} run={run} />
    </div>
  );
}

/** `/verify/<uuid>`: one election, checked in this browser. */
export function VerifyElectionPage({ uuid }: { uuid: string }): JSX.Element {
  const t = useTexts();
  const [votes, reload] = useResource("secret-votes", secretVotes);
  return (
    <Loaded resource={votes} reload={reload}>
      {(list) => {
        const vote = list.find((one) => one.election === uuid);
        return vote === undefined
          ? <div class="column"><Title plain={t.errors.notFoundTitle}>{t.errors.notFoundTitle}</Title><Notice><p>{t.errors.gone}</p></Notice><Link class="btn" to="/verify">{t.verify.title}</Link></div>
          : <VerifyOne key={uuid} vote={vote} />;
      }}
    </Loaded>
  );
}

interface OwnArchive {
  name: string;
  bytes: Uint8Array;
}

/** An archive from this device, in place of the list of votes: what it says must be in sight. */
function VerifyOwn({ archive: { name, bytes }, onBack }: { archive: OwnArchive; onBack: () => void }): JSX.Element {
  const t = useTexts();
  const { run, start, stop } = useRun();
  const begin = () => start(() => Promise.resolve(bytes));
  useEffect(begin, [bytes]);
  return (
    <div class="column">
      <button type="button" class="link back" onClick={onBack}><Icon name="left" />{t.verify.title}</button>
      {run !== null && <RunView run={run} title={name} onAgain={begin} onStop={stop} />}
    </div>
  );
}

function OwnFile({ onChoose }: { onChoose: (archive: OwnArchive) => void }): JSX.Element {
  const t = useTexts();
  return (
    <div class="card">
      <FileField id="own-archive" label={t.verify.ownFile} hint={t.verify.ownFileHint} accept=".bel" limit={512_000_000} onBytes={(bytes, name) => {
        if (bytes !== null) onChoose({ name, bytes });
      }} />
    </div>
  );
}

/** `/verify`: which vote to check, or a file of one's own. */
export function VerifyPage(): JSX.Element {
  const t = useTexts();
  const [votes, reload] = useResource("secret-votes", secretVotes);
  const [own, setOwn] = useState<OwnArchive | null>(null);
  if (own !== null) return <VerifyOwn archive={own} onBack={() => setOwn(null)} />;
  return (
    <>
      <div class="head">
        <Title plain={t.verify.title}>{t.verify.title}</Title>
        <p class="lead">{t.verify.lead}</p>
      </div>
      {votes.state === "loading" ? <Loading /> : (
        <Loaded resource={votes} reload={reload}>
          {(list) => list.length === 0 ? <Empty icon="box" title={t.verify.title}><p>{t.verify.none}</p></Empty> : (
            <section aria-labelledby="which">
              <h2 id="which">{t.verify.chooseTitle}</h2>
              <div class="grid">
                {list.map((vote) => (
                  <article class="card" key={vote.id}>
                    <p class="eyebrow"><VoteTags vote={vote} /></p>
                    <h3>{vote.title}</h3>
                    <Turnout cast={vote.turnout.cast} entitled={vote.turnout.entitled} />
                    <div class="push"><Link class="btn" to={`/verify/${vote.election}`} aria-label={`${t.verify.start}: ${vote.title}`}>{t.verify.start}</Link></div>
                  </article>
                ))}
              </div>
            </section>
          )}
        </Loaded>
      )}
      <section class="section"><OwnFile onChoose={setOwn} /></section>
      <p class="row mt-5"><Link to="/count">{t.count.link}<Icon name="right" /></Link></p>
    </>
  );
}
