/** Ed25519 signatures (RFC 8032), by libsodium. */

import { demand } from "./fault.ts";
import { sodium } from "./sodium.ts";

/** The 32-byte public key of a 32-byte seed. Fault: key.seed. */
export function publicKeyOfSeed(seed: Uint8Array): Uint8Array {
  demand(seed.length === 32, "key.seed");
  const pair = sodium.crypto_sign_seed_keypair(seed);
  pair.privateKey.fill(0);
  return pair.publicKey;
}

/** 64 bytes. Fault: key.seed. */
export function sign(message: Uint8Array, seed: Uint8Array): Uint8Array {
  demand(seed.length === 32, "key.seed");
  const { privateKey } = sodium.crypto_sign_seed_keypair(seed);
  const signature = sodium.crypto_sign_detached(message, privateKey);
  privateKey.fill(0);
  return signature;
}

/** Variable lengths give false, never an exception. */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return publicKey.length === 32 && signature.length === 64 && sodium.crypto_sign_verify_detached(signature, message, publicKey);
}
