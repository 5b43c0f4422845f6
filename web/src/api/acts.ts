/** Acts: what a key signs. Canonical JSON (RFC 8785) of {"body","kind","nonce","origin"}, after the line "ogniwo/act/v1". */

import { toHex, utf8 } from "./encoding.ts";

export type ActValue = string | number | boolean | null | ActValue[] | { [key: string]: ActValue };

/**
 * RFC 8785 for the values that acts hold: keys sorted by UTF-16 units, integers up to 2^53-1, no floating point.
 * Throws a RangeError for any other number and for text with a lone surrogate, which has no UTF-8 form.
 */
export function canonicalJson(value: ActValue): string {
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new RangeError("not an integer of an act");
    return String(value);
  }
  if (typeof value === "string") {
    if (/\p{Surrogate}/u.test(value)) throw new RangeError("a lone surrogate");
    return JSON.stringify(value);
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${canonicalJson(key)}:${canonicalJson(value[key] ?? null)}`).join(",")}}`;
}

/** 128 random bits; a (key, nonce) pair is accepted once. */
function newNonce(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

/** The bytes of a new act. */
export function makeAct(kind: string, body: { [key: string]: ActValue }, origin: string): Uint8Array {
  return utf8.encode(canonicalJson({ body, kind, nonce: newNonce(), origin }));
}

/** What is signed for an act. */
export function signedBytes(act: Uint8Array): Uint8Array {
  const prefix = utf8.encode("ogniwo/act/v1\n");
  const out = new Uint8Array(prefix.length + act.length);
  out.set(prefix);
  out.set(act, prefix.length);
  return out;
}
