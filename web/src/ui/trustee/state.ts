/** Whose turn it is in a key ceremony, worked out from what the ledger shows. */

import type { Withdrawal } from "../../api/types.ts";
import type { AnnouncedElection, KeyStep } from "../engine.ts";

export const keySteps: readonly KeyStep[] = ["certificate", "commitment", "polynomial", "key"];

/** What the ledger shows, with what the server adds for people. */
export interface CeremonyState extends AnnouncedElection {
  election: string;
  title: string;
  /** Whether the vote is set up: every key is there. */
  prepared: boolean;
  /** When it was withdrawn and what stands in its place, as the server says; the reason is `withdrawn`, shown by the log. */
  withdrawal: Withdrawal | null;
  /** Names of the trustees' organisations, by owner - 1. */
  names: string[];
}

/** The trustees first .. first + size - 1, of whom `threshold` decrypt; size 1 is a trustee in no ceremony. */
export interface Run {
  first: number;
  size: number;
  threshold: number;
}

export function runsOf({ runs }: Pick<CeremonyState, "runs">): Run[] {
  let first = 1;
  return runs.map(({ size, threshold }) => {
    const run = { first, size, threshold };
    first += size;
    return run;
  });
}

/** Precondition: there is a trustee of that number. */
export function runOf(state: Pick<CeremonyState, "runs">, owner: number): Run {
  const found = runsOf(state).find(({ first, size }) => owner >= first && owner < first + size);
  if (found === undefined) throw new Error(`there is no trustee ${owner}`);
  return found;
}

/** The texts of a step by the trustees of a run, in their order. */
export function postedOf(state: CeremonyState, run: Run, step: KeyStep): (string | null)[] {
  return state.posted[step].slice(run.first - 1, run.first - 1 + run.size);
}

export function stepsOf(run: Run): readonly KeyStep[] {
  return run.size === 1 ? ["key"] : keySteps;
}

export interface Turn {
  /** What this trustee does next; null when they are done. */
  step: KeyStep | null;
  /** Numbers of those who have to finish the step before; of all who have not finished, when this one is done. */
  waitingFor: number[];
}

export function turnOf(state: CeremonyState, owner: number): Turn {
  const run = runOf(state, owner);
  const steps = stepsOf(run);
  const missing = (step: KeyStep): number[] => postedOf(state, run, step).flatMap((text, i) => (text === null ? [run.first + i] : []));
  const at = steps.findIndex((step) => missing(step).includes(owner));
  const step = steps[at];
  if (step === undefined) return { step: null, waitingFor: missing("key") };
  const before = steps[at - 1];
  return { step, waitingFor: before === undefined ? [] : missing(before) };
}

/** The trustee whom a refusal of the worker blames ("trustee 2: ..." counts within the ceremony); null for nobody. */
export function blamed(detail: string, run: Run): number | null {
  const index = Number(/^trustee ([1-9][0-9]?)\b/u.exec(detail)?.[1] ?? 0);
  return index >= 1 && index <= run.size ? run.first + index - 1 : null;
}
