/** What the worker does, apart from the messages that carry it: also what the tests call. */

import { makeAct, parseAct, signActText } from "../protocol/act.ts";
import { ballotTracker } from "../protocol/ballot.ts";
import { makeBallot, type Progress } from "../protocol/ballot-make.ts";
import { fromUtf8, toHex, utf8 } from "../protocol/bytes.ts";
import { makePartialDecryption } from "../protocol/decryption.ts";
import { parseElection } from "../protocol/election.ts";
import { parseTrusteeKey, trusteeOfKey } from "../protocol/key-files.ts";
import { checkPrepared } from "../protocol/prepared.ts";
import { verifyReceipt } from "../protocol/receipt.ts";
import { parseRoll } from "../protocol/roll.ts";
import { publicKeyOfSeed } from "../protocol/signing.ts";
import { systemRandom } from "../protocol/sodium.ts";
import { decryptable } from "../protocol/trustee-check.ts";
import { checkElectionKey, parseTrustees } from "../protocol/trustees.ts";
import { verifyElection } from "../protocol/verify.ts";
import type { Check, Document, TaskName, Tasks } from "./messages.ts";

export interface TaskWatch {
  progress: Progress;
  check: (check: Check) => void;
}

type Handlers = { [T in TaskName]: (input: Tasks[T]["input"], watch: TaskWatch) => Tasks[T]["output"] };

function bytesOf(document: Document): Uint8Array {
  return typeof document === "string" ? utf8(document) : document;
}

export const tasks: Handlers = {
  encryptBallot({ electionJson, trusteesJson, credentialsJson, preparedText, vkey, credential, choices }, { progress }) {
    const documents = { election: bytesOf(electionJson), trustees: bytesOf(trusteesJson), credentials: bytesOf(credentialsJson) };
    const election = parseElection(documents.election);
    checkPrepared(preparedText, vkey, election.uuid, documents);
    checkElectionKey(election, parseTrustees(election.group, documents.trustees));
    const ballot = makeBallot(election, parseRoll(documents.credentials), credential, choices, systemRandom, progress);
    return { ballot, tracker: ballotTracker(ballot) };
  },

  makeSigningKey() {
    const seed = systemRandom.bytes(32);
    return { key: toHex(publicKeyOfSeed(seed)), seed };
  },

  publicKeyOf({ seed }) {
    return toHex(publicKeyOfSeed(seed));
  },

  signAct({ kind, body, origin, seed }) {
    const act = makeAct(kind, body, origin, systemRandom);
    return { act, ...signActText(act, seed) };
  },

  signActBytes({ act, seed }) {
    const text = fromUtf8(act);
    parseAct(text);
    return { act: text, ...signActText(text, seed) };
  },

  partialDecrypt({ archive, preparedText, vkey, keyFileText }, { progress }) {
    const key = parseTrusteeKey(keyFileText);
    try {
      const checked = decryptable({ archive, preparedText, vkey, progress });
      const { election, trustees, tally } = checked;
      return makePartialDecryption(election, trusteeOfKey(key, election, trustees.keys), key.secret, tally, systemRandom, checked.progress);
    } finally {
      key.secret.fill(0);
    }
  },

  verifyElection({ archive }, { progress, check }) {
    return verifyElection(archive, { progress, check });
  },

  verifyReceipt({ receiptText, vkey, expectedTracker, expectedElection, ballotBytes }) {
    return verifyReceipt(receiptText, vkey, { tracker: expectedTracker, election: expectedElection, ballot: ballotBytes });
  },
};
