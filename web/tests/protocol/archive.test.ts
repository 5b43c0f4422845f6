/** Elections that belenios-tool made, whole and with one change each. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseRecords } from "../../src/protocol/archive.ts";
import { checkIds, verifyElection } from "../../src/protocol/verify.ts";
import { faultOf, fixture, readBytes } from "./support.ts";

function archiveIn(folder: string): Uint8Array {
  const name = readdirSync(folder).find((one) => one.endsWith(".bel"));
  assert.ok(name !== undefined, folder);
  return readBytes(join(folder, name));
}

function failed(archive: Uint8Array): string {
  const report = verifyElection(archive);
  const lines = report.checks.filter((check) => check.outcome === "failed");
  assert.equal(report.ok, lines.length === 0);
  return lines.map((check) => `${check.id} ${check.detail.split(":")[0] ?? ""}`).join();
}

const revotes = [[0, 0, 3, 0, 1]];
const weighted = [[0, 6, 3_000_000_251, 251]];
const threshold = [[3, 3, 2], [2, 3, 1]];
// Lists one after the other: [[[2,2,1],[2,1,2,1]]]. Of rankings: the first question; then eight of them.
const lists = [[2, 2, 1, 2, 1, 2, 1]];
const elections = [
  { name: "ed25519-3.3.0-revotes", result: revotes }, { name: "ed25519-3.3.0-weighted", result: weighted },
  { name: "ff-3.3.0-weighted", result: weighted }, { name: "v20-revotes", result: revotes }, { name: "v20-weighted", result: weighted },
  { name: "ed25519-3.3.0-homomorphic-threshold", result: threshold }, { name: "ff-3.3.0-homomorphic-threshold", result: threshold },
  { name: "ed25519-3.3.0-lists", result: lists }, { name: "ed25519-3.3.0-ranking-shuffles" }, { name: "ff-3.3.0-ranking-shuffles" },
];

for (const { name, result } of elections) {
  const folder = fixture(`belenios/${name}`);
  test(`${name} verifies`, { skip: folder === null && "../shared/fixtures is not there" }, () => {
    const report = verifyElection(archiveIn(folder as string));
    const shuffled = name.includes("shuffles");
    assert.deepEqual(report.checks.filter((check) => check.outcome !== "passed"), []);
    assert.deepEqual(report.checks.map((check) => check.id), checkIds.filter((id) => shuffled || !id.startsWith("shuffle.")));
    assert.ok(report.ok);
    if (result !== undefined) assert.deepEqual(report.result, result);
    else assert.deepEqual([report.result?.[0], report.result?.[1]?.length, report.shuffles], [[5, 2], 8 * 4, 2]);
  });

  if (name !== "ed25519-3.3.0-revotes" && name !== "ed25519-3.3.0-weighted") continue;
  test(`${name} cut or changed at any record does not`, { skip: folder === null && "../shared/fixtures is not there" }, () => {
    const archive = archiveIn(folder as string);
    for (let at = 0; at < archive.length; at += 997) {
      const changed = archive.slice();
      changed[at] = (changed[at] as number) ^ 1;
      assert.notEqual(failed(changed), "", `byte ${String(at)}`);
    }
    let end = 0;
    for (const record of parseRecords(archive)) {
      end += 512 * (1 + Math.ceil(record.body.length / 512));
      if (!record.name.endsWith(".event.json")) assert.notEqual(failed(archive.slice(0, end)), "", record.name);
    }
    assert.equal(faultOf(() => parseRecords(archive.slice(0, -1))), "archive.truncated");
    assert.notEqual(failed(new Uint8Array(0)), "");
  });
}

// What each change must be caught by; the two named last are accepted with a warning.
const tampered: Record<string, string> = {
  "chain-ballot-after-endballots": "archive.order archive.order",
  "chain-ballot-removed-rebuilt": "tally.encrypted tally.encrypted",
  "chain-ballots-reordered-rebuilt": "tally.encrypted tally.encrypted",
  "encrypted-tally-altered": "tally.encrypted tally.encrypted",
  "encrypted-tally-event-removed": "archive.order archive.order",
  "encrypted-tally-num-tallied-altered": "tally.num_tallied tally.num_tallied",
  "encrypted-tally-total-weight-altered": "tally.total_weight tally.total_weight",
  "result-changed": "result.counts result.value",
};

const tamperedFolder = fixture("belenios/tampered/ed25519-3.3.0-revotes");
test("every tampered election with single trustees is rejected for its reason", { skip: tamperedFolder === null && "../shared/fixtures is not there" }, () => {
  for (const variant of readdirSync(tamperedFolder as string)) {
    const reason = failed(archiveIn(join(tamperedFolder as string, variant)));
    assert.notEqual(reason, "", variant);
    if (variant in tampered) assert.equal(reason, tampered[variant], variant);
  }
});
