/**
 * Numbers modulo q, the order of a group: little-endian, as many bytes as the field says, always below q. The
 * arithmetic is the group's (group.ts); only the decimal text goes through big integers.
 */

import { equalBytes, fromHex, reversed, toHex, utf8 } from "./bytes.ts";
import { demand } from "./fault.ts";
import { sha256, type Random } from "./sodium.ts";

declare const brand: unique symbol;
export type Scalar = Uint8Array & { readonly [brand]: "scalar" };

/** The integers modulo the order q of one group. */
export interface ScalarField {
  /** q */
  readonly order: bigint;
  /** Length of a scalar: 32, or 256 for RFC-3526-2048. */
  readonly bytes: number;
  readonly zero: Scalar;
  readonly one: Scalar;
  add(a: Scalar, b: Scalar): Scalar;
  subtract(a: Scalar, b: Scalar): Scalar;
  multiply(a: Scalar, b: Scalar): Scalar;
  /** bytes + 32 bytes, little-endian, modulo q. */
  reduce(wide: Uint8Array): Scalar;
}

/** A number as it is kept, in `bytes` bytes. Precondition: 0 <= value < q. */
export function scalarFromBigInt(bytes: number, value: bigint): Scalar {
  return reversed(fromHex(value.toString(16).padStart(2 * bytes, "0"))) as Scalar;
}
export function scalarToBigInt(a: Scalar): bigint {
  return BigInt(`0x${toHex(reversed(a))}`);
}

/** Of a small public number: 0 <= n <= 2^53-1. */
export function scalarOf(field: ScalarField, n: number): Scalar {
  demand(Number.isSafeInteger(n) && n >= 0, "scalar.range");
  return scalarFromBigInt(field.bytes, BigInt(n));
}

/** Of a secret bit: 0 or 1. */
export function bitScalar(field: ScalarField, bit: number): Scalar {
  const out = new Uint8Array(field.bytes);
  out[0] = bit;
  return out as Scalar;
}

/** At most bytes + 32 bytes, big-endian, modulo q. */
export function scalarFromBigEndian(field: ScalarField, bytes: Uint8Array): Scalar {
  const wide = new Uint8Array(field.bytes + 32);
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

/** Uniform but for 2^-256: as many random bits as q has, and 256 more, modulo q. */
export function randomScalar(field: ScalarField, random: Random): Scalar {
  const wide = random.bytes(field.bytes + 32);
  const out = field.reduce(wide);
  wide.fill(0);
  return out;
}

/** -a */
export function negated(field: ScalarField, a: Scalar): Scalar {
  return field.subtract(field.zero, a);
}

/** `first` when the bit is 0, `second` when it is 1, without a branch. */
export function selectScalar(bit: number, first: Scalar, second: Scalar): Scalar {
  const mask = -bit & 0xff;
  return first.map((byte, i) => byte ^ (mask & (byte ^ (second[i] as number)))) as Scalar;
}

export function sumOf(field: ScalarField, terms: readonly Scalar[]): Scalar {
  return terms.reduce((sum, one) => field.add(sum, one), field.zero);
}

/** The sum of a_i * b_i. Precondition: as many of the one as of the other. */
export function sumOfProducts(field: ScalarField, a: readonly Scalar[], b: readonly Scalar[]): Scalar {
  return a.reduce((sum, one, i) => field.add(sum, field.multiply(one, b[i] as Scalar)), field.zero);
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
  return scalarFromBigInt(field.bytes, value);
}
