/** The rounds and tables of each family of counting methods, as they stand in a record. */

import { demand } from "../../protocol/fault.ts";
import { expectArray, expectCount, expectObject, expectString, type Json, type JsonObject } from "../../protocol/json.ts";
import type { Exact } from "./exact.ts";
import { oneOf, readCandidate, readCandidates, readNumber, type Candidate, type Method } from "./record-parts.ts";

/** Plurality, block, limited, approval, both Borda counts: one number each. */
export interface ScoreDetail {
  family: "scores";
  scores: Exact[];
  /** Approval with a threshold: ballots needed. */
  needed: Exact | null;
}

const outcomes = ["locked", "circle", "undecided"] as const;

export interface ConsideredPair {
  winner: Candidate;
  loser: Candidate;
  votes: number;
  against: number;
  /** `circle`: left out, it would have closed one; `undecided`: there was no lot. */
  outcome: (typeof outcomes)[number];
}

export interface PairwiseDetail {
  family: "pairwise";
  /** [row][column]: ballots that rank the row above the column. */
  votes: number[][];
  /** Schulze: strongest paths; else null. */
  strengths: number[][] | null;
  /** Ranked pairs, in the order they were considered; else empty. */
  pairs: ConsideredPair[];
  /** Copeland: duels won; else null. */
  scores: Exact[] | null;
  /** Best first; those in one place are equal. */
  places: Candidate[][];
}

const actions = ["first_preferences", "surplus", "exclusion", "iteration", "fill"] as const;

export interface TransferRound {
  stage: number;
  action: (typeof actions)[number];
  from: Candidate[];
  transferValue: Exact | null;
  votes: Exact[];
  /** Meek: which part of a vote each keeps; else null. */
  keep: Exact[] | null;
  iterations: number;
  exhausted: Exact;
  loss: Exact;
  quota: Exact;
  elected: Candidate[];
  excluded: Candidate[];
}

export interface TransferDetail {
  family: "transfer";
  rounds: TransferRound[];
}

export interface GradeDetail {
  family: "grades";
  /** Per candidate, per grade; the last grade is for none given. */
  counts: number[][];
  /** Per candidate, from 1; 0 for withdrawn ones. */
  medians: number[];
  comparisons: { removed: number; candidates: Candidate[]; grades: number[] }[];
  places: Candidate[][];
}

/** Somebody on a list, with the votes for them within it. */
export interface ListPerson {
  name: string;
  votes: number;
}

export interface ListDetail {
  family: "lists";
  votes: number[];
  takingPart: Candidate[];
  allocation: number[];
  awards: { list: Candidate; seats: number; byRemainder: boolean; values: Exact[] }[];
  /** Per list, in its order; empty when no people take the seats. Their numbers go on after those of the lists. */
  people: ListPerson[][];
  /** Per list, numbers of the people who have its seats, most votes first. */
  seated: Candidate[][];
}

export interface ShareDetail {
  family: "shares";
  costs: number[];
  budget: number;
  share: Exact;
  spent: number;
  steps: { item: Candidate; byCompletion: boolean; price: Exact; supporters: number; payingAll: number; left: Exact }[];
}

export type Detail = ScoreDetail | PairwiseDetail | TransferDetail | GradeDetail | ListDetail | ShareDetail;

function perCandidate<T>(value: Json | undefined, size: number, what: string, read: (one: Json) => T): T[] {
  const list = expectArray(value, what);
  demand(list.length === size, "count.record", `${what} has ${list.length} numbers for ${size} candidates`);
  return list.map(read);
}

const exacts = (value: Json | undefined, size: number, what: string) => perCandidate(value, size, what, (one) => readNumber(one, what));
const counts = (value: Json | undefined, size: number, what: string) => perCandidate(value, size, what, (one) => expectCount(one, what));
const matrix = (value: Json | undefined, size: number, what: string) => perCandidate(value, size, what, (row) => counts(row, size, what));

function flag(value: Json | undefined, what: string): boolean {
  demand(typeof value === "boolean", "count.record", `${what} is neither true nor false`);
  return value;
}

/** The rounds, which are numbered from 1. */
function readRounds<T>(object: JsonObject, required: readonly string[], optional: readonly string[], read: (round: JsonObject) => T): T[] {
  return expectArray(object.rounds, "rounds").map((one, i) => {
    const round = expectObject(one, ["round", ...required], optional);
    demand(round.round === i + 1, "count.record", `round ${i + 1} is not in its place`);
    return read(round);
  });
}

