/** The arithmetic of quorum and majority, for the explanation beside a verdict. Integers only; the server decides. */

import type { Fraction, Rule, VoteSummary } from "../api/types.ts";

export interface OpenNumbers {
  yes: number;
  no: number;
  abstain: number;
  entitled: number;
}

export interface Explained {
  /** The votes of which the rule takes its fraction. */
  base: number;
  /** The fewest votes for that satisfy the rule while the base stays as it is. */
  needed: number;
  /** Votes for beyond (positive) or short of (negative) `needed`. */
  margin: number;
  satisfied: boolean;
  /** "3 × 19 = 57 ≥ 2 × 25 = 50". */
  formula: string;
}

/** The smallest x with den·x >= num·base, or > for a strict rule. */
export function smallest(fraction: Fraction, base: number): number {
  const product = fraction.num * base;
  return fraction.strict ? Math.floor(product / fraction.den) + 1 : Math.ceil(product / fraction.den);
}

/** In a roll-call no vote is invalid, and present are those who voted. */
export function baseOf(rule: Rule, n: OpenNumbers): number {
  switch (rule.base) {
    case "YN":
    case "YN_invalid":
      return n.yes + n.no;
    case "cast":
    case "cast_invalid":
    case "present":
      return n.yes + n.no + n.abstain;
    case "entitled":
      return n.entitled;
  }
}

/** Simple majority: more for than against. */
export function isSimple(rule: Rule): boolean {
  return rule.base === "YN" && rule.strict && rule.den === 2 * rule.num;
}

export function explain(rule: Rule, n: OpenNumbers): Explained {
  const base = baseOf(rule, n);
  const needed = smallest(rule, base);
  const left = rule.den * n.yes;
  const right = rule.num * base;
  const satisfied = rule.strict ? left > right : left >= right;
  const sign = rule.strict ? (satisfied ? ">" : "≤") : satisfied ? "≥" : "<";
  const formula = isSimple(rule)
    ? `${n.yes} ${n.yes > n.no ? ">" : "≤"} ${n.no}`
    : `${rule.den} × ${n.yes} = ${left} ${sign} ${rule.num} × ${base} = ${right}`;
  return { base, needed, margin: n.yes - needed, satisfied, formula };
}

/** How many must take part in a vote; undefined where nobody must. */
export function quorumOf({ quorum, turnout }: VoteSummary & { quorum?: Fraction }): number | undefined {
  const needed = quorum === undefined ? 0 : quorumNeeded(quorum, turnout.entitled);
  return needed > 0 ? needed : undefined;
}

/** How many must take part for the quorum. */
export function quorumNeeded(quorum: Fraction, entitled: number): number {
  return smallest(quorum, entitled);
}

/** "2/3"; "1/2" is written ½ nowhere, so that screen readers and print agree. */
export function fractionText(fraction: Fraction): string {
  return `${fraction.num}/${fraction.den}`;
}
