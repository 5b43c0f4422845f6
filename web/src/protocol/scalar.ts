/**
 * Numbers modulo q, the order of a group: 32 bytes, little-endian, always below q. The arithmetic is the group's
 * (group.ts); only the decimal text goes through big integers.
 */

import { equalBytes, fromHex, reversed, toHex, utf8 } from "./bytes.ts";
import { demand } from "./fault.ts";
import { sha256, type Random } from "./sodium.ts";

declare const brand: unique symbol;
export type Scalar = Uint8Array & { readonly [brand]: "scalar" };

/** The integers modulo the order q of one group. */
export interface ScalarField {
  /** q, below 2^256. */
  readonly order: bigint;
  add(a: Scalar, b: Scalar): Scalar;
  subtract(a: Scalar, b: Scalar): Scalar;
  multiply(a: Scalar, b: Scalar): Scalar;
  /** 64 bytes, little-endian, modulo q. */
  reduce(wide: Uint8Array): Scalar;
}

/** A number below 2^256 as it is kept. Precondition: below the order of the group that it is meant for. */
export function scalarFromBigInt(value: bigint): Scalar {
  return reversed(fromHex(value.toString(16).padStart(64, "0"))) as Scalar;
}
export function scalarToBigInt(a: Scalar): bigint {
  return BigInt(`0x${toHex(reversed(a))}`);
}

export const zero = scalarFromBigInt(0n);
export const one = scalarFromBigInt(1n);

/** Of a small public number: 0 <= n <= 2^53-1. */
export function scalarOf(n: number): Scalar {
  demand(Number.isSafeInteger(n) && n >= 0, "scalar.range");
  return scalarFromBigInt(BigInt(n));
}

/** Of a secret bit: 0 or 1. */
export function bitScalar(bit: number): Scalar {
  const out = new Uint8Array(32);
  out[0] = bit;
  return out as Scalar;
}

/** 32 or 64 bytes, big-endian, modulo q. */
export function scalarFromBigEndian(field: ScalarField, bytes: Uint8Array): Scalar {
  const wide = new Uint8Array(64);
  wide.set(bytes);
  wide.subarray(0, bytes.length).reverse();
  const out = field.reduce(wide);
  wide.fill(0);
  return out;
}

/** H(text) mod q (PROTOCOL section 1). */
export function hashToScalar(field: ScalarField, text: string): Scalar {
  return scalarFromBigEndian(field, sha256(utf8(text)));
}

/** Uniform: 512 random bits modulo q. */
export function randomScalar(field: ScalarField, random: Random): Scalar {
  const wide = random.bytes(64);
  const out = field.reduce(wide);
  wide.fill(0);
  return out;
}

/** Looks at every byte, whatever the value. */
export function isZero(a: Scalar): boolean {
  let bits = 0;
  for (const byte of a) bits |= byte;
  return bits === 0;
}

/** Variable time: for public values. */
export function equalScalars(a: Scalar, b: Scalar): boolean {
  return equalBytes(a, b);
}

/** Decimal, no leading zero. */
export function encodeScalar(a: Scalar): string {
  return scalarToBigInt(a).toString(10);
}

/**
 * Reads decimal text in [0, q). `lenient` accepts leading zeros, as the published verifiers do inside answers.
 * Faults: scalar.syntax, scalar.range.
 */
export function parseScalar(field: ScalarField, text: string, lenient = false): Scalar {
  demand(text.length <= 700 && (lenient ? /^[0-9]+$/u : /^(?:0|[1-9][0-9]*)$/u).test(text), "scalar.syntax");
  const value = BigInt(text);
  demand(value < field.order, "scalar.range");
  return scalarFromBigInt(value);
}
