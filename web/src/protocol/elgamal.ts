/** Exponential ElGamal: alpha = g^r, beta = y^r g^m. */

import { expectObject, expectString, type Json, type JsonObject } from "./json.ts";
import {
  divide, encodePoint, generator, multiply, neutral, parsePoint, power, powerOfCount, powerOfGenerator, select, type Point,
} from "./point.ts";
import type { Scalar } from "./scalar.ts";

export interface Ciphertext {
  alpha: Point;
  beta: Point;
}

export const neutralCiphertext: Ciphertext = { alpha: neutral, beta: neutral };

/** Encrypts a bit with randomness r; the same operations for 0 and 1. */
export function encryptBit(y: Point, bit: number, r: Scalar): Ciphertext {
  const shared = power(y, r);
  return { alpha: powerOfGenerator(r), beta: select(bit, shared, multiply(shared, generator)) };
}

/** Component-wise product: encrypts the sum. */
export function multiplyCiphertexts(a: Ciphertext, b: Ciphertext): Ciphertext {
  return { alpha: multiply(a.alpha, b.alpha), beta: multiply(a.beta, b.beta) };
}
export function divideCiphertexts(a: Ciphertext, b: Ciphertext): Ciphertext {
  return { alpha: divide(a.alpha, b.alpha), beta: divide(a.beta, b.beta) };
}
export function product(ciphertexts: readonly Ciphertext[]): Ciphertext {
  return ciphertexts.reduce(multiplyCiphertexts, neutralCiphertext);
}
/** ct^weight, for a public weight. */
export function weighted(a: Ciphertext, weight: number): Ciphertext {
  return weight === 1 ? a : { alpha: powerOfCount(a.alpha, weight), beta: powerOfCount(a.beta, weight) };
}

export function encodeCiphertext({ alpha, beta }: Ciphertext): JsonObject {
  return { alpha: encodePoint(alpha), beta: encodePoint(beta) };
}

/** Faults: json.shape, point.syntax, point.membership. */
export function parseCiphertext(value: Json | undefined, lenient = false): Ciphertext {
  const object = expectObject(value, ["alpha", "beta"]);
  return {
    alpha: parsePoint(expectString(object.alpha, "alpha"), lenient),
    beta: parsePoint(expectString(object.beta, "beta"), lenient),
  };
}

/** "alpha,beta" for preimages. */
export function ciphertextText({ alpha, beta }: Ciphertext): string {
  return `${encodePoint(alpha)},${encodePoint(beta)}`;
}
