/** Shuffles: what a mixer does, and everything that a mixer might try. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromUtf8, utf8 } from "../../src/protocol/bytes.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import type { Ciphertext } from "../../src/protocol/elgamal.ts";
import { ProtocolFault } from "../../src/protocol/fault.ts";
import { belenios2048, rfc3526 } from "../../src/protocol/finite-field.ts";
import type { Group } from "../../src/protocol/group.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../../src/protocol/json.ts";
import { randomScalar } from "../../src/protocol/scalar.ts";
import { SecretPermutation } from "../../src/protocol/secret-permutation.ts";
import { applyShuffle, shuffleTally } from "../../src/protocol/shuffle.ts";
import { makeShuffle } from "../../src/protocol/shuffle-make.ts";
import { checkShuffleProof } from "../../src/protocol/shuffle-proof.ts";
import { sampleElection, tallySample } from "./sample.ts";
import { faultOf, seededRandom } from "./support.ts";

test("permutations are permutations, all of them equally likely, and undone by their inverse", () => {
  const random = seededRandom("permutations");
  for (const size of [0, 1, 2, 3, 7, 16, 100]) {
    const rows = Array.from({ length: size }, (_, i) => Uint8Array.of(i, 255 - i));
    const permutation = new SecretPermutation(size, random);
    const moved = permutation.apply(rows);
    assert.deepEqual(permutation.applyInverse(moved), rows);
    assert.deepEqual(moved.map((one) => one[0]).sort((a = 0, b = 0) => a - b), rows.map((one) => one[0]));
  }
  const seen = new Map<string, number>();
  const letters = ["a", "b", "c", "d"].map((one) => utf8(one));
  for (let i = 0; i < 4800; i += 1) {
    const order = new SecretPermutation(4, random).apply(letters).map(fromUtf8).join("");
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  // 24 orders, 200 each, standard deviation 14.
  assert.equal(seen.size, 24);
  for (const [order, times] of seen) assert.ok(times > 130 && times < 270, `${order} ${String(times)}`);
});

interface Input {
  group: Group;
  phi: string;
  y: Ciphertext["alpha"];
  secret: ReturnType<typeof randomScalar>;
  input: Ciphertext[];
}

function inputOf(group: Group, messages: Ciphertext["alpha"][]): Input {
  const random = seededRandom("input");
  const secret = randomScalar(group.scalars, random);
  const y = group.powerOfGenerator(secret);
  const input = messages.map((message) => {
    const r = randomScalar(group.scalars, random);
    return { alpha: group.powerOfGenerator(r), beta: group.multiply(group.power(y, r), message) };
  });
  return { group, phi: "phi", y, secret, input };
}

for (const [group, size] of [[ed25519, 9], [belenios2048, 3], [rfc3526, 2], [ed25519, 1], [ed25519, 0]] as const) {
  test(`${group.name}: ${String(size)} ciphertexts, re-encrypted in another order, hold the same messages`, () => {
    const messages = Array.from({ length: size }, (_, i) => group.independentGenerator(100 + i));
    const { phi, y, secret, input } = inputOf(group, messages);
    let steps = 0;
    const { ciphertexts, proof } = makeShuffle(group, phi, y, input, seededRandom("mixer"), () => void (steps += 1));
    assert.equal(steps, 4 * size);
    const opened = ciphertexts.map(({ alpha, beta }) => group.encode(group.divide(beta, group.power(alpha, secret))));
    assert.deepEqual([...opened].sort(), messages.map(group.encode).sort());
    if (size === 9) assert.notDeepEqual(opened, messages.map(group.encode));
    const known = new Set(input.flatMap(({ alpha, beta }) => [group.encode(alpha), group.encode(beta)]));
    assert.ok(ciphertexts.every(({ alpha, beta }) => !known.has(group.encode(alpha)) && !known.has(group.encode(beta))));
    const statement = { group, phi, y, input, output: ciphertexts, c: proof.c };
    checkShuffleProof(statement, proof);
    if (size === 0) return; // Nothing is shuffled: no equation has anything to bind.
    assert.equal(faultOf(() => checkShuffleProof({ ...statement, phi: "other" }, proof)), "shuffle.proof");
    assert.equal(faultOf(() => checkShuffleProof({ ...statement, y: group.generator }, proof)), "shuffle.proof");
    if (size < 2) return;
    const [first, second, ...rest] = ciphertexts as [Ciphertext, Ciphertext];
    for (const output of [[second, first, ...rest], [first, first, ...rest], [{ ...first, beta: group.multiply(first.beta, group.generator) }, second, ...rest]]) {
      assert.equal(faultOf(() => checkShuffleProof({ ...statement, output }, proof)), "shuffle.proof");
    }
    assert.equal(faultOf(() => checkShuffleProof({ ...statement, input: input.slice(1) }, proof)), "shuffle.shape");
  });
}

test("a mixer who lies in one place is caught by the equation about it", () => {
  const size = 3;
  const { phi, y, input } = inputOf(ed25519, Array.from({ length: size }, (_, i) => ed25519.independentGenerator(i)));
  /** The same group, in which one power, by its number among the powers of g or of y, is larger by a factor g. */
  const lying = (ofGenerator: number, ofKey: number): Group => {
    const calls = { g: 0, y: 0 };
    const spoil = (count: number, at: number, point: Ciphertext["alpha"]): Ciphertext["alpha"] =>
      (count === at ? ed25519.multiply(point, ed25519.generator) : point);
    return {
      ...ed25519,
      powerOfGenerator: (exponent) => spoil(calls.g++, ofGenerator, ed25519.powerOfGenerator(exponent)),
      power: (base, exponent) => (base === y ? spoil(calls.y++, ofKey, ed25519.power(base, exponent)) : ed25519.power(base, exponent)),
    };
  };
  const caught = (ofGenerator: number, ofKey = -1): string => {
    const { ciphertexts, proof } = makeShuffle(lying(ofGenerator, ofKey), phi, y, input, seededRandom("liar"));
    try {
      checkShuffleProof({ group: ed25519, phi, y, input, output: ciphertexts, c: proof.c }, proof);
    } catch (error) {
      return error instanceof ProtocolFault ? error.detail : "broken";
    }
    return "";
  };
  assert.equal(caught(-1), "");
  // Re-encryptions, commitments to the permutation, the end of the chain, then the first messages t^, t1, t2, t3, t42.
  const places = [[0, "t42"], [size, "t1"], [3 * size - 1, "t2"], [3 * size, "t^ 1"], [4 * size - 1, "t^ 3"], [4 * size, "t1"], [4 * size + 1, "t2"],
    [4 * size + 2, "t3"], [4 * size + 3, "t42"]] as const;
  for (const [place, equation] of places) assert.equal(caught(place), equation, String(place));
  assert.equal(caught(-1, 0), "t41");
  assert.equal(caught(-1, size), "t41");
});

