/** A trustee's part of the decryption of a tally (PROTOCOL section 11). */

import { fromUtf8, utf8 } from "./bytes.ts";
import type { Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { equalPoints, type Group, type Point } from "./group.ts";
import { expectObject, expectString, parseJson, recordLimits, writeJson, type Json } from "./json.ts";
import { flatten, nest } from "./nesting.ts";
import { encodeProof, parseExactProof, proveChaumPedersen, verifyChaumPedersen } from "./proofs.ts";
import { nestingOf, type Question } from "./question.ts";
import type { Scalar } from "./scalar.ts";
import type { Random } from "./sodium.ts";
import type { Tally } from "./tally.ts";
import { lagrangeAtZero } from "./threshold.ts";
import type { Trustee, TrusteeItem } from "./trustees.ts";

/** alpha^x for each ciphertext, in rows as the tally. */
export type Factors = Point[][];

function prefixOf(election: Election, trustee: Trustee): string {
  return `decrypt|${election.phi}|${trustee.text}|`;
}

/** The exact bytes. Fault: decryption.key, when the secret is not this trustee's. */
export function makePartialDecryption(
  election: Election, trustee: Trustee, secret: Scalar, tally: Tally, random: Random,
  progress: (done: number, total: number) => void = () => undefined,
): Uint8Array {
  const { group } = election;
  demand(equalPoints(group.powerOfGenerator(secret), trustee.publicKey), "decryption.key");
  const prefix = prefixOf(election, trustee);
  const total = tally.reduce((sum, question) => sum + question.length, 0);
  const factors: Json[] = [];
  const proofs: Json[] = [];
  let done = 0;
  tally.forEach((row, i) => {
    const made = row.map(({ alpha }) => {
      const factor = group.encode(group.power(alpha, secret));
      const proof = encodeProof(proveChaumPedersen(group, prefix, alpha, secret, random));
      done += 1;
      progress(done, total);
      return { factor, proof };
    });
    const nesting = nestingOf(election.questions[i] as Question);
    factors.push(nest(made.map((one) => one.factor), nesting));
    proofs.push(nest(made.map((one) => one.proof), nesting));
  });
  return utf8(writeJson({ decryption_factors: factors, decryption_proofs: proofs }));
}

/** Checks every proof. Faults: decryption.encoding, decryption.shape, decryption.membership, decryption.proof. */
export function checkPartialDecryption(election: Election, trustee: Trustee, tally: Tally, bytes: Uint8Array): Factors {
  const others = { "point.membership": "decryption.membership", "json.shape": "decryption.shape" };
  const prefix = prefixOf(election, trustee);
  const { group } = election;
  return asFault("decryption.encoding", () => {
    const text = fromUtf8(bytes);
    const root = expectObject(parseJson(text, recordLimits(text)), ["decryption_factors", "decryption_proofs"]);
    demand(writeJson({ decryption_factors: root.decryption_factors as Json, decryption_proofs: root.decryption_proofs as Json }) === text,
      "decryption.encoding", "not in canonical form");
    const rows = flatten(root.decryption_factors, tally.length, null);
    const proofRows = flatten(root.decryption_proofs, tally.length, null);
    return tally.map((row, i) => {
      const nesting = nestingOf(election.questions[i] as Question);
      const factors = flatten(rows[i], row.length, nesting);
      const proofs = flatten(proofRows[i], row.length, nesting);
      return row.map(({ alpha }, j) => {
        const factor = group.parse(expectString(factors[j], "a factor"));
        const proof = parseExactProof(group, proofs[j]);
        const good = verifyChaumPedersen(group, prefix, trustee.publicKey, alpha, factor, proof);
        demand(good, "decryption.proof", `question ${String(i + 1)}, ciphertext ${String(j + 1)}`);
        return factor;
      });
    });
  }, others);
}

/** The trustees of an item whose factors are combined: the first that are there, as many as are needed. Fault: decryption.missing. */
function chosen({ first, size, threshold }: TrusteeItem, present: ReadonlyMap<number, Factors>): number[] {
  const indices = Array.from({ length: size }, (_, i) => i + 1).filter((index) => present.has(first + index));
  demand(indices.length >= threshold, "decryption.missing", `${String(indices.length)} of the ${String(threshold)} needed`);
  return indices.slice(0, threshold);
}

/**
 * What the ciphertexts hold: g^count, or the elements of shuffled votes. `present`: the checked factors by owner.
 * Faults: decryption.missing, decryption.shape.
 */
export function decryptTally(group: Group, items: readonly TrusteeItem[], tally: Tally, present: ReadonlyMap<number, Factors>): Point[][] {
  const shares = items.flatMap((item) => {
    const indices = chosen(item, present);
    const weights = lagrangeAtZero(group.scalars, indices);
    return indices.map((index, i) => ({ factors: present.get(item.first + index) as Factors, exponent: weights[i] as Scalar }));
  });
  return tally.map((row, i) => row.map(({ beta }, j) => group.divide(beta, group.powers(...shares.map(({ factors, exponent }) => {
    const base = factors[i]?.[j];
    demand(base !== undefined, "decryption.shape");
    return { base, exponent };
  })))));
}
