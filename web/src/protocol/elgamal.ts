/** Exponential ElGamal: alpha = g^r, beta = y^r g^m. */

import { expectObject, expectString, type Json, type JsonObject } from "./json.ts";
import { powerOfCount, select, type Group, type Point } from "./group.ts";
import type { Scalar } from "./scalar.ts";

export interface Ciphertext {
  alpha: Point;
  beta: Point;
}

export function neutralCiphertext({ neutral }: Group): Ciphertext {
  return { alpha: neutral, beta: neutral };
}

/** Encrypts a bit with randomness r; the same operations for 0 and 1. */
export function encryptBit(group: Group, y: Point, bit: number, r: Scalar): Ciphertext {
  const shared = group.power(y, r);
  return { alpha: group.powerOfGenerator(r), beta: select(bit, shared, group.multiply(shared, group.generator)) };
}

/** Component-wise product: encrypts the sum. */
export function multiplyCiphertexts(group: Group, a: Ciphertext, b: Ciphertext): Ciphertext {
  return { alpha: group.multiply(a.alpha, b.alpha), beta: group.multiply(a.beta, b.beta) };
}
export function product(group: Group, ciphertexts: readonly Ciphertext[]): Ciphertext {
  return ciphertexts.reduce((all, one) => multiplyCiphertexts(group, all, one), neutralCiphertext(group));
}
/** ct^weight, for a public weight. */
export function weighted(group: Group, a: Ciphertext, weight: number): Ciphertext {
  return weight === 1 ? a : { alpha: powerOfCount(group, a.alpha, weight), beta: powerOfCount(group, a.beta, weight) };
}

export function encodeCiphertext(group: Group, { alpha, beta }: Ciphertext): JsonObject {
  return { alpha: group.encode(alpha), beta: group.encode(beta) };
}

/** `lenient` takes numbers that are not in canonical form. Faults: json.shape, point.syntax, point.membership. */
export function parseCiphertext(group: Group, value: Json | undefined, lenient = false): Ciphertext {
  const object = expectObject(value, ["alpha", "beta"]);
  return {
    alpha: group.parse(expectString(object.alpha, "alpha"), lenient),
    beta: group.parse(expectString(object.beta, "beta"), lenient),
  };
}

/** "alpha,beta" for preimages. */
export function ciphertextText(group: Group, { alpha, beta }: Ciphertext): string {
  return `${group.encode(alpha)},${group.encode(beta)}`;
}
