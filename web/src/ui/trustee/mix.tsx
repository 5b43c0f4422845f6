/** A trustee mixes the votes of rankings and grades before they are decrypted: each mixer takes what the one before left. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Problem } from "../../api/http.ts";
import { api } from "../../api/routes.ts";
import type { Mixing, Receipt, SecretVote } from "../../api/types.ts";
import { useTrusteeTexts } from "../../i18n/trustee.ts";
import { shuffleVotes } from "../engine.ts";
import { Progress } from "../forms.tsx";
import { Icon } from "../icons.tsx";
import { Notice, ProblemNotice, SignInElsewhere } from "../page.tsx";
import { asProblem } from "../resource.ts";
import { useWorld } from "../session.tsx";
import { receiptHolds } from "./receipts.tsx";

/** How often somebody else may be faster before a person is asked. */
const maxTries = 10;

const order = [2, 0, 3, 1];
const height = (place: number): number => 14 + 24 * place;

/** One mixer: four ballots go in, and come out in another order. */
function Stage({ at, done }: { at: number; done: boolean }): JSX.Element {
  const left = 20 + 96 * at;
  const [from, to] = at % 2 === 0 ? [[0, 1, 2, 3], order] : [order, [0, 1, 2, 3]];
  return (
    <g class={done ? "stage done" : "stage"}>
      {from.map((place, i) => {
        const [y, end] = [height(place), height(to[i] ?? 0)];
        return <path key={place} d={`M${left + 12} ${y}C${left + 48} ${y} ${left + 48} ${end} ${left + 84} ${end}`} />;
      })}
    </g>
  );
}

/** The mixers so far and, dashed, the reader; the names are text below. */
function Mixers({ mixing, names }: { mixing: Mixing; names: string[] }): JSX.Element {
  const t = useTrusteeTexts();
  // Of many mixers the last ones: the picture stays readable on a phone.
  const stages = Math.min(mixing.shuffles.length, 3) + 1;
  const columns = Array.from({ length: stages + 1 }, (_, i) => i);
  return (
    <>
      <svg class="mixers" viewBox={`0 0 ${96 * stages + 40} 100`} fill="none" aria-hidden="true" focusable="false">
        {columns.slice(0, -1).map((at) => <Stage key={at} at={at} done={at < stages - 1} />)}
        {columns.map((at) => [0, 1, 2, 3].map((place) => <rect key={`${at}-${place}`} class={at < stages ? "ballot" : "ballot next"} x={20 + 96 * at - 11} y={height(place) - 7} width="22" height="14" rx="3" />))}
      </svg>
      <h3>{t.mixPicture}</h3>
      {names.length === 0 ? <p class="quiet">{t.mixNobody}</p> : <ol class="plain-list">{names.map((name, i) => <li key={i}>{name}</li>)}</ol>}
    </>
  );
}

type Phase = { at: "ask" } | { at: "working"; done: number; total: number } | { at: "sending" };

/** A shuffle of what is on the ledger now, and how many shuffles it builds on. */
async function shuffleNow(vote: SecretVote, vkey: string, onProgress: (done: number, total: number) => void): Promise<{ bytes: Uint8Array; after: number }> {
  const now = await api.vote(vote.id);
  const after = now.type === "secret" ? now.mixing?.shuffles.length ?? 0 : 0;
  const archive = await api.archive(vote.election);
  return { bytes: await shuffleVotes({ archive, prepared: vote.prepared, vkey }, onProgress), after };
}

export function Mix({ vote, owner, mixing, names, onDone }: {
  vote: SecretVote; owner: number; mixing: Mixing; names: string[]; onDone: (receipt: Receipt | null) => void;
}): JSX.Element {
  const t = useTrusteeTexts();
  const { logKey } = useWorld();
  const [phase, setPhase] = useState<Phase>({ at: "ask" });
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const made = useRef<{ bytes: Uint8Array; after: number } | null>(null);

  /** Whether somebody else was faster: then there is a new tally to begin with. */
  const send = async (vkey: string): Promise<boolean> => {
    if (made.current === null) return false;
    const { bytes, after } = made.current;
    setPhase({ at: "sending" });
    try {
      const receipt = await api.shuffle(vote.election, owner, bytes, after);
      if (await receiptHolds(receipt, vkey, bytes)) onDone(receipt);
      else setFailed(t.receiptBad);
    } catch (error) {
      const reason = asProblem(error);
      if (reason.id === "shuffle.stale") return true;
      // Another window of the same person, or an answer that was lost: each trustee mixes once.
      if (reason.id === "govern.duplicate") onDone(null);
      else setProblem(reason);
    }
    setPhase({ at: "ask" });
    return false;
  };
  const run = async (again: boolean) => {
    if (logKey === null) return;
    setProblem(null);
    setFailed(null);
    try {
      for (let tries = 0; tries < maxTries; tries += 1) {
        if (!again) {
          setPhase({ at: "working", done: 0, total: 1 });
          made.current = await shuffleNow(vote, logKey.vkey, (done, total) => setPhase({ at: "working", done, total }));
        }
        again = false;
        if (!(await send(logKey.vkey))) return;
        made.current = null;
        setNote(t.mixStale);
      }
      setFailed(t.mixStuck);
    } catch (error) {
      setFailed(error instanceof Error ? error.message : "");
    }
    setPhase({ at: "ask" });
  };
  return (
    <section class="card">
      <h2>{t.mixTitle}</h2>
      <p>{t.mixLead}</p>
      <Mixers mixing={mixing} names={names} />
      {problem !== null && <ProblemNotice problem={problem} {...(made.current !== null ? { onRetry: () => void run(true) } : {})}>{problem.status === 401 && <SignInElsewhere />}</ProblemNotice>}
      {failed !== null && <Notice kind="bad" live><p>{t.mixFailed}</p><p class="quiet mono">{failed}</p></Notice>}
      <div role="status">{note !== "" && <Notice kind="info"><p>{note}</p></Notice>}</div>
      {phase.at === "ask" && (
        <>
          <p>{t.mixHow} {t.mixVotes(mixing.votes)}</p>
          <button type="button" class="btn" disabled={logKey === null} onClick={() => void run(false)}>{t.mix}</button>
        </>
      )}
      {phase.at === "working" && <Progress label={t.mixProgress} value={phase.done} max={phase.total} text={`${t.mixWorking} ${phase.done}/${phase.total}`} />}
      {phase.at === "sending" && <p role="status">{t.sending}</p>}
      <details class="mt-4"><summary><Icon name="info" />{t.technical}</summary><p class="quiet">{t.mixTechnical}</p></details>
    </section>
  );
}
