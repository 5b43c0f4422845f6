/**
 * What passes between the pages and the worker that holds the cryptography. Plain data only, so that it can be
 * posted; documents travel as the exact bytes whose hashes count.
 */

import type { AuditReport } from "../protocol/ballot-audit.ts";
import type { AnnouncedElection, KeyEntries } from "../protocol/ceremony-log.ts";
import type { Check, ElectionReport } from "../protocol/verify.ts";
import type { ReceiptReport } from "../protocol/receipt.ts";

export type { Check, CheckId, ElectionReport } from "../protocol/verify.ts";
export type { AuditedAnswer, AuditReport } from "../protocol/ballot-audit.ts";
export type { AnnouncedElection, KeyEntries, KeyStep, PostedTexts } from "../protocol/ceremony-log.ts";
export type { ReceiptCheckId, ReceiptReport } from "../protocol/receipt.ts";

/** A document: its exact bytes, or text that is encoded as UTF-8. */
export type Document = Uint8Array | string;

export interface EncryptBallotInput {
  /** election.json: what is encrypted refers to the hash of these bytes. */
  electionJson: Document;
  /** trustees.json: the election key must be the product of proven trustee keys. */
  trusteesJson: Document;
  /** public credentials: the code must be on the list, else the fault is "credential.unknown". */
  credentialsJson: Document;
  /** Receipt of the entry that prepared the election: it must name the three documents. */
  preparedText: string;
  /** The log key that is trusted: never one that came with the receipt. */
  vkey: string;
  /** 22 Base58 characters, with or without dashes. */
  credential: string;
  /** For each question one 0 or 1 for each answer; the blank flag comes first where the question has one. */
  choices: number[][];
}

export interface EncryptedBallot {
  /** The exact bytes to send, at every attempt. */
  ballot: Uint8Array;
  /** Base64 without padding of their SHA-256. */
  tracker: string;
}

export interface VerifyBallotAuditInput {
  /** The file that the device which made the ballot handed out. */
  auditText: string;
  /** election.json, trustees.json, public credentials. */
  electionJson: Document;
  trusteesJson: Document;
  credentialsJson: Document;
  /** Receipt of the entry that prepared the election: it must name the three documents. */
  preparedText: string;
  /** The log key that is trusted: never one that came with the file. */
  vkey: string;
}

export interface NewSigningKey {
  /** 64 hex digits. */
  key: string;
  /** 32 bytes; fill with zeros after use. */
  seed: Uint8Array;
}

export type ActValue = string | number | boolean | null | ActValue[] | { [key: string]: ActValue };

export interface SignActInput {
  kind: string;
  body: { [key: string]: ActValue };
  /** The origin line of the log. */
  origin: string;
  seed: Uint8Array;
}

export interface SignedAct {
  /** The canonical JSON of the act. */
  act: string;
  /** 64 hex digits. */
  key: string;
  /** 128 hex digits. */
  sig: string;
}

/** For whom a trustee's key is made. */
export interface NewTrusteeKeyInput {
  /** Election uuid. */
  election: string;
  /** As in election.json. */
  group: string;
  /** Number of the trustee, from 1. */
  owner: number;
}

/** A step of a trustee in a key ceremony. */
export interface CeremonyInput {
  /** A file of the format "ogniwo-trustee-key", version 2. */
  keyFileText: string;
  /** Number of the trustee in the ceremony, from 1. */
  index: number;
  size: number;
  threshold: number;
}

export interface CeremonyKeyInput extends CeremonyInput {
  /** Of all trustees of the ceremony, in order, as are the others: exact texts. */
  certificates: string[];
  polynomials: string[];
  /** SHA-256 of each polynomial, hex, as posted before any was revealed. */
  commitments: string[];
}

export interface CeremonyLogInput {
  election: string;
  /** The log key that is trusted. */
  vkey: string;
  /** The signed head of the log, and the tiles that show the entries under it, by path. */
  checkpoint: string;
  tiles: Map<string, Uint8Array>;
  /** Where to look: what is there decides. */
  entries: KeyEntries;
  /** What was posted, by SHA-256 in hex. */
  texts: Map<string, Uint8Array>;
}

