/** The trustees of an election: one key each, all of them needed (PROTOCOL section 10, Single). */

import { fromUtf8, utf8 } from "./bytes.ts";
import { limits } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { expectArray, expectObject, expectString, parseJson, writeJson, type Json, type JsonObject } from "./json.ts";
import { encodePoint, groupName, isNeutral, multiply, neutral, parsePoint, powerOfGenerator, type Point } from "./point.ts";
import { encodeProof, parseProof, proveSchnorr, verifySchnorr, type Proof } from "./proofs.ts";
import type { Scalar } from "./scalar.ts";
import type { Random } from "./sodium.ts";

export interface Trustee {
  publicKey: Point;
  /** ser(publicKey) */
  text: string;
  name?: string;
  pok: Proof;
}

function pokPrefix(key: string): string {
  return `pok|${groupName}|${key}|`;
}

/** A trustee's public part with its proof of possession. */
export function makeTrustee(secret: Scalar, random: Random, name?: string): Trustee {
  const publicKey = powerOfGenerator(secret);
  const text = encodePoint(publicKey);
  return { publicKey, text, pok: proveSchnorr(pokPrefix(text), secret, random), ...(name !== undefined && { name }) };
}

/** [["Single",K],..] as stored bytes. */
export function encodeTrustees(trustees: readonly Trustee[]): Uint8Array {
  return utf8(writeJson(trustees.map(({ pok, text, name }): Json => {
    const key: JsonObject = { pok: encodeProof(pok), public_key: text };
    if (name !== undefined) key.name = name;
    return ["Single", key];
  })));
}

function parseTrustee(value: Json): Trustee {
  const [kind, key, ...rest] = expectArray(value, "a trustee");
  demand(kind !== "Pedersen", "trustee.pedersen_unsupported");
  demand(kind === "Single" && rest.length === 0, "json.shape", "a trustee is [kind, key]");
  const object = expectObject(key, ["pok", "public_key"], ["name", "signature"]);
  const text = expectString(object.public_key, "public_key");
  const publicKey = parsePoint(text);
  const pok = parseProof(object.pok);
  demand(!isNeutral(publicKey), "trustee.neutral");
  demand(verifySchnorr(pokPrefix(text), publicKey, pok), "trustee.pok", text);
  return { publicKey, text, pok, ...(object.name !== undefined && { name: expectString(object.name, "name") }) };
}

/**
 * Reads the list and checks every key and its proof.
 * Faults: trustee.encoding, trustee.membership, trustee.neutral, trustee.pok, trustee.duplicate, trustee.limits,
 * trustee.pedersen_unsupported.
 */
export function parseTrustees(bytes: Uint8Array): Trustee[] {
  const root = asFault("trustee.encoding", () => expectArray(parseJson(fromUtf8(bytes)), "trustees"));
  demand(root.length > 0 && root.length <= limits.trustees, "trustee.limits");
  const trustees = root.map((one) =>
    asFault("trustee.encoding", () => parseTrustee(one), { "point.membership": "trustee.membership" }));
  demand(new Set(trustees.map((one) => one.text)).size === trustees.length, "trustee.duplicate");
  return trustees;
}

/** The election key that these trustees make together. */
export function combineTrustees(trustees: readonly Trustee[]): Point {
  return trustees.reduce((y, one) => multiply(y, one.publicKey), neutral);
}

/** Fault: election.public_key, when the election's key is not the product of the trustees' keys. */
export function checkElectionKey(publicKey: string, trustees: readonly Trustee[]): void {
  demand(encodePoint(combineTrustees(trustees)) === publicKey, "election.public_key", "not the product of the trustees' keys");
}
