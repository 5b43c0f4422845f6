/** What the worker does, apart from the messages that carry it: also what the tests call. */

import { makeAct, parseAct, signActText } from "../protocol/act.ts";
import { ballotTracker } from "../protocol/ballot.ts";
import { checkAudit, checkSpoiled, encodeAudit } from "../protocol/ballot-audit.ts";
import { makeOpenableBallot, type Progress } from "../protocol/ballot-make.ts";
import { fromUtf8, toHex, utf8 } from "../protocol/bytes.ts";
import { parseElection } from "../protocol/election.ts";
import { checkPrepared } from "../protocol/prepared.ts";
import { verifyReceipt } from "../protocol/receipt.ts";
import { parseRoll } from "../protocol/roll.ts";
import { publicKeyOfSeed } from "../protocol/signing.ts";
import { systemRandom } from "../protocol/sodium.ts";
import { checkElectionKey, parseTrustees } from "../protocol/trustees.ts";
import { verifyElection } from "../protocol/verify.ts";
import type { Check, Document, TaskName, Tasks } from "./messages.ts";
import { trusteeTasks } from "./trustee-tasks.ts";

export interface TaskWatch {
  progress: Progress;
  check: (check: Check) => void;
  /** What the worker does when it is asked to open the ballot that it has just made. */
  openable: (open: (receiptText: string) => string) => void;
}

type Asynchronous = "ceremonyPolynomial" | "ceremonyKey" | "partialDecrypt";
export type Handlers = {
  [T in TaskName]: (input: Tasks[T]["input"], watch: TaskWatch) => T extends Asynchronous ? Promise<Tasks[T]["output"]> : Tasks[T]["output"]
};

function bytesOf(document: Document): Uint8Array {
  return typeof document === "string" ? utf8(document) : document;
}

export const tasks: Handlers = {
  ...trusteeTasks,

  encryptBallot({ electionJson, trusteesJson, credentialsJson, preparedText, vkey, credential, choices }, { progress, openable }) {
    const documents = { election: bytesOf(electionJson), trustees: bytesOf(trusteesJson), credentials: bytesOf(credentialsJson) };
    const election = parseElection(documents.election);
    checkPrepared(preparedText, vkey, election.uuid, documents);
    checkElectionKey(election, parseTrustees(election.group, documents.trustees));
    const made = makeOpenableBallot(election, parseRoll(documents.credentials), credential, choices, systemRandom, progress);
    openable((receiptText) => {
      checkSpoiled(receiptText, vkey, election.uuid, made.ballot);
      return encodeAudit(election.uuid, made, receiptText);
    });
    return { ballot: made.ballot, tracker: ballotTracker(made.ballot) };
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

  verifyElection({ archive }, { progress, check }) {
    return verifyElection(archive, { progress, check });
  },

  verifyBallotAudit({ auditText, electionJson, trusteesJson, credentialsJson, preparedText, vkey }) {
    const documents = { election: bytesOf(electionJson), trustees: bytesOf(trusteesJson), credentials: bytesOf(credentialsJson) };
    const election = parseElection(documents.election);
    checkPrepared(preparedText, vkey, election.uuid, documents);
    checkElectionKey(election, parseTrustees(election.group, documents.trustees));
    return checkAudit(election, parseRoll(documents.credentials), auditText, vkey);
  },

  verifyReceipt({ receiptText, vkey, expectedTracker, expectedElection, ballotBytes }) {
    return verifyReceipt(receiptText, vkey, { tracker: expectedTracker, election: expectedElection, ballot: ballotBytes });
  },
};