function readScores(object: JsonObject, size: number): ScoreDetail {
  const rounds = readRounds(object, ["votes", "elected"], [], (round) => {
    demand(JSON.stringify(round.elected) === JSON.stringify(object.election_order), "count.record", "the round elects others");
    return exacts(round.votes, size, "votes");
  });
  const [scores] = rounds;
  demand(scores !== undefined && rounds.length === 1, "count.record", "not one round");
  return { family: "scores", scores, needed: object.needed === undefined ? null : readNumber(object.needed, "needed") };
}

function readPlaces(value: Json | undefined, size: number): Candidate[][] {
  const places = expectArray(value, "places").map((one) => readCandidates(one, size));
  const all = places.flat();
  demand(new Set(all).size === all.length, "count.record", "a candidate in two places");
  return places;
}

function readPairwise(object: JsonObject, size: number): PairwiseDetail {
  const votes = matrix(object.pairwise, size, "pairwise");
  const list = expectArray(object.rounds, "rounds");
  const first = list[0];
  const placesOnly = first === undefined || typeof first === "object" && first !== null && "place" in first;
  // Without pairs to consider the rounds are the places once more.
  if (placesOnly) readRounds(object, ["place"], [], (round) => readCandidates(round.place, size));
  const pairs = placesOnly ? [] : readRounds(object, ["winner", "loser", "votes", "against", "outcome"], [], (round): ConsideredPair => {
    const pair = {
      winner: readCandidate(round.winner, size), loser: readCandidate(round.loser, size), votes: expectCount(round.votes, "votes"),
      against: expectCount(round.against, "against"), outcome: oneOf(round.outcome, outcomes, "outcome"),
    };
    demand(pair.votes === votes[pair.winner]?.[pair.loser] && pair.against === votes[pair.loser]?.[pair.winner], "count.record", "a pair disagrees with the table");
    return pair;
  });
  return {
    family: "pairwise", votes, pairs, places: readPlaces(object.places, size),
    strengths: object.strengths === undefined ? null : matrix(object.strengths, size, "strengths"),
    scores: object.scores === undefined ? null : exacts(object.scores, size, "scores"),
  };
}

function readTransfer(object: JsonObject, size: number): TransferDetail {
  const required = ["stage", "action", "from", "votes", "exhausted", "loss", "quota", "elected", "excluded"];
  const rounds = readRounds(object, required, ["transfer_value", "keep", "iterations"], (round): TransferRound => ({
    stage: expectCount(round.stage, "stage"), action: oneOf(round.action, actions, "action"), from: readCandidates(round.from, size),
    transferValue: round.transfer_value === undefined ? null : readNumber(round.transfer_value, "transfer_value"),
    votes: exacts(round.votes, size, "votes"), keep: round.keep === undefined ? null : exacts(round.keep, size, "keep"),
    iterations: round.iterations === undefined ? 0 : expectCount(round.iterations, "iterations"),
    exhausted: readNumber(round.exhausted, "exhausted"), loss: readNumber(round.loss, "loss"), quota: readNumber(round.quota, "quota"),
    elected: readCandidates(round.elected, size), excluded: readCandidates(round.excluded, size),
  }));
  demand(rounds.length > 0, "count.record", "no rounds");
  return { family: "transfer", rounds };
}

function readGrades(object: JsonObject, size: number): GradeDetail {
  const table = perCandidate(object.grades, size, "grades", (row) => expectArray(row, "grades").map((one) => expectCount(one, "grades")));
  const grades = table[0]?.length ?? 0;
  demand(grades >= 2 && table.every((row) => row.length === grades), "count.record", "rows of grades of different lengths");
  const isGrade = (n: number) => n >= 1 && n <= grades;
  const comparisons = readRounds(object, ["removed", "candidates", "grades"], [], (round) => {
    const candidates = readCandidates(round.candidates, size);
    const of = counts(round.grades, candidates.length, "grades");
    demand(of.every(isGrade), "count.record", "a grade that is not there");
    return { removed: expectCount(round.removed, "removed"), candidates, grades: of };
  });
  const medians = counts(object.medians, size, "medians");
  demand(medians.every((n) => n === 0 || isGrade(n)), "count.record", "a median that is no grade");
  return { family: "grades", counts: table, medians, comparisons, places: readPlaces(object.places, size) };
}

