/**
 * The record of a count, as `ogniwo count --json` writes it and a result carries it (ballots/counting/record_output.hpp).
 * What all methods share is here; the rounds and tables of a family of methods are in record-detail.ts.
 */

import { demand } from "../../protocol/fault.ts";
import { expectArray, expectCount, expectObject, expectString, parseJson, type Json, type JsonObject } from "../../protocol/json.ts";
import type { Exact } from "./exact.ts";
import { numbersOf, readDetail, type Detail } from "./record-detail.ts";
import { methods, oneOf, readCandidate, readCandidates, readNumber, type Candidate, type Method } from "./record-parts.ts";

const overs = ["election", "exclusion", "surplus", "order", "people"] as const;
const rules = ["earlier_round", "votes", "cost", "lot", "open"] as const;
const effects = ["passed_over", "guarded"] as const;

export interface Tie {
  over: (typeof overs)[number];
  /** What settled it; `open`: nothing did, the count needs a lot. */
  rule: (typeof rules)[number];
  tied: Candidate[];
  chosen: Candidate[];
}

export interface GroupEffect {
  candidate: Candidate;
  effect: (typeof effects)[number];
}

export interface CountRecord {
  method: Method;
  title: string;
  seats: number;
  candidates: string[];
  withdrawn: Candidate[];
  ballots: { all: number; blank: number; invalid: number; valid: number };
  /** In the order they were elected; a list once for each of its seats. Short when a tie is open. */
  elected: Candidate[];
  complete: boolean;
  quota: Exact | null;
  ties: Tie[];
  /** Hexadecimal digits; null when there was no lot. */
  lotSeed: string | null;
  groupEffects: GroupEffect[];
  detail: Detail;
}

/** Longer records are for the terminal: `ogniwo count` without --json. */
export const recordLimits = { maxLength: 4_000_000, maxValues: 400_000 } as const;

const members = [
  "method", "title", "seats", "candidates", "withdrawn", "ballots", "elected", "election_order", "complete", "quota", "rounds", "ties",
  "lot_seed", "group_effects",
];

function readBallots(value: Json | undefined): CountRecord["ballots"] {
  const object = expectObject(value, ["all", "blank", "invalid", "valid"]);
  const [all = 0, blank = 0, invalid = 0, valid = 0] = ["all", "blank", "invalid", "valid"].map((key) => expectCount(object[key], key));
  demand(all === blank + invalid + valid, "count.record", "ballots do not add up");
  return { all, blank, invalid, valid };
}

function readTie(value: Json, size: number): Tie {
  const object = expectObject(value, ["over", "rule", "tied", "chosen"]);
  const tie = {
    over: oneOf(object.over, overs, "kind of tie"), rule: oneOf(object.rule, rules, "rule of a tie"),
    tied: readCandidates(object.tied, size), chosen: readCandidates(object.chosen, size),
  };
  demand((tie.rule === "open") === (tie.chosen.length === 0), "count.record", "a tie that is open has no outcome");
  return tie;
}

function readEffect(value: Json, size: number): GroupEffect {
  const object = expectObject(value, ["candidate", "effect"]);
  return { candidate: readCandidate(object.candidate, size), effect: oneOf(object.effect, effects, "effect of a group") };
}

function readElected(object: JsonObject, size: number): Candidate[] {
  const elected = readCandidates(object.election_order, size);
  const ascending = [...elected].sort((a, b) => a - b);
  demand(JSON.stringify(ascending) === JSON.stringify(readCandidates(object.elected, size)), "count.record", "elected and election_order differ");
  return elected;
}

/**
 * Reads a record that was JSON, such as the `count` of a vote. Faults: count.record and json.shape, with what is wrong: unknown
 * and missing members, numbers of candidates who are not there, tables of another size, sums that do not hold.
 */
export function readRecord(value: Json): CountRecord {
  const object = expectObject(value, members, "any");
  const method = oneOf(object.method, methods, "method");
  const candidates = expectArray(object.candidates, "candidates").map((one) => expectString(one, "a name"));
  const size = candidates.length;
  demand(size >= 1, "count.record", "no candidates");
  const { detail, own } = readDetail(method, object, size);
  const ties = expectArray(object.ties, "ties").map((one) => readTie(one, numbersOf(detail, size)));
  demand(typeof object.complete === "boolean", "count.record", "complete is neither true nor false");
  demand(object.complete === (ties.at(-1)?.rule !== "open"), "count.record", "complete disagrees with the ties");
  demand(object.lot_seed === null || typeof object.lot_seed === "string" && /^(?:[0-9a-f]{2}){1,64}$/u.test(object.lot_seed), "count.record", "lot_seed");
  const unknown = Object.keys(object).find((key) => !members.includes(key) && !own.includes(key));
  demand(unknown === undefined, "count.record", `unknown member ${unknown?.slice(0, 40) ?? ""}`);
  return {
    method, candidates, ties, detail, title: expectString(object.title, "title"), seats: expectCount(object.seats, "seats"),
    withdrawn: readCandidates(object.withdrawn, size), ballots: readBallots(object.ballots), elected: readElected(object, size),
    complete: object.complete, quota: object.quota === null ? null : readNumber(object.quota, "quota"), lotSeed: object.lot_seed,
    groupEffects: expectArray(object.group_effects, "group_effects").map((one) => readEffect(one, size)),
  };
}

/** The same, of the text of a file. Faults also: json.*. */
export function parseRecord(text: string): CountRecord {
  return readRecord(parseJson(text, recordLimits));
}
