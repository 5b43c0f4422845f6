/**
 * The states of casting, shared by the booth and the roll-call. Three promises are kept here, away from any page:
 * "cast" is reached only through a receipt, every attempt sends the very bytes of the first one, and a ballot that the
 * voter opens is never sent.
 */

import type { Problem } from "../api/http.ts";

export type Casting<Sealed, Receipt> =
  | { at: "choose" }
  | { at: "review" }
  | { at: "sealing"; done: number; total: number }
  /** `refused`: why the server did not let it be opened; it can still be cast. */
  | { at: "sealed"; sealed: Sealed; refused?: Problem }
  /** To be opened instead of cast: it may be spoiled on the log already, so there is no way to cast it. */
  | { at: "opening"; sealed: Sealed; problem: Problem | null }
  /** `audit`: the text of its audit file. */
  | { at: "opened"; sealed: Sealed; audit: string }
  | { at: "sending"; sealed: Sealed; attempt: number }
  /** The connection broke, or the server asks to try again: the same bytes can be sent once more. */
  | { at: "unknown"; sealed: Sealed; attempt: number; looked: boolean; problem: Problem }
  | { at: "refused"; problem: Problem }
  | { at: "cast"; sealed: Sealed; receipt: Receipt };

export type CastingEvent<Sealed, Receipt> =
  | { type: "reviewed" }
  | { type: "changed" }
  | { type: "sealing" }
  | { type: "progress"; done: number; total: number }
  | { type: "sealed"; sealed: Sealed }
  | { type: "seal_failed" }
  | { type: "open" }
  | { type: "opened"; audit: string }
  | { type: "open_failed"; problem: Problem }
  | { type: "send" }
  | { type: "answered"; receipt: Receipt }
  | { type: "failed"; problem: Problem }
  | { type: "looked_absent" }
  | { type: "start_over" };

/**
 * The next state. An event that does not belong to the present state changes nothing: a late answer of the worker
 * cannot replace bytes that are on their way.
 */
export function castingStep<S, R>(state: Casting<S, R>, event: CastingEvent<S, R>): Casting<S, R> {
  switch (event.type) {
    case "reviewed":
      return state.at === "choose" ? { at: "review" } : state;
    case "changed":
      return state.at === "review" || state.at === "sealed" ? { at: "choose" } : state;
    case "sealing":
      return state.at === "review" ? { at: "sealing", done: 0, total: 1 } : state;
    case "progress":
      return state.at === "sealing" ? { at: "sealing", done: event.done, total: event.total } : state;
    case "sealed":
      return state.at === "sealing" ? { at: "sealed", sealed: event.sealed } : state;
    case "seal_failed":
      return state.at === "sealing" ? { at: "review" } : state;
    case "open":
      return state.at === "sealed" || state.at === "opening" ? { at: "opening", sealed: state.sealed, problem: null } : state;
    case "opened":
      return state.at === "opening" ? { at: "opened", sealed: state.sealed, audit: event.audit } : state;
    case "open_failed":
      if (state.at !== "opening") return state;
      return isCertain(event.problem)
        ? { at: "sealed", sealed: state.sealed, refused: event.problem }
        : { at: "opening", sealed: state.sealed, problem: event.problem };
    case "send":
      if (state.at === "sealed") return { at: "sending", sealed: state.sealed, attempt: 1 };
      if (state.at === "unknown") return { at: "sending", sealed: state.sealed, attempt: state.attempt + 1 };
      return state;
    case "answered":
      return state.at === "sending" || state.at === "unknown" ? { at: "cast", sealed: state.sealed, receipt: event.receipt } : state;
    case "failed":
      if (state.at !== "sending") return state;
      return isCertain(event.problem)
        ? { at: "refused", problem: event.problem }
        : { at: "unknown", sealed: state.sealed, attempt: state.attempt, looked: false, problem: event.problem };
    case "looked_absent":
      return state.at === "unknown" ? { ...state, looked: true } : state;
    case "start_over":
      if (state.at === "opening") return state.problem === null ? state : { at: "choose" };
      return state.at === "refused" || state.at === "sealed" || state.at === "review" || state.at === "opened" ? { at: "choose" } : state;
  }
}

/**
 * Whether a refusal is final: these bytes were not recorded and will not be. A lost connection is not, nor a server
 * error; an ended session or an overloaded server only asks to send the same bytes again.
 */
export function isCertain(problem: Problem): boolean {
  if (problem.kind === "network" || problem.voteRecorded === true) return false;
  return problem.status >= 400 && problem.status < 500 && problem.status !== 401 && problem.status !== 408 && problem.status !== 429;
}

/** True while leaving the page would lose something that the person has made. */
export function wouldLose<S, R>(state: Casting<S, R>): boolean {
  return state.at !== "cast" && state.at !== "refused" && state.at !== "choose";
}
