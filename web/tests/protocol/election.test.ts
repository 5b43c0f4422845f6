/** Elections made here, every ballot rule, and every single change to a ballot. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ballotTracker, encodeBallot, hashOfUnsigned, signaturePrefix } from "../../src/protocol/ballot.ts";
import { checkBallot } from "../../src/protocol/ballot-check.ts";
import { makeBallot } from "../../src/protocol/ballot-make.ts";
import { fromUtf8, utf8 } from "../../src/protocol/bytes.ts";
import { deriveCredential, publicCredential } from "../../src/protocol/credential.ts";
import { checkPartialDecryption, makePartialDecryption } from "../../src/protocol/decryption.ts";
import { parseElection } from "../../src/protocol/election.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../../src/protocol/json.ts";
import { proveSchnorr } from "../../src/protocol/proofs.ts";
import { parseRoll } from "../../src/protocol/roll.ts";
import type { Scalar } from "../../src/protocol/scalar.ts";
import { parseTally } from "../../src/protocol/tally.ts";
import { parseTrustees, type Trustee } from "../../src/protocol/trustees.ts";
import { verifyElection } from "../../src/protocol/verify.ts";
import { runElection, sampleElection } from "./sample.ts";
import { faultOf } from "./support.ts";

const council = { answers: ["Ala", "Bea", "Cyd", "Dag", "Ewa"], blank: true, min: 1, max: 3, question: "Council?" };
const statute = { answers: ["yes", "no"], min: 0, max: 1, question: "Statute?" };
const sample = sampleElection("election tests", [council, statute], ["Anna", "Barbara"], [1, 1, 7, 1]);
const { election, roll, codes, random } = sample;
const { group } = election;
const { order } = group.scalars;

function cast(choices: number[][], voter = 0): Uint8Array {
  return makeBallot(election, roll, codes[voter] ?? "", choices, random);
}

test("an election from setup to result", () => {
  const run = runElection(sample, [
    { voter: 0, choices: [[0, 1, 1, 0, 0, 1], [1, 0]] },
    { voter: 1, choices: [[1, 0, 0, 0, 0, 0], [0, 0]] },
    { voter: 2, choices: [[0, 0, 0, 0, 1, 0], [0, 1]] },
    { voter: 0, choices: [[0, 1, 0, 0, 0, 0], [0, 1]] },
  ]);
  // By hand: voter 0's second ballot, voter 1's blank one, voter 2's with weight 7.
  assert.deepEqual(run.counts, [[1, 1, 0, 0, 7, 0], [0, 8]]);
  const report = verifyElection(run.archive);
  assert.deepEqual(report.checks.filter((check) => check.outcome !== "passed"), []);
  assert.deepEqual([report.ok, report.ballots, report.counted, report.result], [true, 4, 3, run.counts]);
});

test("every vote that the rules allow makes a good ballot, all of one size but for digits", () => {
  const sizes = [[0, 1, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0], [0, 1, 0, 1, 0, 1], [1, 0, 0, 0, 0, 0]].flatMap((first) =>
    [[0, 0], [1, 0], [0, 1]].map((second) => {
      const ballot = cast([first, second]);
      const read = checkBallot(election, roll, ballot);
      assert.ok(read.canonical);
      return ballot.length;
    }));
  // About a tenth of the decimal scalars are a digit shorter: a few characters in some 90 scalars.
  assert.ok(Math.max(...sizes) - Math.min(...sizes) < 40, String(sizes));
});

test("votes outside the rules are refused before anything is encrypted", () => {
  const refused: [number[][], string][] = [
    [[[0, 1, 0, 0, 0, 0]], "choice.length"],
    [[[0, 1, 0, 0, 0], [0, 0]], "choice.length"],
    [[[0, 1, 0, 0, 0, 2], [0, 0]], "choice.value"],
    [[[0, 1, 0, 0, 0, 0.5], [0, 0]], "choice.value"],
    [[[0, 0, 0, 0, 0, 0], [0, 0]], "choice.range"],
    [[[0, 1, 1, 1, 1, 0], [0, 0]], "choice.range"],
    [[[1, 1, 0, 0, 0, 0], [0, 0]], "choice.blank"],
    [[[0, 1, 0, 0, 0, 0], [1, 1]], "choice.range"],
  ];
  for (const [choices, id] of refused) assert.equal(faultOf(() => cast(choices)), id, JSON.stringify(choices));
  const stranger = "22222-222222-22222-222222";
  assert.equal(faultOf(() => makeBallot(election, roll, stranger, [[1, 0, 0, 0, 0, 0], [0, 0]], random)), "credential.unknown");
  assert.equal(faultOf(() => checkBallot(election, roll, makeBallot(election, null, stranger, [[1, 0, 0, 0, 0, 0], [0, 0]], random))), "ballot.credential");
});

/** Every string inside a JSON value, with a way to replace it. */
function leaves(value: Json, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.keys(value).flatMap((key) => leaves((value as JsonObject)[key] as Json, [...at, key]));
}

