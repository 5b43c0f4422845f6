/**
 * Proofs (PROTOCOL sections 1.3, 2 and 7): {challenge, response} with response = w - secret * challenge. A verifier
 * recomputes each commitment as base^response * public^challenge. A prefix is the preimage up to the commitments and
 * ends in "|".
 */

import { wipe } from "./bytes.ts";
import type { Ciphertext } from "./elgamal.ts";
import { demand } from "./fault.ts";
import { expectArray, expectObject, expectString, writeJson, type Json, type JsonObject } from "./json.ts";
import { powerOfCount, type Group, type Point } from "./group.ts";
import { bitScalar, encodeScalar, equalScalars, hashToScalar, parseScalar, randomScalar, type Scalar } from "./scalar.ts";
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

function challengeOf(group: Group, prefix: string, commitments: readonly Point[]): Scalar {
  return hashToScalar(group.scalars, prefix + commitments.map(group.encode).join(","));
}

/** base^response * publicKey^challenge */
function commitment(group: Group, proof: Proof, publicKey: Point, base = group.generator): Point {
  return group.powers({ base, exponent: proof.response }, { base: publicKey, exponent: proof.challenge });
}

/** w - secret * challenge; w is forgotten. */
function respond({ scalars }: Group, w: Scalar, secret: Scalar, challenge: Scalar): Proof {
  const product = scalars.multiply(secret, challenge);
  const response = scalars.subtract(w, product);
  wipe(w, product);
  return { challenge, response };
}

/** Knowledge of the secret in g^secret. */
export function proveSchnorr(group: Group, prefix: string, secret: Scalar, random: Random): Proof {
  const w = randomScalar(group.scalars, random);
  return respond(group, w, secret, challengeOf(group, prefix, [group.powerOfGenerator(w)]));
}

export function verifySchnorr(group: Group, prefix: string, publicKey: Point, proof: Proof): boolean {
  return equalScalars(proof.challenge, challengeOf(group, prefix, [commitment(group, proof, publicKey)]));
}

/** That g^secret and alpha^secret share their exponent. */
export function proveChaumPedersen(group: Group, prefix: string, alpha: Point, secret: Scalar, random: Random): Proof {
  const w = randomScalar(group.scalars, random);
  return respond(group, w, secret, challengeOf(group, prefix, [group.powerOfGenerator(w), group.power(alpha, w)]));
}

export function verifyChaumPedersen(
  group: Group, prefix: string, publicKey: Point, alpha: Point, factor: Point, proof: Proof,
): boolean {
  const commitments = [commitment(group, proof, publicKey), commitment(group, proof, factor, alpha)];
  return equalScalars(proof.challenge, challengeOf(group, prefix, commitments));
}

/** Commitments A, B of one branch. beta / g^value is what y^r would be. */
function branchCommitments(group: Group, y: Point, branch: Branch, proof: Proof): [Point, Point] {
  const { alpha, beta } = branch.ciphertext;
  const shifted = branch.value === 0 ? beta : group.divide(beta, powerOfCount(group, group.generator, branch.value));
  return [commitment(group, proof, alpha), commitment(group, proof, shifted, y)];
}

/**
 * Proves that one of the branches holds; `truths` has a 1 at that branch and 0 elsewhere, and r is the randomness of its
 * ciphertext. Every branch, the true one too, starts from a random challenge and response; then the true one is moved
 * to the challenge that the hash asks for. So no operation, and no order of operations, depends on which one is true.
 */
export function proveDisjunction(
  group: Group, prefix: string, y: Point, branches: readonly Branch[], truths: readonly number[], r: Scalar, random: Random,
): Proof[] {
  const { scalars } = group;
  demand(branches.length === truths.length && branches.length > 0, "proof.branches");
  const start = branches.map((): Proof => ({ challenge: randomScalar(scalars, random), response: randomScalar(scalars, random) }));
  const commitments = branches.flatMap((branch, i) => branchCommitments(group, y, branch, start[i] as Proof));
  const sum = start.reduce((total, proof) => scalars.add(total, proof.challenge), scalars.zero);
  const missing = scalars.subtract(challengeOf(group, prefix, commitments), sum);
  const proofs = start.map((proof, i) => {
    const move = scalars.multiply(bitScalar(scalars, truths[i] as number), missing);
    const shift = scalars.multiply(r, move);
    const made = { challenge: scalars.add(proof.challenge, move), response: scalars.subtract(proof.response, shift) };
    wipe(move, shift);
    return made;
  });
  // Beside the finished proofs these would tell which branch is the true one, and r.
  wipe(missing, sum, ...start.flatMap(({ challenge, response }) => [challenge, response]));
  return proofs;
}

/** Precondition: as many proofs as branches, at least one. */
export function verifyDisjunction(
  group: Group, prefix: string, y: Point, branches: readonly Branch[], proofs: readonly Proof[],
): boolean {
  demand(branches.length === proofs.length && branches.length > 0, "proof.branches");
  const commitments = branches.flatMap((branch, i) => branchCommitments(group, y, branch, proofs[i] as Proof));
  const sum = proofs.reduce((total, proof) => group.scalars.add(total, proof.challenge), group.scalars.zero);
  return equalScalars(sum, challengeOf(group, prefix, commitments));
}

export function encodeProof({ challenge, response }: Proof): JsonObject {
  return { challenge: encodeScalar(challenge), response: encodeScalar(response) };
}

/** `lenient` takes numbers that are not in canonical form. Faults: json.shape, scalar.syntax, scalar.range. */
export function parseProof({ scalars }: Group, value: Json | undefined, lenient = false): Proof {
  const object = expectObject(value, ["challenge", "response"]);
  return {
    challenge: parseScalar(scalars, expectString(object.challenge, "challenge"), lenient),
    response: parseScalar(scalars, expectString(object.response, "response"), lenient),
  };
}

/** A proof in its one form. Faults: those of parseProof, proof.form. */
export function parseExactProof(group: Group, value: Json | undefined): Proof {
  const proof = parseProof(group, value);
  demand(writeJson(encodeProof(proof)) === writeJson(value as Json), "proof.form", "a proof is not in canonical form");
  return proof;
}

/** Exactly `length` proofs. Faults: those of parseProof. */
export function parseProofs(group: Group, value: Json | undefined, length: number, lenient = false): Proof[] {
  const list = expectArray(value, "proofs");
  demand(list.length === length, "json.shape", `${String(list.length)} proofs for ${String(length)}`);
  return list.map((one) => parseProof(group, one, lenient));
}
