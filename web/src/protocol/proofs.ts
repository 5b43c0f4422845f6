/**
 * Proofs (PROTOCOL sections 1.3, 2 and 7): {challenge, response} with response = w - secret * challenge. A verifier
 * recomputes each commitment as base^response * public^challenge. A prefix is the preimage up to the commitments and
 * ends in "|".
 */

import type { Ciphertext } from "./elgamal.ts";
import { demand } from "./fault.ts";
import { expectArray, expectObject, expectString, type Json, type JsonObject } from "./json.ts";
import { divide, encodePoint, generator, multiply, power, powerOfCount, powerOfGenerator, type Point } from "./point.ts";
import {
  add, encodeScalar, equalScalars, hashToScalar, multiply as times, bitScalar, parseScalar, randomScalar, subtract, zero,
  type Scalar,
} from "./scalar.ts";
import type { Random } from "./sodium.ts";

export interface Proof {
  challenge: Scalar;
  response: Scalar;
}

/** One branch of a disjunction: "the ciphertext encrypts `value`". */
export interface Branch {
  ciphertext: Ciphertext;
  value: number;
}

function challengeOf(prefix: string, commitments: readonly Point[]): Scalar {
  return hashToScalar(prefix + commitments.map(encodePoint).join(","));
}

/** base^response * publicKey^challenge; base is g when left out. */
function commitment(proof: Proof, publicKey: Point, base?: Point): Point {
  const own = base === undefined ? powerOfGenerator(proof.response) : power(base, proof.response);
  return multiply(own, power(publicKey, proof.challenge));
}

/** Knowledge of the secret in g^secret. */
export function proveSchnorr(prefix: string, secret: Scalar, random: Random): Proof {
  const w = randomScalar(random);
  const challenge = challengeOf(prefix, [powerOfGenerator(w)]);
  const response = subtract(w, times(secret, challenge));
  w.fill(0);
  return { challenge, response };
}

export function verifySchnorr(prefix: string, publicKey: Point, proof: Proof): boolean {
  return equalScalars(proof.challenge, challengeOf(prefix, [commitment(proof, publicKey)]));
}

/** That g^secret and alpha^secret share their exponent. */
export function proveChaumPedersen(prefix: string, alpha: Point, secret: Scalar, random: Random): Proof {
  const w = randomScalar(random);
  const challenge = challengeOf(prefix, [powerOfGenerator(w), power(alpha, w)]);
  const response = subtract(w, times(secret, challenge));
  w.fill(0);
  return { challenge, response };
}

export function verifyChaumPedersen(prefix: string, publicKey: Point, alpha: Point, factor: Point, proof: Proof): boolean {
  const commitments = [commitment(proof, publicKey), commitment(proof, factor, alpha)];
  return equalScalars(proof.challenge, challengeOf(prefix, commitments));
}

/** Commitments A, B of one branch. beta / g^value is what y^r would be. */
function branchCommitments(y: Point, branch: Branch, proof: Proof): [Point, Point] {
  const { alpha, beta } = branch.ciphertext;
  const shifted = branch.value === 0 ? beta : divide(beta, powerOfCount(generator, branch.value));
  return [commitment(proof, alpha), commitment(proof, shifted, y)];
}

/**
 * Proves that one of the branches holds; `truths` has a 1 at that branch and 0 elsewhere, and r is the randomness of its
 * ciphertext. Every branch, the true one too, starts from a random challenge and response; then the true one is moved
 * to the challenge that the hash asks for. So no operation, and no order of operations, depends on which one is true.
 */
export function proveDisjunction(
  prefix: string, y: Point, branches: readonly Branch[], truths: readonly number[], r: Scalar, random: Random,
): Proof[] {
  demand(branches.length === truths.length && branches.length > 0, "proof.branches");
  const start = branches.map((): Proof => ({ challenge: randomScalar(random), response: randomScalar(random) }));
  const commitments = branches.flatMap((branch, i) => branchCommitments(y, branch, start[i] as Proof));
  const sum = start.reduce((total, proof) => add(total, proof.challenge), zero);
  const missing = subtract(challengeOf(prefix, commitments), sum);
  return start.map((proof, i) => {
    const move = times(bitScalar(truths[i] as number), missing);
    return { challenge: add(proof.challenge, move), response: subtract(proof.response, times(r, move)) };
  });
}

/** Precondition: as many proofs as branches, at least one. */
export function verifyDisjunction(prefix: string, y: Point, branches: readonly Branch[], proofs: readonly Proof[]): boolean {
  demand(branches.length === proofs.length && branches.length > 0, "proof.branches");
  const commitments = branches.flatMap((branch, i) => branchCommitments(y, branch, proofs[i] as Proof));
  const sum = proofs.reduce((total, proof) => add(total, proof.challenge), zero);
  return equalScalars(sum, challengeOf(prefix, commitments));
}

export function encodeProof({ challenge, response }: Proof): JsonObject {
  return { challenge: encodeScalar(challenge), response: encodeScalar(response) };
}

/** Faults: json.shape, scalar.syntax, scalar.range. */
export function parseProof(value: Json | undefined, lenient = false): Proof {
  const object = expectObject(value, ["challenge", "response"]);
  return {
    challenge: parseScalar(expectString(object.challenge, "challenge"), lenient),
    response: parseScalar(expectString(object.response, "response"), lenient),
  };
}

/** Exactly `length` proofs. Faults: those of parseProof. */
export function parseProofs(value: Json | undefined, length: number, lenient = false): Proof[] {
  const list = expectArray(value, "proofs");
  demand(list.length === length, "json.shape", `${String(list.length)} proofs for ${String(length)}`);
  return list.map((one) => parseProof(one, lenient));
}
