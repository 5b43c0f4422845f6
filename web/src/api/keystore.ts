/**
 * The signing key of a representative, kept in this browser only. The 32-byte Ed25519 seed is stored encrypted with an
 * AES-GCM key that the browser holds and does not hand out (not extractable), so a copy of the database file alone does
 * not give the seed. Whoever can run code on this origin can still use it: the recovery file is the only other copy.
 */

import { get, put, remove } from "./database.ts";
import { fromHex, toHex, utf8 } from "./encoding.ts";

export interface SigningKey {
  /** 64 hex digits. */
  publicKey: string;
  /** 32 bytes. Fill with zeros after use. */
  seed: Uint8Array;
}

interface StoredKey {
  mandate: string;
  publicKey: string;
  wrapping: CryptoKey;
  iv: Uint8Array;
  wrapped: ArrayBuffer;
  savedFile: boolean;
}

export interface KeyInfo {
  publicKey: string;
  /** The person downloaded the recovery file from this browser. */
  savedFile: boolean;
}

function plainBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}

/** Wraps and stores the key of a mandate; an earlier one of that mandate is replaced. */
export async function storeKey(mandate: string, key: SigningKey, savedFile: boolean): Promise<void> {
  const wrapping = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: plainBuffer(iv), additionalData: plainBuffer(utf8.encode(`${mandate}|${key.publicKey}`)) },
    wrapping, plainBuffer(key.seed),
  );
  const record: StoredKey = { mandate, publicKey: key.publicKey, wrapping, iv, wrapped, savedFile };
  await put("keys", record);
}

/** What is known about the key of a mandate without unwrapping it. */
export async function keyInfo(mandate: string): Promise<KeyInfo | null> {
  const record = await get<StoredKey>("keys", mandate);
  return record === undefined ? null : { publicKey: record.publicKey, savedFile: record.savedFile };
}

/** The key itself, for one signature. The caller zeroes `seed`. */
export async function loadKey(mandate: string): Promise<SigningKey | null> {
  const record = await get<StoredKey>("keys", mandate);
  if (record === undefined) return null;
  const seed = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: plainBuffer(record.iv), additionalData: plainBuffer(utf8.encode(`${mandate}|${record.publicKey}`)) },
    record.wrapping, record.wrapped,
  );
  return { publicKey: record.publicKey, seed: new Uint8Array(seed) };
}

export async function markSaved(mandate: string): Promise<void> {
  const record = await get<StoredKey>("keys", mandate);
  if (record !== undefined) await put("keys", { ...record, savedFile: true });
}

export async function forgetKey(mandate: string): Promise<void> {
  await remove("keys", mandate);
}

/** The recovery file (format "ogniwo-signing-key", version 1). */
export function recoveryFile(key: SigningKey): string {
  return `${JSON.stringify({ format: "ogniwo-signing-key", version: 1, public_key: key.publicKey, seed: toHex(key.seed) }, null, 1)}\n`;
}

/**
 * Reads a recovery file; null when it is anything else. That the seed belongs to the public key is for the worker to
 * check, which has the arithmetic.
 */
export function parseRecoveryFile(text: string): SigningKey | null {
  if (text.length > 4096) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const fields = value as Record<string, unknown>;
  const { format, version, public_key: publicKey, seed } = fields;
  if (format !== "ogniwo-signing-key" || version !== 1 || typeof publicKey !== "string" || typeof seed !== "string") return null;
  const bytes = fromHex(seed);
  if (bytes === null || bytes.length !== 32 || fromHex(publicKey)?.length !== 32) return null;
  return { publicKey, seed: bytes };
}
