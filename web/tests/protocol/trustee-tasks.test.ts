/** What a trustee's page asks of the worker, from the first key to the last part of the decryption. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ArchiveWriter } from "../../src/protocol/archive.ts";
import { toHex, utf8 } from "../../src/protocol/bytes.ts";
import { assembleTrustees } from "../../src/protocol/ceremony.ts";
import { checkPartialDecryption } from "../../src/protocol/decryption.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../../src/protocol/json.ts";
import { parseAnyTrusteeKey, parseCeremonyKey, parseTrusteeKey } from "../../src/protocol/key-files.ts";
import { sha256 } from "../../src/protocol/sodium.ts";
import { parseTrustees } from "../../src/protocol/trustees.ts";
import { examineElection, verifyElection } from "../../src/protocol/verify.ts";
import { tasks } from "../../src/workers/tasks.ts";
import { preparedBodyOf, receiptOf, setupOf, vkey } from "./log.ts";
import { sampleElection, tallySample, type CeremonySample } from "./sample.ts";
import { faultAsync, faultOf } from "./support.ts";

const quiet = { progress: () => undefined, check: () => undefined, openable: () => undefined };
const uuid = "TestVectors1xyz";
const shape = { size: 3, threshold: 2 };
const indices = [1, 2, 3];
const hashOf = (bytes: Uint8Array): string => toHex(sha256(bytes));

// Trustee 1 of the election has a key of its own; trustees 2 to 4 are 1 to 3 of the ceremony.
const files = indices.map((index) => tasks.makeCeremonyKey({ election: uuid, group: "Ed25519", owner: index + 1 }, quiet));
const stepOf = (index: number): { keyFileText: string; index: number; size: number; threshold: number } =>
  ({ keyFileText: files[index - 1] ?? "", index, ...shape });
const certificates = indices.map((index) => tasks.ceremonyCertificate(stepOf(index), quiet));
const revealed = await Promise.all(indices.map((index) => tasks.ceremonyPolynomial({ ...stepOf(index), certificates }, quiet)));
const polynomials = revealed.map((one) => one.polynomial);
const commitments = revealed.map((one) => one.commitment);
const voutputs = await Promise.all(indices.map((index) => tasks.ceremonyKey({ ...stepOf(index), certificates, polynomials, commitments }, quiet)));

test("key files: both versions read again, and neither passes for the other", () => {
  const [file = ""] = files;
  assert.deepEqual(Object.keys(parseJson(file) as JsonObject), ["format", "version", "election", "group", "owner", "seed"]);
  const { election, group, owner, seed } = parseCeremonyKey(file);
  assert.deepEqual([election, group, owner, seed.length], [uuid, ed25519, 2, 22]);
  assert.notEqual(files[0], tasks.makeCeremonyKey({ election: uuid, group: "Ed25519", owner: 2 }, quiet));
  const single = tasks.makeTrusteeKey({ election: uuid, group: "Ed25519", owner: 1 }, quiet);
  assert.equal(parseAnyTrusteeKey(single).version, 1);
  assert.equal(faultOf(() => parseCeremonyKey(single)), "key_file.format");
  assert.equal(faultOf(() => parseTrusteeKey(file)), "key_file.format");
  const key = tasks.publicTrusteeKey({ keyFileText: single, name: "Anna" }, quiet);
  const { keys } = parseTrustees(ed25519, utf8(`[["Single",${key}]]`));
  assert.deepEqual([keys[0]?.text, keys[0]?.name], [parseTrusteeKey(single).publicKey, "Anna"]);
  for (const [from, to] of [[seed, seed.slice(1)], [seed, `0${seed.slice(1)}`], ['"version": 2', '"version": 3'], ['"owner": 2', '"owner": 0'], ['"seed"', '"more": 1,\n "seed"'],
    ["Ed25519", "P-256"], ["ogniwo-trustee-key", "x"]] as [string, string][]) {
    assert.ok(file.includes(from));
    assert.equal(faultOf(() => parseAnyTrusteeKey(file.replace(from, to))), "key_file.format", to);
  }
  assert.equal(faultOf(() => tasks.makeCeremonyKey({ election: uuid, group: "P-256", owner: 1 }, quiet)), "election.group_unsupported");
});

test("whose key file it is", () => {
  const [file = ""] = files;
  const single = tasks.makeTrusteeKey({ election: uuid, group: "Ed25519", owner: 1 }, quiet);
  const check = (keyFileText: string, owner: number, version: 1 | 2, known: { publicKey?: string; certificate?: string } = {}, election = uuid): string =>
    faultOf(() => tasks.checkKeyFile({ keyFileText, election, owner, version, ...known }, quiet));
  const { publicKey } = parseTrusteeKey(single);
  assert.equal(check(file, 2, 2), "accepted");
  assert.equal(check(file, 2, 2, { certificate: certificates[0] ?? "" }), "accepted");
  assert.equal(check(single, 1, 1, { publicKey }), "accepted");
  assert.equal(check(file, 2, 2, { certificate: certificates[1] ?? "" }), "key_file.key");
  assert.equal(check(single, 1, 1, { publicKey: `${publicKey.slice(1)}0` }), "key_file.key");
  assert.equal(check(file, 3, 2), "key_file.owner");
  assert.equal(check(file, 2, 2, {}, "AnotherElection1"), "key_file.election");
  assert.equal(check(file, 2, 1), "key_file.format");
  assert.equal(check(single, 1, 2), "key_file.format");
  assert.equal(check(file.slice(0, -5), 2, 2), "key_file.format");
});

test("a polynomial is made again from the key file alone, and is another where the ceremony is another", async () => {
  const first = await tasks.ceremonyPolynomial({ ...stepOf(1), certificates }, quiet);
  assert.deepEqual(first, revealed[0]);
  assert.equal(first.commitment, hashOf(utf8(first.polynomial)));
  const otherFile = tasks.makeCeremonyKey({ election: uuid, group: "Ed25519", owner: 3 }, quiet);
  const others = [certificates[0] ?? "", tasks.ceremonyCertificate({ ...stepOf(2), keyFileText: otherFile }, quiet), certificates[2] ?? ""];
  const elsewhere = await tasks.ceremonyPolynomial({ ...stepOf(1), certificates: others }, quiet);
  const coefexps = (text: string): Json => ((parseJson(text) as JsonObject).coefexps as JsonObject).message as Json;
  assert.notEqual(coefexps(elsewhere.polynomial), coefexps(first.polynomial));
  assert.equal(await faultAsync(() => tasks.ceremonyPolynomial({ ...stepOf(1), certificates: certificates.slice(1) }, quiet)), "trustee.size");
  assert.equal(await faultAsync(() => tasks.ceremonyPolynomial({ ...stepOf(1), index: 2, certificates }, quiet)), "ceremony.seed");
});

test("whoever reveals another polynomial than it committed to is named", async () => {
  const wrong = tasks.ceremonyKey.bind(tasks);
  const swapped = [commitments[0] ?? "", commitments[2] ?? "", commitments[2] ?? ""];
  await assert.rejects((async () => wrong({ ...stepOf(1), certificates, polynomials, commitments: swapped }, quiet))(), /ceremony\.commitment: trustee 2/u);
  assert.equal(await faultAsync(async () => wrong({ ...stepOf(1), certificates, polynomials, commitments: [] }, quiet)), "trustee.size");
});

// An election with a ranking by these trustees.
const ceremony: CeremonySample = {
  seeds: [], certificates, polynomials, voutputs, secrets: [],
  item: assembleTrustees({ group: ed25519, shape }, certificates, polynomials, voutputs),
};
const ranking = { type: "NonHomomorphic", value: { answers: ["Ala", "Bea"], question: "Rank" } };
const yesNo = { answers: ["yes", "no"], min: 0, max: 1, question: "Yes?" };
const sample = sampleElection("trustees of a page", [ranking, yesNo], ["Anna"], [1, 1], ed25519, ceremony);
const { election, trustees } = sample;
const preparedText = receiptOf("election.prepared", preparedBodyOf(sample));
const cast = tallySample(sample, [{ voter: 0, choices: [[1, 2], [1, 0]] }, { voter: 1, choices: [[2, 1], [0, 1]] }], []);

/** The archive up to the tally, then as many shuffles, ended or not. */
function archiveOf(shuffles: readonly Uint8Array[], ended: boolean): Uint8Array {
  const writer = new ArchiveWriter(1_790_000_000);
  writer.add("Setup", sample.electionJson, sample.trusteesJson, sample.rollJson, utf8(writeJson(setupOf(sample))));
  for (const ballot of cast.ballots) writer.add("Ballot", ballot);
  writer.add("EndBallots");
  writer.add("EncryptedTally", cast.tallyJson, cast.sizedJson);
  shuffles.forEach((bytes, i) => writer.add("Shuffle", bytes, utf8(writeJson({ owner: i + 1, payload: hashOf(bytes) }))));
  if (ended) writer.add("EndShuffles");
  return writer.bytes();
}