const ranking = { type: "NonHomomorphic", value: { answers: ["Ala", "Bea"], question: "Rank" } };
const yesNo = { answers: ["yes", "no"], min: 0, max: 1, question: "Yes?" };
const sample = sampleElection("shuffles", [ranking, yesNo, ranking], ["Anna"], [1, 1, 1]);
const { election, random } = sample;
const { tally } = tallySample(sample, [0, 1, 2].map((voter) => ({ voter, choices: [[voter, 1], [1, 0], [7, voter]] })), []);
const bytes = shuffleTally(election, tally, random);

test("only shuffled questions change; progress goes to its end", () => {
  const after = applyShuffle(election, tally, bytes);
  assert.deepEqual(after[1], tally[1]);
  assert.notDeepEqual(after[0], tally[0]);
  const steps: string[] = [];
  shuffleTally(election, tally, random, (done, total) => void steps.push(`${String(done)}/${String(total)}`));
  assert.deepEqual([steps.length, steps[0], steps.at(-1)], [24, "1/24", "24/24"]);
});

function leaves(value: Json, at: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.keys(value).flatMap((key) => leaves((value as JsonObject)[key] as Json, [...at, key]));
}

test("any one value changed, in the ciphertexts or the proof, is refused", () => {
  const root = parseJson(fromUtf8(bytes)) as JsonObject;
  const donor = parseJson(fromUtf8(shuffleTally(election, tally, random))) as JsonObject;
  const paths = leaves(root);
  assert.equal(paths.length, 2 * (3 * 2 + 5 + 3 + 4 + 3 + 3 + 3 + 3));
  for (const path of paths) {
    const copy = parseJson(writeJson(root)) as JsonObject;
    const parent = path.slice(0, -1).reduce<JsonObject>((inner, key) => inner[key] as JsonObject, copy);
    const other = path.reduce<Json>((inner, key) => (inner as JsonObject)[key] as Json, donor);
    parent[path.at(-1) as string] = other;
    assert.equal(faultOf(() => applyShuffle(election, tally, utf8(writeJson(copy)))), "shuffle.proof", path.join("."));
  }
});

test("forms and shapes", () => {
  const text = fromUtf8(bytes);
  const fault = (changed: string): string => faultOf(() => {
    assert.notEqual(changed, text);
    applyShuffle(election, tally, utf8(changed));
  });
  assert.equal(fault(text.replace(",", ", ")), "shuffle.encoding");
  assert.equal(fault(`${text} `), "shuffle.encoding");
  assert.equal(fault(text.replace("{", '{"a":1,')), "shuffle.shape");
  assert.equal(fault(text.replace(/"alpha":"(\w+)","beta":"(\w+)"/u, '"beta":"$2","alpha":"$1"')), "shuffle.encoding");
  assert.equal(fault(text.replace(/"alpha":"\w+"/u, `"alpha":"${"0".repeat(64)}"`)), "shuffle.membership");
  assert.equal(fault(text.replace(/"proofs":\[\[\["\w+"/u, `"proofs":[[["${"0".repeat(64)}"`)), "shuffle.membership");
  assert.equal(fault(text.replace(/"proofs":.*/u, '"proofs":[]}')), "shuffle.shape");
  assert.equal(fault(text.replace(/\[\{"alpha[^}]*\},/u, "[")), "shuffle.shape");
  assert.equal(fault(text.replace(/(\],\[)"(\d)/u, '$1"0$2')), "shuffle.encoding");
  assert.equal(fault('{"ciphertexts":[],"proofs":[]}'), "shuffle.shape");
});
