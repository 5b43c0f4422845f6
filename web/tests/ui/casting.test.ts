import assert from "node:assert/strict";
import { test } from "node:test";
import { aheadOf, padBytes, padJson, paddingFor, Problem, problemOf } from "../../src/api/http.ts";
import { happened } from "../../src/pages/booth.tsx";
import { castingStep, isCertain, wouldLose, type Casting, type CastingEvent } from "../../src/ui/casting.ts";

interface Sealed {
  bytes: string;
}
type State = Casting<Sealed, string>;
type Event = CastingEvent<Sealed, string>;

const lost = new Problem("network", "network", 0, "", "", "", undefined);
const closed = problemOf(409, { type: "/problems/ballot.closed", title: "closed", vote_recorded: false });
const first: Sealed = { bytes: "first" };

function play(...events: Event[]): State {
  return events.reduce<State>((state, event) => castingStep(state, event), { at: "choose" });
}

const toSealed: Event[] = [{ type: "reviewed" }, { type: "sealing" }, { type: "sealed", sealed: first }];

test("the way through: choose, review, seal, send, receipt", () => {
  assert.equal(play({ type: "reviewed" }).at, "review");
  assert.equal(play(...toSealed).at, "sealed");
  assert.equal(play(...toSealed, { type: "send" }).at, "sending");
  assert.deepEqual(play(...toSealed, { type: "send" }, { type: "answered", receipt: "R" }), { at: "cast", sealed: first, receipt: "R" });
});

test("what happens to a vote is ticked off when it has happened: the box has it with the receipt, not before", () => {
  const sending = play(...toSealed, { type: "send" });
  const expected: [State, number][] = [
    [play(), 0], [play({ type: "reviewed" }), 1], [play({ type: "reviewed" }, { type: "sealing" }), 1], [play(...toSealed), 2], [sending, 2],
    [castingStep(sending, { type: "failed", problem: lost }), 2], [castingStep(sending, { type: "failed", problem: closed }), 2],
  ];
  for (const [state, ticks] of expected) assert.equal(happened(state.at), ticks, state.at);
});

test("a lost connection is 'unknown', never 'cast' and never 'refused', and a retry sends the same bytes", () => {
  const unknown = play(...toSealed, { type: "send" }, { type: "failed", problem: lost });
  assert.equal(unknown.at, "unknown");
  const again = castingStep(unknown, { type: "send" });
  assert.ok(again.at === "sending" && again.sealed === first && again.attempt === 2);
  // A worker that answers late, or a second one, cannot replace bytes that may have been sent.
  const late = castingStep(again, { type: "sealed", sealed: { bytes: "second" } });
  assert.equal(late, again);
  assert.equal(castingStep(unknown, { type: "sealed", sealed: { bytes: "second" } }), unknown);
});

test("there is no way back to the choice while bytes may be on their way", () => {
  const sending = play(...toSealed, { type: "send" });
  const unknown = castingStep(sending, { type: "failed", problem: lost });
  for (const state of [sending, unknown]) {
    for (const type of ["changed", "start_over", "reviewed", "sealing"] as const) assert.equal(castingStep(state, { type }), state, `${state.at} ${type}`);
  }
});

test("only a receipt leads to 'cast'", () => {
  const events: Event[] = [
    { type: "reviewed" }, { type: "changed" }, { type: "sealing" }, { type: "progress", done: 1, total: 2 }, { type: "sealed", sealed: first },
    { type: "seal_failed" }, { type: "send" }, { type: "failed", problem: lost }, { type: "failed", problem: closed }, { type: "looked_absent" }, { type: "start_over" },
  ];
  // Every sequence of up to four of these events, without "answered", from every state that they reach.
  let reached: State[] = [{ at: "choose" }];
  for (let depth = 0; depth < 6; depth += 1) {
    reached = reached.flatMap((state) => events.map((event) => castingStep(state, event)));
    assert.ok(reached.every((state) => state.at !== "cast"));
    const seen = new Map(reached.map((state) => [JSON.stringify(state), state]));
    reached = [...seen.values()];
  }
});

test("an answer that was not asked for changes nothing", () => {
  for (const state of [play(), play({ type: "reviewed" }), play(...toSealed)]) assert.equal(castingStep(state, { type: "answered", receipt: "R" }), state);
});

test("a refusal is final only when the server says so for these bytes", () => {
  assert.equal(isCertain(closed), true);
  assert.equal(isCertain(lost), false);
  assert.equal(isCertain(problemOf(400, {})), true);
  for (const status of [401, 408, 429, 500, 502, 503]) assert.equal(isCertain(problemOf(status, {})), false, String(status));
  for (const status of [401, 408, 429, 503]) assert.equal(isCertain(problemOf(status, { vote_recorded: false })), false, String(status));
  assert.equal(isCertain(problemOf(409, { vote_recorded: true })), false);
});

test("leaving warns only where something would be lost", () => {
  assert.equal(wouldLose(play()), false);
  assert.equal(wouldLose(play(...toSealed)), true);
  assert.equal(wouldLose(play(...toSealed, { type: "send" })), true);
  assert.equal(wouldLose(play(...toSealed, { type: "send" }, { type: "answered", receipt: "R" })), false);
});

test("problem+json: the id comes from the type, and a strange body still gives a problem", () => {
  assert.equal(closed.id, "ballot.closed");
  assert.equal(closed.voteRecorded, false);
  assert.equal(problemOf(500, "<html>").id, "http.500");
  assert.equal(problemOf(404, { type: "https://ogniwo.example/problems/vote.unknown" }).id, "vote.unknown");
  assert.equal(problemOf(400, { type: 5, title: {} }).title, "");
});

test("what is cast has the same length whatever was chosen, and its bytes are unchanged", () => {
  for (const [length, padding] of [[0, 0], [1, 4095], [4095, 1], [4096, 0], [4097, 4095]] as const) assert.equal(paddingFor(length), padding);
  const ballots = [5000, 5001, 8191, 8192].map((length) => padBytes(new Uint8Array(length).fill(7)));
  assert.deepEqual(ballots.map((sent) => sent.body.length), [8192, 8192, 8192, 8192]);
  assert.deepEqual(ballots.map((sent) => sent.count), ["03192", "03191", "00001", "00000"]);
  assert.equal(ballots[0]?.body.findIndex((byte) => byte !== 7), 5000);
  assert.ok(ballots[0]?.body.subarray(5000).every((byte) => byte === 0x20));
  const acts = ["yes", "no", "abstain", "zażółć"].map((option) => padJson({ option }));
  for (const act of acts) assert.equal(new TextEncoder().encode(act).length, 4096);
  assert.deepEqual(JSON.parse(acts[3] ?? ""), { option: "zażółć" });
});

test("the clock of the device is set against the server's, but not by a second or two", () => {
  const noon = Date.UTC(2026, 10, 24, 12, 0, 0);
  const header = "Tue, 24 Nov 2026 12:00:00 GMT";
  assert.equal(aheadOf(header, noon + 900), 0);
  assert.equal(aheadOf(header, noon + 45 * 60_000), 45 * 60_000);
  assert.equal(aheadOf(header, noon - 45 * 60_000), -45 * 60_000);
  assert.equal(aheadOf(null, noon), 0);
  assert.equal(aheadOf("soon", noon), 0);
});
