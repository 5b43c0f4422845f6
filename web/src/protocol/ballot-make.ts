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
import type { Random } from "./sodium.ts";

export type Progress = (done: number, total: number) => void;

/**
 * The exact bytes of a new ballot. `choices`: for each question its numbers (question.ts, choiceCount).
 * Faults: credential.format, credential.unknown (not on the roll, when one is given), choice.*.
 */
export function makeBallot(
  election: Election, roll: Roll | null, code: string, choices: readonly (readonly number[])[], random: Random,
  progress: Progress = () => undefined,
): Uint8Array {
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
    const about = { group, y, s0: ballotStatement(election.phi, credential), random, step };
    const answers = questions.map((question, i) => answersTo(question).make(about, question, choices[i] ?? []));
    const unsigned = unsignedBallot(election, credential, answers);
    const hash = hashOfUnsigned(unsigned);
    const signature = proveSchnorr(group, signaturePrefix(hash), secret, random);
    step();
    return encodeBallot(unsigned, hash, signature);
  } finally {
    wipe(secret);
  }
}
