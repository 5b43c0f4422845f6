/** The result of an election (PROTOCOL section 12). */

import { fromUtf8, utf8 } from "./bytes.ts";
import { choiceCount, type Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { discreteLog, equalPoints, powerOfCount, type Group, type Point } from "./group.ts";
import { expectArray, expectObject, parseJson, writeJson } from "./json.ts";
import { encodeWeight, parseWeight } from "./weight.ts";

/** One number for each choice of each question. */
export type Counts = number[][];

export function encodeResult(counts: Counts): Uint8Array {
  return utf8(writeJson({ result: counts.map((question) => question.map(encodeWeight)) }));
}

/** Reads the canonical form. Faults: result.encoding, result.shape. */
export function parseResult(election: Election, bytes: Uint8Array): Counts {
  return asFault("result.encoding", () => {
    const text = fromUtf8(bytes);
    const list = expectArray(expectObject(parseJson(text), ["result"]).result, "result");
    demand(list.length === election.questions.length, "result.shape");
    const counts = election.questions.map((question, i) => {
      const row = expectArray(list[i], "question");
      demand(row.length === choiceCount(question), "result.shape");
      return row.map(parseWeight);
    });
    demand(fromUtf8(encodeResult(counts)) === text, "result.encoding", "not in canonical form");
    return counts;
  }, { "json.shape": "result.shape" });
}

/** Each count is at most `totalWeight`, and each element is g^count. Faults: result.range, result.value. */
export function checkCounts(group: Group, elements: readonly (readonly Point[])[], counts: Counts, totalWeight: number): void {
  elements.forEach((question, i) => question.forEach((element, j) => {
    const count = counts[i]?.[j] ?? 0;
    demand(count <= totalWeight, "result.range");
    demand(equalPoints(element, powerOfCount(group, group.generator, count)), "result.value", `question ${String(i + 1)}, choice ${String(j + 1)}`);
  }));
}

/** Finds the counts of a small tally. Fault: result.range. */
export function findCounts(group: Group, elements: readonly (readonly Point[])[], totalWeight: number): Counts {
  return elements.map((question) => question.map((element) => discreteLog(group, element, totalWeight)));
}
