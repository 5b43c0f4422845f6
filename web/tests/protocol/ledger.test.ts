/** Signatures, trees, notes, entries and receipts. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { encodeEntry, makeAct, parseAct, parseEntry, signActText, verifyEntrySignatures } from "../../src/protocol/act.ts";
import { fromHex, fromUtf8, toBase64, toHex, utf8 } from "../../src/protocol/bytes.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import type { JsonObject } from "../../src/protocol/json.ts";
import { encodeSigningKey, encodeTrusteeKey, parseSigningKey, parseTrusteeKey, trusteeOfKey } from "../../src/protocol/key-files.ts";
import { consistencyProof, inclusionProof, leafHash, rootOf, verifyConsistency, verifyInclusion } from "../../src/protocol/merkle.ts";
import { encodeCheckpoint, encodeVkey, openCheckpoint, openNote, parseVkey, signNote } from "../../src/protocol/note.ts";
import { encodeReceipt, verifyReceipt } from "../../src/protocol/receipt.ts";
import { publicKeyOfSeed, sign, verifySignature } from "../../src/protocol/signing.ts";
import { sampleElection } from "./sample.ts";
import { faultOf, fixture, readBytes, seededRandom } from "./support.ts";

test("signatures of RFC 8032 section 7.1", () => {
  const vectors = [
    ["9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"],
    ["4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"],
    ["c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"],
  ].map((row) => row.map((text) => fromHex(text))) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array][];
  for (const [seed, key, message, signature] of vectors) {
    assert.deepEqual(publicKeyOfSeed(seed), key);
    assert.deepEqual(sign(message, seed), signature);
    assert.ok(verifySignature(key, message, signature));
    assert.ok(!verifySignature(key, Uint8Array.of(...message, 0), signature));
    assert.ok(!verifySignature(key, message, signature.slice(1)));
  }
});

const wycheproof = fixture("ed25519/wycheproof_ed25519.json");
test("signatures of Wycheproof", { skip: wycheproof === null && "../shared/fixtures is not there" }, () => {
  const { testGroups } = JSON.parse(fromUtf8(readBytes(wycheproof as string))) as
    { testGroups: { publicKey: { pk: string }; tests: { tcId: number; msg: string; sig: string; result: string }[] }[] };
  let count = 0;
  for (const { publicKey, tests } of testGroups) {
    for (const { tcId, msg, sig, result } of tests) {
      assert.equal(verifySignature(fromHex(publicKey.pk), fromHex(msg), fromHex(sig)), result === "valid", String(tcId));
      count += 1;
    }
  }
  assert.equal(count, 151);
});

const cctv = fixture("ed25519/cctv_ed25519.json");
test("signatures of CCTV: any part of low order or in a second form is refused", { skip: cctv === null && "../shared/fixtures is not there" }, () => {
  const cases = JSON.parse(fromUtf8(readBytes(cctv as string))) as { number: number; key: string; sig: string; msg: string; flags: string[] | null }[];
  let good = 0;
  for (const { number, key, sig, msg, flags } of cases) {
    const clean = (flags ?? []).length === 0;
    assert.equal(verifySignature(fromHex(key), utf8(msg), fromHex(sig)), clean, `${String(number)} ${String(flags)}`);
    good += clean ? 1 : 0;
  }
  assert.ok(good > 0 && cases.length > 900, String(good));
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) => {
    const path = join(folder, one.name);
    return one.isDirectory() ? filesBelow(path) : [path];
  });
}

interface MerkleCase {
  leafIdx: number; treeSize: number; root: string; leafHash: string; proof: string[] | null; wantErr: boolean;
  size1: number; size2: number; root1: string; root2: string;
}

/** Whole 64-bit numbers, which JSON.parse would round. */
function readCase(path: string): { numbers: Map<string, bigint>; value: MerkleCase } {
  const text = fromUtf8(readBytes(path));
  const numbers = new Map([...text.matchAll(/"(\w+)": (\d+)/gu)].map(([, name = "", digits = ""]) => [name, BigInt(digits)]));
  return { numbers, value: JSON.parse(text) as MerkleCase };
}

