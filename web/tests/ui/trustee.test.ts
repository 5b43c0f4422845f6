import assert from "node:assert/strict";
import { test } from "node:test";
import { blamed, runOf, turnOf, type CeremonyState } from "../../src/ui/trustee/state.ts";

/** One alone, then three; `done`: how many of them, from the first, have taken each step of the ceremony. */
function stateOf(done: [number, number, number, number], alone = false): CeremonyState {
  const texts = (count: number) => [null, ...[0, 1, 2].map((i) => (i < count ? `text ${i}` : null))];
  const key = texts(done[3]);
  if (alone) key[0] = "key";
  return {
    election: "e", title: "t", prepared: false, withdrawn: null, withdrawal: null, group: "Ed25519", names: ["A", "B", "C", "D"], trustees: ["a", "b", "c", "d"],
    runs: [{ size: 1, threshold: 1 }, { size: 3, threshold: 2 }],
    posted: { certificate: texts(done[0]), commitment: texts(done[1]), polynomial: texts(done[2]), key },
  };
}

test("whose turn it is, and whom they wait for", () => {
  assert.deepEqual(runOf(stateOf([0, 0, 0, 0]), 3), { first: 2, size: 3, threshold: 2 });
  assert.throws(() => runOf(stateOf([0, 0, 0, 0]), 5));
  const turn = (done: [number, number, number, number], owner: number) => turnOf(stateOf(done), owner);
  assert.deepEqual(turn([0, 0, 0, 0], 2), { step: "certificate", waitingFor: [] });
  assert.deepEqual(turn([1, 0, 0, 0], 2), { step: "commitment", waitingFor: [3, 4] });
  assert.deepEqual(turn([3, 0, 0, 0], 2), { step: "commitment", waitingFor: [] });
  assert.deepEqual(turn([3, 2, 0, 0], 2), { step: "polynomial", waitingFor: [4] });
  assert.deepEqual(turn([3, 3, 2, 0], 3), { step: "key", waitingFor: [4] });
  assert.deepEqual(turn([3, 3, 3, 1], 2), { step: null, waitingFor: [3, 4] });
  assert.deepEqual(turn([3, 3, 3, 3], 2), { step: null, waitingFor: [] });
  assert.deepEqual(turn([3, 3, 3, 3], 1), { step: "key", waitingFor: [] });
  assert.deepEqual(turnOf(stateOf([0, 0, 0, 0], true), 1), { step: null, waitingFor: [] });
});

test("a refusal that blames somebody is turned into a number of the election", () => {
  const run = { first: 4, size: 3, threshold: 2 };
  assert.equal(blamed("trustee 2: not what was committed to", run), 5);
  assert.equal(blamed("trustee 3 has the key of another", run), 6);
  for (const detail of ["trustee 4: x", "trustee 0: x", "not the seed of trustee 2", ""]) assert.equal(blamed(detail, run), null, detail);
});
