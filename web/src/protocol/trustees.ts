/** The trustees of an election: one key each, all of them needed (PROTOCOL section 10, Single). */

import { fromUtf8, utf8 } from "./bytes.ts";
import { limits, type Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { equalPoints, type Group, type Point } from "./group.ts";
import { expectArray, expectObject, expectString, parseJson, writeJson, type Json, type JsonObject } from "./json.ts";
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

function pokPrefix(group: Group, key: string): string {
  return `pok|${group.name}|${key}|`;
}

/** A trustee's public part with its proof of possession. */
export function makeTrustee(group: Group, secret: Scalar, random: Random, name?: string): Trustee {
  const publicKey = group.powerOfGenerator(secret);
  const text = group.encode(publicKey);
  return { publicKey, text, pok: proveSchnorr(group, pokPrefix(group, text), secret, random), ...(name !== undefined && { name }) };
}

/** [["Single",K],..] as stored bytes. */
export function encodeTrustees(trustees: readonly Trustee[]): Uint8Array {
  return utf8(writeJson(trustees.map(({ pok, text, name }): Json => {
    const key: JsonObject = { pok: encodeProof(pok), public_key: text };
    if (name !== undefined) key.name = name;
    return ["Single", key];
  })));
}

function parseTrustee(group: Group, value: Json): Trustee {
  const [kind, key, ...rest] = expectArray(value, "a trustee");
  demand(kind !== "Pedersen", "trustee.pedersen_unsupported");
  demand(kind === "Single" && rest.length === 0, "json.shape", "a trustee is [kind, key]");
  const object = expectObject(key, ["pok", "public_key"], ["name"]);
  const text = expectString(object.public_key, "public_key");
  const publicKey = group.parse(text);
  const pok = parseProof(group, object.pok);
  demand(writeJson(encodeProof(pok)) === writeJson(object.pok as Json), "trustee.encoding", "the proof is not in canonical form");
  const name = object.name === undefined ? undefined : expectString(object.name, "name");
  demand(name === undefined || utf8(name).length <= 1000, "trustee.encoding", "the name is longer than 1000 bytes");
  demand(!equalPoints(publicKey, group.neutral), "trustee.neutral");
  demand(verifySchnorr(group, pokPrefix(group, text), publicKey, pok), "trustee.pok", text);
  return { publicKey, text, pok, ...(name !== undefined && { name }) };
}

/**
 * Reads the list and checks every key and its proof.
 * Faults: trustee.encoding, trustee.membership, trustee.neutral, trustee.pok, trustee.duplicate, trustee.limits,
 * trustee.pedersen_unsupported.
 */
export function parseTrustees(group: Group, bytes: Uint8Array): Trustee[] {
  const root = asFault("trustee.encoding", () => expectArray(parseJson(fromUtf8(bytes)), "trustees"));
  demand(root.length > 0 && root.length <= limits.trustees, "trustee.limits");
  const trustees = root.map((one) =>
    asFault("trustee.encoding", () => parseTrustee(group, one), { "point.membership": "trustee.membership" }));
  demand(new Set(trustees.map((one) => one.text)).size === trustees.length, "trustee.duplicate");
  return trustees;
}

/** The election key that these trustees make together. */
export function combineTrustees(group: Group, trustees: readonly Trustee[]): Point {
  return trustees.reduce((y, one) => group.multiply(y, one.publicKey), group.neutral);
}

/** Fault: election.public_key, when the election's key is not the product of the trustees' keys. */
export function checkElectionKey({ group, publicKey }: Election, trustees: readonly Trustee[]): void {
  demand(group.encode(combineTrustees(group, trustees)) === publicKey, "election.public_key", "not the product of the trustees' keys");
}