const anyBase64 = (text: string | null | undefined): Uint8Array => new Uint8Array(Buffer.from(text ?? "", "base64"));

const merkle = fixture("merkle");
test("proofs of transparency-dev/merkle", { skip: merkle === null && "../shared/fixtures is not there" }, () => {
  const seen = { good: 0, bad: 0 };
  for (const path of filesBelow(merkle as string).filter((one) => one.endsWith(".json"))) {
    const { numbers, value } = readCase(path);
    const proof = (value.proof ?? []).map(anyBase64);
    // They refuse every step from the empty tree as useless; here it is allowed, with an empty proof.
    if (path.endsWith("size1-is-zero-and-size2-is-not-zero.json")) continue;
    const fault = path.includes("/inclusion/")
      ? faultOf(() => verifyInclusion(numbers.get("leafIdx") ?? 0n, numbers.get("treeSize") ?? 0n, anyBase64(value.leafHash), proof, anyBase64(value.root)))
      : faultOf(() => verifyConsistency(numbers.get("size1") ?? 0n, numbers.get("size2") ?? 0n, anyBase64(value.root1), anyBase64(value.root2), proof));
    assert.equal(fault !== "accepted", value.wantErr, path);
    seen[value.wantErr ? "bad" : "good"] += 1;
  }
  assert.ok(seen.good >= 10 && seen.bad >= 150, JSON.stringify(seen));
});

test("every leaf of every small tree, and every change of a proof", () => {
  const leaves = Array.from({ length: 20 }, (_, i) => leafHash(utf8(String(i))));
  for (let size = 1; size <= leaves.length; size += 1) {
    const tree = leaves.slice(0, size);
    const root = rootOf(tree);
    for (let i = 0; i < size; i += 1) {
      const proof = inclusionProof(i, tree);
      const check = (index: number, total: number, path: Uint8Array[]): string =>
        faultOf(() => verifyInclusion(BigInt(index), BigInt(total), tree[i] as Uint8Array, path, root));
      assert.equal(check(i, size, proof), "accepted");
      assert.notEqual(check(i + 1, size, proof), "accepted");
      assert.notEqual(check(i, size, [...proof, root]), "accepted");
      if (proof.length > 0) assert.notEqual(check(i, size, proof.slice(1)), "accepted");
    }
    for (let old = 0; old <= size; old += 1) {
      const proof = consistencyProof(old, tree);
      const oldRoot = rootOf(leaves.slice(0, old));
      const check = (path: Uint8Array[], before: Uint8Array): string =>
        faultOf(() => verifyConsistency(BigInt(old), BigInt(size), before, root, path));
      assert.equal(check(proof, oldRoot), "accepted", `${String(old)} to ${String(size)}`);
      assert.notEqual(check([...proof, root], oldRoot), "accepted");
      assert.notEqual(check(proof, leafHash(oldRoot)), "accepted");
      if (proof.length > 0) assert.notEqual(check(proof.slice(1), oldRoot), "accepted");
    }
  }
});

