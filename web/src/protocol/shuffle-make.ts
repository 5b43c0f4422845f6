/** Making a shuffle with its proof (PROTOCOL section 9). Operations and their order do not depend on the permutation. */

import { concat, wipe } from "./bytes.ts";
import type { Ciphertext } from "./elgamal.ts";
import { independentGenerators } from "./generators.ts";
import type { Group, Point } from "./group.ts";
import { negated, randomScalar, sumOf, sumOfProducts, type Scalar } from "./scalar.ts";
import { SecretPermutation } from "./secret-permutation.ts";
import { shuffleChallenge, shuffleChallenges, type Commitments, type ShuffleProof, type ShuffleStatement } from "./shuffle-proof.ts";
import type { Random } from "./sodium.ts";

export interface Shuffle {
  ciphertexts: Ciphertext[];
  proof: ShuffleProof;
}

/** How often `step` is called for each ciphertext. */
export const stepsPerCiphertext = 4;

/** The proof's own randomness: w1 .. w4, w^ and w'. */
interface Blinding {
  w: [Scalar, Scalar, Scalar, Scalar];
  wHat: Scalar[];
  wPrime: Scalar[];
}

/** Ciphertexts in the new order. */
function permuted(group: Group, permutation: SecretPermutation, ciphertexts: readonly Ciphertext[]): Ciphertext[] {
  const size = group.neutral.length;
  return permutation.apply(ciphertexts.map(({ alpha, beta }) => concat(alpha, beta)))
    .map((row) => ({ alpha: row.slice(0, size) as Point, beta: row.slice(size) as Point }));
}

/** c^_i = g^r^_i c^_(i-1)^u'_i, from h. */
function chain(group: Group, h: Point, rHat: readonly Scalar[], uPrime: readonly Scalar[], step: () => void): Point[] {
  let last = h;
  return rHat.map((r, i) => {
    last = group.multiply(group.powerOfGenerator(r), group.power(last, uPrime[i] as Scalar));
    step();
    return last;
  });
}

function commit(
  { group, y, output }: ShuffleStatement, generators: { h: Point; each: Point[] }, cHat: readonly Point[],
  { w, wHat, wPrime }: Blinding, step: () => void,
): Commitments {
  const { multiply, power, powerOfGenerator, neutral, scalars } = group;
  const product = (points: readonly Point[]): Point =>
    points.reduce((all, point, i) => multiply(all, power(point, wPrime[i] as Scalar)), neutral);
  const tHat = wHat.map((one, i) => {
    const before = i === 0 ? generators.h : cHat[i - 1] as Point;
    step();
    return multiply(powerOfGenerator(one), power(before, wPrime[i] as Scalar));
  });
  const minusW4 = negated(scalars, w[3]);
  const t: Commitments["t"] = [
    powerOfGenerator(w[0]), powerOfGenerator(w[1]), multiply(powerOfGenerator(w[2]), product(generators.each)),
    multiply(power(y, minusW4), product(output.map((one) => one.beta))),
    multiply(powerOfGenerator(minusW4), product(output.map((one) => one.alpha))),
  ];
  wipe(minusW4);
  return { t, tHat };
}

/**
 * Re-encrypts the ciphertexts under y, puts them in a secret random order, and proves it for the election of this phi.
 * `step` is called stepsPerCiphertext times for each ciphertext.
 */
export function makeShuffle(
  group: Group, phi: string, y: Point, input: readonly Ciphertext[], random: Random, step: () => void = () => undefined,
): Shuffle {
  const { scalars, multiply, power, powerOfGenerator } = group;
  const fresh = (): Scalar[] => input.map(() => randomScalar(scalars, random));
  const permutation = new SecretPermutation(input.length, random);
  const generators = independentGenerators(group, input.length);
  const [r, rHat, rPrime] = [fresh(), fresh(), fresh()];
  const blinding: Blinding = {
    w: [0, 1, 2, 3].map(() => randomScalar(scalars, random)) as Blinding["w"], wHat: fresh(), wPrime: fresh(),
  };
  const ciphertexts = permuted(group, permutation, input.map(({ alpha, beta }, i) => {
    const own = rPrime[i] as Scalar;
    step();
    return { alpha: multiply(alpha, powerOfGenerator(own)), beta: multiply(beta, power(y, own)) };
  }));
  const c = permutation.applyInverse(generators.each).map((h, i) => {
    step();
    return multiply(powerOfGenerator(r[i] as Scalar), h);
  });
  const statement = { group, phi, y, input, output: ciphertexts, c };
  const u = shuffleChallenges(statement);
  const uPrime = permutation.apply(u);
  permutation.forget();
  const cHat = chain(group, generators.h, rHat, uPrime, step);
  const commitments = commit(statement, generators, cHat, blinding, step);
  const challenge = shuffleChallenge(statement, commitments, cHat);
  const respond = (w: Scalar, secret: Scalar): Scalar => scalars.add(w, scalars.multiply(secret, challenge));
  // The exponent of g in c^_N: each r^_i times all u' after it.
  const chained = rHat.reduce((sum, one, i) => scalars.add(one, scalars.multiply(sum, uPrime[i] as Scalar)), scalars.zero);
  const secrets = [sumOf(scalars, r), chained, sumOfProducts(scalars, r, u), sumOfProducts(scalars, rPrime, u)];
  const proof: ShuffleProof = {
    ...commitments, c, cHat,
    s: blinding.w.map((w, i) => respond(w, secrets[i] as Scalar)) as ShuffleProof["s"],
    sHat: blinding.wHat.map((w, i) => respond(w, rHat[i] as Scalar)),
    sPrime: blinding.wPrime.map((w, i) => respond(w, uPrime[i] as Scalar)),
  };
  wipe(...r, ...rHat, ...rPrime, ...uPrime, ...secrets, ...blinding.w, ...blinding.wHat, ...blinding.wPrime);
  return { ciphertexts, proof };
}