test("mixers shuffle in turn, then a threshold of the trustees decrypts", async () => {
  assert.equal(election.uuid, uuid);
  const about = { preparedText, vkey };
  const steps: [number, number][] = [];
  const watch = { ...quiet, progress: (done: number, total: number): void => void steps.push([done, total]) };
  const first = tasks.shuffle({ ...about, archive: archiveOf([], false) }, watch);
  // Two ballots are checked, then four steps for each of the two ciphertexts.
  assert.deepEqual(steps, Array.from({ length: 10 }, (_, i) => [i + 1, 10]));
  const second = tasks.shuffle({ ...about, archive: archiveOf([first], false) }, quiet);
  const archive = archiveOf([first, second], true);
  assert.equal(verifyElection(archive).ok, true);
  assert.equal(faultOf(() => tasks.shuffle({ ...about, archive }, quiet)), "shuffle.ended");
  const input = { ...about, archive, keyFileText: files[1] ?? "", voutputText: voutputs[1] ?? "" };
  steps.length = 0;
  const part = await tasks.partialDecrypt(input, watch);
  assert.deepEqual(steps, Array.from({ length: 2 * 3 + 2 + 2 }, (_, i) => [i + 1, 10]));
  const { tally } = examineElection(archive);
  assert.ok(tally !== undefined && trustees[2] !== undefined);
  checkPartialDecryption(election, trustees[2], tally, part);
  const fault = (change: object): Promise<string> => faultAsync(() => tasks.partialDecrypt({ ...input, ...change }, quiet));
  assert.equal(await fault({ voutputText: voutputs[0] ?? "" }), "channel.authentication");
  assert.equal(await fault({ voutputText: undefined }), "key_file.voutput");
  assert.equal(await fault({ keyFileText: (files[1] ?? "").replace('"owner": 3', '"owner": 2') }), "decryption.key");
  assert.equal(await fault({ keyFileText: (files[1] ?? "").replace('"owner": 3', '"owner": 5') }), "key_file.key");
  assert.equal(await fault({ keyFileText: (files[1] ?? "").replace(uuid, "TestVectors2xyz") }), "key_file.election");
  assert.equal(await fault({ archive: archiveOf([], false) }), "shuffle.missing");
  assert.equal(await fault({ archive: archiveOf([first, second], false) }), "shuffle.missing");
  assert.equal(await fault({ archive: archiveOf([second, first], true) }), "shuffle.proofs");
});

test("an election without rankings is not shuffled", () => {
  const plain = sampleElection("nothing to shuffle", [yesNo], ["Anna"], [1]);
  const run = tallySample(plain, [], []);
  const writer = new ArchiveWriter(1_790_000_000);
  writer.add("Setup", plain.electionJson, plain.trusteesJson, plain.rollJson, utf8(writeJson(setupOf(plain))));
  writer.add("EndBallots");
  writer.add("EncryptedTally", run.tallyJson, run.sizedJson);
  const input = { archive: writer.bytes(), preparedText: receiptOf("election.prepared", preparedBodyOf(plain)), vkey };
  assert.equal(faultOf(() => tasks.shuffle(input, quiet)), "shuffle.unexpected");
});
