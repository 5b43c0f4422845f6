/** Making a ballot (PROTOCOL section 7). The operations do not depend on how the vote is cast. */

import {
  answerStatement, ballotStatement, blankPrefix, encodeBallot, hashOfUnsigned, overallBlankPrefix, provePrefix,
  signaturePrefix, sumOfAnswers, unsignedBallot, type Answer,
} from "./ballot.ts";
import { wipe } from "./bytes.ts";
import { deriveCredential, publicCredential } from "./credential.ts";
import { encryptBit, type Ciphertext } from "./elgamal.ts";
import { checkChoices, choiceCount, type Election, type Question } from "./election.ts";
import { demand } from "./fault.ts";
import type { Group, Point } from "./group.ts";
import { proveDisjunction, proveSchnorr, type Branch } from "./proofs.ts";
import type { Roll } from "./roll.ts";
import { randomScalar, type Scalar } from "./scalar.ts";
import type { Random } from "./sodium.ts";

export type Progress = (done: number, total: number) => void;

/** 1 where i equals n, computed without a branch; both below 2^31. */
function equalsBit(i: number, n: number): number {
  const difference = i ^ n;
  return 1 - ((difference | -difference) >>> 31);
}

/** min..max with, before it, the flag of a blank vote: the branches of the overall proof and which one is true. */
function overallTruths(question: Question, blank: number, sum: number): number[] {
  const counts = Array.from({ length: question.max - question.min + 1 }, (_, i) => equalsBit(question.min + i, sum));
  // A blank vote has the sum 0, which min..max may hold too: one branch alone may be the true one.
  return question.blank ? [blank, ...counts.map((bit) => bit & (1 - blank))] : counts;
}

function makeAnswer(
  election: Election, question: Question, bits: readonly number[], s0: string, random: Random, step: () => void,
): Answer {
  const { group, y } = election;
  const { scalars } = group;
  const r = bits.map(() => randomScalar(scalars, random));
  const choices = bits.map((bit, i) => encryptBit(group, y, bit, r[i] ?? scalars.zero));
  const individualProofs = choices.map((choice, i) => {
    const bit = bits[i] ?? 0;
    const branches: Branch[] = [{ ciphertext: choice, value: 0 }, { ciphertext: choice, value: 1 }];
    const proofs = proveDisjunction(group, provePrefix(group, s0, choice), y, branches, [1 - bit, bit], r[i] ?? scalars.zero, random);
    step();
    return proofs;
  });
  const first = question.blank ? 1 : 0;
  const blank = question.blank ? (bits[0] ?? 0) : 0;
  const sum = sumOfAnswers(group, question, choices);
  const sumOfBits = bits.slice(first).reduce((total, bit) => total + bit, 0);
  const sumOfR = r.slice(first).reduce((sum, one) => scalars.add(sum, one), scalars.zero);
  const s = answerStatement(group, s0, choices);
  const counts = Array.from({ length: question.max - question.min + 1 }, (_, i): Branch => ({ ciphertext: sum, value: question.min + i }));
  const [flag = sum] = choices;
  const [flagR = scalars.zero] = r;
  const about = { group, y, s, sum, counts, sumOfBits, sumOfR, random };
  const proofs = question.blank ? proveWithBlank(question, about, { ciphertext: flag, bit: blank, r: flagR }) : {
    overallProof: proveDisjunction(
      group, provePrefix(group, s, sum), y, counts, overallTruths(question, 0, sumOfBits), sumOfR, random),
    blankProof: [],
  };
  wipe(sumOfR, ...r);
  step();
  return { choices, individualProofs, ...proofs };
}

interface About {
  group: Group;
  y: Point;
  /** S */
  s: string;
  sum: Ciphertext;
  counts: Branch[];
  sumOfBits: number;
  sumOfR: Scalar;
  random: Random;
}

/** With a blank flag a proof is about the flag or about the sum, and each has randomness of its own. */
function proveWithBlank(
  question: Question, { group, y, s, sum, counts, sumOfBits, sumOfR, random }: About,
  flag: { ciphertext: Ciphertext; bit: number; r: Scalar },
): Pick<Answer, "overallProof" | "blankProof"> {
  const nothing: Branch[] = [{ ciphertext: flag.ciphertext, value: 0 }, { ciphertext: sum, value: 0 }];
  const blankR = selectScalar(flag.bit, flag.r, sumOfR);
  const overallR = selectScalar(flag.bit, sumOfR, flag.r);
  const blankProof = proveDisjunction(group, blankPrefix(s), y, nothing, [1 - flag.bit, flag.bit], blankR, random);
  const overallProof = proveDisjunction(
    group, overallBlankPrefix(s), y, [{ ciphertext: flag.ciphertext, value: 1 }, ...counts],
    overallTruths(question, flag.bit, sumOfBits), overallR, random);
  wipe(blankR, overallR);
  return { overallProof, blankProof };
}

/** `first` when the bit is 0, `second` when it is 1, without a branch. */
function selectScalar<T extends Uint8Array>(bit: number, first: T, second: T): T {
  const mask = -bit & 0xff;
  return first.map((byte, i) => byte ^ (mask & (byte ^ (second[i] as number)))) as T;
}

/**
 * The exact bytes of a new ballot. `choices`: for each question a 0 or 1 for each answer, the blank flag first.
 * Faults: credential.format, credential.unknown (not on the roll, when one is given), choice.*.
 */
export function makeBallot(
  election: Election, roll: Roll | null, code: string, choices: readonly (readonly number[])[], random: Random,
  progress: Progress = () => undefined,
): Uint8Array {
  demand(choices.length === election.questions.length, "choice.length", "the number of questions");
  election.questions.forEach((question, i) => checkChoices(question, choices[i] ?? []));
  const { group, uuid } = election;
  const secret = deriveCredential(group, code, uuid);
  try {
    const credential = publicCredential(group, secret);
    demand(roll === null || roll.has(credential), "credential.unknown");
    const total = election.questions.reduce((sum, question) => sum + choiceCount(question) + 1, 1);
    let done = 0;
    const step = (): void => {
      done += 1;
      progress(done, total);
    };
    const s0 = ballotStatement(election.phi, credential);
    const answers = election.questions.map((question, i) => makeAnswer(election, question, choices[i] ?? [], s0, random, step));
    const unsigned = unsignedBallot(election, credential, answers);
    const hash = hashOfUnsigned(unsigned);
    const signature = proveSchnorr(group, signaturePrefix(hash), secret, random);
    step();
    return encodeBallot(unsigned, hash, signature);
  } finally {
    wipe(secret);
  }
}
