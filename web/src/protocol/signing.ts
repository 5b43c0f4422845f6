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

/**
 * Strict, as the native verifier is: besides the equation, S below the order, and the key and R canonical members of the
 * prime-order group, so that all verifiers agree and no signature has a second form. Wrong lengths give false.
 */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return publicKey.length === 32 && signature.length === 64 &&
    sodium.crypto_core_ed25519_is_valid_point(publicKey) && sodium.crypto_core_ed25519_is_valid_point(signature.slice(0, 32)) &&
    sodium.crypto_sign_verify_detached(signature, message, publicKey);
}
