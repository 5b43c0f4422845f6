/** Entries shown by tiles, and what they say of the keys of an announced election. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeEntry, makeAct, parseAct, signActText } from "../../src/protocol/act.ts";
import { concat, toHex, utf8 } from "../../src/protocol/bytes.ts";
import { readAnnounced, type KeyEntries } from "../../src/protocol/ceremony-log.ts";
import type { JsonObject } from "../../src/protocol/json.ts";
import { provenEntries, type LogParts } from "../../src/protocol/log-tiles.ts";
import { leafHash, nodeHash, rootOf } from "../../src/protocol/merkle.ts";
import { encodeCheckpoint, signNote } from "../../src/protocol/note.ts";
import { sha256, systemRandom } from "../../src/protocol/sodium.ts";
import { sizeOfCheckpoint, splitBundle, tilePath, tilesFor, widthOf } from "../../src/protocol/tile-paths.ts";
import { logSeed, origin, vkey } from "./log.ts";
import { faultOf } from "./support.ts";

const uuid = "TestVectors1xyz";
const hashOf = (text: string): string => toHex(sha256(utf8(text)));
const entryOf = (kind: string, body: JsonObject, name = origin): Uint8Array => {
  const act = makeAct(kind, body, name, systemRandom);
  return encodeEntry(parseAct(act), [signActText(act, logSeed)], 1);
};

/** All hashes of a level: roots of 256 of the level below. */
function above(hashes: readonly Uint8Array[]): Uint8Array[] {
  return Array.from({ length: Math.floor(hashes.length / 256) }, (_, i) => rootOf(hashes.slice(256 * i, 256 * i + 256)));
}

/** A log of these entries at their indices, filled up with others to `size`; serves any tile. */
function logOf(entries: ReadonlyMap<number, Uint8Array>, size: number): { parts: (indices: readonly number[]) => LogParts; checkpoint: string } {
  const filler = Array.from({ length: 256 }, (_, i) => utf8(`filler ${String(i)}`));
  const fillerHashes = filler.map(leafHash);
  const bytes = (i: number): Uint8Array => entries.get(i) ?? filler[i % 256] as Uint8Array;
  const leaves = Array.from({ length: size }, (_, i) => (entries.has(i) ? leafHash(bytes(i)) : fillerHashes[i % 256] as Uint8Array));
  const levels = [leaves];
  while ((levels.at(-1) as Uint8Array[]).length >= 256) levels.push(above(levels.at(-1) as Uint8Array[]));
  const serve = (path: string): Uint8Array => {
    const [, level = "", name = "", width = "256"] = /^([^/]+)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/u.exec(path) ?? [];
    const from = 256 * Number(name.replaceAll(/[x/]/gu, ""));
    const range = Array.from({ length: Number(width) }, (_, i) => from + i);
    if (level !== "entries") return concat(...range.map((i) => levels[Number(level)]?.[i] as Uint8Array));
    return concat(...range.flatMap((i) => [Uint8Array.of(bytes(i).length >> 8, bytes(i).length & 255), bytes(i)]));
  };
  const checkpoint = signNote(encodeCheckpoint({ origin, size: BigInt(size), root: rootOf(leaves) }), origin, logSeed);
  return { checkpoint, parts: (indices) => ({ checkpoint, tiles: new Map(tilesFor(indices, size).map((path) => [path, serve(path)])) }) };
}

test("where tiles are", () => {
  assert.equal(tilePath("entries", 0, 10), "entries/000.p/10");
  assert.equal(tilePath(0, 1234067, 1234068 * 256), "0/x001/x234/067");
  assert.deepEqual([widthOf(0, 1, 300), widthOf(1, 0, 300), widthOf(0, 2, 300)], [44, 1, 0]);
  assert.deepEqual(tilesFor([3], 5).sort(), ["0/000.p/5", "entries/000.p/5"]);
  assert.deepEqual(tilesFor([3, 258], 300).sort(), ["0/000", "0/001.p/44", "1/000.p/1", "entries/000", "entries/001.p/44"]);
  assert.deepEqual([sizeOfCheckpoint("a\n12\nx\n"), sizeOfCheckpoint("a\n012\n"), sizeOfCheckpoint("a")], [12, Number.NaN, Number.NaN]);
  assert.equal(splitBundle(Uint8Array.of(0, 2, 1)), null);
});

const announcement: JsonObject = {
  vote: "council", title: "Council", election: uuid, group: "Ed25519", seats: 1, quorum: { num: 0, den: 1, strict: false }, definition: hashOf("d"),
  credentials: hashOf("c"), trustees: ["a", "b", "c"], runs: [{ size: 1, threshold: 1 }, { size: 2, threshold: 2 }],
};
const certificate = entryOf("ceremony.certificate_posted", { election: uuid, owner: 2, certificate: hashOf("certificate 2") });
const commitment = entryOf("ceremony.commitment_posted", { election: uuid, owner: 2, commitment: hashOf("polynomial 2") });
const withdrawn: JsonObject = { election: uuid, reason: "Błąd w pytaniu", officers: 1 };
const withdrawal = entryOf("election.withdrawn", withdrawn);
const key = entryOf("trustee.key_posted", { election: uuid, owner: 1, key: hashOf("key 1") });