function changed(root: Json, path: (string | number)[], change: (old: string) => string): Json {
  const copy = parseJson(writeJson(root));
  let inner = copy as JsonObject;
  for (const key of path.slice(0, -1)) inner = inner[key] as JsonObject;
  const last = path.at(-1) as string;
  inner[last] = change(inner[last] as string);
  return copy;
}

/** The ballot signed again by its owner, so that only what is inside can be wrong. */
function signedAgain(root: Json, code: string): Uint8Array {
  const { election_uuid, election_hash, credential, answers } = root as JsonObject;
  const unsigned = { election_uuid, election_hash, credential, answers } as JsonObject;
  const hash = hashOfUnsigned(unsigned);
  return encodeBallot(unsigned, hash, proveSchnorr(group, signaturePrefix(hash), deriveCredential(group, code, election.uuid), random));
}

const good = cast([[0, 1, 0, 0, 1, 0], [1, 0]]);
const goodJson = parseJson(fromUtf8(good)) as JsonObject;
const other = parseJson(fromUtf8(cast([[0, 0, 1, 0, 0, 0], [0, 1]]))) as JsonObject;

test("a ballot with any one value changed is refused", () => {
  const paths = leaves(goodJson);
  assert.equal(paths.length, 70);
  const nextDigit = (old: string): string => (old.endsWith("1") ? `${old.slice(0, -1)}2` : `${old.slice(0, -1)}1`);
  for (const path of paths) {
    const bytes = utf8(writeJson(changed(goodJson, path, nextDigit)));
    assert.match(faultOf(() => checkBallot(election, roll, bytes)), /^ballot\./u, path.join("."));
  }
});

test("inside the answers the proofs refuse it even when its owner signs it again", () => {
  for (const path of leaves(goodJson.answers as Json, ["answers"])) {
    let donor: Json = other;
    for (const key of path) donor = (donor as JsonObject)[key] as Json;
    const bytes = signedAgain(changed(goodJson, path, () => donor as string), codes[0] ?? "");
    const expected = /^ballot\.(?:individual_proof|overall_proof|blank_proof)$/u;
    assert.match(faultOf(() => checkBallot(election, roll, bytes)), expected, path.join("."));
  }
  assert.equal(faultOf(() => checkBallot(election, roll, signedAgain(goodJson, codes[0] ?? ""))), "accepted");
});

test("answers do not move to another credential", () => {
  const stolen = { ...goodJson, credential: publicCredential(group, deriveCredential(group, codes[1] ?? "", election.uuid)) };
  assert.equal(faultOf(() => checkBallot(election, roll, signedAgain(stolen, codes[1] ?? ""))), "ballot.individual_proof");
  assert.equal(faultOf(() => checkBallot(election, roll, signedAgain(stolen, codes[0] ?? ""))), "ballot.signature");
});

test("forms: what the published verifiers accept passes as not canonical, the rest is refused", () => {
  const text = fromUtf8(good);
  const check = (bytes: Uint8Array): string => faultOf(() => checkBallot(election, roll, bytes));
  assert.equal(check(utf8(` ${text}`)), "ballot.encoding");
  assert.equal(check(utf8(text.replace(",", ", "))), "ballot.encoding");
  assert.equal(check(utf8(text.replace('{"election_uuid"', '{"more":1,"election_uuid"'))), "ballot.encoding");
  assert.equal(check(utf8(text.replace('"credential"', '"election_uuid":"x","credential"'))), "ballot.encoding");
  assert.equal(check(utf8("[]")), "ballot.encoding");
  assert.equal(check(utf8("9".repeat(200_000))), "ballot.size");
  assert.equal(check(Uint8Array.of(0x7b, 0xff, 0x7d)), "ballot.encoding");
  const leading = ["answers", 0, "individual_proofs", 0, 0, "challenge"];
  const zero = signedAgain(changed(goodJson, leading, (old) => `0${old}`), codes[0] ?? "");
  assert.equal(checkBallot(election, roll, zero).canonical, false);
  const upper = signedAgain(changed(goodJson, ["answers", 0, "choices", 0, "alpha"], (old) => old.toUpperCase()), codes[0] ?? "");
  assert.equal(checkBallot(election, roll, upper).canonical, false);
  const high = signedAgain(changed(goodJson, leading, (old) => String(BigInt(old) + order)), codes[0] ?? "");
  assert.equal(check(high), "ballot.encoding");
  // A point of order 2 added to alpha: (x, y) becomes (-x, -y).
  const torsion = signedAgain(changed(goodJson, ["answers", 0, "choices", 0, "alpha"], (old) => {
    const value = BigInt(`0x${old}`);
    const p = (1n << 255n) - 19n;
    const y = value & ((1n << 255n) - 1n);
    return ((((value >> 255n) ^ 1n) << 255n) | (p - y)).toString(16).padStart(64, "0");
  }), codes[0] ?? "");
  assert.equal(check(torsion), "ballot.membership");
  const missing = signedAgain({ ...goodJson, answers: (goodJson.answers as Json[]).slice(1) }, codes[0] ?? "");
  assert.equal(check(missing), "ballot.shape");
});

