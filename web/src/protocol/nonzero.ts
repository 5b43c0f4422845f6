/**
 * The proof that a ciphertext does not encrypt 0 (PROTOCOL section 7, Lists). With alpha = g^r and beta = y^r g^m it
 * shows commitment = beta^k y^-rk = g^mk and proves to know k and rk: it is neutral only when m is 0.
 */

import { wipe } from "./bytes.ts";
import type { Ciphertext } from "./elgamal.ts";
import { equalPoints, type Group, type Point } from "./group.ts";
import { expectObject, expectString, type Json, type JsonObject } from "./json.ts";
import { flatten } from "./nesting.ts";
import { encodeScalar, equalScalars, hashToScalar, negated, parseScalar, randomScalar, type Scalar } from "./scalar.ts";
import type { Random } from "./sodium.ts";

export interface NonzeroProof {
  commitment: Point;
  challenge: Scalar;
  responses: [Scalar, Scalar];
}

function challengeOf(group: Group, prefix: string, points: readonly Point[]): Scalar {
  return hashToScalar(group.scalars, prefix + points.map(group.encode).join(","));
}

/** r is the randomness of the ciphertext, which does not encrypt 0. */
export function proveNonzero(group: Group, prefix: string, y: Point, { alpha, beta }: Ciphertext, r: Scalar, random: Random): NonzeroProof {
  const { scalars } = group;
  const [k, w1, w2] = [0, 1, 2].map(() => randomScalar(scalars, random)) as [Scalar, Scalar, Scalar];
  const rk = scalars.multiply(r, k);
  const minusRk = negated(scalars, rk);
  const commitment = group.multiply(group.power(beta, k), group.power(y, minusRk));
  const first = group.multiply(group.power(alpha, w1), group.powerOfGenerator(w2));
  const second = group.multiply(group.power(beta, w1), group.power(y, w2));
  const challenge = challengeOf(group, prefix, [commitment, first, second]);
  const responses: [Scalar, Scalar] = [
    scalars.subtract(w1, scalars.multiply(k, challenge)), scalars.add(w2, scalars.multiply(rk, challenge)),
  ];
  wipe(k, w1, w2, rk, minusRk);
  return { commitment, challenge, responses };
}

export function verifyNonzero(group: Group, prefix: string, y: Point, { alpha, beta }: Ciphertext, proof: NonzeroProof): boolean {
  const { commitment, challenge, responses: [t1, t2] } = proof;
  const first = group.powers({ base: alpha, exponent: t1 }, { base: group.generator, exponent: t2 });
  const second = group.powers({ base: beta, exponent: t1 }, { base: y, exponent: t2 }, { base: commitment, exponent: challenge });
  return !equalPoints(commitment, group.neutral) && equalScalars(challenge, challengeOf(group, prefix, [commitment, first, second]));
}

export function encodeNonzero(group: Group, { commitment, challenge, responses }: NonzeroProof): JsonObject {
  return { commitment: group.encode(commitment), challenge: encodeScalar(challenge), response: responses.map(encodeScalar) };
}

/** The commitment is a member of the group. Faults: json.shape, point.syntax, point.membership, scalar.syntax, scalar.range. */
export function parseNonzero(group: Group, value: Json | undefined, lenient = false): NonzeroProof {
  const object = expectObject(value, ["commitment", "challenge", "response"]);
  const scalar = (one: Json | undefined): Scalar => parseScalar(group.scalars, expectString(one, "a number"), lenient);
  return {
    commitment: group.parse(expectString(object.commitment, "commitment"), lenient),
    challenge: scalar(object.challenge),
    responses: flatten(object.response, 2, null).map(scalar) as [Scalar, Scalar],
  };
}
