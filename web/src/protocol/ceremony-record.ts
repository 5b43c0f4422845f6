/** What the parties of a key ceremony publish step by step, read and checked (PROTOCOL section 10). Indices run from 1. */

import { ofTrustee, parseCertificates, type Certificate } from "./certificate.ts";
import { asFault, demand } from "./fault.ts";
import type { Group, Point } from "./group.ts";
import { expectArray, expectObject, expectString, parseJson, type Json } from "./json.ts";
import { parseCertsSignature, parseCommitments, parseVerificationKey, verificationPoints, type CoefficientCommitments } from "./pedersen.ts";
import type { Proof } from "./proofs.ts";
import type { CeremonyShape } from "./threshold.ts";
import type { Trustee } from "./trustee-key.ts";

export interface Ceremony {
  group: Group;
  shape: CeremonyShape;
}

/** What one trustee says in the second step. */
export interface Contribution {
  /** Its coefficients, sealed for itself. */
  polynomial: string;
  /** f(j), sealed for trustee j. */
  secrets: string[];
  commitments: CoefficientCommitments;
  /** Under all certificates and its commitments. */
  signature: Proof;
}

export interface CeremonyRecord {
  certificates: Certificate[];
  contributions: Contribution[];
}

/** The document of trustee `index`; whoever wrote it is to blame for its form. */
function parseDocument(index: number, text: string): Json {
  return ofTrustee(index, () => asFault("trustee.encoding", () => parseJson(text)));
}

/** All certificates, in the form that we make. Faults: those of parseCertificates; trustee.cert_context also when there is none. */
export function readCertificates({ group, shape }: Ceremony, texts: readonly string[]): Certificate[] {
  const certificates = parseCertificates(group, shape, texts.map((text, i) => parseDocument(i + 1, text)));
  demand(certificates.every((one) => one.hasContext), "trustee.cert_context", "the certificates have no context");
  return certificates;
}

/**
 * Everything in a polynomial that is public. Faults, which name the trustee: trustee.encoding, trustee.size (not one
 * secret for each trustee), those of parseCommitments, trustee.certs_signature.
 */
export function readContribution({ group, shape }: Ceremony, certificates: readonly Certificate[], index: number, text: string): Contribution {
  const value = parseDocument(index, text);
  const { polynomial, secrets, object } = ofTrustee(index, () => asFault("trustee.encoding", () => {
    const found = expectObject(value, ["polynomial", "secrets", "coefexps", "signature"]);
    const sealed = expectArray(found.secrets, "secrets").map((one) => expectString(one, "a sealed share"));
    demand(sealed.length === shape.size, "trustee.size", "not one secret for each trustee");
    return { polynomial: expectString(found.polynomial, "polynomial"), secrets: sealed, object: found };
  }));
  const commitments = parseCommitments(group, shape, certificates[index - 1] as Certificate, index, object.coefexps);
  const signature = parseCertsSignature(group, certificates, commitments.values, index, object.signature);
  return { polynomial, secrets, commitments, signature };
}

/** All certificates and polynomials. Faults: those of the two, trustee.size. */
export function readRecord(ceremony: Ceremony, certificateTexts: readonly string[], polynomials: readonly string[]): CeremonyRecord {
  const certificates = readCertificates(ceremony, certificateTexts);
  const { size } = ceremony.shape;
  demand(polynomials.length === size, "trustee.size", `${String(polynomials.length)} polynomials of ${String(size)} trustees`);
  return { certificates, contributions: polynomials.map((text, i) => readContribution(ceremony, certificates, i + 1, text)) };
}

/** The public keys that follow from the commitments, by index - 1. */
export function expectedKeys({ group, shape }: Ceremony, { contributions }: CeremonyRecord): Point[] {
  return verificationPoints(group, contributions.map((one) => one.commitments), shape);
}

/**
 * The key that trustee `index` publishes in the end, signed. Faults, which name the trustee: trustee.encoding, those of
 * parseVerificationKey; trustee.key_signature also when there is none.
 */
export function readVoutput(ceremony: Ceremony, record: CeremonyRecord, index: number, text: string): Trustee {
  const value = parseDocument(index, text);
  const object = ofTrustee(index, () => asFault("trustee.encoding", () => {
    const found = expectObject(value, ["private_key", "public_key"]);
    expectString(found.private_key, "private_key");
    return found;
  }));
  const expected = expectedKeys(ceremony, record)[index - 1] as Point;
  const key = parseVerificationKey(ceremony.group, expected, record.certificates[index - 1] as Certificate, index, object.public_key);
  ofTrustee(index, () => demand(key.signature !== undefined, "trustee.key_signature", "the key is not signed"));
  return key;
}
