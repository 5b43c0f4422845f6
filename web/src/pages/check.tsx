import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { Receipt, SecretVote } from "../api/types.ts";
import { useTexts } from "../i18n/index.ts";
import { readTracker } from "../ui/ballot-form.ts";
import { ErrorSummary, errorOf, Field, FileField, type FieldError } from "../ui/forms.tsx";
import { Answer, Empty, Loaded, Loading, Notice, ProblemNotice, Title } from "../ui/page.tsx";
import { ReceiptChecks, ReceiptDocument, useReceiptChecks } from "../ui/receipt.tsx";
import { asProblem, useResource } from "../ui/resource.ts";
import { useWorld } from "../ui/session.tsx";
import { Tracker } from "../ui/votes.tsx";

type Found = "committed" | "counted" | "replaced" | "pending" | "unknown" | "invalid";
/** `denied`: the receipt holds, and the server shows no such vote. */
type Shown = Found | "denied";

interface Outcome {
  /** Null for a receipt of an open vote, which has no ballot to ask for. */
  found: Found | null;
  tracker: string;
  title: string;
  subject: string;
  receipt: Receipt | null;
}

/** Reads a receipt file; null when it is anything else. */
export function parseReceipt(text: string): Receipt | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const r = value as Record<string, unknown>;
  const proof = r["inclusion_proof"];
  const texts = ["origin", "election", "tracker", "entry", "checkpoint"].every((key) => typeof r[key] === "string");
  const index = r["entry_index"];
  if (r["version"] !== 1 || !texts || typeof index !== "number" || !Number.isSafeInteger(index) || index < 0) return null;
  if (!Array.isArray(proof) || proof.length > 64 || !proof.every((one) => typeof one === "string")) return null;
  return value as Receipt;
}

/** What is said of a receipt that passed its own checks: against a server that does not show the vote, it is evidence. */
export function shownFor(found: Found): Shown {
  return found === "unknown" || found === "invalid" ? "denied" : found;
}

const tone = { committed: "good", counted: "good", replaced: "warn", pending: "wait", unknown: "bad", invalid: "bad", denied: "bad" } as const;

function StateAnswer({ found }: { found: Shown }): JSX.Element {
  const t = useTexts();
  return <Answer kind={tone[found]} title={t.check.states[found].title} step="outcome"><p>{t.check.states[found].text}</p></Answer>;
}

/** The answer for a receipt: its own checks come first, since a state of a receipt that does not verify means nothing. */
function CheckedReceipt({ receipt, outcome }: { receipt: Receipt; outcome: Outcome }): JSX.Element {
  const t = useTexts();
  const { logKey } = useWorld();
  const checks = useReceiptChecks(receipt, outcome.subject, outcome.tracker);
  if (checks === null) return <Loading />;
  const bad = checks.some((check) => check.ok !== true);
  return (
    <>
      {bad
        ? <Answer kind="bad" title={t.receipt.checksBadTitle} step="outcome"><p>{t.check.bad}</p></Answer>
        : outcome.found === null
          ? <Answer kind="good" title={t.check.states.committed.title} step="outcome"><p>{t.check.openVote}</p></Answer>
          : <StateAnswer found={shownFor(outcome.found)} />}
      {logKey !== null && receipt.origin !== logKey.origin && <Notice kind="bad"><p>{t.check.wrongLog}</p></Notice>}
      <div class="split">
        <ReceiptDocument receipt={receipt} title={outcome.title} open={outcome.found === null} />
        <aside class="card" aria-labelledby="checked">
          <h2 id="checked">{t.receipt.checksTitle}</h2>
          <ReceiptChecks checks={checks} counted={outcome.found === null ? "none" : outcome.found === "counted" ? "yes" : "later"} ownBytes={false} />
        </aside>
      </div>
    </>
  );
}

function OutcomeView({ outcome, onAgain }: { outcome: Outcome; onAgain: () => void }): JSX.Element {
  const t = useTexts();
  return (
    <>
      {outcome.receipt === null
        ? <><StateAnswer found={outcome.found ?? "unknown"} /><p class="quiet">{t.check.tracker}</p><Tracker value={outcome.tracker} /></>
        : <CheckedReceipt receipt={outcome.receipt} outcome={outcome} />}
      <button type="button" class="btn ghost mt-5" onClick={onAgain}>{t.check.again}</button>
    </>
  );
}

