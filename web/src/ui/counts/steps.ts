/** What happens between the rounds of a transferable vote: who gains, who gives, and where each candidate stands. Pure. */

import { compare, minus, zero, type Exact } from "./exact.ts";
import type { TransferDetail } from "./record-detail.ts";
import type { Candidate } from "./record-parts.ts";
import type { CountRecord } from "./record.ts";

export interface Change {
  candidate: Candidate;
  amount: Exact;
}

export interface Step {
  /** Most first. */
  gains: Change[];
  /** Positive amounts; most first. */
  losses: Change[];
  /** Votes that found no next preference in this round. */
  toNobody: Exact;
}

const byAmount = (a: Change, b: Change) => compare(b.amount, a.amount) || a.candidate - b.candidate;

/** The votes that moved in round `at` (from 0); nothing in the first. */
export function stepOf(detail: TransferDetail, at: number): Step {
  const now = detail.rounds[at];
  const before = detail.rounds[at - 1];
  if (now === undefined || before === undefined) return { gains: [], losses: [], toNobody: zero };
  const gains: Change[] = [];
  const losses: Change[] = [];
  now.votes.forEach((votes, candidate) => {
    const had = before.votes[candidate] ?? zero;
    const sign = compare(votes, had);
    if (sign > 0) gains.push({ candidate, amount: minus(votes, had) });
    if (sign < 0) losses.push({ candidate, amount: minus(had, votes) });
  });
  return { gains: gains.sort(byAmount), losses: losses.sort(byAmount), toNobody: minus(now.exhausted, before.exhausted) };
}

export type Standing = { is: "in" } | { is: "elected" | "excluded"; round: number };

/** Where each candidate stands after round `at`; rounds are numbered from 1 in what it says. */
export function standings(detail: TransferDetail, at: number): Map<Candidate, Standing> {
  const out = new Map<Candidate, Standing>();
  detail.rounds.slice(0, at + 1).forEach((round, i) => {
    for (const candidate of round.elected) out.set(candidate, { is: "elected", round: i + 1 });
    for (const candidate of round.excluded) if (!out.has(candidate)) out.set(candidate, { is: "excluded", round: i + 1 });
  });
  return out;
}

/** One order for all rounds, so that bars stay in their place: the elected, those never excluded, then the last excluded first. */
export function fixedOrder(record: CountRecord, detail: TransferDetail): Candidate[] {
  const end = standings(detail, detail.rounds.length - 1);
  const last = detail.rounds.at(-1);
  const rank = (candidate: Candidate): number => {
    const standing = end.get(candidate) ?? { is: "in" };
    if (standing.is === "elected") return record.elected.indexOf(candidate);
    return standing.is === "in" ? 2000 : 5_000_000 - standing.round;
  };
  const votes = (candidate: Candidate) => last?.votes[candidate] ?? zero;
  const first = (candidate: Candidate) => detail.rounds[0]?.votes[candidate] ?? zero;
  return record.candidates.map((_, candidate) => candidate).filter((candidate) => !record.withdrawn.includes(candidate))
    .sort((a, b) => rank(a) - rank(b) || compare(votes(b), votes(a)) || compare(first(b), first(a)) || a - b);
}
