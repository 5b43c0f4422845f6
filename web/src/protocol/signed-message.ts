/** Texts that a party of a key ceremony signs: {"message","signature"} (PROTOCOL section 10). */

import { asFault } from "./fault.ts";
import type { Group, Point } from "./group.ts";
import { expectObject, expectString, parseJson, type Json, type JsonObject } from "./json.ts";
import { encodeProof, parseExactProof, proveSchnorr, verifySchnorr, type Proof } from "./proofs.ts";
import type { Scalar } from "./scalar.ts";
import type { Random } from "./sodium.ts";

export interface SignedMessage {
  message: string;
  signature: Proof;
}

function prefixOf(text: string): string {
  return `sigmsg|${text}|`;
}

export function signText(group: Group, text: string, key: Scalar, random: Random): Proof {
  return proveSchnorr(group, prefixOf(text), key, random);
}

export function textSignatureHolds(group: Group, text: string, key: Point, signature: Proof): boolean {
  return verifySchnorr(group, prefixOf(text), key, signature);
}

export function encodeSignedMessage({ message, signature }: SignedMessage): JsonObject {
  return { message, signature: encodeProof(signature) };
}

/** Reads it in its one form, and its message as a JSON object; the signature is not verified. Fault: trustee.encoding. */
export function openDocument(group: Group, value: Json | undefined): { document: SignedMessage; message: JsonObject } {
  return asFault("trustee.encoding", () => {
    const object = expectObject(value, ["message", "signature"]);
    const message = expectString(object.message, "message");
    const document = { message, signature: parseExactProof(group, object.signature) };
    return { document, message: expectObject(parseJson(message), [], "any") };
  });
}
