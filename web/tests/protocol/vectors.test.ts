import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { fromUtf8 } from "../../src/protocol/bytes.ts";
import { readBytes, repository } from "./support.ts";
import { makeVectors } from "./vectors.ts";

const files = await makeVectors();

test("the vectors in tests/vectors are what this code makes", () => {
  assert.equal(files.size, 10);
  for (const [name, text] of files) assert.ok(fromUtf8(readBytes(join(repository, "tests/vectors", name))) === text, name);
});

test("every bad thing among the vectors is refused", () => {
  const read = (name: string): unknown => JSON.parse(files.get(name) ?? "");
  const { bad_entries: entries } = read("acts.json") as { bad_entries: { name: string; failed: string }[] };
  const ballots = (read("elections.json") as { bad_ballots: { name: string; failed: string }[] }[]).flatMap((one) => one.bad_ballots);
  const kinds = read("kinds.json") as { ceremonies: { bad: typeof ballots }[]; elections: { bad_ballots: typeof ballots }[] };
  ballots.push(...kinds.ceremonies.flatMap((one) => one.bad), ...kinds.elections.flatMap((one) => one.bad_ballots));
  for (const { name, failed } of [...entries, ...ballots]) assert.notEqual(failed, "accepted", name);
  const { receipts } = read("receipts.json") as { receipts: { name: string; failed: string | null }[] };
  const { elections } = read("audits.json") as { elections: { audits: { name: string; failed: string | null }[] }[] };
  const audits = elections.flatMap((one) => one.audits);
  for (const { name, failed } of [...receipts, ...audits]) assert.equal(failed === null, name.startsWith("good"), `${name}: ${failed ?? "accepted"}`);
});
