/** A log that prepared an election, with two entries before it. */

import { encodeEntry, makeAct, parseAct, signActText } from "../../src/protocol/act.ts";
import { toHex, utf8 } from "../../src/protocol/bytes.ts";
import { writeJson, type JsonObject } from "../../src/protocol/json.ts";
import { inclusionProof, leafHash, rootOf } from "../../src/protocol/merkle.ts";
import { encodeCheckpoint, encodeVkey, signNote } from "../../src/protocol/note.ts";
import { encodeReceipt } from "../../src/protocol/receipt.ts";
import { publicKeyOfSeed } from "../../src/protocol/signing.ts";
import { sha256, systemRandom } from "../../src/protocol/sodium.ts";
import type { ElectionSample } from "./sample.ts";
import "./support.ts";

export const logSeed = new Uint8Array(32).fill(7);
export const origin = "log.example";
export const vkey = encodeVkey({ name: origin, key: publicKeyOfSeed(logSeed) });

const hashOf = (bytes: Uint8Array): string => toHex(sha256(bytes));

/** The receipt of an entry of the log; `seed` signs its checkpoint. */
export function receiptOf(kind: string, body: JsonObject, seed = logSeed): string {
  const act = makeAct(kind, body, origin, systemRandom);
  const entry = encodeEntry(parseAct(act), [signActText(act, logSeed)], 1);
  const tree = ["1", "2"].map((one) => leafHash(utf8(one))).concat(leafHash(entry));
  const checkpoint = signNote(encodeCheckpoint({ origin, size: 3n, root: rootOf(tree) }), origin, seed);
  return writeJson(encodeReceipt({ origin, election: "", tracker: "", entry, entryIndex: 2, inclusionProof: inclusionProof(2, tree), checkpoint }));
}

/** The hashes of its three documents. */
export function setupOf({ electionJson, trusteesJson, rollJson }: ElectionSample): JsonObject {
  return { election: hashOf(electionJson), trustees: hashOf(trusteesJson), credentials: hashOf(rollJson) };
}

/** The body of the entry that prepared it. */
export function preparedBodyOf(sample: ElectionSample): JsonObject {
  return {
    vote: "council", title: "Council", election: sample.election.uuid, seats: 1, quorum: { num: 0, den: 1, strict: false }, trustees: ["a", "b"],
    setup: setupOf(sample),
  };
}