// The example of golang.org/x/mod/sumdb/note, a signer that nobody here wrote.
const goldenVkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const goldenText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const goldenNote = `${goldenText}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

test("a signed note of another program", () => {
  const log = parseVkey(goldenVkey);
  assert.equal(encodeVkey(log), goldenVkey);
  assert.equal(openNote(goldenNote, log), goldenText);
  assert.equal(faultOf(() => openNote(goldenNote.replace("think", "thank"), log)), "note.signature");
  assert.equal(faultOf(() => openNote(goldenNote.replace("JnAM", "JnAN"), log)), "note.syntax");
  assert.equal(faultOf(() => openNote(goldenText, log)), "note.syntax");
  assert.equal(faultOf(() => parseVkey(goldenVkey.replace("c74f20a3", "c74f20a4"))), "note.key");
  assert.equal(faultOf(() => parseVkey(goldenVkey.replace("ARpc", "Apc"))), "note.key");
});

const random = seededRandom("ledger tests");
const logSeed = random.bytes(32);
const origin = "ogniwo.example/federacja-demo";
const vkey = encodeVkey({ name: origin, key: publicKeyOfSeed(logSeed) });

test("checkpoints are of their log only", () => {
  const root = random.bytes(32);
  const text = encodeCheckpoint({ origin, size: 7n, root });
  const note = signNote(text, origin, logSeed);
  const log = parseVkey(vkey);
  assert.deepEqual(openCheckpoint(note, log), { origin, size: 7n, root });
  assert.deepEqual(openCheckpoint(signNote(`${text}extension\n`, origin, logSeed), log).size, 7n);
  const other = signNote(encodeCheckpoint({ origin: "other.example/log", size: 7n, root }), origin, logSeed);
  assert.equal(faultOf(() => openCheckpoint(other, log)), "checkpoint.origin");
  assert.equal(faultOf(() => openCheckpoint(signNote(text, origin, random.bytes(32)), log)), "note.signature");
  for (const size of ["07", "-1", "4611686018427387905", "x", ""]) {
    assert.equal(faultOf(() => openCheckpoint(signNote(text.replace("\n7\n", `\n${size}\n`), origin, logSeed), log)), "checkpoint.syntax", size);
  }
});

const seed = random.bytes(32);
const castBody: JsonObject = { vote: "statute", option: "yes", organisation: "alfa", mandates: ["alfa-1"] };

function entryOf(kind: string, body: JsonObject, at?: number): Uint8Array {
  const text = makeAct(kind, body, origin, random);
  return encodeEntry(parseAct(text), [signActText(text, seed)], at);
}

test("acts and entries have one form", () => {
  const text = makeAct("open_vote.cast", castBody, origin, random);
  assert.match(text, /^\{"body":\{"mandates":\["alfa-1"\],"option":"yes","organisation":"alfa","vote":"statute"\},"kind":"open_vote\.cast","nonce":"[0-9a-f]{32}","origin":"ogniwo\.example\/federacja-demo"\}$/u);
  assert.equal(faultOf(() => parseAct(` ${text}`)), "act.canonical");
  assert.equal(faultOf(() => parseAct(text.replace('"nonce":"', '"nonce":"0'))), "act.shape");
  assert.equal(faultOf(() => parseAct(text.replace('"kind"', '"kinds"'))), "act.shape");
  assert.equal(faultOf(() => makeAct("open_vote.cast", { ...castBody, option: "maybe" }, origin, random)), "entry.body");
  assert.equal(faultOf(() => makeAct("open_vote.cast", { ...castBody, more: 1 }, origin, random)), "entry.body");
  assert.equal(faultOf(() => makeAct("open_vote.cast", { vote: "statute" }, origin, random)), "entry.body");
  assert.equal(faultOf(() => makeAct("open_vote.dreamt", castBody, origin, random)), "entry.kind");
  const signature = signActText(text, seed);
  const bytes = encodeEntry(parseAct(text), [signature], 1_790_000_000_000);
  const entry = parseEntry(bytes);
  assert.deepEqual([entry.actText, entry.at, entry.sigs], [text, 1_790_000_000_000, [signature]]);
  verifyEntrySignatures(entry);
  assert.equal(faultOf(() => encodeEntry(entry.act, [])), "entry.signatures");
  assert.equal(faultOf(() => encodeEntry(entry.act, [signature, signature])), "entry.signatures");
  assert.equal(faultOf(() => parseEntry(utf8(` ${fromUtf8(bytes)}`))), "entry.canonical");
  assert.equal(faultOf(() => parseEntry(new Uint8Array(65_536))), "entry.size");
  const organisations = Array.from({ length: 1500 }, (_, i) => `o${String(i).padStart(40, "0")}`);
  const large = makeAct("participation.published", { vote: "statute", organisations }, origin, random);
  assert.equal(faultOf(() => encodeEntry({ ...parseAct(text), kind: "participation.published", body: { vote: "statute", organisations } }, [signActText(large, seed)])), "entry.size");
  const forged = parseEntry(utf8(fromUtf8(bytes).replace('"option":"yes"', '"option":"no"')));
  assert.equal(faultOf(() => verifyEntrySignatures(forged)), "act.signature");
});

const leaves = Array.from({ length: 11 }, (_, i) => entryOf("vote.opened", { vote: `v${String(i)}`, officers: 1 }));
const ballot = utf8("the bytes of a ballot");
const election = "11111111111111";

function receiptOf(entry: Uint8Array, index: number, about: { election: string; tracker: string }): JsonObject {
  const tree = leaves.map((one, i) => leafHash(i === index ? entry : one));
  const checkpoint = signNote(encodeCheckpoint({ origin, size: BigInt(tree.length), root: rootOf(tree) }), origin, logSeed);
  return encodeReceipt({ origin, ...about, entry, entryIndex: index, inclusionProof: inclusionProof(index, tree), checkpoint });
}

test("a receipt holds, and no receipt with any change does", async () => {
  const { ballotTracker } = await import("../../src/protocol/ballot.ts");
  const tracker = ballotTracker(ballot);
  const good = receiptOf(entryOf("ballot.accepted", { election, tracker }), 4, { election, tracker });
  const check = (receipt: JsonObject | string, key = vkey, expected = {}): string => {
    const report = verifyReceipt(typeof receipt === "string" ? receipt : JSON.stringify(receipt), key, expected);
    assert.equal(report.ok, report.failed === undefined);
    assert.equal(report.ok, report.checks.length === 8 && report.checks.every((one) => one.ok));
    return report.failed ?? "ok";
  };
  assert.equal(check(good), "ok");
  assert.equal(check(good, vkey, { tracker, election, ballot }), "ok");
  assert.equal(check(good, vkey, { ballot: utf8("another ballot") }), "receipt.tracker");
  assert.equal(check(good, vkey, { tracker: tracker.replace(/^./u, "!") }), "receipt.tracker");
  assert.equal(check(good, vkey, { election: "22222222222222" }), "receipt.election");
  const stranger = encodeVkey({ name: origin, key: publicKeyOfSeed(random.bytes(32)) });
  assert.equal(check(good, stranger), "receipt.checkpoint");
  assert.equal(check(good, encodeVkey({ name: "other.example", key: publicKeyOfSeed(logSeed) })), "receipt.origin");
  assert.equal(check(good, "not a key"), "receipt.checkpoint");
  assert.equal(check({ ...good, version: 2 }), "receipt.shape");
  assert.equal(check({ ...good, more: 1 }), "receipt.shape");
  assert.equal(check("{"), "receipt.shape");
  assert.equal(check({ ...good, origin: "other.example" }), "receipt.origin");
  assert.equal(check({ ...good, tracker: ballotTracker(utf8("x")) }), "receipt.tracker");
  assert.equal(check({ ...good, election: "22222222222222" }), "receipt.election");
  assert.equal(check({ ...good, entry_index: 5 }), "receipt.inclusion");
  assert.equal(check({ ...good, entry_index: 11 }), "receipt.index");
  assert.equal(check({ ...good, entry_index: -1 }), "receipt.shape");
  assert.equal(check({ ...good, inclusion_proof: (good.inclusion_proof as string[]).slice(1) }), "receipt.inclusion");
  assert.equal(check({ ...good, inclusion_proof: (good.inclusion_proof as string[]).map((hash) => hash.replace(/^./u, (c) => (c === "0" ? "1" : "0"))) }), "receipt.inclusion");
  assert.equal(check({ ...good, checkpoint: (good.checkpoint as string).replace("\n11\n", "\n12\n") }), "receipt.checkpoint");
  const unsigned = parseEntry(entryOf("ballot.accepted", { election, tracker }));
  const forged = encodeEntry(unsigned.act, [{ key: toHex(publicKeyOfSeed(seed)), sig: "00".repeat(64) }]);
  assert.equal(check({ ...good, entry: toBase64(forged) }), "receipt.entry");
  assert.equal(check({ ...good, entry: toBase64(utf8("{}")) }), "receipt.entry");
  const twin = entryOf("ballot.accepted", { election, tracker });
  assert.equal(check({ ...good, entry: toBase64(twin) }), "receipt.inclusion");
  const elsewhere = makeAct("ballot.accepted", { election, tracker }, "other.example", random);
  const foreign = encodeEntry(parseAct(elsewhere), [signActText(elsewhere, seed)]);
  assert.equal(check(receiptOf(foreign, 4, { election, tracker })), "receipt.origin");
  const text = JSON.stringify(good);
  for (let at = 0; at < text.length; at += 7) {
    const letter = text[at] === "1" ? "2" : "1";
    assert.notEqual(check(text.slice(0, at) + letter + text.slice(at + 1)), "ok", `character ${String(at)}`);
  }
});

test("a receipt of an open vote names the act that was signed", () => {
  const act = makeAct("open_vote.cast", castBody, origin, random);
  const entry = encodeEntry(parseAct(act), [signActText(act, seed)], 5);
  const signed = utf8(`ogniwo/act/v1\n${act}`);
  const report = (tracker: string): string | undefined => verifyReceipt(JSON.stringify(receiptOf(entry, 10, { election: "statute", tracker })), vkey, { ballot: signed }).failed;
  return import("../../src/protocol/ballot.ts").then(({ ballotTracker }) => {
    assert.equal(report(ballotTracker(signed)), undefined);
    assert.equal(report(ballotTracker(utf8(act))), "receipt.tracker");
  });
});

test("key files", () => {
  const sample = sampleElection("key files", [{ answers: ["a"], min: 0, max: 1, question: "?" }], ["Anna", "Barbara"], [1]);
  const [anna] = sample.trustees;
  const [secret] = sample.secrets;
  if (anna === undefined || secret === undefined) throw new Error("no trustee");
  const text = encodeTrusteeKey({ group: ed25519, election: sample.election.uuid, owner: 1, publicKey: anna.text, secret });
  const file = parseTrusteeKey(text);
  assert.deepEqual(file.secret, secret);
  assert.equal(trusteeOfKey(file, sample.election, sample.trustees), anna);
  assert.equal(faultOf(() => trusteeOfKey({ ...file, owner: 2 }, sample.election, sample.trustees)), "key_file.key");
  assert.equal(faultOf(() => trusteeOfKey({ ...file, owner: 3 }, sample.election, sample.trustees)), "key_file.key");
  assert.equal(faultOf(() => trusteeOfKey({ ...file, election: "x" }, sample.election, sample.trustees)), "key_file.election");
  assert.equal(faultOf(() => parseTrusteeKey(text.replace(/"private_key": "\d/u, '"private_key": "'))), "key_file.key");
  assert.equal(faultOf(() => parseTrusteeKey(text.replace("ogniwo-trustee-key", "x"))), "key_file.format");
  assert.equal(faultOf(() => parseTrusteeKey(text.replace("Ed25519", "P-256"))), "key_file.format");
  assert.equal(faultOf(() => parseTrusteeKey("")), "key_file.format");
  const recovery = encodeSigningKey(seed);
  assert.deepEqual(parseSigningKey(recovery), seed);
  assert.equal(faultOf(() => parseSigningKey(recovery.replace(toHex(seed), toHex(logSeed)))), "key_file.key");
  assert.equal(faultOf(() => parseSigningKey(text)), "key_file.format");
});
