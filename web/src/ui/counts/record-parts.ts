/** The small parts of a record: names of methods, numbers of candidates, exact numbers. */

import { demand } from "../../protocol/fault.ts";
import { expectArray, expectCount, type Json } from "../../protocol/json.ts";
import { readExact, type Exact } from "./exact.ts";

/** Index of a candidate, list or item in the order of the file, from 0. Its number in records is one more. */
export type Candidate = number;

export const methods = [
  "plurality", "block", "limited", "approval", "stv-scottish", "stv-meek", "stv-ers97", "irv", "borda", "borda-nauru", "schulze",
  "ranked-pairs", "copeland", "majority-judgment", "dhondt", "sainte-lague", "largest-remainder", "equal-shares",
] as const;
export type Method = (typeof methods)[number];

/** Reads a number of a candidate, 1 to `size`. */
export function readCandidate(value: Json | undefined, size: number): Candidate {
  const n = expectCount(value, "a candidate");
  demand(n >= 1 && n <= size, "count.record", `candidate ${n} of ${size}`);
  return n - 1;
}

export function readCandidates(value: Json | undefined, size: number): Candidate[] {
  return expectArray(value, "candidates").map((one) => readCandidate(one, size));
}

export function readNumber(value: Json | undefined, what: string): Exact {
  const exact = readExact(value);
  demand(exact !== null, "count.record", `${what} is not a number`);
  return exact;
}

export function oneOf<T extends string>(value: Json | undefined, names: readonly T[], what: string): T {
  const found = names.find((name) => name === value);
  demand(found !== undefined, "count.record", `unknown ${what}`);
  return found;
}
