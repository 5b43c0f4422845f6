/** Every check on one ballot that needs no other ballot (PROTOCOL section 7). */

import {
  answerStatement, ballotStatement, blankPrefix, overallBlankPrefix, parseBallot, provePrefix, signaturePrefix,
  sumOfAnswers, type Answer, type Ballot,
} from "./ballot.ts";
import type { Election, Question } from "./election.ts";
import { demand } from "./fault.ts";
import { verifyDisjunction, verifySchnorr, type Branch } from "./proofs.ts";
import type { Roll } from "./roll.ts";

function checkAnswer(election: Election, question: Question, answer: Answer, s0: string, number: number): void {
  const { group, y } = election;
  const which = `question ${String(number)}`;
  answer.choices.forEach((choice, i) => {
    const branches: Branch[] = [{ ciphertext: choice, value: 0 }, { ciphertext: choice, value: 1 }];
    const good = verifyDisjunction(group, provePrefix(group, s0, choice), y, branches, answer.individualProofs[i] ?? []);
    demand(good, "ballot.individual_proof", which);
  });
  const sum = sumOfAnswers(group, question, answer.choices);
  const s = answerStatement(group, s0, answer.choices);
  const counts = Array.from({ length: question.max - question.min + 1 }, (_, i): Branch => ({ ciphertext: sum, value: question.min + i }));
  const [flag] = answer.choices;
  if (!question.blank || flag === undefined) {
    demand(verifyDisjunction(group, provePrefix(group, s, sum), y, counts, answer.overallProof), "ballot.overall_proof", which);
    return;
  }
  const nothing: Branch[] = [{ ciphertext: flag, value: 0 }, { ciphertext: sum, value: 0 }];
  demand(verifyDisjunction(group, blankPrefix(s), y, nothing, answer.blankProof), "ballot.blank_proof", which);
  const overall: Branch[] = [{ ciphertext: flag, value: 1 }, ...counts];
  demand(verifyDisjunction(group, overallBlankPrefix(s), y, overall, answer.overallProof), "ballot.overall_proof", which);
}

/**
 * Reads and checks. Faults: those of parseBallot, ballot.credential, ballot.signature, ballot.individual_proof,
 * ballot.overall_proof, ballot.blank_proof. Whether it repeats an earlier ballot is the caller's question.
 */
export function checkBallot(election: Election, roll: Roll, bytes: Uint8Array): Ballot {
  const ballot = parseBallot(election, bytes);
  demand(roll.has(ballot.credential), "ballot.credential");
  const signed = verifySchnorr(election.group, signaturePrefix(ballot.hash), ballot.credentialPoint, ballot.signature);
  demand(signed, "ballot.signature");
  const s0 = ballotStatement(election.phi, ballot.credential);
  election.questions.forEach((question, i) => checkAnswer(election, question, ballot.answers[i] as Answer, s0, i + 1));
  return ballot;
}