for (const size of [3 + 1, 255, 256, 257, 512, 700, 256 * 256, 256 * 256 + 300]) {
  test(`entries of a log of ${String(size)} are shown by its tiles, and changed ones are not`, () => {
    const places = [0, 1, size - 1];
    const log = logOf(new Map([[0, entryOf("election.announced", announcement)], [1, certificate], [size - 1, commitment]]), size);
    const parts = log.parts(places);
    const found = provenEntries(parts, vkey, places);
    assert.deepEqual(places.map((i) => found.get(i)?.act.kind), ["election.announced", "ceremony.certificate_posted", "ceremony.commitment_posted"]);
    for (const [path, bytes] of parts.tiles) {
      // Of a bundle only what was asked for matters: in the first one byte 40 lies within entry 0.
      if (path.startsWith("entries/") && !path.startsWith("entries/000")) continue;
      const at = path.startsWith("entries/") ? 40 : 0;
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      const fault = faultOf(() => provenEntries({ ...parts, tiles: new Map([...parts.tiles, [path, changed]]) }, vkey, places));
      assert.ok(["tile.hash", "tile.root"].includes(fault), `${path}: ${fault}`);
      const without = new Map([...parts.tiles].filter(([name]) => name !== path));
      assert.equal(faultOf(() => provenEntries({ ...parts, tiles: without }, vkey, places)), "tile.size", path);
    }
    assert.equal(faultOf(() => provenEntries(parts, vkey, [size])), "tile.size");
  });
}

test("another key, another root, another log", () => {
  const log = logOf(new Map([[0, certificate]]), 5);
  const parts = log.parts([0]);
  const other = signNote(encodeCheckpoint({ origin, size: 5n, root: nodeHash(certificate, certificate) }), origin, logSeed);
  assert.equal(faultOf(() => provenEntries({ ...parts, checkpoint: other }, vkey, [0])), "tile.root");
  const forged = signNote(encodeCheckpoint({ origin, size: 5n, root: nodeHash(certificate, certificate) }), origin, new Uint8Array(32).fill(8));
  assert.equal(faultOf(() => provenEntries({ ...parts, checkpoint: forged }, vkey, [0])), "note.signature");
  const elsewhere = logOf(new Map([[0, entryOf("election.announced", announcement, "other.example")]]), 5);
  assert.equal(faultOf(() => provenEntries(elsewhere.parts([0]), vkey, [0])), "receipt.origin");
});

test("what the log says of the keys of an election", () => {
  const log = logOf(new Map([[0, entryOf("election.announced", announcement)], [1, certificate], [2, commitment], [3, key], [4, withdrawal]]), 6);
  const foreign = logOf(new Map([[0, entryOf("election.announced", announcement)], [4, entryOf("election.withdrawn", { ...withdrawn, election: "AnotherE1ection" })]]), 6);
  const posted: KeyEntries["posted"] = [{ owner: 2, step: "certificate", index: 1 }, { owner: 2, step: "commitment", index: 2 }, { owner: 1, step: "key", index: 3 }];
  const texts = new Map(["certificate 2", "key 1"].map((text) => [hashOf(text), utf8(text)]));
  const read = (entries: KeyEntries, given = texts, election = uuid): unknown =>
    readAnnounced(election, log.parts([0, 1, 2, 3, 4]), vkey, entries, given);
  const found = readAnnounced(uuid, log.parts([0, 1, 2, 3]), vkey, { announced: 0, posted, withdrawn: null }, texts);
  assert.equal(found.withdrawn, null);
  assert.equal(readAnnounced(uuid, log.parts([0, 1, 2, 3, 4]), vkey, { announced: 0, posted, withdrawn: 4 }, texts).withdrawn, "Błąd w pytaniu");
  assert.deepEqual([found.group, found.trustees, found.runs], ["Ed25519", ["a", "b", "c"], [{ size: 1, threshold: 1 }, { size: 2, threshold: 2 }]]);
  assert.deepEqual(found.posted, {
    certificate: [null, "certificate 2", null], commitment: [null, hashOf("polynomial 2"), null], polynomial: [null, null, null], key: ["key 1", null, null],
  });
  const [first] = posted as [KeyEntries["posted"][number]];
  const refused: [string, () => unknown][] = [
    ["ceremony.entry", () => read({ announced: 1, posted, withdrawn: null })],
    ["ceremony.entry", () => read({ announced: 0, posted, withdrawn: null }, texts, "AnotherElection1")],
    ["ceremony.entry", () => read({ announced: 0, posted: [{ ...first, owner: 3 }], withdrawn: null })],
    ["ceremony.entry", () => read({ announced: 0, posted: [{ ...first, owner: 4 }], withdrawn: null })],
    ["ceremony.entry", () => read({ announced: 0, posted: [{ ...first, step: "polynomial" }], withdrawn: null })],
    ["ceremony.entry", () => read({ announced: 0, posted: [{ ...first, index: 2 }], withdrawn: null })],
    ["ceremony.entry", () => read({ announced: 0, posted, withdrawn: 3 })],
    ["ceremony.entry", () => readAnnounced(uuid, foreign.parts([0, 4]), vkey, { announced: 0, posted: [], withdrawn: 4 }, texts)],
    ["blob.hash", () => read({ announced: 0, posted, withdrawn: null }, new Map())],
    ["blob.hash", () => read({ announced: 0, posted, withdrawn: null }, new Map([...texts, [hashOf("certificate 2"), utf8("another")]]))],
  ];
  for (const [id, action] of refused) assert.equal(faultOf(action), id);
});
