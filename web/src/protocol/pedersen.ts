/**
 * What a key ceremony publishes, and every check that anybody can make on it: ["Pedersen",T] in a list of trustees
 * (PROTOCOL section 10). T = {"threshold","certs","coefexps","signatures"?,"verification_keys"}.
 */

import { ofTrustee, parseCeremonyPoint, parseCertificates, type Certificate } from "./certificate.ts";
import { asFault, demand } from "./fault.ts";
import { equalPoints, type Group, type Point } from "./group.ts";
import { expectArray, expectCount, expectObject, writeJson, type Json } from "./json.ts";
import { parseExactProof, type Proof } from "./proofs.ts";
import { encodeSignedMessage, openDocument, textSignatureHolds, type SignedMessage } from "./signed-message.ts";
import { checkShape, evaluateCommitments, type CeremonyShape } from "./threshold.ts";
import { parseTrustee, type Trustee } from "./trustee-key.ts";

/** By the version of the tool that made it; ours is full. */
export type CeremonyForm =
  /** Before 2.5.1: no context in the certificates, nobody signs all certificates together. */
  | "loose"
  /** 2.5.1: context in the certificates, and `signatures`. */
  | "signed_certs"
  /** 3.0 and later: also a `signature` in every verification key. */
  | "full";

/** One trustee's commitments A_k = g^a_k to its polynomial: {"coefexps":[..]}, signed. */
export interface CoefficientCommitments {
  document: SignedMessage;
  values: Point[];
}

export interface PedersenTrustees {
  shape: CeremonyShape;
  form: CeremonyForm;
  keys: Trustee[];
  /** The product of the A_i0. */
  publicKey: Point;
}

export function coefexpsMessage(group: Group, values: readonly Point[]): string {
  return writeJson({ coefexps: values.map(group.encode) });
}

/** What a trustee signs so that all share one view: every certificate, and its own commitments. */
export function certsMessage(group: Group, certificates: readonly Certificate[], values: readonly Point[]): string {
  const certs = certificates.map((one) => encodeSignedMessage(one.document));
  return `certs_sig|${writeJson({ certs, coefexps: values.map(group.encode) })}`;
}

/**
 * Faults, which name the trustee: trustee.encoding, trustee.membership, trustee.neutral, trustee.coefexps_length,
 * trustee.coefexps_signature.
 */
export function parseCommitments(
  group: Group, { threshold }: CeremonyShape, signer: Certificate, index: number, value: Json | undefined,
): CoefficientCommitments {
  return ofTrustee(index, () => {
    const { document, message } = openDocument(group, value);
    const list = asFault("trustee.encoding", () => expectArray(message.coefexps, "coefexps"));
    demand(list.length === threshold, "trustee.coefexps_length", `${String(list.length)} where the threshold is ${String(threshold)}`);
    const values = list.map((one) => parseCeremonyPoint(group, one));
    demand(document.message === coefexpsMessage(group, values), "trustee.encoding", "the commitments are not in canonical form");
    demand(textSignatureHolds(group, document.message, signer.verification, document.signature), "trustee.coefexps_signature");
    return { document, values };
  });
}

/** The signature of trustee `index` under all certificates and its commitments. Faults: trustee.encoding, trustee.certs_signature. */
export function parseCertsSignature(
  group: Group, certificates: readonly Certificate[], values: readonly Point[], index: number, value: Json | undefined,
): Proof {
  return ofTrustee(index, () => {
    const signature = asFault("trustee.encoding", () => parseExactProof(group, value));
    const signer = certificates[index - 1] as Certificate;
    demand(textSignatureHolds(group, certsMessage(group, certificates, values), signer.verification, signature), "trustee.certs_signature");
    return signature;
  });
}

/** The public keys of all trustees: the product over all i, k of A_ik^(j^k), for each j. */
export function verificationPoints(group: Group, commitments: readonly CoefficientCommitments[], { size, threshold }: CeremonyShape): Point[] {
  const sum = Array.from({ length: threshold }, (_, k) =>
    commitments.reduce((all, { values }) => group.multiply(all, values[k] as Point), group.neutral));
  return Array.from({ length: size }, (_, j) => evaluateCommitments(group, sum, j + 1));
}

/** Faults, which name the trustee: those of parseTrustee, trustee.verification_key, trustee.key_signature. */
export function parseVerificationKey(group: Group, expected: Point, signer: Certificate, index: number, value: Json | undefined): Trustee {
  return ofTrustee(index, () => {
    const key = parseTrustee(group, value);
    demand(equalPoints(key.publicKey, expected), "trustee.verification_key", "it does not follow from the commitments");
    const signed = key.signature === undefined || textSignatureHolds(group, key.text, signer.verification, key.signature);
    demand(signed, "trustee.key_signature");
    return key;
  });
}

/** The one form that all parts of T have. */
function formOf(keys: readonly Trustee[], hasSignatures: boolean, hasContext: boolean): CeremonyForm {
  const signedKeys = keys.filter((one) => one.signature !== undefined).length;
  const all = signedKeys === keys.length;
  const whole = hasSignatures === hasContext && (signedKeys === 0 || (all && hasSignatures));
  demand(whole, "trustee.form", "signatures are missing that a ceremony of this form has");
  if (all) return "full";
  return hasSignatures ? "signed_certs" : "loose";
}

/** Reads T and makes every check of PROTOCOL section 10. Faults: those above, trustee.size, trustee.threshold, trustee.form. */
export function parsePedersen(group: Group, value: Json | undefined): PedersenTrustees {
  const { threshold, certs, coefexps, signatures, keys: keyList } = asFault("trustee.encoding", () => {
    const object = expectObject(value, ["threshold", "certs", "coefexps", "verification_keys"], ["signatures"]);
    return {
      threshold: expectCount(object.threshold, "threshold"),
      certs: expectArray(object.certs, "certs"), coefexps: expectArray(object.coefexps, "coefexps"),
      signatures: object.signatures === undefined ? undefined : expectArray(object.signatures, "signatures"),
      keys: expectArray(object.verification_keys, "verification_keys"),
    };
  });
  const shape = { size: certs.length, threshold };
  checkShape(shape);
  const complete = [coefexps, signatures ?? certs, keyList].every((list) => list.length === shape.size);
  demand(complete, "trustee.size", "not one commitment, signature and key for each certificate");
  const certificates = parseCertificates(group, shape, certs);
  const signerOf = (i: number): Certificate => certificates[i] as Certificate;
  const commitments = coefexps.map((one, i) => parseCommitments(group, shape, signerOf(i), i + 1, one));
  signatures?.forEach((one, i) => parseCertsSignature(group, certificates, commitments[i]?.values ?? [], i + 1, one));
  const expected = verificationPoints(group, commitments, shape);
  const keys = keyList.map((one, i) => parseVerificationKey(group, expected[i] as Point, signerOf(i), i + 1, one));
  return {
    shape, keys, form: formOf(keys, signatures !== undefined, signerOf(0).hasContext),
    publicKey: commitments.reduce((all, { values }) => group.multiply(all, values[0] as Point), group.neutral),
  };
}