test("trackers name the exact bytes", () => {
  assert.match(ballotTracker(good), /^[A-Za-z0-9+/]{43}$/u);
  assert.notEqual(ballotTracker(good), ballotTracker(cast([[0, 1, 0, 0, 1, 0], [1, 0]])));
});

test("the definition of an election is read strictly", () => {
  const text = fromUtf8(sample.electionJson);
  const read = (from: string, to: string): string => faultOf(() => {
    assert.ok(text.includes(from));
    parseElection(utf8(text.replace(from, to)));
  });
  assert.equal(read('"version":1', '"version":2'), "election.version");
  assert.equal(read('"group":"Ed25519"', '"group":"P-256"'), "election.group_unsupported");
  assert.equal(read('"min":1,"max":3', '"min":6,"max":6'), "election.question");
  assert.equal(read('"administrator":"nobody"', '"administrator":null'), "json.shape");
  assert.equal(read('"min":1', '"min":4'), "election.question");
  assert.equal(read('"min":1', '"min":1.5'), "json.number");
  assert.equal(read('"name"', '"uuid":"x","name"'), "json.duplicate_key");
  assert.equal(read(election.uuid, "0"), "election.uuid");
  assert.equal(read(election.publicKey, "0".repeat(63) + "1"), "election.public_key");
  assert.equal(read(election.publicKey, "0".repeat(64)), "election.public_key");
});

test("trustees and credentials are read strictly", () => {
  const text = fromUtf8(sample.trusteesJson);
  const [first] = sample.trustees;
  const pok = /"response":"(\d+)"/u.exec(text)?.[1] ?? "";
  assert.equal(faultOf(() => parseTrustees(group, utf8(text.replace(pok, String(BigInt(pok) ^ 1n))))), "trustee.pok");
  assert.equal(faultOf(() => parseTrustees(group, utf8(text.replace(first?.text ?? "", "0".repeat(64))))), "trustee.membership");
  assert.equal(faultOf(() => parseTrustees(group, utf8("[]"))), "trustee.limits");
  assert.equal(faultOf(() => parseTrustees(group, utf8(`${text.slice(0, -1)},${text.slice(1)}`))), "trustee.duplicate");
  const entry = publicCredential(group, deriveCredential(group, codes[0] ?? "", election.uuid));
  assert.equal(faultOf(() => parseRoll(utf8(`["${entry}","${entry},2"]`))), "credential.duplicate");
  for (const weight of ["00", "-1", "01", "1.5", "", "9007199254740992"]) {
    assert.equal(faultOf(() => parseRoll(utf8(`["${entry},${weight}"]`))), "credential.weight", weight);
  }
});

test("a partial decryption holds for its trustee, its tally and its election only", () => {
  const run = runElection(sample, [{ voter: 1, choices: [[0, 1, 0, 0, 0, 0], [0, 1]] }]);
  const [anna, barbara] = sample.trustees as [Trustee, Trustee];
  const bytes = run.decryptions[0]?.bytes as Uint8Array;
  assert.equal(faultOf(() => checkPartialDecryption(election, anna, run.tally, bytes)), "accepted");
  assert.equal(faultOf(() => checkPartialDecryption(election, barbara, run.tally, bytes)), "decryption.proof");
  assert.equal(faultOf(() => checkPartialDecryption({ ...election, phi: "x" }, anna, run.tally, bytes)), "decryption.proof");
  assert.equal(faultOf(() => makePartialDecryption(election, barbara, sample.secrets[0] as Scalar, run.tally, random)), "decryption.key");
  const root = parseJson(fromUtf8(bytes));
  for (const path of leaves(root)) {
    const swapped = utf8(writeJson(changed(root, path, (old) => (old.endsWith("1") ? `${old.slice(0, -1)}2` : `${old.slice(0, -1)}1`))));
    assert.match(faultOf(() => checkPartialDecryption(election, anna, run.tally, swapped)), /^decryption\.(?:proof|membership|encoding)$/u, path.join("."));
  }
  assert.equal(faultOf(() => parseTally(election, utf8(` ${fromUtf8(run.tallyJson)}`))), "tally.encoding");
  assert.equal(faultOf(() => parseTally(election, utf8("[[],[]]"))), "tally.shape");
});
