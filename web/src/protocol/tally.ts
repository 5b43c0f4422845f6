/**
 * The encrypted tally (PROTOCOL section 8): for each choice the product of the last ballots, each to its weight; where
 * votes are shuffled, the ciphertexts themselves, sorted.
 */

import type { Answer } from "./answer.ts";
import { fromUtf8, utf8 } from "./bytes.ts";
import {
  encodeCiphertext, multiplyCiphertexts, neutralCiphertext, parseCiphertext, weighted, type Ciphertext,
} from "./elgamal.ts";
import type { Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { comparePoints, type Group } from "./group.ts";
import { expectArray, parseJson, recordLimits, writeJson } from "./json.ts";
import { flatten, nest } from "./nesting.ts";
import { ciphertextCount, isShuffled, nestingOf } from "./question.ts";

/** Ciphertexts per question, per choice, or per vote where they are shuffled. */
export type Tally = Ciphertext[][];

/** One ballot that counts. */
export interface Vote {
  answers: Answer[];
  weight: number;
}

function productOf(group: Group, votes: readonly Vote[], question: number, choice: number): Ciphertext {
  return votes.reduce((all, { answers, weight }) => {
    const one = answers[question]?.choices[choice];
    demand(one !== undefined, "tally.shape");
    return multiplyCiphertexts(group, all, weighted(group, one, weight));
  }, neutralCiphertext(group));
}

/** Precondition: in an election with votes that are shuffled all weights are 1. */
export function tallyOf({ group, questions }: Election, votes: readonly Vote[]): Tally {
  return questions.map((question, i) => {
    if (!isShuffled(question)) return Array.from({ length: ciphertextCount(question) }, (_, j) => productOf(group, votes, i, j));
    return votes.flatMap(({ answers }) => answers[i]?.choices ?? [])
      .sort((a, b) => comparePoints(a.alpha, b.alpha) || comparePoints(a.beta, b.beta));
  });
}

export function encodeTally({ group, questions }: Election, tally: Tally): Uint8Array {
  return utf8(writeJson(questions.map((question, i) => nest((tally[i] ?? []).map((one) => encodeCiphertext(group, one)), nestingOf(question)))));
}

/** Reads the canonical form. Faults: tally.encoding, tally.shape, tally.membership. */
export function parseTally(election: Election, bytes: Uint8Array): Tally {
  const others = { "point.membership": "tally.membership", "json.shape": "tally.shape" };
  return asFault("tally.encoding", () => {
    const text = fromUtf8(bytes);
    const list = flatten(parseJson(text, recordLimits(text)), election.questions.length, null);
    const tally = election.questions.map((question, i) => {
      const length = isShuffled(question) ? expectArray(list[i], "votes").length : ciphertextCount(question);
      return flatten(list[i], length, nestingOf(question)).map((one) => parseCiphertext(election.group, one));
    });
    demand(fromUtf8(encodeTally(election, tally)) === text, "tally.encoding", "not in canonical form");
    return tally;
  }, others);
}
