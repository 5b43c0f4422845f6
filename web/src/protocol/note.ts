/** C2SP signed notes, tlog checkpoints and verifier keys ("vkey"). */

import { concat, equalBytes, fromBase64, toBase64, toHex, utf8 } from "./bytes.ts";
import { asFault, demand, refuse } from "./fault.ts";
import { publicKeyOfSeed, sign, verifySignature } from "./signing.ts";
import { sha256 } from "./sodium.ts";

const ed25519 = 1;
const mark = "\u2014 ";
const maxNoteBytes = 64 * 1024;
const maxSignatures = 100;

export interface LogKey {
  name: string;
  key: Uint8Array;
}

export interface Checkpoint {
  origin: string;
  size: bigint;
  root: Uint8Array;
}

/** Whether a text may name a key or an origin: 1 to 200 bytes, no white space or control character, no "+". */
export function isNoteName(name: string): boolean {
  return name !== "" && utf8(name).length <= 200 && !/[\0- +\x7f]|\p{Surrogate}/u.test(name);
}

/** First four bytes of SHA-256(name, line feed, 1, key). */
function keyHash({ name, key }: LogKey): Uint8Array {
  return sha256(utf8(name), Uint8Array.of(0x0a, ed25519), key).slice(0, 4);
}

/** "name+hash+key" */
export function encodeVkey(log: LogKey): string {
  return `${log.name}+${toHex(keyHash(log))}+${toBase64(concat(Uint8Array.of(ed25519), log.key))}`;
}

/** Fault: note.key. */
export function parseVkey(text: string): LogKey {
  return asFault("note.key", () => {
    const parts = /^([^+]*)\+([^+]*)\+(.*)$/su.exec(text);
    const [, name = "", , key = ""] = parts ?? [];
    const bytes = fromBase64(key);
    demand(isNoteName(name) && bytes.length === 33 && bytes[0] === ed25519, "note.key");
    const log = { name, key: bytes.slice(1) };
    demand(encodeVkey(log) === text, "note.key", "the hash does not belong to the key");
    return log;
  });
}

/** Precondition: `text` ends in a line feed. */
export function signNote(text: string, name: string, seed: Uint8Array): string {
  demand(isNoteName(name) && text.endsWith("\n"), "note.syntax");
  const hash = keyHash({ name, key: publicKeyOfSeed(seed) });
  return `${text}\n${mark}${name} ${toBase64(concat(hash, sign(utf8(text), seed)))}\n`;
}

/** The text of a note that this key signed; other keys' signatures are passed over. Faults: note.syntax, note.signature. */
export function openNote(note: string, log: LogKey): string {
  const split = note.lastIndexOf("\n\n");
  demand(utf8(note).length <= maxNoteBytes && split >= 0 && note.endsWith("\n") && !/\p{Surrogate}/u.test(note), "note.syntax");
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2).split("\n").slice(0, -1);
  demand(lines.length <= maxSignatures, "note.syntax");
  const hash = keyHash(log);
  let verified = false;
  for (const line of lines) {
    const [, name = "", base64 = ""] = /^\u2014 ([^ ]+) (.+)$/u.exec(line) ?? refuse("note.syntax", "not a signature line");
    const blob = asFault("note.syntax", () => fromBase64(base64));
    demand(isNoteName(name) && blob.length >= 4, "note.syntax", "not a signature line");
    if (name === log.name && equalBytes(blob.slice(0, 4), hash) && !verified) {
      demand(verifySignature(log.key, utf8(text), blob.slice(4)), "note.signature", "wrong");
      verified = true;
    }
  }
  demand(verified, "note.signature", "none of this key");
  return text;
}

export function encodeCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${String(size)}\n${toBase64(root)}\n`;
}

/** Further (extension) lines are accepted. Fault: checkpoint.syntax. */
export function parseCheckpoint(text: string): Checkpoint {
  return asFault("checkpoint.syntax", () => {
    const [origin = "", size = "", base64 = "", end] = text.split("\n");
    demand(end !== undefined && isNoteName(origin) && /^(?:0|[1-9][0-9]{0,18})$/u.test(size), "checkpoint.syntax");
    const root = fromBase64(base64);
    demand(root.length === 32 && BigInt(size) <= 1n << 62n, "checkpoint.syntax");
    return { origin, size: BigInt(size), root };
  });
}

/** Faults: note.syntax, note.signature, checkpoint.syntax, checkpoint.origin. */
export function openCheckpoint(note: string, log: LogKey): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(note, log));
  demand(checkpoint.origin === log.name, "checkpoint.origin");
  return checkpoint;
}
