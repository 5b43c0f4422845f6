/** libsodium, compiled to WebAssembly. Only workers import what imports this. */

import sodium from "libsodium-wrappers-sumo";

/** Call and await once before anything else of the protocol. */
export async function ready(): Promise<void> {
  await sodium.ready;
}

export { sodium };

/** 32 bytes. */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return sodium.crypto_hash_sha256(parts[0] as Uint8Array);
  const total = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    total.set(part, at);
    at += part.length;
  }
  return sodium.crypto_hash_sha256(total);
}

/** A source of random bytes: the system's, or a seeded one in tests. */
export interface Random {
  bytes(length: number): Uint8Array;
}

export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
