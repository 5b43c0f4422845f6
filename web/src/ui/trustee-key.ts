/** The trustee's key file. It is read in memory, used by the worker, and forgotten. */

export interface TrusteeKey {
  election: string;
  group: string;
  owner: number;
  public_key: string;
  /** The file as it was read: what the worker takes. */
  text: string;
}

/** Reads a key file (format "ogniwo-trustee-key", version 1); null when it is anything else. */
export function parseTrusteeKey(text: string): TrusteeKey | null {
  if (text.length > 16_384) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const f = value as Record<string, unknown>;
  const { format, version, election, group, owner, public_key: publicKey, private_key: privateKey } = f;
  if (format !== "ogniwo-trustee-key" || version !== 1) return null;
  if (typeof election !== "string" || typeof group !== "string" || typeof publicKey !== "string" || typeof privateKey !== "string") return null;
  if (typeof owner !== "number" || !Number.isInteger(owner) || owner < 1 || !/^(0|[1-9][0-9]{0,700})$/u.test(privateKey)) return null;
  return { election, group, owner, public_key: publicKey, text };
}
