/**
 * Elements of the Ed25519 group (PROTOCOL section 1.2), written multiplicatively: 32 bytes in the encoding of RFC 8032.
 * Their text is those bytes from last to first, in hexadecimal. libsodium refuses the neutral element; here it is an
 * element like any other.
 */

import { equalBytes, fromHex, reversed, toHex } from "./bytes.ts";
import { ProtocolFault, demand } from "./fault.ts";
import { isZero, scalarOf, type Scalar } from "./scalar.ts";
import { sodium } from "./sodium.ts";

declare const brand: unique symbol;
export type Point = Uint8Array & { readonly [brand]: "point" };

const prime = (1n << 255n) - 19n;

export const groupName = "Ed25519";
export const neutral = reversed(fromHex("1".padStart(64, "0"))) as Point;
export const generator = reversed(fromHex("66".repeat(31) + "58")) as Point;

export function equalPoints(a: Point, b: Point): boolean {
  return equalBytes(a, b);
}
export function isNeutral(a: Point): boolean {
  return equalBytes(a, neutral);
}

/** ser(): 64 lowercase hexadecimal digits. */
export function encodePoint(point: Point): string {
  return toHex(reversed(point));
}

/** Sums of elements that went through parsePoint stay in the group, so libsodium's own refusals are broken invariants. */
export function multiply(a: Point, b: Point): Point {
  return sodium.crypto_core_ed25519_add(a, b) as Point;
}
export function divide(a: Point, b: Point): Point {
  return sodium.crypto_core_ed25519_sub(a, b) as Point;
}

/** base^exponent; constant time in the exponent, but for 0 and the neutral element, which honest secrets never are. */
export function power(base: Point, exponent: Scalar): Point {
  if (isZero(exponent) || isNeutral(base)) return neutral;
  return sodium.crypto_scalarmult_ed25519_noclamp(exponent, base) as Point;
}

/** g^exponent */
export function powerOfGenerator(exponent: Scalar): Point {
  return isZero(exponent) ? neutral : (sodium.crypto_scalarmult_ed25519_base_noclamp(exponent) as Point);
}

/** base^n for a public number. */
export function powerOfCount(base: Point, n: number): Point {
  return power(base, scalarOf(n));
}

/** check(): canonical, on the curve, in the subgroup of order q. The neutral element passes. */
function isInGroup(encoded: Uint8Array): boolean {
  return equalBytes(encoded, neutral) || sodium.crypto_core_ed25519_is_valid_point(encoded);
}

/** What the published verifiers read: any case, y modulo p, the top bit as the sign of x. */
function normalised(text: string): Uint8Array {
  const value = BigInt(`0x${text}`);
  const y = (value & ((1n << 255n) - 1n)) % prime;
  const sign = value >> 255n;
  return reversed(fromHex(((sign << 255n) | y).toString(16).padStart(64, "0")));
}

/**
 * Reads an element. `lenient` accepts other spellings of the same element, as the published verifiers do inside answers.
 * Faults: point.syntax, point.membership.
 */
export function parsePoint(text: string, lenient = false): Point {
  demand((lenient ? /^[0-9a-fA-F]{64}$/u : /^[0-9a-f]{64}$/u).test(text), "point.syntax");
  const bytes = lenient ? normalised(text) : reversed(fromHex(text));
  demand(isInGroup(bytes), "point.membership");
  return bytes as Point;
}

/** The inverse element. */
export function invert(a: Point): Point {
  return divide(neutral, a);
}

/** Either of two elements without a branch on the choice: `bit` is 0 for the first, 1 for the second. */
export function select(bit: number, first: Point, second: Point): Point {
  const mask = -bit & 0xff;
  return first.map((byte, i) => byte ^ (mask & (byte ^ (second[i] as number)))) as Point;
}

/** g^n for a small number, by repeated multiplication; used to find a count. Fault: result.range. */
export function discreteLog(element: Point, most: number): number {
  let current = neutral;
  for (let n = 0; n <= most; n += 1) {
    if (equalPoints(current, element)) return n;
    current = multiply(current, generator);
  }
  throw new ProtocolFault("result.range", `no count up to ${String(most)}`);
}

