/**
 * The Ed25519 group (PROTOCOL section 1.2), by libsodium in constant time: 32 bytes in the encoding of RFC 8032. The
 * text of an element is those bytes from last to first, in hexadecimal. libsodium refuses the neutral element; here it
 * is an element like any other.
 */

import { equalBytes, fromHex, reversed, toHex } from "./bytes.ts";
import { embedInteger, extractIntegers, hashedGenerator, maxIntegers } from "./ed25519-embedding.ts";
import { demand } from "./fault.ts";
import type { Group, Point } from "./group.ts";
import { isZero, scalarFromBigInt, type Scalar, type ScalarField } from "./scalar.ts";
import { sodium } from "./sodium.ts";

const prime = (1n << 255n) - 19n;
const neutral = reversed(fromHex("1".padStart(64, "0"))) as Point;

const scalars: ScalarField = {
  order: (1n << 252n) + 27742317777372353535851937790883648493n,
  bytes: 32,
  zero: scalarFromBigInt(32, 0n),
  one: scalarFromBigInt(32, 1n),
  add: (a, b) => sodium.crypto_core_ed25519_scalar_add(a, b) as Scalar,
  subtract: (a, b) => sodium.crypto_core_ed25519_scalar_sub(a, b) as Scalar,
  multiply: (a, b) => sodium.crypto_core_ed25519_scalar_mul(a, b) as Scalar,
  reduce: (wide) => sodium.crypto_core_ed25519_scalar_reduce(wide) as Scalar,
};

/** check(): canonical, on the curve, in the subgroup of order q. */
function isInGroup(encoded: Uint8Array): boolean {
  return equalBytes(encoded, neutral) || sodium.crypto_core_ed25519_is_valid_point(encoded);
}

/** What the published verifiers read: any case, y modulo p, the top bit as the sign of x; the neutral element's x has none. */
function normalised(text: string): Uint8Array {
  const value = BigInt(`0x${text}`);
  const y = (value & ((1n << 255n) - 1n)) % prime;
  const sign = y === 1n ? 0n : value >> 255n;
  return reversed(fromHex(((sign << 255n) | y).toString(16).padStart(64, "0")));
}

/** Constant time in the exponent, but for 0 and the neutral element, which honest secrets never are. */
function power(base: Point, exponent: Scalar): Point {
  if (isZero(exponent) || equalBytes(base, neutral)) return neutral;
  return sodium.crypto_scalarmult_ed25519_noclamp(exponent, base) as Point;
}

/** Products of elements that went through parse stay in the group, so libsodium's own refusals are broken invariants. */
export const ed25519: Group = {
  name: "Ed25519",
  scalars,
  neutral,
  generator: reversed(fromHex("66".repeat(31) + "58")) as Point,
  elementText: 64,
  multiply: (a, b) => sodium.crypto_core_ed25519_add(a, b) as Point,
  divide: (a, b) => sodium.crypto_core_ed25519_sub(a, b) as Point,
  power,
  powerOfGenerator: (exponent) =>
    isZero(exponent) ? neutral : (sodium.crypto_scalarmult_ed25519_base_noclamp(exponent) as Point),
  powers: (...terms) => terms.reduce<Point>((out, { base, exponent }) => ed25519.multiply(
    out, equalBytes(base, ed25519.generator) ? ed25519.powerOfGenerator(exponent) : power(base, exponent)), neutral),
  encode: (point) => toHex(reversed(point)),
  parse(text, lenient = false) {
    demand((lenient ? /^[0-9a-fA-F]{64}$/u : /^[0-9a-f]{64}$/u).test(text), "point.syntax");
    const bytes = lenient ? normalised(text) : reversed(fromHex(text));
    demand(isInGroup(bytes), "point.membership");
    return bytes as Point;
  },
  maxIntegers,
  embed: (integers) => embedInteger(integers, isInGroup) as Point,
  extract: extractIntegers,
  independentGenerator: (number) => hashedGenerator(number) as Point,
};
