/** The shuffle of a tally by one mixer, as it is published (PROTOCOL section 9): one list for each shuffled question. */

import { fromUtf8, utf8 } from "./bytes.ts";
import type { Progress } from "./ballot-make.ts";
import { encodeCiphertext, parseCiphertext } from "./elgamal.ts";
import type { Election } from "./election.ts";
import { asFault, demand, ProtocolFault } from "./fault.ts";
import type { Group, Point } from "./group.ts";
import { expectObject, expectString, parseCompactJson, recordLimits, writeJson, type Json } from "./json.ts";
import { flatten } from "./nesting.ts";
import { isShuffled } from "./question.ts";
import { encodeScalar, parseScalar, type Scalar } from "./scalar.ts";
import { makeShuffle, stepsPerCiphertext, type Shuffle } from "./shuffle-make.ts";
import { checkShuffleProof, type ShuffleProof } from "./shuffle-proof.ts";
import type { Random } from "./sodium.ts";
import type { Tally } from "./tally.ts";

function encodeProof(group: Group, { t, tHat, s, sHat, sPrime, c, cHat }: ShuffleProof): Json {
  const points = (list: readonly Point[]): string[] => list.map(group.encode);
  const scalars = (list: readonly Scalar[]): string[] => list.map(encodeScalar);
  const [t1, t2, t3, t41, t42] = points(t) as [string, string, string, string, string];
  return [[t1, t2, t3, [t41, t42], points(tHat)], [...scalars(s), scalars(sHat), scalars(sPrime)], points(c), points(cHat)];
}

function parseProof(group: Group, value: Json, length: number): ShuffleProof {
  const point = (text: Json | undefined): Point => group.parse(expectString(text, "an element"));
  const scalar = (text: Json | undefined): Scalar => parseScalar(group.scalars, expectString(text, "a number"));
  const points = (list: Json | undefined): Point[] => flatten(list, length, null).map(point);
  const scalars = (list: Json | undefined): Scalar[] => flatten(list, length, null).map(scalar);
  const [first, responses, c, cHat] = flatten(value, 4, null);
  const [t1, t2, t3, t4, tHat] = flatten(first, 5, null);
  const [s1, s2, s3, s4, sHat, sPrime] = flatten(responses, 6, null);
  const [t41, t42] = flatten(t4, 2, null);
  return {
    t: [point(t1), point(t2), point(t3), point(t41), point(t42)], tHat: points(tHat),
    s: [scalar(s1), scalar(s2), scalar(s3), scalar(s4)], sHat: scalars(sHat), sPrime: scalars(sPrime),
    c: points(c), cHat: points(cHat),
  };
}

function encode(group: Group, shuffles: readonly Shuffle[]): Uint8Array {
  return utf8(writeJson({
    ciphertexts: shuffles.map(({ ciphertexts }) => ciphertexts.map((one) => encodeCiphertext(group, one))),
    proofs: shuffles.map(({ proof }) => encodeProof(group, proof)),
  }));
}

/** `rows`: the length of each shuffled question's list. */
function parse(group: Group, bytes: Uint8Array, rows: readonly number[]): Shuffle[] {
  const others = { "point.membership": "shuffle.membership", "json.shape": "shuffle.shape" };
  return asFault("shuffle.encoding", () => {
    const text = fromUtf8(bytes);
    const root = expectObject(parseCompactJson(text, recordLimits(text)), ["ciphertexts", "proofs"]);
    const proofs = flatten(root.proofs, rows.length, null);
    const shuffles = flatten(root.ciphertexts, rows.length, null).map((list, i): Shuffle => {
      const length = rows[i] as number;
      return {
        ciphertexts: flatten(list, length, null).map((one) => parseCiphertext(group, one)),
        proof: parseProof(group, proofs[i] as Json, length),
      };
    });
    demand(writeJson(root) === text && fromUtf8(encode(group, shuffles)) === text, "shuffle.encoding", "not in canonical form");
    return shuffles;
  }, others);
}

/** The numbers of the shuffled questions, from 0. */
function shuffledOf({ questions }: Election): number[] {
  return questions.flatMap((question, i) => (isShuffled(question) ? [i] : []));
}

/** Calls `progress` at each step, of as many as the ciphertexts of a tally make. */
function counted(election: Election, tally: Tally, each: number, progress: Progress): () => void {
  const total = shuffledOf(election).reduce((sum, i) => sum + each * (tally[i]?.length ?? 0), 0);
  let done = 0;
  return () => {
    done += 1;
    progress(done, total);
  };
}

/** The exact bytes of a new shuffle of this tally. */
export function shuffleTally(election: Election, tally: Tally, random: Random, progress: Progress = () => undefined): Uint8Array {
  const { group, phi, y } = election;
  const step = counted(election, tally, stepsPerCiphertext, progress);
  return encode(group, shuffledOf(election).map((i) => makeShuffle(group, phi, y, tally[i] ?? [], random, step)));
}

/**
 * The tally that a shuffle leaves, when its proofs hold. Faults: shuffle.encoding, shuffle.shape, shuffle.membership,
 * shuffle.proof.
 */
export function applyShuffle(election: Election, tally: Tally, bytes: Uint8Array, progress: Progress = () => undefined): Tally {
  const { group, phi, y } = election;
  const numbers = shuffledOf(election);
  const shuffles = parse(group, bytes, numbers.map((i) => tally[i]?.length ?? 0));
  const step = counted(election, tally, 1, progress);
  const out = [...tally];
  numbers.forEach((number, i) => {
    const { ciphertexts, proof } = shuffles[i] as Shuffle;
    try {
      checkShuffleProof({ group, phi, y, input: tally[number] ?? [], output: ciphertexts, c: proof.c }, proof, step);
    } catch (error) {
      if (error instanceof ProtocolFault) throw new ProtocolFault(error.id, `question ${String(number + 1)}, ${error.detail}`);
      throw error;
    }
    out[number] = ciphertexts;
  });
  return out;
}
