/** Archives and documents with one change each: what the mutations are made with. */

import { ArchiveWriter, type EventType } from "../src/protocol/archive.ts";
import { encodeBallot, hashOfUnsigned, signaturePrefix } from "../src/protocol/ballot.ts";
import { fromUtf8, toHex, utf8 } from "../src/protocol/bytes.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../src/protocol/json.ts";
import { deriveCredential } from "../src/protocol/credential.ts";
import { proveSchnorr } from "../src/protocol/proofs.ts";
import { sha256 } from "../src/protocol/sodium.ts";
import type { ElectionSample } from "../tests/protocol/sample.ts";

export type Event = [EventType, ...Uint8Array[]];
export type Named = [string, Uint8Array];
export type Edit = [name: string, from: string | RegExp, to: string];

export const hashOf = (bytes: Uint8Array): string => toHex(sha256(bytes));

export function chained(events: readonly Event[]): Uint8Array {
  const writer = new ArchiveWriter(1_790_000_000);
  for (const [type, ...data] of events) writer.add(type, ...data);
  return writer.bytes();
}

export function setupEvent(election: Uint8Array, trustees: Uint8Array, roll: Uint8Array, certificate?: Uint8Array): Event {
  const names = { election: hashOf(election), trustees: hashOf(trustees), credentials: hashOf(roll) };
  if (certificate === undefined) return ["Setup", election, trustees, roll, utf8(writeJson(names))];
  return ["Setup", election, trustees, roll, certificate, utf8(writeJson({ ...names, credentials_certificate: hashOf(certificate) }))];
}

/** The text with one edit. An edit that finds nothing would test nothing. */
export function edited(bytes: Uint8Array, [name, from, to]: Edit): Uint8Array {
  const before = fromUtf8(bytes);
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${name} changes nothing`);
  return utf8(after);
}

/** The last digit, or any other character, replaced by a neighbour. */
export function nudged(text: string): string {
  return text.slice(0, -1) + (text.endsWith("1") ? "2" : "1");
}

/** Paths of all strings and numbers in a JSON value. */
export function leaves(value: Json, at: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.keys(value).flatMap((key) => leaves((value as JsonObject)[key] as Json, [...at, key]));
}

export function withLeaf(root: Json, path: readonly string[], change: (old: string) => Json): Json {
  const copy = parseJson(writeJson(root)) as JsonObject;
  const last = path.at(-1) as string;
  const parent = path.slice(0, -1).reduce((inner, key) => inner[key] as JsonObject, copy);
  parent[last] = change(String(parent[last]));
  return copy;
}

/** The ballot with other answers, signed again by the first voter, so that its signature is no reason to refuse it. */
export function signedAgain(sample: ElectionSample, { election_uuid, election_hash, credential }: JsonObject, answers: string): Uint8Array {
  const { group, uuid } = sample.election;
  const head = writeJson({ election_uuid, election_hash, credential } as JsonObject).slice(0, -1);
  const hash = hashOfUnsigned(`${head},"answers":${answers}}`);
  const [code = ""] = sample.codes;
  const proof = proveSchnorr(group, signaturePrefix(hash), deriveCredential(group, code, uuid), sample.random);
  return utf8(fromUtf8(encodeBallot({}, hash, proof)).replace("{", () => `${head},"answers":${answers},`));
}