function CheckForm({ votes, onOutcome }: { votes: SecretVote[]; onOutcome: (outcome: Outcome) => void }): JSX.Element {
  const t = useTexts();
  const [tracker, setTracker] = useState("");
  const [electionId, setElectionId] = useState(votes.length === 1 ? (votes[0]?.election ?? "") : "");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const ask = async (election: string, read: string, own: Receipt | null) => {
    setBusy(true);
    setProblem(null);
    try {
      const state = await api.ballotState(election, read);
      const vote = votes.find((one) => one.election === election);
      const found: Found = state.state !== "committed" ? state.state
        : state.replaced ? "replaced" : vote?.status === "decided" ? "counted" : "committed";
      const title = vote?.title ?? election;
      // A receipt that the person brings is checked itself; one from the server stands in for it only when none was brought.
      onOutcome({ found, tracker: read, title, subject: election, receipt: own ?? state.receipt ?? null });
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  const openVote = async (receipt: Receipt) => {
    const { election, tracker: own } = receipt;
    setBusy(true);
    setProblem(null);
    try {
      const { title } = await api.vote(election);
      onOutcome({ found: null, tracker: own, title, subject: election, receipt });
    } catch (error) {
      const reason = asProblem(error);
      if (reason.status === 404) onOutcome({ found: "unknown", tracker: own, title: election, subject: election, receipt });
      else setProblem(reason);
      setBusy(false);
    }
  };
  const submit = () => {
    const read = readTracker(tracker);
    const found: FieldError[] = [];
    if (read === null) found.push({ field: "tracker", text: t.check.trackerBad });
    if (electionId === "") found.push({ field: "election", text: t.check.whichMissing });
    setErrors(found);
    if (read !== null && found.length === 0) void ask(electionId, read, null);
  };
  const file = (bytes: Uint8Array | null) => {
    const receipt = bytes === null ? null : parseReceipt(new TextDecoder().decode(bytes));
    if (receipt === null) {
      setErrors([{ field: "receipt-file", text: t.check.fileBad }]);
      return;
    }
    setErrors([]);
    if (votes.some((vote) => vote.election === receipt.election)) void ask(receipt.election, receipt.tracker, receipt);
    else void openVote(receipt);
  };
  return (
    <div class="column">
      <ErrorSummary errors={errors} />
      <div class="head">
        <Title plain={t.check.title}>{t.check.title}</Title>
        <p class="lead">{t.check.lead}</p>
      </div>
      {problem !== null && <ProblemNotice problem={problem} />}
      {votes.length === 0 && <Empty icon="box" title={t.check.title}><p>{t.check.noVotes}</p></Empty>}
      {votes.length > 0 && (
        <form class="card" noValidate onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}>
          <Field id="tracker" label={t.check.tracker} hint={t.check.trackerHint} error={errorOf(errors, "tracker")}>
            {(aria) => <textarea {...aria} class="mono" rows={2} autocomplete="off" autocapitalize="off" spellcheck={false} value={tracker} onInput={(event) => setTracker(event.currentTarget.value)} />}
          </Field>
          <Field id="election" label={t.check.which} error={errorOf(errors, "election")}>
            {(aria) => (
              <select {...aria} value={electionId} onChange={(event) => setElectionId(event.currentTarget.value)}>
                {votes.length > 1 && <option value="">—</option>}
                {votes.map((vote) => <option key={vote.election} value={vote.election}>{vote.title}</option>)}
              </select>
            )}
          </Field>
          <button type="submit" class="btn" disabled={busy}>{t.check.button}</button>
        </form>
      )}
      <div class="card">
        <FileField id="receipt-file" label={t.check.file} hint={t.receipt.shows} error={errorOf(errors, "receipt-file")} accept=".json,application/json" limit={200_000} onBytes={file} />
      </div>
    </div>
  );
}

/** The secret votes with their election ids, for pages that work on an election. */
export async function secretVotes(signal?: AbortSignal): Promise<SecretVote[]> {
  const all = await api.votes(signal);
  const full = await Promise.all(all.filter((vote) => vote.type === "secret").map((vote) => api.vote(vote.id, signal)));
  return full.filter((vote): vote is SecretVote => vote.type === "secret");
}

/** Check my vote: by tracker or by receipt file. */
export function CheckPage(): JSX.Element {
  const [votes, reload] = useResource("secret-votes", secretVotes);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  return (
    <Loaded resource={votes} reload={reload}>
      {(list) => outcome === null
        ? <CheckForm votes={list} onOutcome={setOutcome} />
        : <OutcomeView outcome={outcome} onAgain={() => setOutcome(null)} />}
    </Loaded>
  );
}
