/** Answers to homomorphic questions: a 0 or 1 for each, and how many are 1 is in min..max, or the vote is blank. */

import {
  answerStatement, checkBits, encryptBits, provePrefix, type Answer, type AnswerKind, type Making, type Statement,
} from "./answer.ts";
import { wipe } from "./bytes.ts";
import { encodeCiphertext, parseCiphertext, product, type Ciphertext } from "./elgamal.ts";
import { demand } from "./fault.ts";
import type { Group } from "./group.ts";
import { expectObject, type JsonObject } from "./json.ts";
import { flatten } from "./nesting.ts";
import { encodeProof, parseProofs, proveDisjunction, verifyDisjunction, type Branch, type Proof } from "./proofs.ts";
import { choiceCount, type HomomorphicQuestion } from "./question.ts";
import { selectScalar, sumOf, type Scalar } from "./scalar.ts";

export interface HomomorphicAnswer extends Answer {
  /** The blank flag first where the question has one. */
  choices: Ciphertext[];
  individualProofs: Proof[][];
  overallProof: Proof[];
  /** Empty unless the question has a blank flag. */
  blankProof: Proof[];
}

/** Disjuncts of the overall proof. */
function overallBranches(question: HomomorphicQuestion): number {
  return question.max - question.min + 1 + (question.blank ? 1 : 0);
}

/** What the proofs beyond the single choices are about. */
interface Sums {
  s: string;
  /** The product of the answers' ciphertexts, without the blank flag. */
  sum: Ciphertext;
  /** The sum is one of min..max. */
  counts: Branch[];
}

function sumsOf(about: Statement, question: HomomorphicQuestion, choices: readonly Ciphertext[]): Sums {
  const sum = product(about.group, question.blank ? choices.slice(1) : choices);
  const counts = Array.from({ length: question.max - question.min + 1 }, (_, i): Branch => ({ ciphertext: sum, value: question.min + i }));
  return { s: answerStatement(about, choices), sum, counts };
}

const blankPrefix = (s: string): string => `bproof0|${s}|`;
const overallBlankPrefix = (s: string): string => `bproof1|${s}|`;

/** The flag is 0, or nothing else is selected. */
function nothingBranches(flag: Ciphertext, sum: Ciphertext): Branch[] {
  return [{ ciphertext: flag, value: 0 }, { ciphertext: sum, value: 0 }];
}

function check(about: Statement, question: HomomorphicQuestion, answer: HomomorphicAnswer, which: string): void {
  const { group, y } = about;
  checkBits(about, answer.choices, answer.individualProofs, which);
  const { s, sum, counts } = sumsOf(about, question, answer.choices);
  const [flag] = answer.choices;
  if (!question.blank || flag === undefined) {
    demand(verifyDisjunction(group, provePrefix(group, s, sum), y, counts, answer.overallProof), "ballot.overall_proof", which);
    return;
  }
  demand(verifyDisjunction(group, blankPrefix(s), y, nothingBranches(flag, sum), answer.blankProof), "ballot.blank_proof", which);
  const overall: Branch[] = [{ ciphertext: flag, value: 1 }, ...counts];
  demand(verifyDisjunction(group, overallBlankPrefix(s), y, overall, answer.overallProof), "ballot.overall_proof", which);
}

/** 1 where i equals n, computed without a branch; both below 2^31. */
function equalsBit(i: number, n: number): number {
  const difference = i ^ n;
  return 1 - ((difference | -difference) >>> 31);
}

/** Which branch of the overall proof is the true one: the flag of a blank vote, then min..max. */
function overallTruths(question: HomomorphicQuestion, blank: number, sum: number): number[] {
  const counts = Array.from({ length: question.max - question.min + 1 }, (_, i) => equalsBit(question.min + i, sum));
  // A blank vote has the sum 0, which min..max may hold too: one branch alone may be the true one.
  return question.blank ? [blank, ...counts.map((bit) => bit & (1 - blank))] : counts;
}

interface SecretSums {
  /** How many answers are selected. */
  selected: number;
  /** The randomness of the sum. */
  r: Scalar;
}

/** With a blank flag a proof is about the flag or about the sum, and each has randomness of its own. */
function proveWithBlank(
  { group, y, random }: Making, question: HomomorphicQuestion, { s, sum, counts }: Sums, secret: SecretSums,
  flag: { ciphertext: Ciphertext; bit: number; r: Scalar },
): Pick<HomomorphicAnswer, "overallProof" | "blankProof"> {
  const blankR = selectScalar(flag.bit, flag.r, secret.r);
  const overallR = selectScalar(flag.bit, secret.r, flag.r);
  const nothing = nothingBranches(flag.ciphertext, sum);
  const blankProof = proveDisjunction(group, blankPrefix(s), y, nothing, [1 - flag.bit, flag.bit], blankR, random);
  const overallProof = proveDisjunction(
    group, overallBlankPrefix(s), y, [{ ciphertext: flag.ciphertext, value: 1 }, ...counts],
    overallTruths(question, flag.bit, secret.selected), overallR, random);
  wipe(blankR, overallR);
  return { overallProof, blankProof };
}

function make(about: Making, question: HomomorphicQuestion, bits: readonly number[]): HomomorphicAnswer {
  const { group, y, random, step, keep } = about;
  const { choices, individualProofs, r } = encryptBits(about, bits);
  const first = question.blank ? 1 : 0;
  const sums = sumsOf(about, question, choices);
  const secret = { selected: bits.slice(first).reduce((total, bit) => total + bit, 0), r: sumOf(group.scalars, r.slice(first)) };
  const [flag] = choices;
  const [bit] = bits;
  const [flagR] = r;
  const proofs = question.blank && flag !== undefined && bit !== undefined && flagR !== undefined
    ? proveWithBlank(about, question, sums, secret, { ciphertext: flag, bit, r: flagR })
    : {
      overallProof: proveDisjunction(
        group, provePrefix(group, sums.s, sums.sum), y, sums.counts, overallTruths(question, 0, secret.selected), secret.r, random),
      blankProof: [],
    };
  wipe(secret.r);
  keep(r);
  step();
  return { choices, individualProofs, ...proofs };
}

function encode(group: Group, _question: HomomorphicQuestion, answer: HomomorphicAnswer): JsonObject {
  const out: JsonObject = {
    choices: answer.choices.map((one) => encodeCiphertext(group, one)),
    individual_proofs: answer.individualProofs.map((proofs) => proofs.map(encodeProof)),
    overall_proof: answer.overallProof.map(encodeProof),
  };
  if (answer.blankProof.length > 0) out.blank_proof = answer.blankProof.map(encodeProof);
  return out;
}

export const homomorphic: AnswerKind<HomomorphicQuestion, HomomorphicAnswer> = {
  check, make, encode,
  parse(group, question, value) {
    const object = expectObject(value, ["choices", "individual_proofs", "overall_proof"], ["blank_proof"]);
    demand("blank_proof" in object === question.blank, "json.shape", "the blank proof");
    const count = choiceCount(question);
    return {
      choices: flatten(object.choices, count, null).map((one) => parseCiphertext(group, one, true)),
      individualProofs: flatten(object.individual_proofs, count, null).map((one) => parseProofs(group, one, 2, true)),
      overallProof: parseProofs(group, object.overall_proof, overallBranches(question), true),
      blankProof: question.blank ? parseProofs(group, object.blank_proof, 2, true) : [],
    };
  },
  proofs: (question) => choiceCount(question) + 1,
  sizeLimit: (question, { ciphertext, proof }) =>
    100 + choiceCount(question) * (ciphertext + 2 * proof + 3) + (overallBranches(question) + 2) * proof,
};
