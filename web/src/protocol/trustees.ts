/**
 * The trustees of an election (PROTOCOL section 10): a list of items, each a single trustee or the trustees of one key
 * ceremony, any t of whom decrypt. Every item is needed. Numbers of trustees (owners) run through the whole list, from 1.
 */

import { fromUtf8 } from "./bytes.ts";
import { limits, type Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import type { Group, Point } from "./group.ts";
import { expectArray, parseJson, type Json } from "./json.ts";
import { parsePedersen, type CeremonyForm } from "./pedersen.ts";
import { parseTrustee, type Trustee } from "./trustee-key.ts";

export type { Trustee } from "./trustee-key.ts";

export interface TrusteeItem {
  /** Its first trustee, from 0. */
  first: number;
  /** 1 of 1 for a single trustee. */
  size: number;
  threshold: number;
  /** "single", or the form of the ceremony. */
  form: "single" | CeremonyForm;
  /** Its part of the election key. */
  publicKey: Point;
}

export interface Trustees {
  /** By owner - 1. */
  keys: Trustee[];
  items: TrusteeItem[];
}

const maxListCharacters = 4 << 20;

/** One element of the list: its keys, and what it adds to the election. */
function parseItem(group: Group, value: Json, first: number): { keys: Trustee[]; item: TrusteeItem } {
  const pair = asFault("trustee.encoding", () => expectArray(value, "a trustee"));
  const [kind, content] = pair;
  demand(pair.length === 2, "trustee.encoding", "a trustee is [kind, key]");
  if (kind === "Pedersen") {
    const { shape, form, keys, publicKey } = parsePedersen(group, content);
    return { keys, item: { first, ...shape, form, publicKey } };
  }
  demand(kind === "Single", "trustee.encoding", "unknown kind of trustee");
  const key = parseTrustee(group, content);
  demand(key.signature === undefined, "trustee.encoding", "a single trustee's key has no signature");
  return { keys: [key], item: { first, size: 1, threshold: 1, form: "single", publicKey: key.publicKey } };
}

/**
 * Reads the list and makes every check on it. Faults: trustee.encoding, trustee.limits, trustee.duplicate, those of
 * parseTrustee and of parsePedersen.
 */
export function parseTrustees(group: Group, bytes: Uint8Array): Trustees {
  const root = asFault("trustee.encoding", () => expectArray(parseJson(fromUtf8(bytes), { maxLength: maxListCharacters }), "trustees"));
  const out: Trustees = { keys: [], items: [] };
  const seen = new Set<string>();
  demand(root.length > 0 && root.length <= limits.trustees, "trustee.limits");
  for (const value of root) {
    const { keys, item } = parseItem(group, value, out.keys.length);
    const fresh = new Set([item.publicKey, ...keys.map((one) => one.publicKey)].map(group.encode));
    demand([...fresh].every((text) => !seen.has(text)), "trustee.duplicate");
    for (const text of fresh) seen.add(text);
    out.keys.push(...keys);
    out.items.push(item);
    demand(out.keys.length <= limits.trustees, "trustee.limits");
  }
  return out;
}

/** The election key that these trustees make together. */
export function combineTrustees(group: Group, { items }: Pick<Trustees, "items">): Point {
  return items.reduce((y, one) => group.multiply(y, one.publicKey), group.neutral);
}

/** Fault: election.public_key, when the election's key is not the product of the trustees' keys. */
export function checkElectionKey({ group, publicKey }: Election, trustees: Trustees): void {
  demand(group.encode(combineTrustees(group, trustees)) === publicKey, "election.public_key", "not the product of the trustees' keys");
}
