/** Threshold keys after Pedersen 1991 (PROTOCOL section 10): n trustees, any t of whom decrypt. Indices run from 1. */

import { isBase58, utf8, wipe } from "./bytes.ts";
import { demand } from "./fault.ts";
import { powerOfCount, type Group, type Point } from "./group.ts";
import { inverse } from "./modular.ts";
import { randomScalar, scalarFromBigEndian, scalarFromBigInt, scalarOf, type Scalar, type ScalarField } from "./scalar.ts";
import { sha256, type Random } from "./sodium.ts";

/** n trustees, any `threshold` of whom decrypt. */
export interface CeremonyShape {
  size: number;
  threshold: number;
}

/** The most trustees that one ceremony can have. */
export const maxCeremonySize = 15;

/** Faults: trustee.size, trustee.threshold. */
export function checkShape({ size, threshold }: CeremonyShape): void {
  demand(size >= 1 && size <= maxCeremonySize, "trustee.size", `a ceremony has 1 to ${String(maxCeremonySize)} trustees`);
  demand(threshold >= 1 && threshold <= size, "trustee.threshold", "the threshold is not from 1 to the number of trustees");
}

/** What a trustee signs with and receives shares with. */
export interface PkiKeys {
  signing: Scalar;
  decryption: Scalar;
}

/** H("sk|" + seed) and H("dk|" + seed), mod q. Fault: seed.format. */
export function derivePkiKeys({ scalars }: Group, seed: string): PkiKeys {
  demand(seed.length === 22 && isBase58(seed), "seed.format", "a seed has 22 Base58 characters");
  const derive = (tag: string): Scalar => {
    const hash = sha256(utf8(`${tag}|${seed}`));
    const out = scalarFromBigEndian(scalars, hash);
    wipe(hash);
    return out;
  };
  return { signing: derive("sk"), decryption: derive("dk") };
}

/** Uniform coefficients a_0 .. a_(threshold-1). */
export function randomPolynomial({ scalars }: Group, threshold: number, random: Random): Scalar[] {
  return Array.from({ length: threshold }, () => randomScalar(scalars, random));
}

/** f(index) */
export function evaluatePolynomial({ scalars }: Group, coefficients: readonly Scalar[], index: number): Scalar {
  const x = scalarOf(scalars, index);
  return coefficients.reduceRight((sum, one) => scalars.add(scalars.multiply(sum, x), one), scalars.zero);
}

/** g^f(index) from the commitments g^a_k. */
export function evaluateCommitments(group: Group, commitments: readonly Point[], index: number): Point {
  return commitments.reduceRight((all, one) => group.multiply(powerOfCount(group, all, index), one), group.neutral);
}

/** l_j = product over k != j of k / (k - j), mod q. Precondition: distinct indices from 1 to the maximum. */
export function lagrangeAtZero({ order, bytes }: ScalarField, indices: readonly number[]): Scalar[] {
  const modulo = (value: bigint): bigint => ((value % order) + order) % order;
  return indices.map((j) => {
    const others = indices.filter((k) => k !== j);
    const above = others.reduce((all, k) => all * BigInt(k), 1n);
    const below = others.reduce((all, k) => all * BigInt(k - j), 1n);
    return scalarFromBigInt(bytes, modulo(above * inverse(order, modulo(below))));
  });
}
