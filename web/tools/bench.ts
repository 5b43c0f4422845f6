/** Times of the protocol code: `npm run bench`. */

import { checkBallot } from "../src/protocol/ballot-check.ts";
import { makeBallot } from "../src/protocol/ballot-make.ts";
import { groups } from "../src/protocol/groups.ts";
import { systemRandom } from "../src/protocol/sodium.ts";
import { sampleElection } from "../tests/protocol/sample.ts";

const council = { answers: ["Ala", "Bea", "Cyd", "Dag", "Ewa"], min: 0, max: 1, question: "Council?" };

/** Median milliseconds of one call. */
function median(times: number, action: () => void): number {
  const measured = Array.from({ length: times }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return measured[Math.floor(times / 2)] ?? 0;
}

for (const [group, blank] of groups.flatMap((one) => [[one, false], [one, true]] as const)) {
  const { election, roll, codes } = sampleElection("bench", [{ ...council, blank }], ["Anna"], [1], group);
  const vote = [[...(blank ? [0] : []), 1, 0, 0, 0, 0]];
  const make = (): Uint8Array => makeBallot(election, roll, codes[0] ?? "", vote, systemRandom);
  const ballot = make();
  const made = median(9, () => void make());
  const checked = median(9, () => void checkBallot(election, roll, ballot));
  process.stdout.write(`${group.name}, 5 answers${blank ? " and blank" : ""}: make ${made.toFixed(1)} ms, check ${checked.toFixed(1)} ms, ${String(ballot.length)} bytes\n`);
}
