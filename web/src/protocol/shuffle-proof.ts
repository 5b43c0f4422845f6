/**
 * The proof of a re-encryption shuffle (PROTOCOL section 9; Wikström and Terelius, in the form of CHVote): its two
 * hashes, and its equations. Names are those of the section; all lists have one element for each ciphertext.
 */

import { utf8, toHex } from "./bytes.ts";
import type { Ciphertext } from "./elgamal.ts";
import { demand } from "./fault.ts";
import { independentGenerators } from "./generators.ts";
import { equalPoints, type Group, type Point, type Term } from "./group.ts";
import { hashToScalar, negated, type Scalar } from "./scalar.ts";
import { sha256 } from "./sodium.ts";

/** The first messages t1, t2, t3, t41, t42 and t^. */
export interface Commitments {
  t: [Point, Point, Point, Point, Point];
  tHat: Point[];
}

export interface ShuffleProof extends Commitments {
  s: [Scalar, Scalar, Scalar, Scalar];
  sHat: Scalar[];
  sPrime: Scalar[];
  /** Commitments to the permutation. */
  c: Point[];
  /** Chain of commitments. */
  cHat: Point[];
}

/** What is proved, with the commitments to the permutation. */
export interface ShuffleStatement {
  group: Group;
  phi: string;
  y: Point;
  input: readonly Ciphertext[];
  output: readonly Ciphertext[];
  c: readonly Point[];
}

function pointsText(group: Group, points: readonly Point[]): string {
  return points.map((one) => `${group.encode(one)},`).join("");
}

/** strc */
function statementText({ group, input, output, c }: ShuffleStatement): string {
  const ciphertexts = [...input, ...output].flatMap(({ alpha, beta }) => [alpha, beta]);
  return pointsText(group, ciphertexts) + pointsText(group, c);
}

/** u_0, u_1, .. */
export function shuffleChallenges(statement: ShuffleStatement): Scalar[] {
  const seed = toHex(sha256(utf8(`shuffle-challenges|${statement.phi}|${statementText(statement)}`)));
  return statement.input.map((_, i) => hashToScalar(statement.group.scalars, seed + toHex(sha256(utf8(String(i))))));
}

/** C */
export function shuffleChallenge(statement: ShuffleStatement, { t, tHat }: Commitments, cHat: readonly Point[]): Scalar {
  const { group, phi, y } = statement;
  const text = `shuffle-challenge|${phi}|${pointsText(group, t)}${pointsText(group, tHat)}${statementText(statement)}` +
    `${pointsText(group, cHat)}${group.encode(y)}`;
  return hashToScalar(group.scalars, text);
}

function terms(bases: readonly Point[], exponents: readonly Scalar[]): Term[] {
  return bases.map((base, i) => ({ base, exponent: exponents[i] as Scalar }));
}

/**
 * Every equation. `step` is called after each ciphertext's. Precondition: elements are members of the group.
 * Faults: shuffle.shape (a list of another length than the input), shuffle.proof.
 */
export function checkShuffleProof(statement: ShuffleStatement, proof: ShuffleProof, step: () => void = () => undefined): void {
  const { group, y, input, output } = statement;
  const { scalars, generator: g } = group;
  const { c, cHat, t, tHat, s: [s1, s2, s3, s4], sHat, sPrime } = proof;
  const lists: readonly (readonly unknown[])[] = [output, statement.c, c, cHat, tHat, sHat, sPrime];
  demand(lists.every((list) => list.length === input.length), "shuffle.shape");
  const { h, each } = independentGenerators(group, input.length);
  const u = shuffleChallenges(statement);
  const challenge = shuffleChallenge(statement, proof, cHat);
  const minus = negated(scalars, challenge);
  const ofU = (points: readonly Point[]): Point => group.powers(...terms(points, u));
  const product = (points: readonly Point[]): Point => points.reduce((all, one) => group.multiply(all, one), group.neutral);
  const isProduct = (claimed: Point, name: string, ...factors: Term[]): void =>
    demand(equalPoints(claimed, group.powers(...factors)), "shuffle.proof", name);

  isProduct(t[0], "t1", { base: group.divide(product(c), product(each)), exponent: minus }, { base: g, exponent: s1 });
  const allU = u.reduce((all, one) => scalars.multiply(all, one), scalars.one);
  isProduct(t[1], "t2", { base: cHat.at(-1) ?? h, exponent: minus }, { base: h, exponent: scalars.multiply(allU, challenge) },
    { base: g, exponent: s2 });
  isProduct(t[2], "t3", { base: ofU(c), exponent: minus }, { base: g, exponent: s3 }, ...terms(each, sPrime));
  const minusS4 = negated(scalars, s4);
  const halves = [["t41", 3, y, "beta"], ["t42", 4, g, "alpha"]] as const;
  for (const [name, at, base, half] of halves) {
    isProduct(t[at], name, { base: ofU(input.map((one) => one[half])), exponent: minus }, { base, exponent: minusS4 },
      ...terms(output.map((one) => one[half]), sPrime));
  }
  tHat.forEach((one, i) => {
    isProduct(one, `t^ ${String(i + 1)}`, { base: cHat[i] as Point, exponent: minus }, { base: g, exponent: sHat[i] as Scalar },
      { base: i === 0 ? h : cHat[i - 1] as Point, exponent: sPrime[i] as Scalar });
    step();
  });
}
