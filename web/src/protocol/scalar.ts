/**
 * Numbers modulo q, the order of the Ed25519 subgroup: 32 bytes, little-endian, always below q. Arithmetic is libsodium's,
 * in constant time; only the decimal text goes through big integers.
 */

import { fromHex, reversed, toHex, utf8 } from "./bytes.ts";
import { demand } from "./fault.ts";
import { sha256, sodium, type Random } from "./sodium.ts";

declare const brand: unique symbol;
export type Scalar = Uint8Array & { readonly [brand]: "scalar" };

/** q */
export const order = (1n << 252n) + 27742317777372353535851937790883648493n;

function toLittleEndian(value: bigint): Scalar {
  return reversed(fromHex(value.toString(16).padStart(64, "0"))) as Scalar;
}

export const zero = toLittleEndian(0n);
export const one = toLittleEndian(1n);

/** Of a small public number: 0 <= n <= 2^53-1. */
export function scalarOf(n: number): Scalar {
  demand(Number.isSafeInteger(n) && n >= 0, "scalar.range");
  return toLittleEndian(BigInt(n));
}

/** Of a secret bit: 0 or 1. */
export function bitScalar(bit: number): Scalar {
  const out = new Uint8Array(32);
  out[0] = bit;
  return out as Scalar;
}

/** Up to 64 bytes, little-endian, modulo q. */
function reduce(littleEndian: Uint8Array): Scalar {
  const wide = new Uint8Array(64);
  wide.set(littleEndian);
  const out = sodium.crypto_core_ed25519_scalar_reduce(wide) as Scalar;
  wide.fill(0);
  return out;
}

/** 32 or 64 bytes, big-endian, modulo q. */
export function scalarFromBigEndian(bytes: Uint8Array): Scalar {
  return reduce(reversed(bytes));
}

/** H(text) mod q (PROTOCOL section 1). */
export function hashToScalar(text: string): Scalar {
  return scalarFromBigEndian(sha256(utf8(text)));
}

/** Uniform: 512 random bits modulo q. */
export function randomScalar(random: Random): Scalar {
  const wide = random.bytes(64);
  const out = reduce(wide);
  wide.fill(0);
  return out;
}

export function add(a: Scalar, b: Scalar): Scalar {
  return sodium.crypto_core_ed25519_scalar_add(a, b) as Scalar;
}
export function subtract(a: Scalar, b: Scalar): Scalar {
  return sodium.crypto_core_ed25519_scalar_sub(a, b) as Scalar;
}
export function multiply(a: Scalar, b: Scalar): Scalar {
  return sodium.crypto_core_ed25519_scalar_mul(a, b) as Scalar;
}

/** Looks at every byte, whatever the value. */
export function isZero(a: Scalar): boolean {
  let bits = 0;
  for (const byte of a) bits |= byte;
  return bits === 0;
}

export function equalScalars(a: Scalar, b: Scalar): boolean {
  return isZero(subtract(a, b));
}

/** Decimal, no leading zero. */
export function encodeScalar(a: Scalar): string {
  return BigInt(`0x${toHex(reversed(a))}`).toString(10);
}

/**
 * Reads decimal text in [0, q). `lenient` accepts leading zeros, as the published verifiers do inside answers.
 * Faults: scalar.syntax, scalar.range.
 */
export function parseScalar(text: string, lenient = false): Scalar {
  demand(text.length <= 200 && (lenient ? /^[0-9]+$/u : /^(?:0|[1-9][0-9]*)$/u).test(text), "scalar.syntax");
  const value = BigInt(text);
  demand(value < order, "scalar.range");
  return toLittleEndian(value);
}
