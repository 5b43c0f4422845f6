/** The result of an election (PROTOCOL section 12). */

import { fromUtf8, utf8 } from "./bytes.ts";
import type { Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { discreteLog, equalPoints, powerOfCount, type Point } from "./group.ts";
import { expectObject, parseJson, recordLimits, writeJson, type Json } from "./json.ts";
import { flatten, nest } from "./nesting.ts";
import { choiceCount, isShuffled, resultNesting } from "./question.ts";
import { encodeWeight, parseWeight } from "./weight.ts";

/** For each question its counts, one for each choice; where votes are shuffled, the numbers of one vote after the other. */
export type Counts = number[][];

export function encodeResult({ questions }: Election, counts: Counts): Uint8Array {
  const result = questions.map((question, i): Json => {
    const row = counts[i] ?? [];
    return nest(row.map(encodeWeight), resultNesting(question, row.length / choiceCount(question)));
  });
  return utf8(writeJson({ result }));
}

/** Reads the canonical form. `votes`: how many ciphertexts each question has. Faults: result.encoding, result.shape. */
export function parseResult(election: Election, votes: readonly number[], bytes: Uint8Array): Counts {
  return asFault("result.encoding", () => {
    const text = fromUtf8(bytes);
    const { questions } = election;
    const list = flatten(expectObject(parseJson(text, recordLimits(text)), ["result"]).result, questions.length, null);
    const counts = questions.map((question, i) =>
      flatten(list[i], choiceCount(question), resultNesting(question, votes[i] ?? 0)).map(parseWeight));
    demand(fromUtf8(encodeResult(election, counts)) === text, "result.encoding", "not in canonical form");
    return counts;
  }, { "json.shape": "result.shape" });
}

/**
 * That each element is g^count with a count of at most `totalWeight`, or holds the numbers of its vote.
 * Faults: result.range, result.value.
 */
export function checkCounts({ group, questions }: Election, elements: readonly (readonly Point[])[], counts: Counts, totalWeight: number): void {
  questions.forEach((question, i) => elements[i]?.forEach((element, j) => {
    const row = counts[i] ?? [];
    const place = `question ${String(i + 1)}, ${isShuffled(question) ? "vote" : "choice"} ${String(j + 1)}`;
    if (isShuffled(question)) {
      const width = question.answers.length;
      const numbers = group.extract(element, width);
      demand(numbers.every((one, k) => one === row[j * width + k]), "result.value", place);
      return;
    }
    const count = row[j] ?? 0;
    demand(count <= totalWeight, "result.range", place);
    demand(equalPoints(element, powerOfCount(group, group.generator, count)), "result.value", place);
  }));
}

/** Finds the counts of a small tally, or opens shuffled votes. Fault: result.range. */
export function findCounts({ group, questions }: Election, elements: readonly (readonly Point[])[], totalWeight: number): Counts {
  return questions.map((question, i) => (elements[i] ?? []).flatMap((element) =>
    isShuffled(question) ? [...group.extract(element, question.answers.length)] : [discreteLog(group, element, totalWeight)]));
}
