/** Times of the protocol code: `npm run bench`. */

import { checkBallot } from "../src/protocol/ballot-check.ts";
import { makeBallot } from "../src/protocol/ballot-make.ts";
import { ed25519 } from "../src/protocol/ed25519.ts";
import { groups } from "../src/protocol/groups.ts";
import { randomScalar } from "../src/protocol/scalar.ts";
import { makeShuffle } from "../src/protocol/shuffle-make.ts";
import { checkShuffleProof } from "../src/protocol/shuffle-proof.ts";
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

/** Seconds of processor time. */
function processor(action: () => void): string {
  const start = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(start);
  return `${((user + system) / 1e6).toFixed(1)} s`;
}

const size = 1000;
const y = ed25519.powerOfGenerator(randomScalar(ed25519.scalars, systemRandom));
const fresh = (): typeof y => ed25519.powerOfGenerator(randomScalar(ed25519.scalars, systemRandom));
const input = Array.from({ length: size }, () => ({ alpha: fresh(), beta: fresh() }));
let shuffled: ReturnType<typeof makeShuffle> | undefined;
const mixing = processor(() => void (shuffled = makeShuffle(ed25519, "phi", y, input, systemRandom)));
const checking = processor(() => {
  if (shuffled === undefined) throw new Error("nothing was shuffled");
  const { ciphertexts, proof } = shuffled;
  checkShuffleProof({ group: ed25519, phi: "phi", y, input, output: ciphertexts, c: proof.c }, proof);
});
process.stdout.write(`Ed25519, shuffle of ${String(size)} ciphertexts: make ${mixing}, check ${checking}\n`);
