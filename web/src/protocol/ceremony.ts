/**
 * The key ceremony of n trustees, any t of whom decrypt (PROTOCOL section 10): what each trustee makes in each step, as
 * texts that others carry. A trustee needs nothing between the steps but its seed:
 *
 *   1 makeCertificate, for all to check (ceremony-record.ts)
 *   2 makePolynomial, whose secrets are sealed, so that the text is public
 *   3 makeVoutput: opens and checks the share of every trustee; its public key, and its private key sealed for itself
 *   4 anybody: assembleTrustees
 *
 * Indices run from 1, in the order of the certificates. A refusal that is somebody's fault names that trustee.
 */

import { wipe } from "./bytes.ts";
import { certificateMessage, ofTrustee, type Certificate } from "./certificate.ts";
import {
  readCertificates, readRecord, readVoutput, type Ceremony, type CeremonyRecord, type Contribution,
} from "./ceremony-record.ts";
import { asFault, demand } from "./fault.ts";
import { equalPoints, type Group } from "./group.ts";
import { expectArray, expectObject, expectString, parseCompactJson, parseJson, writeJson, type JsonObject } from "./json.ts";
import { certsMessage, coefexpsMessage } from "./pedersen.ts";
import { receive, send } from "./private-channel.ts";
import { encodeProof } from "./proofs.ts";
import { encodeScalar, parseScalar, type Scalar } from "./scalar.ts";
import { encodeSignedMessage, signText } from "./signed-message.ts";
import type { Random } from "./sodium.ts";
import { checkShape, derivePkiKeys, evaluateCommitments, evaluatePolynomial, randomPolynomial, type PkiKeys } from "./threshold.ts";
import { encodeTrustee, makeTrustee } from "./trustee-key.ts";

/** Faults: seed.format, trustee.size, trustee.threshold, ceremony.index. */
export function makeCertificate({ group, shape }: Ceremony, index: number, seed: string, random: Random): string {
  checkShape(shape);
  demand(index >= 1 && index <= shape.size, "ceremony.index", `there is no trustee ${String(index)}`);
  const { signing, decryption } = derivePkiKeys(group, seed);
  const keys = { verification: group.powerOfGenerator(signing), encryption: group.powerOfGenerator(decryption) };
  const message = certificateMessage(group, shape, index, keys);
  const signature = signText(group, message, signing, random);
  wipe(signing, decryption);
  return writeJson(encodeSignedMessage({ message, signature }));
}

/** The keys behind a seed, which must be those of certificate `index`. Faults: seed.format, ceremony.index, ceremony.seed. */
function ownKeys(group: Group, certificates: readonly Certificate[], index: number, seed: string): { keys: PkiKeys; own: Certificate } {
  const own = certificates[index - 1];
  demand(own !== undefined, "ceremony.index", `there is no trustee ${String(index)}`);
  const keys = derivePkiKeys(group, seed);
  const fits = equalPoints(group.powerOfGenerator(keys.signing), own.verification) &&
    equalPoints(group.powerOfGenerator(keys.decryption), own.encryption);
  demand(fits, "ceremony.seed", `not the seed of trustee ${String(index)}`);
  return { keys, own };
}

/** {"polynomial","secrets":[n],"coefexps","signature"}. Faults: those of readCertificates, seed.format, ceremony.index, ceremony.seed. */
export async function makePolynomial(
  ceremony: Ceremony, certificateTexts: readonly string[], index: number, seed: string, random: Random,
): Promise<string> {
  const { group, shape } = ceremony;
  const certificates = readCertificates(ceremony, certificateTexts);
  const { keys, own } = ownKeys(group, certificates, index, seed);
  const coefficients = randomPolynomial(group, shape.threshold, random);
  const values = coefficients.map(group.powerOfGenerator);
  const message = coefexpsMessage(group, values);
  const coefexps = encodeSignedMessage({ message, signature: signText(group, message, keys.signing, random) });
  const signature = encodeProof(signText(group, certsMessage(group, certificates, values), keys.signing, random));
  const polynomial = await send(group, keys, own.encryption, writeJson({ polynomial: coefficients.map(encodeScalar) }), random);
  const secrets: string[] = [];
  for (const [j, { encryption }] of certificates.entries()) {
    const share = evaluatePolynomial(group, coefficients, j + 1);
    secrets.push(await send(group, keys, encryption, writeJson({ secret: encodeScalar(share) }), random));
    wipe(share);
  }
  wipe(keys.signing, keys.decryption, ...coefficients);
  return writeJson({ polynomial, secrets, coefexps, signature });
}

/** The one member of a message between trustees. Fault: channel.encoding. */
function memberOf(text: string, name: string): JsonObject[string] {
  return asFault("channel.encoding", () => expectObject(parseCompactJson(text), [name])[name] as JsonObject[string]);
}

