/** Receipts (LEDGER "Receipt"): that a vote is on the ledger, checked with a log key that the reader brings. */

import { electionOf, parseEntry, trackerOf, verifyEntrySignatures, type Entry } from "./act.ts";
import { ballotTracker } from "./ballot.ts";
import { fromBase64, fromHex, toBase64, toHex } from "./bytes.ts";
import { ProtocolFault, asFault, demand, refuse } from "./fault.ts";
import { expectArray, expectCount, expectObject, expectString, parseJson, type Json, type JsonObject } from "./json.ts";
import { leafHash, verifyInclusion } from "./merkle.ts";
import { openCheckpoint, parseVkey, type Checkpoint } from "./note.ts";

export const receiptCheckIds = [
  "receipt.shape", "receipt.origin", "receipt.checkpoint", "receipt.entry", "receipt.election", "receipt.tracker",
  "receipt.index", "receipt.inclusion",
] as const;
export type ReceiptCheckId = (typeof receiptCheckIds)[number];

export interface Receipt {
  origin: string;
  /** Uuid of an election, or id of an open vote. */
  election: string;
  tracker: string;
  entry: Uint8Array;
  entryIndex: number;
  inclusionProof: Uint8Array[];
  /** A signed note. */
  checkpoint: string;
}

export interface ReceiptReport {
  ok: boolean;
  failed?: ReceiptCheckId;
  detail: string;
  checks: { id: ReceiptCheckId; ok: boolean; detail: string }[];
  entryIndex?: number;
  treeSize?: number;
}

/** Besides what the receipt says of itself: what the reader knows. */
export interface Expectation {
  tracker?: string | undefined;
  election?: string | undefined;
  /** The bytes that were sent; their tracker is computed here. */
  ballot?: Uint8Array | undefined;
}

export function encodeReceipt(receipt: Receipt): JsonObject {
  const { origin, election, tracker, entry, entryIndex, inclusionProof, checkpoint } = receipt;
  return {
    version: 1, origin, election, tracker, entry: toBase64(entry), entry_index: entryIndex,
    inclusion_proof: inclusionProof.map(toHex), checkpoint,
  };
}

/** Fault: receipt.shape. */
export function parseReceipt(text: string): Receipt {
  return asFault("receipt.shape", () => {
    const value: Json = parseJson(text, { maxLength: 256 * 1024, maxDepth: 4, maxValues: 200 });
    const object = expectObject(
      value, ["version", "origin", "election", "tracker", "entry", "entry_index", "inclusion_proof", "checkpoint"]);
    demand(object.version === 1, "receipt.shape", "version");
    const proof = expectArray(object.inclusion_proof, "inclusion_proof");
    demand(proof.length <= 64, "receipt.shape", "the proof is too long");
    return {
      origin: expectString(object.origin, "origin"), election: expectString(object.election, "election"),
      tracker: expectString(object.tracker, "tracker"), entry: fromBase64(expectString(object.entry, "entry")),
      entryIndex: expectCount(object.entry_index, "entry_index"), checkpoint: expectString(object.checkpoint, "checkpoint"),
      inclusionProof: proof.map((hash) => fromHex(expectString(hash, "a hash"), 32)),
    };
  });
}

/** Makes every check in order and stops at the first that fails. Never throws on a bad receipt or key. */
export function verifyReceipt(text: string, vkey: string, expected: Expectation = {}): ReceiptReport {
  const checks: ReceiptReport["checks"] = [];
  const check = <T>(id: ReceiptCheckId, action: () => T, detail: (value: T) => string = () => ""): T => {
    const value = asFault(id, action);
    checks.push({ id, ok: true, detail: detail(value) });
    return value;
  };
  const same = (found: string, wanted: string | undefined, id: ReceiptCheckId, what: string): void => {
    if (wanted !== undefined && found !== wanted) refuse(id, `${what} is of ${found.slice(0, 200)}`);
  };
  try {
    const receipt = check("receipt.shape", () => parseReceipt(text));
    const log = asFault("receipt.checkpoint", () => parseVkey(vkey));
    check("receipt.origin", () => same(receipt.origin, log.name, "receipt.origin", "the receipt"), () => receipt.origin);
    const checkpoint: Checkpoint = check("receipt.checkpoint", () => openCheckpoint(receipt.checkpoint, log),
      ({ size, root }) => `${String(size)} entries, root ${toBase64(root)}`);
    const entry: Entry = check("receipt.entry", () => {
      const parsed = parseEntry(receipt.entry);
      verifyEntrySignatures(parsed);
      return parsed;
    }, ({ act }) => act.kind);
    same(entry.act.origin, log.name, "receipt.origin", "the entry");
    check("receipt.election", () => {
      same(electionOf(entry), receipt.election, "receipt.election", "the entry");
      same(receipt.election, expected.election, "receipt.election", "the receipt");
    }, () => receipt.election);
    check("receipt.tracker", () => {
      same(trackerOf(entry), receipt.tracker, "receipt.tracker", "the entry");
      same(receipt.tracker, expected.tracker, "receipt.tracker", "the receipt");
      if (expected.ballot !== undefined) same(receipt.tracker, ballotTracker(expected.ballot), "receipt.tracker", "the receipt");
    }, () => receipt.tracker);
    check("receipt.index", () => demand(BigInt(receipt.entryIndex) < checkpoint.size, "receipt.index"), () => String(receipt.entryIndex));
    check("receipt.inclusion", () =>
      verifyInclusion(BigInt(receipt.entryIndex), checkpoint.size, leafHash(receipt.entry), receipt.inclusionProof, checkpoint.root));
    return { ok: true, detail: "", checks, entryIndex: receipt.entryIndex, treeSize: Number(checkpoint.size) };
  } catch (error) {
    if (!(error instanceof ProtocolFault)) throw error;
    const failed = error.id as ReceiptCheckId;
    const earlier = checks.filter((one) => one.id !== failed);
    return { ok: false, failed, detail: error.detail, checks: [...earlier, { id: failed, ok: false, detail: error.detail }] };
  }
}
