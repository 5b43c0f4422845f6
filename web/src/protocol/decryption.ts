/** A trustee's part of the decryption of a tally (PROTOCOL section 11). */

import { fromUtf8, utf8 } from "./bytes.ts";
import type { Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { equalPoints, type Group, type Point } from "./group.ts";
import { expectArray, expectObject, expectString, parseJson, writeJson, type Json } from "./json.ts";
import { encodeProof, parseProof, proveChaumPedersen, verifyChaumPedersen } from "./proofs.ts";
import type { Scalar } from "./scalar.ts";
import type { Random } from "./sodium.ts";
import type { Tally } from "./tally.ts";
import type { Trustee } from "./trustees.ts";

/** alpha^x for each ciphertext, in the shape of the tally. */
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
  for (const question of tally) {
    const made = question.map(({ alpha }) => {
      const factor = group.encode(group.power(alpha, secret));
      const proof = encodeProof(proveChaumPedersen(group, prefix, alpha, secret, random));
      done += 1;
      progress(done, total);
      return { factor, proof };
    });
    factors.push(made.map((one) => one.factor));
    proofs.push(made.map((one) => one.proof));
  }
  return utf8(writeJson({ decryption_factors: factors, decryption_proofs: proofs }));
}

/** Checks every proof. Faults: decryption.encoding, decryption.shape, decryption.membership, decryption.proof. */
export function checkPartialDecryption(election: Election, trustee: Trustee, tally: Tally, bytes: Uint8Array): Factors {
  const others = { "point.membership": "decryption.membership", "json.shape": "decryption.shape" };
  const prefix = prefixOf(election, trustee);
  const { group } = election;
  return asFault("decryption.encoding", () => {
    const text = fromUtf8(bytes);
    const root = expectObject(parseJson(text), ["decryption_factors", "decryption_proofs"]);
    demand(writeJson({ decryption_factors: root.decryption_factors as Json, decryption_proofs: root.decryption_proofs as Json }) === text,
      "decryption.encoding", "not in canonical form");
    const rows = expectArray(root.decryption_factors, "factors");
    const proofRows = expectArray(root.decryption_proofs, "proofs");
    demand(rows.length === tally.length && proofRows.length === tally.length, "decryption.shape");
    return tally.map((question, i) => {
      const factors = expectArray(rows[i], "factors");
      const proofs = expectArray(proofRows[i], "proofs");
      demand(factors.length === question.length && proofs.length === question.length, "decryption.shape");
      return question.map(({ alpha }, j) => {
        const factor = group.parse(expectString(factors[j], "a factor"));
        const proof = parseProof(group, proofs[j]);
        demand(writeJson(encodeProof(proof)) === writeJson(proofs[j] as Json), "decryption.encoding", "a proof is not in canonical form");
        const good = verifyChaumPedersen(group, prefix, trustee.publicKey, alpha, factor, proof);
        demand(good, "decryption.proof", `question ${String(i + 1)}, choice ${String(j + 1)}`);
        return factor;
      });
    });
  }, others);
}

/** g^count for each choice: the factors of all trustees divided out. */
export function decryptTally(group: Group, tally: Tally, factors: readonly Factors[]): Point[][] {
  return tally.map((question, i) => question.map(({ beta }, j) => factors.reduce((rest, one) => {
    const factor = one[i]?.[j];
    demand(factor !== undefined, "decryption.shape");
    return group.divide(rest, factor);
  }, beta)));
}
