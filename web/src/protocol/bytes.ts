/** Bytes and their text forms. Readers are strict: one text for each value. */

import { demand, refuse } from "./fault.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8. The text must hold no lone surrogate: such text has no UTF-8 form. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Fault: bytes.utf8. A byte order mark stays in the text, where JSON refuses it. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return refuse("bytes.utf8");
  }
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Variable time: for public values. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** A copy with the bytes in the opposite order. */
export function reversed(bytes: Uint8Array): Uint8Array {
  return bytes.slice().reverse();
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lowercase. */
export function toHex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += hexPairs[byte];
  return out;
}

/** Lowercase digits only, and exactly `length` bytes when it is given. Fault: bytes.hex. */
export function fromHex(text: string, length?: number): Uint8Array {
  demand(/^(?:[0-9a-f]{2})*$/u.test(text), "bytes.hex");
  demand(length === undefined || text.length === 2 * length, "bytes.hex", `not ${String(length)} bytes`);
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Standard alphabet with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x2000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  return btoa(binary);
}

/** Standard alphabet without padding: the form of hashes in Belenios. */
export function toBase64NoPad(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/=+$/u, "");
}

/** Standard alphabet, padding required, unused bits zero. Fault: bytes.base64. */
export function fromBase64(text: string): Uint8Array {
  demand(/^[A-Za-z0-9+/]*={0,2}$/u.test(text) && text.length % 4 === 0, "bytes.base64");
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  demand(toBase64(bytes) === text, "bytes.base64");
  return bytes;
}

/** Whether all characters are of the Base58 alphabet (no 0, I, O, l). */
export function isBase58(text: string): boolean {
  return /^[1-9A-HJ-NP-Za-km-z]*$/u.test(text);
}

/** Overwrites secrets. */
export function wipe(...secrets: Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
