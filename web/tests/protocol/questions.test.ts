/** Rankings, grades and lists: every rule of a vote, every proof of a ballot, whole elections. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeBallot, hashOfUnsigned, signaturePrefix } from "../../src/protocol/ballot.ts";
import { checkBallot } from "../../src/protocol/ballot-check.ts";
import { makeBallot } from "../../src/protocol/ballot-make.ts";
import { fromUtf8, utf8 } from "../../src/protocol/bytes.ts";
import { deriveCredential } from "../../src/protocol/credential.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import { parseElection } from "../../src/protocol/election.ts";
import { belenios2048, rfc3526 } from "../../src/protocol/finite-field.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../../src/protocol/json.ts";
import { proveNonzero, verifyNonzero } from "../../src/protocol/nonzero.ts";
import { proveSchnorr } from "../../src/protocol/proofs.ts";
import { randomScalar, scalarOf } from "../../src/protocol/scalar.ts";
import { verifyElection } from "../../src/protocol/verify.ts";
import { runElection, sampleCeremony, sampleElection, type ElectionSample, type Vote } from "./sample.ts";
import { faultOf, seededRandom } from "./support.ts";

const ranking = { type: "NonHomomorphic", value: { answers: ["Ala", "Bea", "Cyd"], question: "Rank" } };
const lists = { type: "Lists", value: { answers: [["First", "Ala", "Bea"], ["Second", "Cyd"]], question: "Lists" } };
const yesNo = { answers: ["yes", "no"], min: 1, max: 1, question: "Online?" };
const sample = sampleElection("rankings and lists", [yesNo, ranking, lists], ["Anna", "Barbara"], [1, 1, 1]);
const { election, roll, codes, random } = sample;
const vote = [[1, 0], [2, 1, 255], [0, 0, 0, 1, 1]];

const cast = (choices: number[][], voter = 0): Uint8Array => makeBallot(election, roll, codes[voter] ?? "", choices, random);

test("votes outside the rules are refused before anything is encrypted", () => {
  const refused: [number[], number[], string][] = [
    [[1, 2], [1, 1, 0, 0, 0], "choice.length"], [[1, 2, 3, 4], [1, 1, 0, 0, 0], "choice.length"],
    [[1, 2, 256], [1, 1, 0, 0, 0], "choice.value"], [[1, 2, -1], [1, 1, 0, 0, 0], "choice.value"], [[1, 2, 0.5], [1, 1, 0, 0, 0], "choice.value"],
    [[1, 2, 3], [1, 0, 0, 0, 0], "choice.list"], [[1, 2, 3], [0, 0, 0, 0, 0], "choice.list"], [[1, 2, 3], [1, 1, 0, 1, 1], "choice.list"],
    [[1, 2, 3], [1, 1, 0, 0, 1], "choice.list"], [[1, 2, 3], [1, 2, 0, 0, 0], "choice.value"], [[1, 2, 3], [1, 1, 0, 0], "choice.length"],
  ];
  for (const [ranks, chosen, id] of refused) assert.equal(faultOf(() => cast([[1, 0], ranks, chosen])), id, JSON.stringify([ranks, chosen]));
});

test("an election with a ranking and lists, from setup to result", () => {
  const run = runElection(sample, [
    { voter: 0, choices: [[0, 1], [9, 9, 9], [1, 1, 1, 0, 0]] }, { voter: 1, choices: [[0, 1], [0, 0, 0], [1, 0, 1, 0, 0]] },
    { voter: 0, choices: vote }, { voter: 2, choices: [[1, 0], [1, 2, 3], [0, 0, 0, 1, 1]] },
  ]);
  // By hand: voter 0's first ballot is replaced.
  assert.deepEqual([run.counts[0], run.counts[2]], [[2, 1], [1, 0, 1, 2, 2]]);
  const numbers = run.counts[1] ?? [];
  const votes = [0, 3, 6].map((at) => numbers.slice(at, at + 3).join()).sort();
  assert.deepEqual(votes, ["0,0,0", "1,2,3", "2,1,255"]);
  assert.match(fromUtf8(run.resultJson), /^\{"result":\[\[2,1\],\[\[\d+,\d+,\d+\],\[\d+,\d+,\d+\],\[\d+,\d+,\d+\]\],\[\[1,0,1\],\[2,2\]\]\]\}$/u);
  const report = verifyElection(run.archive);
  assert.deepEqual(report.checks.filter((check) => check.outcome !== "passed"), []);
  assert.deepEqual([report.ok, report.result, report.shuffles], [true, run.counts, 2]);
});

test("nobody voted on a ranking: empty shuffles and an empty result", () => {
  const run = runElection(sample, []);
  assert.equal(fromUtf8(run.tallyJson).includes(",[],"), true);
  assert.deepEqual(run.counts, [[0, 0], [], [0, 0, 0, 0, 0]]);
  assert.ok(verifyElection(run.archive).ok);
});

test("all of it in RFC-3526-2048, decrypted by two of three trustees and a single one", async () => {
  const ceremony = await sampleCeremony("ranking in RFC-3526-2048", 3, 2, rfc3526);
  const other = sampleElection("rfc", [ranking, lists], ["Anna"], [1, 1], rfc3526, ceremony);
  const votes: Vote[] = [{ voter: 0, choices: [[3, 2, 1], [1, 1, 0, 0, 0]] }, { voter: 1, choices: [[255, 0, 7], [0, 0, 0, 1, 1]] }];
  const run = runElection(other, votes, [1, 3, 4]);
  assert.deepEqual(run.counts[1], [1, 1, 0, 1, 1]);
  assert.deepEqual(verifyElection(run.archive).result, run.counts);
});

function leaves(value: Json, at: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.keys(value).flatMap((key) => leaves((value as JsonObject)[key] as Json, [...at, key]));
}
function at(value: Json, path: readonly string[]): Json {
  return path.reduce<Json>((inner, key) => (inner as JsonObject)[key] as Json, value);
}
function replaced(root: Json, path: readonly string[], by: Json): JsonObject {
  const copy = parseJson(writeJson(root)) as JsonObject;
  (at(copy, path.slice(0, -1)) as JsonObject)[path.at(-1) as string] = by;
  return copy;
}
function signedAgain({ election: { group, uuid }, codes: [code = ""] }: ElectionSample, { election_uuid, election_hash, credential, answers }: JsonObject): Uint8Array {
  const unsigned = { election_uuid, election_hash, credential, answers } as JsonObject;
  const hash = hashOfUnsigned(unsigned);
  return encodeBallot(unsigned, hash, proveSchnorr(group, signaturePrefix(hash), deriveCredential(group, code, uuid), random));
}

const good = parseJson(fromUtf8(cast(vote))) as JsonObject;
const donor = parseJson(fromUtf8(cast([[0, 1], [2, 1, 255], [1, 1, 0, 0, 0]]))) as JsonObject;

test("a value of another ballot is refused by the proof that binds it, even when the voter signs again", () => {
  const seen = new Set<string>();
  for (const path of leaves(good.answers as Json, ["answers"])) {
    if (path[1] === "0") continue;
    const id = faultOf(() => checkBallot(election, roll, signedAgain(sample, replaced(good, path, at(donor, path)))));
    seen.add(id);
    const expected = path[1] === "1" ? /^ballot\.knowledge_proof$/u : /^ballot\.(?:individual|overall|list|nonzero)_proof$/u;
    assert.match(id, expected, path.join("."));
  }
  assert.deepEqual([...seen].sort(), ["ballot.individual_proof", "ballot.knowledge_proof", "ballot.list_proof", "ballot.nonzero_proof", "ballot.overall_proof"]);
  assert.equal(faultOf(() => checkBallot(election, roll, signedAgain(sample, good))), "accepted");
});

test("shapes: lists are nested as in the question, a ranking is one ciphertext", () => {
  const fault = (path: string[], by: Json): string => faultOf(() => checkBallot(election, roll, signedAgain(sample, replaced(good, path, by))));
  const choices = at(good, ["answers", "2", "choices"]) as Json[];
  assert.equal(fault(["answers", "2", "choices"], choices.flat()), "ballot.shape");
  assert.equal(fault(["answers", "2", "choices"], [choices[1] as Json, choices[0] as Json]), "ballot.shape");
  assert.equal(fault(["answers", "2", "list_proofs"], []), "ballot.shape");
  assert.equal(fault(["answers", "2", "overall_proof"], [at(good, ["answers", "2", "overall_proof"])]), "ballot.shape");
  assert.equal(fault(["answers", "2", "nonzero_proof", "response"], ["1"]), "ballot.shape");
  assert.equal(fault(["answers", "1", "choices"], [at(good, ["answers", "1", "choices"])]), "ballot.shape");
  assert.equal(fault(["answers", "1", "proof"], [at(good, ["answers", "1", "proof"])]), "ballot.shape");
});

// SECURITY: an A0 of small order satisfies the equations when its order divides the challenge.
test("the commitment of a non-zero proof must be a member of the group, and not neutral", () => {
  const commitment = (text: string): string =>
    faultOf(() => checkBallot(election, roll, signedAgain(sample, replaced(good, ["answers", "2", "nonzero_proof", "commitment"], text))));
  const p = (1n << 255n) - 19n;
  assert.equal(commitment((p - 1n).toString(16).padStart(64, "0")), "ballot.membership");
  assert.equal(commitment("0".repeat(64)), "ballot.membership");
  assert.equal(commitment("0".repeat(63) + "1"), "ballot.nonzero_proof");
});

test("a non-zero proof holds for 1, 2 and 3, and cannot be made for 0", () => {
  for (const group of [ed25519, belenios2048]) {
    const { scalars } = group;
    const source = seededRandom("nonzero");
    const y = group.powerOfGenerator(randomScalar(scalars, source));
    for (const m of [0, 1, 2, 3]) {
      const r = randomScalar(scalars, source);
      const message = group.powerOfGenerator(scalarOf(scalars, m));
      const ciphertext = { alpha: group.powerOfGenerator(r), beta: group.multiply(group.power(y, r), message) };
      const proof = proveNonzero(group, "test|", y, ciphertext, r, source);
      assert.equal(verifyNonzero(group, "test|", y, ciphertext, proof), m !== 0, String(m));
      assert.equal(verifyNonzero(group, "other|", y, ciphertext, proof), false);
    }
  }
});

test("definitions of questions are read strictly", () => {
  const text = fromUtf8(sample.electionJson);
  const read = (from: string | RegExp, to: string): string => faultOf(() => {
    const changed = text.replace(from, to);
    assert.notEqual(changed, text);
    parseElection(utf8(changed));
  });
  assert.equal(read('"NonHomomorphic"', '"Other"'), "election.question");
  assert.equal(read('["Second","Cyd"]', '["Second"]'), "election.question");
  assert.equal(read('["Second","Cyd"]', "[]"), "election.question");
  assert.equal(read('["Ala","Bea","Cyd"]', "[]"), "election.question");
  assert.equal(read('["Ala","Bea","Cyd"]', JSON.stringify(Array.from({ length: 30 }, () => "x"))), "accepted");
  assert.equal(read('["Ala","Bea","Cyd"]', JSON.stringify(Array.from({ length: 31 }, () => "x"))), "election.question");
  assert.equal(read('{"type":"Lists"', '{"extra":{"a":1},"type":"Lists"'), "accepted");
  assert.equal(read('{"type":"Lists"', '{"more":1,"type":"Lists"'), "json.shape");
  assert.equal(read('"question":"Lists"', '"question":1'), "json.shape");
  // A group without an embedding has no rankings.
  assert.equal(faultOf(() => sampleElection("no embedding", [ranking], ["Anna"], [1], belenios2048)), "election.question");
});

test("votes that are shuffled count once", () => {
  const weighted = sampleElection("weights", [ranking], ["Anna"], [1, 2]);
  const report = verifyElection(runElection(weighted, [], [1]).archive);
  assert.match(report.checks.find((one) => !one.ok)?.detail ?? "", /^credential\.weight/u);
});
