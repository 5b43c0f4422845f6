/** Private voting codes of 22 characters (PROTOCOL section 6), and the secret exponent that each stands for. */

import { concat, isBase58, utf8, wipe } from "./bytes.ts";
import { demand } from "./fault.ts";
import type { Group } from "./group.ts";
import { scalarFromBigEndian, type Scalar } from "./scalar.ts";
import { sha256, type Random } from "./sodium.ts";

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const form = /^(.{5})(.{6})(.{5})(.{6})$/u;

/** The one written form XXXXX-XXXXXX-XXXXX-XXXXXX of a code that is typed with or without its dashes. Fault: credential.format. */
export function normaliseCredential(text: string): string {
  const plain = text.replace(/^(.{5})-(.{6})-(.{5})-(.{6})$/u, "$1$2$3$4");
  demand(isBase58(plain) && form.test(plain), "credential.format");
  return plain.replace(form, "$1-$2-$3-$4");
}

/** Uniform characters: 5.86 bits each. */
export function randomBase58(random: Random, length: number): string {
  let plain = "";
  while (plain.length < length) {
    const byte = random.bytes(1)[0] as number;
    if (byte < 232) plain += alphabet[byte % 58] as string; // 232 = 4 * 58: every character alike
  }
  return plain;
}

/** A new code of 22 characters, 128.8 bits. */
export function generateCredential(random: Random): string {
  return normaliseCredential(randomBase58(random, 22));
}

/** 512 bits of SHA-256 over the code in its written form and the election's uuid, modulo q. Fault: credential.format. */
export function deriveCredential(group: Group, text: string, uuid: string): Scalar {
  const code = normaliseCredential(text);
  const half = (i: number): Uint8Array => sha256(utf8(`derive_credential|${uuid}|${String(i)}|${code}`));
  const wide = concat(half(0), half(1));
  const secret = scalarFromBigEndian(group.scalars, wide);
  wipe(wide);
  return secret;
}

/** ser(g^x): what stands on the public list. */
export function publicCredential(group: Group, secret: Scalar): string {
  return group.encode(group.powerOfGenerator(secret));
}
