/** Integers in points of Ed25519, and generators from hashes (PROTOCOL section 1.2). */

import { reversed, utf8 } from "./bytes.ts";
import { sha256, sodium } from "./sodium.ts";

/** (255 - 14) / 8 */
export const maxIntegers = 30;

/** value + 1, the least significant byte first. */
function increment(value: Uint8Array): void {
  for (let i = 0; i < value.length; i += 1) {
    value[i] = (value[i] as number) + 1;
    if (value[i] !== 0) return;
  }
}

/**
 * The first member of the group at or after (v1 v2 .. vn) << 14, as its 32 bytes. Integer number k from the end starts
 * at bit 14 + 8k, which is bit 6 of byte k + 1.
 */
export function embedInteger(integers: Uint8Array, isInGroup: (encoded: Uint8Array) => boolean): Uint8Array {
  const out = new Uint8Array(32);
  reversed(integers).forEach((value, k) => {
    out[k + 1] = (out[k + 1] as number) | (value & 3) << 6;
    out[k + 2] = value >> 2;
  });
  while (!isInGroup(out)) increment(out);
  return out;
}

/** The inverse; whatever stands above the integers is passed over. */
export function extractIntegers(point: Uint8Array, count: number): Uint8Array {
  const integers = Array.from({ length: count }, (_, k) => (point[k + 1] as number) >> 6 | ((point[k + 2] as number) & 63) << 2);
  return Uint8Array.from(integers).reverse();
}

/** 8 times the point; undefined when the text is no point of the curve. */
function timesCofactor(encoded: Uint8Array): Uint8Array | undefined {
  try {
    let out = encoded;
    for (let i = 0; i < 3; i += 1) out = sodium.crypto_core_ed25519_add(out, out);
    return out;
  } catch {
    return undefined;
  }
}

/** 8 times the first curve point at or after H("ggen|number") >> 2. */
export function hashedGenerator(number: number): Uint8Array {
  const hash = sha256(utf8(`ggen|${String(number)}`));
  const shifted = hash.map((byte, i) => byte >> 2 | ((hash[i - 1] ?? 0) & 3) << 6);
  for (const candidate = reversed(shifted); ; increment(candidate)) {
    const found = timesCofactor(candidate);
    if (found !== undefined) return found;
  }
}
