/** What the worker does with its messages, without a browser. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeEntry, makeAct, parseAct, signActText, signedBytes } from "../../src/protocol/act.ts";
import { ArchiveWriter } from "../../src/protocol/archive.ts";
import { checkBallot } from "../../src/protocol/ballot-check.ts";
import { fromHex, fromUtf8, toHex, utf8 } from "../../src/protocol/bytes.ts";
import { checkPartialDecryption } from "../../src/protocol/decryption.ts";
import { writeJson, type JsonObject } from "../../src/protocol/json.ts";
import { encodeTrusteeKey } from "../../src/protocol/key-files.ts";
import { inclusionProof, leafHash, rootOf } from "../../src/protocol/merkle.ts";
import { encodeCheckpoint, encodeVkey, signNote } from "../../src/protocol/note.ts";
import { encodeReceipt } from "../../src/protocol/receipt.ts";
import { sha256, systemRandom } from "../../src/protocol/sodium.ts";
import { publicKeyOfSeed, verifySignature } from "../../src/protocol/signing.ts";
import { verifyElection, type Check } from "../../src/protocol/verify.ts";
import { tasks } from "../../src/workers/tasks.ts";
import { runElection, sampleElection } from "./sample.ts";
import { faultOf } from "./support.ts";

const council = { answers: ["Ala", "Bea"], blank: true, min: 1, max: 1, question: "Council?" };
const sample = sampleElection("task tests", [council], ["Anna", "Barbara"], [1, 1]);
const other = sampleElection("other tasks", [council], ["Anna", "Barbara"], [1]);
const { electionJson, trusteesJson, rollJson, codes, election, roll } = sample;
const quiet = { progress: () => undefined, check: () => undefined };

// The log that prepared the election, with two entries before it.
const logSeed = new Uint8Array(32).fill(7);
const origin = "log.example";
const vkey = encodeVkey({ name: origin, key: publicKeyOfSeed(logSeed) });
const hashOf = (bytes: Uint8Array): string => toHex(sha256(bytes));
const setup = { election: hashOf(electionJson), trustees: hashOf(trusteesJson), credentials: hashOf(rollJson) };
const preparedBody = {
  vote: "council", title: "Council", election: election.uuid, seats: 1, quorum: { num: 0, den: 1, strict: false }, trustees: ["a", "b"], setup,
};

function receiptOf(kind: string, body: JsonObject, seed = logSeed): string {
  const act = makeAct(kind, body, origin, systemRandom);
  const entry = encodeEntry(parseAct(act), [signActText(act, logSeed)], 1);
  const tree = ["1", "2"].map((one) => leafHash(utf8(one))).concat(leafHash(entry));
  const checkpoint = signNote(encodeCheckpoint({ origin, size: 3n, root: rootOf(tree) }), origin, seed);
  return writeJson(encodeReceipt({ origin, election: "", tracker: "", entry, entryIndex: 2, inclusionProof: inclusionProof(2, tree), checkpoint }));
}
const preparedText = receiptOf("election.prepared", preparedBody);

test("encryptBallot gives the bytes, their tracker and its progress", () => {
  const steps: string[] = [];
  const watch = { ...quiet, progress: (done: number, total: number) => void steps.push(`${String(done)}/${String(total)}`) };
  const input = { electionJson, trusteesJson, credentialsJson: rollJson, preparedText, vkey, credential: codes[0] ?? "", choices: [[0, 1, 0]] };
  const { ballot, tracker } = tasks.encryptBallot(input, watch);
  assert.equal(checkBallot(election, roll, ballot).answers.length, 1);
  assert.match(tracker, /^[A-Za-z0-9+/]{43}$/u);
  assert.deepEqual(steps, ["1/5", "2/5", "3/5", "4/5", "5/5"]);
  assert.notDeepEqual(tasks.encryptBallot(input, quiet).ballot, ballot);
  const text = { ...input, electionJson: fromUtf8(electionJson), trusteesJson: fromUtf8(trusteesJson), credentialsJson: fromUtf8(rollJson) };
  assert.equal(faultOf(() => tasks.encryptBallot(text, quiet)), "accepted");
  assert.equal(faultOf(() => tasks.encryptBallot({ ...input, trusteesJson: other.trusteesJson }, quiet)), "prepared.document");
  assert.equal(faultOf(() => tasks.encryptBallot({ ...input, credential: "22222-222222-22222-222222" }, quiet)), "credential.unknown");
  assert.equal(faultOf(() => tasks.encryptBallot({ ...input, credential: "hunter2" }, quiet)), "credential.format");
  assert.equal(faultOf(() => tasks.encryptBallot({ ...input, choices: [[0, 1, 1]] }, quiet)), "choice.range");
});

test("no ballot is made for documents that the log does not name", () => {
  const input = { electionJson, trusteesJson, credentialsJson: rollJson, preparedText, vkey, credential: codes[0] ?? "", choices: [[0, 1, 0]] };
  const fault = (change: object): string => faultOf(() => tasks.encryptBallot({ ...input, ...change }, quiet));
  assert.equal(fault({}), "accepted");
  // Another key, with the same uuid: what a server would serve that wants to read the votes.
  assert.equal(fault({ electionJson: utf8(fromUtf8(electionJson).replace(election.publicKey, other.election.publicKey)) }), "prepared.document");
  assert.equal(fault({ trusteesJson: utf8(`${fromUtf8(trusteesJson)} `) }), "prepared.document");
  assert.equal(fault({ credentialsJson: utf8(`${fromUtf8(rollJson)} `) }), "prepared.document");
  assert.equal(fault({ preparedText: receiptOf("election.prepared", { ...preparedBody, election: "99999999999999" }) }), "prepared.entry");
  assert.equal(fault({ preparedText: receiptOf("vote.opened", { vote: "council", officers: 1 }) }), "prepared.entry");
  assert.equal(fault({ preparedText: receiptOf("election.prepared", preparedBody, new Uint8Array(32).fill(8)) }), "receipt.checkpoint");
  assert.equal(fault({ vkey: encodeVkey({ name: origin, key: publicKeyOfSeed(new Uint8Array(32).fill(8)) }) }), "receipt.checkpoint");
  assert.equal(fault({ preparedText: preparedText.replace('"entry_index":2', '"entry_index":1') }), "receipt.inclusion");
  assert.equal(fault({ preparedText: "{}" }), "receipt.shape");
});

test("acts are canonical and signed by the key that was made", () => {
  const { key, seed } = tasks.makeSigningKey({}, quiet);
  assert.equal(tasks.publicKeyOf({ seed }, quiet), key);
  assert.notEqual(tasks.makeSigningKey({}, quiet).key, key);
  const made = tasks.signAct({ kind: "vote.closed", body: { vote: "council", officers: 1 }, origin: "log.example", seed }, quiet);
  assert.equal(parseAct(made.act).kind, "vote.closed");
  assert.equal(made.key, key);
  assert.ok(verifySignature(fromHex(key), signedBytes(made.act), fromHex(made.sig)));
  assert.deepEqual(tasks.signActBytes({ act: utf8(made.act), seed }, quiet), made);
  assert.equal(faultOf(() => tasks.signActBytes({ act: utf8(`${made.act} `), seed }, quiet)), "act.canonical");
  assert.equal(faultOf(() => tasks.signAct({ kind: "vote.closed", body: {}, origin: "log.example", seed }, quiet)), "entry.body");
  assert.equal(faultOf(() => tasks.publicKeyOf({ seed: seed.slice(1) }, quiet)), "key.seed");
});

test("a trustee's part is good, and only the right key makes it", () => {
  const run = runElection(sample, [{ voter: 0, choices: [[0, 1, 0]] }, { voter: 1, choices: [[1, 0, 0]] }]);
  const [anna] = sample.trustees;
  const [secret] = sample.secrets;
  if (anna === undefined || secret === undefined) throw new Error("no trustee");
  const key = { election: election.uuid, group: election.group, owner: 1, publicKey: anna.text, secret };
  const input = { archive: run.archive, preparedText, vkey, keyFileText: encodeTrusteeKey(key) };
  const steps: number[] = [];
  const bytes = tasks.partialDecrypt(input, { ...quiet, progress: (done) => void steps.push(done) });
  checkPartialDecryption(election, anna, run.tally, bytes);
  assert.deepEqual(steps, [1, 2, 3, 4, 5]); // two ballots, three ciphertexts
  const wrong = (change: object): string => faultOf(() => tasks.partialDecrypt({ ...input, ...change }, quiet));
  assert.equal(wrong({ keyFileText: encodeTrusteeKey({ ...key, owner: 2 }) }), "key_file.key");
  assert.equal(wrong({ keyFileText: encodeTrusteeKey({ ...key, election: "99999999999999" }) }), "key_file.election");
  assert.equal(wrong({ keyFileText: "{}" }), "key_file.format");
});

test("a trustee decrypts no tally but that of the ballots, of an election that the log names", () => {
  const run = runElection(sample, [{ voter: 0, choices: [[0, 1, 0]] }, { voter: 1, choices: [[1, 0, 0]] }]);
  const alone = runElection(sample, [{ voter: 0, choices: [[0, 1, 0]] }]);
  const [anna] = sample.trustees;
  const [secret] = sample.secrets;
  if (anna === undefined || secret === undefined) throw new Error("no trustee");
  const key = encodeTrusteeKey({ election: election.uuid, group: election.group, owner: 1, publicKey: anna.text, secret });
  const setupJson = utf8(writeJson(setup));
  const archiveOf = (ballots: Uint8Array[], tallyJson: Uint8Array, sizedJson: Uint8Array): Uint8Array => {
    const writer = new ArchiveWriter(1_790_000_000);
    writer.add("Setup", electionJson, trusteesJson, rollJson, setupJson);
    for (const ballot of ballots) writer.add("Ballot", ballot);
    writer.add("EndBallots");
    writer.add("EncryptedTally", tallyJson, sizedJson);
    return writer.bytes();
  };
  const fault = (archive: Uint8Array, text = preparedText): string =>
    faultOf(() => tasks.partialDecrypt({ archive, preparedText: text, vkey, keyFileText: key }, quiet));
  assert.equal(fault(archiveOf(run.ballots, run.tallyJson, run.sizedJson)), "accepted");
  // The first voter's vote alone, passed off as the sum of both.
  assert.equal(fault(archiveOf(run.ballots, alone.tallyJson, alone.sizedJson)), "tally.encrypted");
  const [first, second] = run.ballots as [Uint8Array, Uint8Array];
  const changed = utf8(fromUtf8(second).replace(/(?<="challenge":")./u, (digit) => String((Number(digit) % 9) + 1)));
  assert.notEqual(fault(archiveOf([first, changed], run.tallyJson, run.sizedJson)), "accepted");
  assert.equal(fault(runElection(other, []).archive), "prepared.entry");
  assert.equal(fault(run.archive, receiptOf("election.prepared", preparedBody, new Uint8Array(32).fill(8))), "receipt.checkpoint");
  const cut = new ArchiveWriter(1_790_000_000);
  cut.add("Setup", electionJson, trusteesJson, rollJson, setupJson);
  assert.equal(fault(cut.bytes()), "tally.missing");
});

test("verifyElection tells each check as it is made, in messages that can be posted", () => {
  const { archive } = runElection(sample, [{ voter: 0, choices: [[0, 1, 0]] }, { voter: 1, choices: [[1, 0, 0]] }]);
  const checks: Check[] = [];
  const report = tasks.verifyElection({ archive }, { ...quiet, check: (one) => void checks.push(one) });
  assert.deepEqual(structuredClone(report), report);
  const byId = (a: Check, b: Check): number => (a.id < b.id ? -1 : 1);
  assert.deepEqual([...checks].sort(byId), [...report.checks].sort(byId));
  assert.ok(report.ok);
});

test("an election in which nobody voted, and one with one ballot", () => {
  const empty = runElection(sample, []);
  assert.deepEqual(empty.counts, [[0, 0, 0]]);
  const report = verifyElection(empty.archive);
  assert.deepEqual([report.ok, report.counted, report.result], [true, 0, [[0, 0, 0]]]);
  const single = verifyElection(runElection(sample, [{ voter: 0, choices: [[0, 1, 0]] }]).archive);
  assert.deepEqual(single.checks.filter((one) => one.outcome === "warned").map((one) => one.id), ["tally.num_tallied"]);
  assert.ok(single.ok);
});

test("a thousand ballots are the most", { timeout: 60_000 }, () => {
  const run = runElection(sample, [{ voter: 0, choices: [[0, 1, 0]] }]);
  const [ballot] = run.ballots;
  assert.ok(ballot !== undefined);
  // The limit is on events, so repeated bytes show it without a thousand encryptions.
  const report = verifyElection(archiveWith(Array.from({ length: 1001 }, () => ballot)));
  assert.match(report.checks.find((one) => one.outcome === "failed")?.detail ?? "", /^ballots\.limit/u);
  const fewer = verifyElection(archiveWith(Array.from({ length: 1000 }, () => ballot)));
  assert.match(fewer.checks.find((one) => one.outcome === "failed")?.detail ?? "", /^ballot\.duplicate/u);
});

function archiveWith(ballots: Uint8Array[]): Uint8Array {
  const writer = new ArchiveWriter(1_790_000_000);
  const names = [electionJson, trusteesJson, rollJson].map((bytes) => toHex(sha256(bytes)));
  const setup = utf8(`{"election":"${names[0] ?? ""}","trustees":"${names[1] ?? ""}","credentials":"${names[2] ?? ""}"}`);
  writer.add("Setup", electionJson, trusteesJson, rollJson, setup);
  for (const one of ballots) writer.add("Ballot", one);
  return writer.bytes();
}
