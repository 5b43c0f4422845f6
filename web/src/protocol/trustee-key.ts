/** A trustee's public key with its proof of possession: K of PROTOCOL section 10. */

import { utf8 } from "./bytes.ts";
import { asFault, demand } from "./fault.ts";
import { equalPoints, type Group, type Point } from "./group.ts";
import { expectObject, expectString, type Json, type JsonObject } from "./json.ts";
import { encodeProof, parseExactProof, proveSchnorr, verifySchnorr, type Proof } from "./proofs.ts";
import type { Scalar } from "./scalar.ts";
import type { Random } from "./sodium.ts";

export interface Trustee {
  publicKey: Point;
  /** ser(publicKey) */
  text: string;
  name?: string;
  pok: Proof;
  /** By the trustee's key of its ceremony, over `text`; only in the verification keys of a ceremony. */
  signature?: Proof;
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

export function encodeTrustee({ pok, text, name, signature }: Trustee): JsonObject {
  const key: JsonObject = { pok: encodeProof(pok), public_key: text };
  if (signature !== undefined) key.signature = encodeProof(signature);
  if (name !== undefined) key.name = name;
  return key;
}

/** Reads and checks, except the signature. Faults: trustee.encoding, trustee.membership, trustee.neutral, trustee.pok. */
export function parseTrustee(group: Group, value: Json | undefined): Trustee {
  return asFault("trustee.encoding", () => {
    const object = expectObject(value, ["pok", "public_key"], ["name", "signature"]);
    const text = expectString(object.public_key, "public_key");
    const publicKey = group.parse(text);
    const pok = parseExactProof(group, object.pok);
    const signature = object.signature === undefined ? undefined : parseExactProof(group, object.signature);
    const name = object.name === undefined ? undefined : expectString(object.name, "name");
    demand(name === undefined || utf8(name).length <= 1000, "trustee.encoding", "the name is longer than 1000 bytes");
    demand(!equalPoints(publicKey, group.neutral), "trustee.neutral");
    demand(verifySchnorr(group, pokPrefix(group, text), publicKey, pok), "trustee.pok", text);
    return { publicKey, text, pok, ...(name !== undefined && { name }), ...(signature !== undefined && { signature }) };
  }, { "point.membership": "trustee.membership" });
}
