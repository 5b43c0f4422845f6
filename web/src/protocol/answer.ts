/** What a ballot says to one question (PROTOCOL section 7): what all kinds share. */

import { ciphertextText, encryptBit, type Ciphertext } from "./elgamal.ts";
import { demand } from "./fault.ts";
import type { Group, Point } from "./group.ts";
import type { Json, JsonObject } from "./json.ts";
import { proveDisjunction, verifyDisjunction, type Branch, type Proof } from "./proofs.ts";
import { randomScalar, type Scalar } from "./scalar.ts";
import type { Random } from "./sodium.ts";

export interface Answer {
  /** One after the other, whatever their nesting in JSON. */
  choices: Ciphertext[];
}

/** Who answers what: the ground of all proofs of an answer. */
export interface Statement {
  group: Group;
  /** The election key. */
  y: Point;
  /** phi|credential */
  s0: string;
}

export interface Making extends Statement {
  random: Random;
  /** Called after each proof. */
  step(): void;
  /** Takes over the randomness of the answer's ciphertexts, in their order, once the proofs are made. */
  keep(r: Scalar[]): void;
}

/** Characters of the longest texts, with the comma after them. */
export interface TextSizes {
  element: number;
  scalar: number;
  ciphertext: number;
  proof: number;
}

/** How the answers to one kind of question are read, written, checked and made. */
export interface AnswerKind<Q, A extends Answer> {
  /** As the published verifiers read it, but with no members that do not belong there. */
  parse(group: Group, question: Q, value: Json): A;
  encode(group: Group, question: Q, answer: A): JsonObject;
  /** Faults: ballot.individual_proof and others of its kind; `which` is their detail. */
  check(about: Statement, question: Q, answer: A, which: string): void;
  /** Precondition: the choices are a vote that the question allows. */
  make(about: Making, question: Q, choices: readonly number[]): A;
  /** How many proofs `make` makes. */
  proofs(question: Q): number;
  /** No answer in canonical form has a longer text. */
  sizeLimit(question: Q, sizes: TextSizes): number;
}

/** S: the statement of the proofs about an answer as a whole. */
export function answerStatement({ group, s0 }: Statement, choices: readonly Ciphertext[]): string {
  return `${s0}|${choices.map((one) => ciphertextText(group, one)).join(",")}`;
}

/** Over S0 for one choice, over S for a sum of them. */
export function provePrefix(group: Group, statement: string, ciphertext: Ciphertext): string {
  return `prove|${statement}|${ciphertextText(group, ciphertext)}|`;
}

function bitBranches(choice: Ciphertext): Branch[] {
  return [{ ciphertext: choice, value: 0 }, { ciphertext: choice, value: 1 }];
}

/** That each choice is 0 or 1. Fault: ballot.individual_proof. */
export function checkBits({ group, y, s0 }: Statement, choices: readonly Ciphertext[], proofs: readonly Proof[][], which: string): void {
  choices.forEach((choice, i) => {
    const good = verifyDisjunction(group, provePrefix(group, s0, choice), y, bitBranches(choice), proofs[i] ?? []);
    demand(good, "ballot.individual_proof", which);
  });
}

export interface EncryptedBits {
  choices: Ciphertext[];
  individualProofs: Proof[][];
  /** The randomness of each choice. */
  r: Scalar[];
}

/** Encrypts bits and proves that they are bits; the same operations whatever they are. */
export function encryptBits({ group, y, s0, random, step }: Making, bits: readonly number[]): EncryptedBits {
  const r = bits.map(() => randomScalar(group.scalars, random));
  const choices = bits.map((bit, i) => encryptBit(group, y, bit, r[i] as Scalar));
  const individualProofs = choices.map((choice, i) => {
    const bit = bits[i] as number;
    const prefix = provePrefix(group, s0, choice);
    const proofs = proveDisjunction(group, prefix, y, bitBranches(choice), [1 - bit, bit], r[i] as Scalar, random);
    step();
    return proofs;
  });
  return { choices, individualProofs, r };
}
