/**
 * Answers to questions with lists: a flag for each list and a bit for each candidate. One flag is set; candidates of
 * other lists are not; and at least one candidate is.
 */

import {
  answerStatement, checkBits, encryptBits, provePrefix, type Answer, type AnswerKind, type Making, type Statement,
} from "./answer.ts";
import { wipe } from "./bytes.ts";
import { encodeCiphertext, parseCiphertext, product, type Ciphertext } from "./elgamal.ts";
import { demand } from "./fault.ts";
import type { Group } from "./group.ts";
import { expectObject, type JsonObject } from "./json.ts";
import { flatten, nest } from "./nesting.ts";
import { encodeNonzero, parseNonzero, proveNonzero, verifyNonzero, type NonzeroProof } from "./nonzero.ts";
import {
  encodeProof, parseProof, parseProofs, proveDisjunction, verifyDisjunction, type Branch, type Proof,
} from "./proofs.ts";
import { choiceCount, nestingOf, type ListsQuestion } from "./question.ts";
import { selectScalar, sumOf, type Scalar } from "./scalar.ts";

export interface ListsAnswer extends Answer {
  individualProofs: Proof[][];
  /** One flag is set. */
  overallProof: Proof;
  /** For each list: its flag is set, or none of its candidates is. */
  listProofs: Proof[][];
  nonzeroProof: NonzeroProof;
}

/** Each list's flag and candidates out of a row. */
function byList<T>({ lists }: ListsQuestion, row: readonly T[]): { flag: T; candidates: T[] }[] {
  let at = 0;
  return lists.map(({ length }) => {
    at += length;
    return { flag: row[at - length] as T, candidates: row.slice(at - length + 1, at) };
  });
}

/** What the proofs beyond the single choices are about. */
interface Sums {
  s: string;
  flags: Ciphertext;
  /** The flag is set, or the sum of the candidates is 0. */
  ofList: Branch[][];
  candidates: Ciphertext;
}

function sumsOf(about: Statement, question: ListsQuestion, choices: readonly Ciphertext[]): Sums {
  const { group } = about;
  const lists = byList(question, choices);
  const sums = lists.map(({ candidates }) => product(group, candidates));
  return {
    s: answerStatement(about, choices),
    flags: product(group, lists.map(({ flag }) => flag)),
    ofList: lists.map(({ flag }, i) => [{ ciphertext: flag, value: 1 }, { ciphertext: sums[i] as Ciphertext, value: 0 }]),
    candidates: product(group, sums),
  };
}

const listPrefix = (s: string): string => `lproof|${s}|`;
const nonzeroPrefix = (s: string): string => `nonzero|${s}|`;

function check(about: Statement, question: ListsQuestion, answer: ListsAnswer, which: string): void {
  const { group, y } = about;
  checkBits(about, answer.choices, answer.individualProofs, which);
  const { s, flags, ofList, candidates } = sumsOf(about, question, answer.choices);
  const oneList = verifyDisjunction(group, provePrefix(group, s, flags), y, [{ ciphertext: flags, value: 1 }], [answer.overallProof]);
  demand(oneList, "ballot.overall_proof", which);
  ofList.forEach((branches, i) => {
    demand(verifyDisjunction(group, listPrefix(s), y, branches, answer.listProofs[i] ?? []), "ballot.list_proof", which);
  });
  demand(verifyNonzero(group, nonzeroPrefix(s), y, candidates, answer.nonzeroProof), "ballot.nonzero_proof", which);
}

function make(about: Making, question: ListsQuestion, bits: readonly number[]): ListsAnswer {
  const { group, y, random, step, keep } = about;
  const { scalars } = group;
  const { choices, individualProofs, r } = encryptBits(about, bits);
  const { s, flags, ofList, candidates } = sumsOf(about, question, choices);
  const randomness = byList(question, r);
  const rOfLists = randomness.map((list) => sumOf(scalars, list.candidates));
  const rOfFlags = sumOf(scalars, randomness.map(({ flag }) => flag));
  const rOfCandidates = sumOf(scalars, rOfLists);
  const listProofs = byList(question, bits).map(({ flag }, i) => {
    const own = selectScalar(flag, rOfLists[i] as Scalar, randomness[i]?.flag as Scalar);
    const proofs = proveDisjunction(group, listPrefix(s), y, ofList[i] ?? [], [flag, 1 - flag], own, random);
    wipe(own);
    step();
    return proofs;
  });
  const oneList: Branch[] = [{ ciphertext: flags, value: 1 }];
  const [overallProof] = proveDisjunction(group, provePrefix(group, s, flags), y, oneList, [1], rOfFlags, random) as [Proof];
  const nonzeroProof = proveNonzero(group, nonzeroPrefix(s), y, candidates, rOfCandidates, random);
  wipe(rOfFlags, rOfCandidates, ...rOfLists);
  keep(r);
  step();
  return { choices, individualProofs, overallProof, listProofs, nonzeroProof };
}

function encode(group: Group, question: ListsQuestion, answer: ListsAnswer): JsonObject {
  const nesting = nestingOf(question);
  return {
    choices: nest(answer.choices.map((one) => encodeCiphertext(group, one)), nesting),
    individual_proofs: nest(answer.individualProofs.map((proofs) => proofs.map(encodeProof)), nesting),
    overall_proof: encodeProof(answer.overallProof),
    list_proofs: answer.listProofs.map((proofs) => proofs.map(encodeProof)),
    nonzero_proof: encodeNonzero(group, answer.nonzeroProof),
  };
}

export const lists: AnswerKind<ListsQuestion, ListsAnswer> = {
  check, make, encode,
  parse(group, question, value) {
    const object = expectObject(value, ["choices", "individual_proofs", "overall_proof", "list_proofs", "nonzero_proof"]);
    const [count, nesting] = [choiceCount(question), nestingOf(question)];
    return {
      choices: flatten(object.choices, count, nesting).map((one) => parseCiphertext(group, one, true)),
      individualProofs: flatten(object.individual_proofs, count, nesting).map((one) => parseProofs(group, one, 2, true)),
      overallProof: parseProof(group, object.overall_proof, true),
      listProofs: flatten(object.list_proofs, question.lists.length, null).map((one) => parseProofs(group, one, 2, true)),
      nonzeroProof: parseNonzero(group, object.nonzero_proof, true),
    };
  },
  proofs: (question) => choiceCount(question) + question.lists.length + 1,
  sizeLimit: (question, { ciphertext, proof, element, scalar }) =>
    200 + choiceCount(question) * (ciphertext + 2 * proof + 3) + proof + question.lists.length * (2 * proof + 6) + element + 3 * scalar,
};
