/** What a trustee does, apart from the messages that carry it: keys, the steps of a ceremony, shuffles, decryptions. */

import { toHex, utf8, wipe } from "../protocol/bytes.ts";
import { makeCertificate, makePolynomial, makeVoutput, openDecryptionKey } from "../protocol/ceremony.ts";
import { readAnnounced } from "../protocol/ceremony-log.ts";
import { readCertificates, type Ceremony } from "../protocol/ceremony-record.ts";
import { randomBase58 } from "../protocol/credential.ts";
import { makePartialDecryption } from "../protocol/decryption.ts";
import { derivedRandom } from "../protocol/derived-random.ts";
import type { Election } from "../protocol/election.ts";
import { demand } from "../protocol/fault.ts";
import type { Group } from "../protocol/group.ts";
import { groupNamed } from "../protocol/groups.ts";
import { writeJson } from "../protocol/json.ts";
import {
  checkKeyFile, encodeCeremonyKey, encodeTrusteeKey, parseAnyTrusteeKey, parseCeremonyKey, parseTrusteeKey, trusteeOfKey,
  type CeremonyKeyFile,
} from "../protocol/key-files.ts";
import { randomScalar, type Scalar } from "../protocol/scalar.ts";
import { shuffleTally } from "../protocol/shuffle.ts";
import { stepsPerCiphertext } from "../protocol/shuffle-make.ts";
import { sha256, systemRandom } from "../protocol/sodium.ts";
import { decryptable, shuffleable } from "../protocol/trustee-check.ts";
import { encodeTrustee, makeTrustee } from "../protocol/trustee-key.ts";
import type { Trustee } from "../protocol/trustees.ts";
import type { CeremonyInput } from "./messages.ts";
import type { Handlers } from "./tasks.ts";

function named(name: string): Group {
  const group = groupNamed(name);
  demand(group !== undefined, "election.group_unsupported", name.slice(0, 40));
  return group;
}

/** The key file of a trustee of this ceremony, and the ceremony. Faults: key_file.*. */
function ceremonyOf({ keyFileText, size, threshold }: Omit<CeremonyInput, "index">): { key: CeremonyKeyFile; ceremony: Ceremony } {
  const key = parseCeremonyKey(keyFileText);
  return { key, ceremony: { group: key.group, shape: { size, threshold } } };
}

/** That everybody revealed what they committed to. Faults: trustee.size, ceremony.commitment. */
function checkCommitments(polynomials: readonly string[], commitments: readonly string[]): void {
  demand(commitments.length === polynomials.length, "trustee.size", "not one commitment for each polynomial");
  polynomials.forEach((text, i) => {
    demand(toHex(sha256(utf8(text))) === commitments[i], "ceremony.commitment", `trustee ${String(i + 1)}: not what was committed to`);
  });
}

/** The trustee whose file it is, and its secret, to be wiped. Faults: key_file.*, channel.*, trustee.encoding. */
async function secretOf(
  keyFileText: string, voutputText: string | undefined, election: Election, trustees: readonly Trustee[],
): Promise<{ trustee: Trustee; secret: Scalar }> {
  const file = parseAnyTrusteeKey(keyFileText);
  const trustee = trusteeOfKey(file, election, trustees);
  if (file.version === 1) return { trustee, secret: file.secret };
  demand(voutputText !== undefined, "key_file.voutput", "the outcome of the ceremony is missing");
  return { trustee, secret: await openDecryptionKey(file.group, file.seed, voutputText) };
}

export const trusteeTasks: Pick<Handlers,
  "makeTrusteeKey" | "publicTrusteeKey" | "makeCeremonyKey" | "ceremonyCertificate" | "ceremonyPolynomial" | "ceremonyKey" |
  "readCeremony" | "checkKeyFile" | "shuffle" | "partialDecrypt"> = {
  makeTrusteeKey({ election, group: name, owner }) {
    const group = named(name);
    const secret = randomScalar(group.scalars, systemRandom);
    const publicKey = group.encode(group.powerOfGenerator(secret));
    const text = encodeTrusteeKey({ election, group, owner, publicKey, secret });
    wipe(secret);
    return text;
  },

  publicTrusteeKey({ keyFileText, name }) {
    const { group, secret } = parseTrusteeKey(keyFileText);
    const key = writeJson(encodeTrustee(makeTrustee(group, secret, systemRandom, name)));
    wipe(secret);
    return key;
  },

  makeCeremonyKey({ election, group, owner }) {
    return encodeCeremonyKey({ election, group: named(group), owner, seed: randomBase58(systemRandom, 22) });
  },

  ceremonyCertificate(input) {
    const { key, ceremony } = ceremonyOf(input);
    return makeCertificate(ceremony, input.index, key.seed, systemRandom);
  },

  async ceremonyPolynomial(input) {
    const { key, ceremony } = ceremonyOf(input);
    readCertificates(ceremony, input.certificates);
    // The same text whenever it is made: committed to in one step and revealed in the next, from the key file alone.
    const context = writeJson(["ogniwo ceremony polynomial", key.election, input.index, input.certificates]);
    const polynomial = await makePolynomial(ceremony, input.certificates, input.index, key.seed, derivedRandom(key.seed, context));
    return { polynomial, commitment: toHex(sha256(utf8(polynomial))) };
  },

  ceremonyKey(input) {
    const { key, ceremony } = ceremonyOf(input);
    checkCommitments(input.polynomials, input.commitments);
    return makeVoutput(ceremony, input.certificates, input.polynomials, input.index, key.seed, systemRandom);
  },

  readCeremony({ election, checkpoint, tiles, vkey, entries, texts }) {
    return readAnnounced(election, { checkpoint, tiles }, vkey, entries, texts);
  },

  checkKeyFile({ keyFileText, ...expected }) {
    checkKeyFile(keyFileText, expected);
    return null;
  },

  shuffle({ archive, preparedText, vkey }, { progress }) {
    const checked = shuffleable({ archive, preparedText, vkey, progress }, stepsPerCiphertext);
    return shuffleTally(checked.election, checked.tally, systemRandom, checked.progress);
  },

  async partialDecrypt({ archive, preparedText, vkey, keyFileText, voutputText }, { progress }) {
    parseAnyTrusteeKey(keyFileText); // A wrong file is told before the long check.
    const checked = decryptable({ archive, preparedText, vkey, progress });
    const { election, trustees, tally } = checked;
    const { trustee, secret } = await secretOf(keyFileText, voutputText, election, trustees.keys);
    try {
      return makePartialDecryption(election, trustee, secret, tally, systemRandom, checked.progress);
    } finally {
      wipe(secret);
    }
  },
};