/** The seats of a list are its people's with the most votes. */
function readPeople(object: JsonObject, size: number, allocation: readonly number[]): Pick<ListDetail, "people" | "seated"> {
  if (object.people === undefined && object.seated === undefined) return { people: [], seated: [] };
  const people = perCandidate(object.people, size, "people", (list) => expectArray(list, "people").map((value): ListPerson => {
    const one = expectObject(value, ["name", "votes"]);
    return { name: expectString(one.name, "a name"), votes: expectCount(one.votes, "votes") };
  }));
  const numbers = people.reduce((sum, list) => sum + list.length, size);
  const seated = perCandidate(object.seated, size, "seated", (list) => readCandidates(list, numbers));
  let first = size;
  people.forEach((list, i) => {
    const own = list.map((_, at) => first + at);
    const taken = seated[i] ?? [];
    const votes = (one: Candidate) => list[one - first]?.votes ?? 0;
    const least = Math.min(...taken.map(votes));
    demand(new Set(taken).size === taken.length && taken.length <= (allocation[i] ?? 0) && taken.every((one) => own.includes(one)),
      "count.record", "a seat of a list that is not its people's");
    demand(own.every((one) => taken.includes(one) || votes(one) <= least), "count.record", "somebody with more votes has no seat");
    first += list.length;
  });
  return { people, seated };
}

/** Candidates or lists, and the people of lists: how many numbers a lot draws for. */
export function numbersOf(detail: Detail, size: number): number {
  return detail.family === "lists" ? detail.people.reduce((sum, list) => sum + list.length, size) : size;
}

function readLists(object: JsonObject, size: number): ListDetail {
  const awards = readRounds(object, ["list", "seats", "by_remainder", "values"], [], (round) => ({
    list: readCandidate(round.list, size), seats: expectCount(round.seats, "seats"),
    byRemainder: flag(round.by_remainder, "by_remainder"), values: exacts(round.values, size, "values"),
  }));
  const allocation = counts(object.allocation, size, "allocation");
  allocation.forEach((seats, list) => {
    const given = awards.reduce((sum, one) => sum + (one.list === list ? one.seats : 0), 0);
    demand(given === seats, "count.record", "the rounds give other seats than the allocation");
  });
  const votes = counts(object.votes, size, "votes");
  return { family: "lists", votes, takingPart: readCandidates(object.taking_part, size), allocation, awards, ...readPeople(object, size, allocation) };
}

function readShares(object: JsonObject, size: number): ShareDetail {
  const required = ["item", "by_completion", "price", "supporters", "paying_all", "left"];
  return {
    family: "shares", costs: counts(object.costs, size, "costs"), budget: expectCount(object.budget, "budget"),
    share: readNumber(object.share, "share"), spent: expectCount(object.spent, "spent"),
    steps: readRounds(object, required, [], (round) => ({
      item: readCandidate(round.item, size), byCompletion: flag(round.by_completion, "by_completion"), price: readNumber(round.price, "price"),
      supporters: expectCount(round.supporters, "supporters"), payingAll: expectCount(round.paying_all, "paying_all"), left: readNumber(round.left, "left"),
    })),
  };
}

/** Each family: how it is read, and the members that only its records have. */
const families: Record<Detail["family"], { read: (object: JsonObject, size: number) => Detail; own: string[] }> = {
  scores: { read: readScores, own: ["needed"] },
  pairwise: { read: readPairwise, own: ["places", "pairwise", "strengths", "scores"] },
  transfer: { read: readTransfer, own: [] },
  grades: { read: readGrades, own: ["grades", "medians", "places"] },
  lists: { read: readLists, own: ["votes", "taking_part", "allocation", "people", "seated"] },
  shares: { read: readShares, own: ["costs", "budget", "share", "spent"] },
};

export function familyOf(method: Method): Detail["family"] {
  switch (method) {
    case "stv-scottish": case "stv-meek": case "stv-ers97": case "irv": return "transfer";
    case "schulze": case "ranked-pairs": case "copeland": return "pairwise";
    case "majority-judgment": return "grades";
    case "dhondt": case "sainte-lague": case "largest-remainder": return "lists";
    case "equal-shares": return "shares";
    default: return "scores";
  }
}

/** The detail of a record, and the names of the members that belong to it. Faults: count.record, json.shape. */
export function readDetail(method: Method, object: JsonObject, size: number): { detail: Detail; own: string[] } {
  const { read, own } = families[familyOf(method)];
  return { detail: read(object, size), own };
}
