/**
 * How trustees speak to each other in a key ceremony: send(sk, ek, m) of PROTOCOL section 10. The text is signed by its
 * sender with the name of its receiver, then encrypted: alpha = g^r, beta = ek^r g^s, and AES-256-GCM with the key
 * SHA-256("key|" + ser(g^s)) and all 32 bytes of SHA-256("iv|" + ser(g^r)) as its iv.
 */

import { fromHex, fromUtf8, toHex, utf8, wipe } from "./bytes.ts";
import { asFault, demand, refuse } from "./fault.ts";
import type { Group, Point } from "./group.ts";
import { expectObject, expectString, parseCompactJson, writeJson, type JsonObject } from "./json.ts";
import { encodeProof, parseExactProof } from "./proofs.ts";
import { randomScalar } from "./scalar.ts";
import { signText, textSignatureHolds } from "./signed-message.ts";
import { sha256, type Random } from "./sodium.ts";
import type { PkiKeys } from "./threshold.ts";

const maxCharacters = 1 << 20;

/** Bytes as WebCrypto takes them. */
type Buffer = Uint8Array<ArrayBuffer>;

/** The key and the iv of one message. */
async function cipher(group: Group, shared: Point, alpha: Point, use: "encrypt" | "decrypt"): Promise<[AesGcmParams, CryptoKey]> {
  const bytes = sha256(utf8(`key|${group.encode(shared)}`)) as Buffer;
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [use]);
  wipe(bytes);
  return [{ name: "AES-GCM", iv: sha256(utf8(`iv|${group.encode(alpha)}`)) as Buffer, tagLength: 128 }, key];
}

/** Encrypts a text for the holder of the key behind `recipient`. */
export async function seal(group: Group, recipient: Point, text: string, random: Random): Promise<string> {
  const { scalars } = group;
  const document = utf8(text);
  const [r, s] = [randomScalar(scalars, random), randomScalar(scalars, random)];
  const alpha = group.powerOfGenerator(r);
  const shared = group.powerOfGenerator(s);
  const beta = group.multiply(group.power(recipient, r), shared);
  const [parameters, key] = await cipher(group, shared, alpha, "encrypt");
  const data = new Uint8Array(await crypto.subtle.encrypt(parameters, key, document as Buffer));
  wipe(r, s, shared, document);
  return writeJson({ algorithm: "AES-GCM", alpha: group.encode(alpha), beta: group.encode(beta), data: toHex(data) });
}

/** The sealed text of a message from the holder of `sender` to the holder of the key behind `recipient`. */
export function send(group: Group, sender: PkiKeys, recipient: Point, message: string, random: Random): Promise<string> {
  const inner = writeJson({ recipient: group.encode(recipient), message });
  const signature = encodeProof(signText(group, inner, sender.signing, random));
  return seal(group, recipient, writeJson({ message: inner, signature }), random);
}

interface Sealed {
  alpha: Point;
  beta: Point;
  data: Uint8Array;
}

/** Reads compact JSON with exactly these members in this order. Fault: channel.encoding. */
function exactObject(text: string, members: readonly string[]): JsonObject {
  demand(text.length <= maxCharacters, "channel.size");
  const object = expectObject(parseCompactJson(text), members);
  demand(Object.keys(object).join() === members.join(), "channel.encoding", "members out of order");
  return object;
}

function parseSealed(group: Group, text: string): Sealed {
  return asFault("channel.encoding", () => {
    const object = exactObject(text, ["algorithm", "alpha", "beta", "data"]);
    demand(object.algorithm === "AES-GCM", "channel.encoding", "another algorithm");
    return {
      alpha: group.parse(expectString(object.alpha, "alpha")), beta: group.parse(expectString(object.beta, "beta")),
      data: fromHex(expectString(object.data, "data")),
    };
  }, { "point.membership": "channel.membership" });
}

async function open(group: Group, receiver: PkiKeys, { alpha, beta, data }: Sealed): Promise<string> {
  const shared = group.divide(beta, group.power(alpha, receiver.decryption));
  const [parameters, key] = await cipher(group, shared, alpha, "decrypt");
  wipe(shared);
  try {
    const document = new Uint8Array(await crypto.subtle.decrypt(parameters, key, data as Buffer));
    const text = fromUtf8(document);
    wipe(document);
    return text;
  } catch {
    return refuse("channel.authentication", "sealed for another key, or changed");
  }
}

/**
 * The message in a sealed text. `sender` is the key that must have signed it.
 * Faults: channel.encoding, channel.membership, channel.size, channel.authentication, channel.signature,
 * channel.recipient.
 */
export async function receive(group: Group, receiver: PkiKeys, sender: Point, text: string): Promise<string> {
  const document = await open(group, receiver, parseSealed(group, text));
  return asFault("channel.encoding", () => {
    const outer = exactObject(document, ["message", "signature"]);
    const inner = expectString(outer.message, "message");
    demand(textSignatureHolds(group, inner, sender, parseExactProof(group, outer.signature)), "channel.signature");
    const { recipient, message } = exactObject(inner, ["recipient", "message"]);
    demand(recipient === group.encode(group.powerOfGenerator(receiver.decryption)), "channel.recipient", "for another trustee");
    return expectString(message, "message");
  });
}
