/** Acts, what a key signs, and entries, the exact bytes that the log hashes (LEDGER). */

import { fromHex, fromUtf8, toBase64NoPad, toHex, utf8 } from "./bytes.ts";
import { asFault, demand } from "./fault.ts";
import { expectArray, expectObject, expectString, parseJson, writeCanonicalJson, type JsonObject } from "./json.ts";
import { checkBody } from "./kinds.ts";
import { publicKeyOfSeed, sign, verifySignature } from "./signing.ts";
import { sha256, type Random } from "./sodium.ts";

export const maxEntryBytes = 65_535;
const maxSignatures = 16;
const jsonLimits = { maxLength: maxEntryBytes, maxDepth: 12, maxValues: 20_000 };

export interface Act {
  origin: string;
  /** 32 hex digits; a (key, nonce) pair is accepted once. */
  nonce: string;
  kind: string;
  body: JsonObject;
}

export interface EntrySignature {
  /** 64 hex digits. */
  key: string;
  /** 128 hex digits. */
  sig: string;
}

export interface Entry {
  act: Act;
  /** Canonical text of the act. */
  actText: string;
  at?: number;
  sigs: EntrySignature[];
}

function actFrom(value: JsonObject): Act {
  const object = asFault("act.shape", () => expectObject(value, ["body", "kind", "nonce", "origin"]));
  return asFault("act.shape", () => {
    const act = {
      origin: expectString(object.origin, "origin"), nonce: expectString(object.nonce, "nonce"),
      kind: expectString(object.kind, "kind"), body: expectObject(object.body, [], Object.keys(object.body ?? {})),
    };
    demand(/^[0-9a-f]{32}$/u.test(act.nonce), "act.shape", "a nonce is 32 hex digits");
    checkBody(act.kind, act.body);
    return act;
  }, { "entry.kind": "entry.kind", "entry.body": "entry.body" });
}

/** The canonical text. Faults: act.shape, entry.kind, entry.body, json.number, json.syntax. */
export function encodeAct(act: Act): string {
  const { origin, nonce, kind, body } = act;
  return writeCanonicalJson({ ...actFrom({ body, kind, nonce, origin }) });
}

/** A new act with a fresh nonce. Faults: those of encodeAct. */
export function makeAct(kind: string, body: JsonObject, origin: string, random: Random): string {
  return encodeAct({ kind, body, origin, nonce: toHex(random.bytes(16)) });
}

/** Reads the canonical text. Faults: act.shape, act.canonical, entry.kind, entry.body, json.*. */
export function parseAct(text: string): Act {
  const act = actFrom(parseJson(text, jsonLimits) as JsonObject);
  demand(encodeAct(act) === text, "act.canonical");
  return act;
}

/** What a key signs. */
export function signedBytes(actText: string): Uint8Array {
  return utf8(`ogniwo/act/v1\n${actText}`);
}

/** Fault: key.seed. */
export function signActText(actText: string, seed: Uint8Array): EntrySignature {
  return { key: toHex(publicKeyOfSeed(seed)), sig: toHex(sign(signedBytes(actText), seed)) };
}

/** The bytes of an entry. Faults: those of encodeAct, entry.signatures, entry.size. */
export function encodeEntry(act: Act, sigs: readonly EntrySignature[], at?: number): Uint8Array {
  const distinct = new Set(sigs.map((one) => one.key));
  demand(sigs.length > 0 && sigs.length <= maxSignatures && distinct.size === sigs.length, "entry.signatures");
  const members = sigs.map(({ key, sig }) => ({ key, sig }));
  const act0 = parseJson(encodeAct(act));
  const bytes = utf8(writeCanonicalJson(at === undefined ? { act: act0, sigs: members } : { act: act0, at, sigs: members }));
  demand(bytes.length <= maxEntryBytes, "entry.size");
  return bytes;
}

/**
 * Reads an entry in its one form; signatures are not verified.
 * Faults: entry.size, entry.shape, entry.signatures, entry.canonical, entry.kind, entry.body, act.*, json.*, bytes.utf8.
 */
export function parseEntry(bytes: Uint8Array): Entry {
  demand(bytes.length <= maxEntryBytes, "entry.size");
  const root = parseJson(fromUtf8(bytes), jsonLimits);
  const object = asFault("entry.shape", () => expectObject(root, ["act", "sigs"], ["at"]));
  const act = actFrom(object.act as JsonObject);
  const sigs = asFault("entry.signatures", () => expectArray(object.sigs, "sigs").map((value) => {
    const one = expectObject(value, ["key", "sig"]);
    const signature = { key: expectString(one.key, "key"), sig: expectString(one.sig, "sig") };
    fromHex(signature.key, 32);
    fromHex(signature.sig, 64);
    return signature;
  }));
  demand(object.at === undefined || typeof object.at === "number", "json.shape", "at is not a number");
  const entry: Entry = { act, actText: encodeAct(act), sigs, ...(object.at !== undefined && { at: object.at as number }) };
  demand(fromUtf8(encodeEntry(act, sigs, entry.at)) === fromUtf8(bytes), "entry.canonical");
  return entry;
}

/** Every signature. Fault: act.signature. */
export function verifyEntrySignatures(entry: Entry): void {
  for (const { key, sig } of entry.sigs) {
    demand(verifySignature(fromHex(key), signedBytes(entry.actText), fromHex(sig)), "act.signature", key);
  }
}

/** The tracker of an entry that records one vote: the named one, or SHA-256 of the signed bytes of an open vote; else "". */
export function trackerOf(entry: Entry): string {
  if (entry.act.kind === "ballot.accepted") return entry.act.body.tracker as string;
  return entry.act.kind === "open_vote.cast" ? toBase64NoPad(sha256(signedBytes(entry.actText))) : "";
}

/** The election or open vote that such an entry belongs to; else "". */
export function electionOf(entry: Entry): string {
  if (entry.act.kind === "ballot.accepted") return entry.act.body.election as string;
  return entry.act.kind === "open_vote.cast" ? (entry.act.body.vote as string) : "";
}
