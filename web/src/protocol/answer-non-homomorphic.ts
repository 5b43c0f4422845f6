/** Answers to non-homomorphic questions: all ranks or grades in one ciphertext, and that its maker knows what is in it. */

import type { Answer, AnswerKind, Statement } from "./answer.ts";
import { wipe } from "./bytes.ts";
import { ciphertextText, encodeCiphertext, parseCiphertext, type Ciphertext } from "./elgamal.ts";
import { demand } from "./fault.ts";
import { expectObject } from "./json.ts";
import { encodeProof, parseProof, proveSchnorr, verifySchnorr, type Proof } from "./proofs.ts";
import type { NonHomomorphicQuestion } from "./question.ts";
import { randomScalar } from "./scalar.ts";

export interface NonHomomorphicAnswer extends Answer {
  choices: [Ciphertext];
  /** Knowledge of the randomness. */
  proof: Proof;
}

function prefixOf({ group, y, s0 }: Statement, ciphertext: Ciphertext): string {
  return `raweg|${s0}|${group.encode(y)},${ciphertextText(group, ciphertext)}|`;
}

export const nonHomomorphic: AnswerKind<NonHomomorphicQuestion, NonHomomorphicAnswer> = {
  parse(group, _question, value) {
    const object = expectObject(value, ["choices", "proof"]);
    return { choices: [parseCiphertext(group, object.choices, true)], proof: parseProof(group, object.proof, true) };
  },
  encode: (group, _question, { choices: [ciphertext], proof }) => ({ choices: encodeCiphertext(group, ciphertext), proof: encodeProof(proof) }),
  check(about, _question, { choices: [ciphertext], proof }, which) {
    demand(verifySchnorr(about.group, prefixOf(about, ciphertext), ciphertext.alpha, proof), "ballot.knowledge_proof", which);
  },
  make(about, _question, numbers) {
    const { group, y, random, step, keep } = about;
    const integers = Uint8Array.from(numbers);
    const r = randomScalar(group.scalars, random);
    const ciphertext = { alpha: group.powerOfGenerator(r), beta: group.multiply(group.power(y, r), group.embed(integers)) };
    const proof = proveSchnorr(group, prefixOf(about, ciphertext), r, random);
    wipe(integers);
    keep([r]);
    step();
    return { choices: [ciphertext], proof };
  },
  proofs: () => 1,
  sizeLimit: (_question, { ciphertext, proof }) => 30 + ciphertext + proof,
};
