/** The encrypted tally: for each choice the product of the last ballots, each to its weight (PROTOCOL section 8). */

import type { Ballot } from "./ballot.ts";
import { fromUtf8, utf8 } from "./bytes.ts";
import { encodeCiphertext, multiplyCiphertexts, neutralCiphertext, parseCiphertext, weighted, type Ciphertext } from "./elgamal.ts";
import { choiceCount, type Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import type { Group } from "./group.ts";
import { expectArray, parseJson, writeJson } from "./json.ts";

/** Ciphertexts per question, per choice. */
export type Tally = Ciphertext[][];

export function emptyTally(election: Election): Tally {
  return election.questions.map((question) => Array.from({ length: choiceCount(question) }, () => neutralCiphertext(election.group)));
}

/** The tally with one more ballot. */
export function addToTally(group: Group, tally: Tally, ballot: Pick<Ballot, "answers">, weight: number): Tally {
  return tally.map((question, i) => question.map((sum, j) => {
    const choice = ballot.answers[i]?.choices[j];
    demand(choice !== undefined, "tally.shape");
    return multiplyCiphertexts(group, sum, weighted(group, choice, weight));
  }));
}

export function encodeTally(group: Group, tally: Tally): Uint8Array {
  return utf8(writeJson(tally.map((question) => question.map((one) => encodeCiphertext(group, one)))));
}

/** Reads the canonical form. Faults: tally.encoding, tally.shape, tally.membership. */
export function parseTally(election: Election, bytes: Uint8Array): Tally {
  const others = { "point.membership": "tally.membership", "json.shape": "tally.shape" };
  return asFault("tally.encoding", () => {
    const text = fromUtf8(bytes);
    const list = expectArray(parseJson(text), "tally");
    demand(list.length === election.questions.length, "tally.shape");
    const tally = election.questions.map((question, i) => {
      const choices = expectArray(list[i], "question");
      demand(choices.length === choiceCount(question), "tally.shape");
      return choices.map((choice) => parseCiphertext(election.group, choice));
    });
    demand(fromUtf8(encodeTally(election.group, tally)) === text, "tally.encoding", "not in canonical form");
    return tally;
  }, others);
}