function secretNumber(group: Group, value: JsonObject[string]): Scalar {
  return asFault("channel.encoding", () => parseScalar(group.scalars, expectString(value, "a number")));
}

/** That nobody speaks in this trustee's name: its commitments are those of its own polynomial. Fault: ceremony.polynomial. */
async function checkOwnPolynomial(group: Group, keys: PkiKeys, own: Certificate, { polynomial, commitments }: Contribution): Promise<void> {
  const list = memberOf(await receive(group, keys, own.verification, polynomial), "polynomial");
  const values = asFault("channel.encoding", () => expectArray(list, "polynomial"))
    .map((one) => group.encode(group.powerOfGenerator(secretNumber(group, one))));
  demand(values.join() === commitments.values.map(group.encode).join(), "ceremony.polynomial",
    "the commitments under this trustee's number are not its own");
}

/** f_i(index), opened and compared with the commitments of trustee i. Faults: channel.*, trustee.share. */
async function openShare(group: Group, keys: PkiKeys, sender: Certificate, from: Contribution, index: number): Promise<Scalar> {
  const share = secretNumber(group, memberOf(await receive(group, keys, sender.verification, from.secrets[index - 1] as string), "secret"));
  const expected = evaluateCommitments(group, from.commitments.values, index);
  demand(equalPoints(group.powerOfGenerator(share), expected), "trustee.share", `the share for trustee ${String(index)} does not fit the commitments`);
  return share;
}

/** The sum of all shares for trustee `index`. */
async function sumOfShares({ group }: Ceremony, { certificates, contributions }: CeremonyRecord, index: number, keys: PkiKeys): Promise<Scalar> {
  let sum = group.scalars.zero;
  for (const [i, from] of contributions.entries()) {
    try {
      const share = await openShare(group, keys, certificates[i] as Certificate, from, index);
      sum = group.scalars.add(sum, share);
      wipe(share);
    } catch (error) {
      ofTrustee(i + 1, () => {
        throw error;
      });
    }
  }
  return sum;
}

/**
 * {"private_key","public_key"}. Faults: those of readRecord, seed.format, ceremony.index, ceremony.seed,
 * ceremony.polynomial, channel.*, trustee.share.
 */
export async function makeVoutput(
  ceremony: Ceremony, certificateTexts: readonly string[], polynomials: readonly string[], index: number, seed: string, random: Random,
): Promise<string> {
  const { group } = ceremony;
  const record = readRecord(ceremony, certificateTexts, polynomials);
  const { keys, own } = ownKeys(group, record.certificates, index, seed);
  await checkOwnPolynomial(group, keys, own, record.contributions[index - 1] as Contribution);
  const secret = await sumOfShares(ceremony, record, index, keys);
  const key = makeTrustee(group, secret, random);
  const signature = signText(group, key.text, keys.signing, random);
  const privateKey = await send(group, keys, own.encryption, writeJson({ decryption_key: encodeScalar(secret) }), random);
  wipe(secret, keys.signing, keys.decryption);
  return writeJson({ private_key: privateKey, public_key: encodeTrustee({ ...key, signature }) });
}

/**
 * T = {"threshold","certs","coefexps","signatures","verification_keys"}: one text for these inputs, so whoever has the
 * public record of a ceremony makes it again. Faults: those of readRecord and readVoutput, trustee.size.
 */
export function assembleTrustees(
  ceremony: Ceremony, certificateTexts: readonly string[], polynomials: readonly string[], voutputs: readonly string[],
): JsonObject {
  const { size, threshold } = ceremony.shape;
  const record = readRecord(ceremony, certificateTexts, polynomials);
  demand(voutputs.length === size, "trustee.size", `${String(voutputs.length)} keys of ${String(size)} trustees`);
  return {
    threshold, certs: record.certificates.map((one) => encodeSignedMessage(one.document)),
    coefexps: record.contributions.map((one) => encodeSignedMessage(one.commitments.document)),
    signatures: record.contributions.map((one) => encodeProof(one.signature)),
    verification_keys: voutputs.map((text, i) => encodeTrustee(readVoutput(ceremony, record, i + 1, text))),
  };
}

/**
 * The secret of this trustee, which its voutput holds sealed. Faults: seed.format, trustee.encoding, channel.* (not this
 * trustee's).
 */
export async function openDecryptionKey(group: Group, seed: string, voutput: string): Promise<Scalar> {
  const keys = derivePkiKeys(group, seed);
  const sealed = asFault("trustee.encoding", () =>
    expectString(expectObject(parseJson(voutput), ["private_key", "public_key"]).private_key, "private_key"));
  const text = await receive(group, keys, group.powerOfGenerator(keys.signing), sealed);
  wipe(keys.signing, keys.decryption);
  return secretNumber(group, memberOf(text, "decryption_key"));
}
