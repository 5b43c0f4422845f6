/** Making a ballot (PROTOCOL section 7). Where the votes are added up, the operations do not depend on how the vote is cast. */

import { answersTo } from "./answers.ts";
import { ballotStatement, encodeBallot, hashOfUnsigned, signaturePrefix, unsignedBallot } from "./ballot.ts";
import { wipe } from "./bytes.ts";
import { deriveCredential, publicCredential } from "./credential.ts";
import type { Election } from "./election.ts";
import { demand } from "./fault.ts";
import { proveSchnorr } from "./proofs.ts";
import { checkChoices } from "./question.ts";
import type { Roll } from "./roll.ts";
import type { Scalar } from "./scalar.ts";
import type { Random } from "./sodium.ts";

export type Progress = (done: number, total: number) => void;

/** A ballot with what it takes to open it. Whoever has the randomness knows the vote: keep it in the worker, and wipe it. */
export interface OpenableBallot {
  /** The exact bytes. */
  ballot: Uint8Array;
  choices: number[][];
  /** For each question the randomness of its ciphertexts, in their order. */
  randomness: Scalar[][];
}

/**
 * The exact bytes of a new ballot. `choices`: for each question its numbers (question.ts, choiceCount).
 * Faults: credential.format, credential.unknown (not on the roll, when one is given), choice.*.
 */
export function makeBallot(...about: Parameters<typeof makeOpenableBallot>): Uint8Array {
  const { ballot, randomness } = makeOpenableBallot(...about);
  wipe(...randomness.flat());
  return ballot;
}

/** The same, for a voter who may still want to open it. */
export function makeOpenableBallot(
  election: Election, roll: Roll | null, code: string, choices: readonly (readonly number[])[], random: Random,
  progress: Progress = () => undefined,
): OpenableBallot {
  demand(choices.length === election.questions.length, "choice.length", "the number of questions");
  election.questions.forEach((question, i) => checkChoices(question, choices[i] ?? []));
  const { group, y, uuid, questions } = election;
  const secret = deriveCredential(group, code, uuid);
  try {
    const credential = publicCredential(group, secret);
    demand(roll === null || roll.has(credential), "credential.unknown");
    const total = questions.reduce((sum, question) => sum + answersTo(question).proofs(question), 1);
    let done = 0;
    const step = (): void => {
      done += 1;
      progress(done, total);
    };
    const randomness: Scalar[][] = [];
    const keep = (r: Scalar[]): void => void randomness.push(r);
    const about = { group, y, s0: ballotStatement(election.phi, credential), random, step, keep };
    const answers = questions.map((question, i) => answersTo(question).make(about, question, choices[i] ?? []));
    const unsigned = unsignedBallot(election, credential, answers);
    const hash = hashOfUnsigned(unsigned);
    const signature = proveSchnorr(group, signaturePrefix(hash), secret, random);
    step();
    return { ballot: encodeBallot(unsigned, hash, signature), choices: choices.map((row) => [...row]), randomness };
  } finally {
    wipe(secret);
  }
}