export interface CheckKeyFileInput {
  keyFileText: string;
  election: string;
  owner: number;
  /** Version 2 for a trustee of a ceremony, else version 1. */
  version: 1 | 2;
  /** The public key that is known of a trustee with a key of its own. */
  publicKey?: string;
  /** The certificate that a trustee of a ceremony has posted. */
  certificate?: string;
}

export interface ShuffleInput {
  /** The archive of the closed election with the shuffles so far. */
  archive: Uint8Array;
  preparedText: string;
  vkey: string;
}

export interface PartialDecryptInput {
  /** The archive of the closed election, of up to 1,000 ballots: what is decrypted is the product of these. */
  archive: Uint8Array;
  /** Receipt of the entry that prepared the election: it must name the documents in the archive. */
  preparedText: string;
  /** The log key that is trusted: never one that came with the receipt. */
  vkey: string;
  /** A file of the format "ogniwo-trustee-key", version 1, or 2 for a trustee of a ceremony. */
  keyFileText: string;
  /** What this trustee posted at the end of its ceremony: with it, version 2 of the file gives the key. */
  voutputText?: string;
}

export interface VerifyReceiptInput {
  receiptText: string;
  /** The log key that is trusted: never one that came with the receipt. */
  vkey: string;
  expectedTracker?: string;
  /** Election uuid, or the id of an open vote. */
  expectedElection?: string;
  /** The bytes that were sent: the tracker is computed from them. */
  ballotBytes?: Uint8Array;
}

/** Every task of the worker: what goes in, what comes out. */
export interface Tasks {
  encryptBallot: { input: EncryptBallotInput; output: EncryptedBallot };
  makeSigningKey: { input: Record<never, never>; output: NewSigningKey };
  publicKeyOf: { input: { seed: Uint8Array }; output: string };
  signAct: { input: SignActInput; output: SignedAct };
  signActBytes: { input: { act: Uint8Array; seed: Uint8Array }; output: SignedAct };
  /** The text of a new key file, version 1. */
  makeTrusteeKey: { input: NewTrusteeKeyInput; output: string };
  /** The public key in a key file of version 1 with its proof, as it is posted. */
  publicTrusteeKey: { input: { keyFileText: string; name?: string }; output: string };
  /** The text of a new key file, version 2. */
  makeCeremonyKey: { input: NewTrusteeKeyInput; output: string };
  ceremonyCertificate: { input: CeremonyInput; output: string };
  ceremonyPolynomial: { input: CeremonyInput & { certificates: string[] }; output: { polynomial: string; commitment: string } };
  ceremonyKey: { input: CeremonyKeyInput; output: string };
  /** What the log says of an announced election. */
  readCeremony: { input: CeremonyLogInput; output: AnnouncedElection };
  /** Nothing when it is the file of this trustee. */
  checkKeyFile: { input: CheckKeyFileInput; output: null };
  shuffle: { input: ShuffleInput; output: Uint8Array };
  partialDecrypt: { input: PartialDecryptInput; output: Uint8Array };
  verifyElection: { input: { archive: Uint8Array }; output: ElectionReport };
  verifyReceipt: { input: VerifyReceiptInput; output: ReceiptReport };
  verifyBallotAudit: { input: VerifyBallotAuditInput; output: AuditReport };
}
export type TaskName = keyof Tasks;

export interface TaskRequest<T extends TaskName = TaskName> {
  task: T;
  input: Tasks[T]["input"];
}

/** After encryptBallot, once: the receipt that spoils the ballot. The answer is the audit file. */
export interface OpenRequest {
  receiptText: string;
}

export type TaskMessage =
  | { kind: "progress"; done: number; total: number }
  | { kind: "check"; check: Check }
  | { kind: "done"; output: unknown }
  | { kind: "fault"; id: string; detail: string };
