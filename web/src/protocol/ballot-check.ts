/** Every check on one ballot that needs no other ballot (PROTOCOL section 7). */

import { answersTo } from "./answers.ts";
import type { Answer } from "./answer.ts";
import { ballotStatement, parseBallot, signaturePrefix, type Ballot } from "./ballot.ts";
import type { Election } from "./election.ts";
import { demand } from "./fault.ts";
import { verifySchnorr } from "./proofs.ts";
import type { Roll } from "./roll.ts";

/**
 * Reads and checks. Faults: those of parseBallot, ballot.credential, ballot.signature, ballot.individual_proof,
 * ballot.overall_proof, ballot.blank_proof, ballot.knowledge_proof, ballot.list_proof, ballot.nonzero_proof. Whether it
 * repeats an earlier ballot is the caller's question.
 */
export function checkBallot(election: Election, roll: Roll, bytes: Uint8Array): Ballot {
  const { group, y, phi, questions } = election;
  const ballot = parseBallot(election, bytes);
  demand(roll.has(ballot.credential), "ballot.credential");
  demand(verifySchnorr(group, signaturePrefix(ballot.hash), ballot.credentialPoint, ballot.signature), "ballot.signature");
  const about = { group, y, s0: ballotStatement(phi, ballot.credential) };
  questions.forEach((question, i) => {
    answersTo(question).check(about, question, ballot.answers[i] as Answer, `question ${String(i + 1)}`);
  });
  return ballot;
}
