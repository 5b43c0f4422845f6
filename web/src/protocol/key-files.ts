/** Files that people keep: a trustee's key and a representative's signing key. */

import { fromHex, toHex, wipe } from "./bytes.ts";
import type { Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { groupNamed } from "./groups.ts";
import type { Group } from "./group.ts";
import { expectObject, expectString, parseJson } from "./json.ts";
import { encodeScalar, isZero, parseScalar, type Scalar } from "./scalar.ts";
import { openDocument } from "./signed-message.ts";
import { publicKeyOfSeed } from "./signing.ts";
import { derivePkiKeys, isSeed } from "./threshold.ts";
import type { Trustee } from "./trustees.ts";

const fileLimits = { maxLength: 16_384, maxDepth: 2, maxValues: 40 };

/** Of a trustee with a key of its own. */
export interface TrusteeKeyFile {
  election: string;
  group: Group;
  /** Number of the trustee, from 1. */
  owner: number;
  publicKey: string;
  secret: Scalar;
}

/** Of a trustee of a key ceremony: all that it keeps. */
export interface CeremonyKeyFile {
  election: string;
  group: Group;
  owner: number;
  /** 22 Base58 characters (PROTOCOL section 10). */
  seed: string;
}

const format = "ogniwo-trustee-key";

/** The text of a trustee's key file. */
export function encodeTrusteeKey(file: TrusteeKeyFile): string {
  return `${JSON.stringify({
    format, version: 1, election: file.election, group: file.group.name, owner: file.owner,
    public_key: file.publicKey, private_key: encodeScalar(file.secret),
  }, null, 1)}\n`;
}

/** The text of the key file of a trustee of a ceremony. */
export function encodeCeremonyKey({ election, group, owner, seed }: CeremonyKeyFile): string {
  return `${JSON.stringify({ format, version: 2, election, group: group.name, owner, seed }, null, 1)}\n`;
}

/** Reads either kind. A private key must belong to its public one. Faults: key_file.format, key_file.key. */
export function parseAnyTrusteeKey(text: string): (TrusteeKeyFile & { version: 1 }) | (CeremonyKeyFile & { version: 2 }) {
  return asFault("key_file.format", () => {
    const common = ["format", "version", "election", "group", "owner"];
    const root = expectObject(parseJson(text, fileLimits), common, "any");
    const { version, owner } = root;
    demand(root.format === format && (version === 1 || version === 2), "key_file.format", "not a trustee's key file");
    const object = expectObject(root, [...common, ...(version === 1 ? ["public_key", "private_key"] : ["seed"])]);
    const group = groupNamed(expectString(object.group, "group"));
    demand(group !== undefined, "key_file.format", "group");
    demand(typeof owner === "number" && owner >= 1, "key_file.format", "owner");
    const election = expectString(object.election, "election");
    if (version === 2) {
      const seed = expectString(object.seed, "seed");
      demand(isSeed(seed), "key_file.format", "seed");
      return { version, election, group, owner, seed };
    }
    const secret = parseScalar(group.scalars, expectString(object.private_key, "private_key"));
    const publicKey = expectString(object.public_key, "public_key");
    demand(!isZero(secret) && group.encode(group.powerOfGenerator(secret)) === publicKey, "key_file.key");
    return { version, election, group, owner, publicKey, secret };
  });
}

/** The file of a trustee with a key of its own. Faults: key_file.format, key_file.key. */
export function parseTrusteeKey(text: string): TrusteeKeyFile {
  const file = parseAnyTrusteeKey(text);
  demand(file.version === 1, "key_file.format", "the key of a ceremony");
  return file;
}

/** The file of a trustee of a ceremony. Fault: key_file.format. */
export function parseCeremonyKey(text: string): CeremonyKeyFile {
  const file = parseAnyTrusteeKey(text);
  demand(file.version === 2, "key_file.format", "not the key of a ceremony");
  return file;
}

/** The trustee of this election whose file it is. Faults: key_file.election, key_file.key. */
export function trusteeOfKey(
  file: Pick<TrusteeKeyFile, "election" | "group" | "owner"> & Partial<TrusteeKeyFile>, election: Election, trustees: readonly Trustee[],
): Trustee {
  demand(file.election === election.uuid && file.group === election.group, "key_file.election", "the key is of another election");
  const trustee = trustees[file.owner - 1];
  const own = file.publicKey === undefined || trustee?.text === file.publicKey;
  demand(trustee !== undefined && own, "key_file.key", "not the key of this trustee");
  return trustee;
}

/** Whose file it has to be. */
export interface ExpectedKeyFile {
  election: string;
  owner: number;
  version: 1 | 2;
  /** Of a trustee with a key of its own, where it is known. */
  publicKey?: string;
  /** Of a trustee of a ceremony, where it is posted. */
  certificate?: string;
}

/** Whether the seed is the one that a certificate of this group was made from. */
function isSeedOf({ group, seed }: CeremonyKeyFile, certificate: string): boolean {
  const { message } = openDocument(group, parseJson(certificate));
  const { signing, decryption } = derivePkiKeys(group, seed);
  const fits = group.encode(group.powerOfGenerator(signing)) === message.verification &&
    group.encode(group.powerOfGenerator(decryption)) === message.encryption;
  wipe(signing, decryption);
  return fits;
}

/** Faults: key_file.format (also of the other version), key_file.election, key_file.owner, key_file.key (another key than the known one). */
export function checkKeyFile(text: string, expected: ExpectedKeyFile): void {
  const file = parseAnyTrusteeKey(text);
  demand(file.election === expected.election, "key_file.election", file.election);
  demand(file.owner === expected.owner, "key_file.owner", `the key of trustee ${String(file.owner)}`);
  demand(file.version === expected.version, "key_file.format", "the other version");
  if (file.version === 1) {
    wipe(file.secret);
    demand(expected.publicKey === undefined || file.publicKey === expected.publicKey, "key_file.key");
  } else {
    demand(expected.certificate === undefined || isSeedOf(file, expected.certificate), "key_file.key");
  }
}

/** The text of a recovery file of a signing key. */
export function encodeSigningKey(seed: Uint8Array): string {
  return `${JSON.stringify({ format: "ogniwo-signing-key", version: 1, public_key: toHex(publicKeyOfSeed(seed)), seed: toHex(seed) }, null, 1)}\n`;
}

/** The seed. The file's public key must belong to it. Faults: key_file.format, key_file.key. */
export function parseSigningKey(text: string): Uint8Array {
  return asFault("key_file.format", () => {
    const object = expectObject(parseJson(text, fileLimits), ["format", "version", "public_key", "seed"]);
    demand(object.format === "ogniwo-signing-key" && object.version === 1, "key_file.format", "not a signing key");
    const seed = fromHex(expectString(object.seed, "seed"), 32);
    demand(toHex(publicKeyOfSeed(seed)) === object.public_key, "key_file.key");
    return seed;
  });
}
