import assert from "node:assert/strict";
import { test } from "node:test";
import { ProtocolFault } from "../../src/protocol/fault.ts";
import type { Json, JsonObject } from "../../src/protocol/json.ts";
import { compare, exactText, minus, readable, readExact, toNumber, type Exact } from "../../src/ui/counts/exact.ts";
import { drawLot, lotAgrees } from "../../src/ui/counts/lot.ts";
import { numbersOf } from "../../src/ui/counts/record-detail.ts";
import { methods } from "../../src/ui/counts/record-parts.ts";
import { parseRecord, readRecord, recordLimits } from "../../src/ui/counts/record.ts";
import { plan, recordOf, recordText } from "./records.ts";

const exact = (text: string | number): Exact => readExact(text) as Exact;
const plain = (text: string) => text.replace(/[\u00a0\u202f]/gu, " ");

test("records of all eighteen methods are read, each in its family", () => {
  assert.deepEqual(new Set(plan.map((one) => one.method)), new Set(methods));
  assert.equal(methods.length, 18);
  for (const { record, method } of plan) assert.equal(recordOf(record).method, method, record);
  const scottish = recordOf("stv-scottish");
  assert.deepEqual(scottish.elected, [0, 1, 2]);
  assert.equal(scottish.quota?.text, "17");
  assert.deepEqual(scottish.ballots, { all: 67, blank: 2, invalid: 0, valid: 65 });
  assert.ok(scottish.detail.family === "transfer");
  assert.equal(scottish.detail.rounds[1]?.votes[1]?.text, "15.61105");
  assert.deepEqual(scottish.ties, [{ over: "exclusion", rule: "earlier_round", tied: [3, 4], chosen: [4] }]);
  const open = recordOf("open-tie");
  assert.deepEqual([open.complete, open.elected, open.lotSeed], [false, [], null]);
});

/** The record with one place in it changed: "rounds.0.votes" and so on; undefined takes the member away. */
function changed(name: string, path: string, value: Json | undefined): JsonObject {
  const record = JSON.parse(recordText(name)) as JsonObject;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const at = keys.reduce<JsonObject>((object, key) => object[key] as JsonObject, record);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return record;
}

test("a record that is wrong in one place is refused, and the place is named", () => {
  const cases: [string, string, Json | undefined, RegExp][] = [
    ["block", "extra", 1, /unknown member extra/u],
    ["block", "places", [], /unknown member places/u],
    ["block", "ties", undefined, /missing member ties/u],
    ["block", "method", "stv", /unknown method/u],
    ["block", "ballots.valid", 43, /do not add up/u],
    ["block", "ballots.spoilt", 0, /unknown member spoilt/u],
    ["block", "elected", [1, 2, 4], /elected and election_order differ/u],
    ["block", "complete", false, /complete disagrees/u],
    ["block", "withdrawn", [7], /candidate 7 of 6/u],
    ["block", "withdrawn", [0], /candidate 0 of 6/u],
    ["block", "rounds.0.round", 2, /round 1 is not in its place/u],
    ["block", "rounds.0.votes", [1, 2], /2 numbers for 6 candidates/u],
    ["block", "rounds.0.votes.2", "1/0", /not a number/u],
    ["block", "rounds.0.votes.2", "1e3", /not a number/u],
    ["block", "rounds.0.votes.2", 0.5, /not a number/u],
    ["block", "rounds.0.elected", [1], /elects others/u],
    ["lot", "lot_seed", "5EED", /lot_seed/u],
    ["lot", "lot_seed", "", /lot_seed/u],
    ["lot", "ties.0.rule", "coin", /unknown rule of a tie/u],
    ["lot", "ties.0.chosen", [], /no outcome/u],
    ["schulze", "pairwise.1", [0, 1], /numbers for 5 candidates/u],
    ["schulze", "places", [[5], [5]], /two places/u],
    ["ranked-pairs", "rounds.3.votes", 30, /disagrees with the table/u],
    ["ranked-pairs", "rounds.3.outcome", "won", /unknown outcome/u],
    ["stv-meek", "rounds.1.action", "jump", /unknown action/u],
    ["stv-meek", "rounds", [], /no rounds/u],
    ["majority-judgment", "grades.0", [1], /different lengths/u],
    ["majority-judgment", "medians.0", 7, /no grade/u],
    ["dhondt", "allocation.0", 3, /other seats than the allocation/u],
    ["people", "people", undefined, /people/u],
    ["people", "seated", undefined, /seated/u],
    ["people", "people.1", [], /candidate 9 of 7/u],
    ["people", "people.0.0.votes", -1, /votes/u],
    ["people", "people.0.0.age", 30, /unknown member age/u],
    ["people", "seated.0", [5, 5], /not its people's/u],
    ["people", "seated.0", [5, 6], /not its people's/u],
    ["people", "seated.0", [5, 4, 6], /not its people's/u],
    ["people", "seated.0", [11], /candidate 11 of 10/u],
    ["people", "seated.2", [10], /more votes has no seat/u],
    ["people", "ties.0.tied", [6, 11], /candidate 11 of 10/u],
    ["dhondt", "people", [], /people has 0/u],
    ["dhondt", "rounds.0.by_remainder", 0, /neither true nor false/u],
    ["equal-shares", "rounds.0.item", 9, /candidate 9 of 6/u],
    ["borda-groups", "group_effects.0.effect", "kept", /unknown effect/u],
  ];
  for (const [name, path, value, message] of cases) {
    const record = changed(name, path, value);
    assert.throws(() => readRecord(record), (error: Error) => {
      assert.ok(error instanceof ProtocolFault, `${name} ${path}: ${error.message}`);
      assert.ok(error.id === "count.record" || error.id === "json.shape", error.id);
      assert.match(error.message, message, `${name} ${path}`);
      return true;
    }, `${name} ${path}`);
  }
});

test("a file up to the limit is read, one byte more is not", () => {
  const text = recordText("block").trimEnd();
  assert.equal(parseRecord(text.padEnd(recordLimits.maxLength)).method, "block");
  assert.throws(() => parseRecord(text.padEnd(recordLimits.maxLength + 1)), /json\.size/u);
});

test("exact numbers stay exact and are rounded for the reader alone", () => {
  assert.deepEqual(exact("12.34500"), { num: 1_234_500n, den: 100_000n, text: "12.34500" });
  assert.deepEqual(exact("-5/2"), { num: -5n, den: 2n, text: "-5/2" });
  for (const bad of ["", "1.", ".5", "1/0", "1/02", "0x1", "1 ", "1/-2", "+1"]) assert.equal(readExact(bad), null, bad);
  assert.equal(readExact(2 ** 53), null);
  assert.equal(readExact(null), null);
  assert.equal(plain(readable(exact("17.00000"), "pl")), "17");
  assert.equal(plain(readable(exact("15.61105"), "pl")), "15,61");
  assert.equal(readable(exact("1/3"), "en"), "0.33");
  assert.equal(readable(exact("5/8"), "en"), "0.63");
  assert.equal(readable(exact("-2/3"), "en"), "−0.67");
  assert.equal(readable(exact("1.999"), "en"), "2.00");
  assert.equal(readable(exact("0.00010"), "en"), "< 0.01");
  assert.equal(readable(exact("0.005"), "en"), "0.01");
  assert.equal(plain(readable(exact(60000), "pl")), "60 000");
  assert.equal(exactText(exact("15.61105"), "pl"), "15,61105");
  assert.equal(exactText(exact("95/2"), "pl"), "95/2");
  assert.equal(compare(exact("1/3"), exact("0.333")), 1);
  assert.equal(compare(exact("0.50"), exact("1/2")), 0);
  assert.equal(readable(minus(exact("15.61105"), exact("15.00000")), "en"), "0.61");
  assert.equal(minus(exact("1/2"), exact("1/3")).text, "1/6");
  assert.equal(minus(exact(3), exact("3.0")).text, "0");
  assert.equal(toNumber(exact(`1${"0".repeat(400)}/2${"0".repeat(400)}`)), 0.5);
});

// Two equal people for one seat of their list: 41a854c6... is drawn for number 6, 5e72937f... for number 8.
test("a lot draws for people too, whose numbers go on after those of the lists", async () => {
  const record = recordOf("people");
  const draws = await drawLot(record.lotSeed ?? "", numbersOf(record.detail, record.candidates.length));
  assert.equal(draws.length, 10);
  const places = draws.map((one) => one.candidate);
  assert.ok(places.indexOf(5) < places.indexOf(7));
  assert.deepEqual(record.ties, [{ over: "people", rule: "lot", tied: [5, 7], chosen: [5] }]);
  assert.equal(lotAgrees(record, draws), true);
  assert.equal(lotAgrees({ ...record, ties: [{ over: "people", rule: "lot", tied: [5, 7], chosen: [7] }] }, draws), false);
});

// printf '%s%08x' 5eed N | xxd -r -p | sha256sum, for N = 1 to 4.
test("a lot drawn here is the one that the record names", async () => {
  const record = recordOf("lot");
  const draws = await drawLot(record.lotSeed ?? "", record.candidates.length);
  assert.deepEqual(draws.map((one) => `${one.candidate + 1} ${one.hash.slice(0, 16)}`), ["4 5d28167c09b11d18", "3 8434afc8869564d8", "2 8f66c19ae429089a", "1 f01f579e9b9c160e"]);
  const [tie] = record.ties;
  assert.deepEqual(draws.map((one) => one.candidate).filter((one) => tie?.tied.includes(one)).slice(0, 1), tie?.chosen);
  assert.equal(lotAgrees(record, draws), true);
  assert.equal(lotAgrees(record, [...draws].reverse()), false);
  const excluded = { groupEffects: [], ties: [{ over: "exclusion", rule: "lot", tied: [0, 1, 2], chosen: [0] } as const].map((one) => ({ ...one, tied: [...one.tied], chosen: [...one.chosen] })) };
  assert.equal(lotAgrees(excluded, draws), true);
  assert.equal(lotAgrees({ ...excluded, ties: [{ over: "exclusion", rule: "lot", tied: [0, 1, 2], chosen: [2] }] }, draws), false);
  assert.equal(lotAgrees(recordOf("stv-scottish"), draws), null);
  await assert.rejects(drawLot("", 2), RangeError);
  await assert.rejects(drawLot("00".repeat(65), 2), RangeError);
  assert.equal((await drawLot("00".repeat(64), 2)).length, 2);
});
