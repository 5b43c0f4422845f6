/**
 * What the pages ask of the worker that holds the cryptography, in the pages' own words. The pages never see a group
 * element; secrets are handed over once and the worker ends with its answer.
 */

import type { SigningKey } from "../api/keystore.ts";
import type { Receipt } from "../api/types.ts";
import * as worker from "../workers/client.ts";

export { WorkerFault } from "../workers/client.ts";
export type { AnnouncedElection, AuditedAnswer, AuditReport, Check, ElectionReport, KeyStep } from "../workers/client.ts";

type OnProgress = worker.OnProgress;

export interface SealedBallot {
  /** The exact bytes that are sent, at every attempt. */
  bytes: Uint8Array;
  /** Base64 without padding of their SHA-256. */
  tracker: string;
  /** Opens the ballot, which the receipt must spoil: the text of the audit file. Rejects with WorkerFault. */
  open(receipt: Receipt): Promise<string>;
  /** From here on nobody can open it. */
  forget(): void;
}

export interface BallotInput {
  election: Uint8Array;
  trustees: Uint8Array;
  /** The public list of credentials: a code that is not on it is told at once. */
  roll: Uint8Array;
  /** Receipt of the entry that prepared the election: the log must name these documents. */
  prepared: Receipt;
  /** The pinned key of the log. */
  vkey: string;
  credential: string;
  choices: number[][];
}

/** Encrypts the choices. Rejects with WorkerFault "credential.unknown" for a code that is not on the roll. */
export async function encryptBallot(input: BallotInput, onProgress: OnProgress): Promise<SealedBallot> {
  const { ballot, tracker, open, forget } = await worker.encryptBallot({
    electionJson: input.election, trusteesJson: input.trustees, credentialsJson: input.roll,
    preparedText: JSON.stringify(input.prepared), vkey: input.vkey,
    credential: input.credential, choices: input.choices,
  }, onProgress);
  return { bytes: ballot, tracker, forget, open: (receipt) => open(JSON.stringify(receipt)) };
}

/** What an opened ballot says, checked against the documents of its election. Rejects with WorkerFault: audit.*, receipt.* and others. */
export function checkBallotAudit(input: Omit<BallotInput, "credential" | "choices"> & { audit: string }): Promise<worker.AuditReport> {
  return worker.verifyBallotAudit({
    auditText: input.audit, electionJson: input.election, trusteesJson: input.trustees, credentialsJson: input.roll,
    preparedText: JSON.stringify(input.prepared), vkey: input.vkey,
  });
}

export async function newSigningKey(): Promise<SigningKey> {
  const { key, seed } = await worker.makeSigningKey();
  return { publicKey: key, seed };
}

export const publicKeyOf = worker.publicKeyOf;
export const signAct = worker.signAct;
export const verifyElection = worker.verifyElection;

export const { makeTrusteeKey, makeCeremonyKey, publicTrusteeKey, ceremonyCertificate, ceremonyPolynomial, ceremonyKey, readCeremony, checkKeyFile } = worker;

/**
 * A trustee's part, after every ballot in the archive was checked: first those are counted, then the ciphertexts.
 * `voutput`: what a trustee of a ceremony posted at its end.
 */
export function partialDecrypt(input: { archive: Uint8Array; prepared: Receipt; vkey: string; keyFileText: string; voutput?: string }, onProgress: OnProgress): Promise<Uint8Array> {
  const { archive, prepared, vkey, keyFileText, voutput } = input;
  return worker.partialDecrypt({
    archive, preparedText: JSON.stringify(prepared), vkey, keyFileText, ...(voutput !== undefined && { voutputText: voutput }),
  }, onProgress);
}

/** A shuffle of the closed election's votes, after every ballot and every shuffle before it was checked: first those are counted. */
export function shuffleVotes(input: { archive: Uint8Array; prepared: Receipt; vkey: string }, onProgress: OnProgress): Promise<Uint8Array> {
  return worker.shuffle({ archive: input.archive, preparedText: JSON.stringify(input.prepared), vkey: input.vkey }, onProgress);
}

/** The four things that a receipt page says about a receipt, each made of several checks of the worker. */
export type ReceiptCheckId = "tracker" | "entry" | "inclusion" | "checkpoint";

export interface ReceiptCheck {
  id: ReceiptCheckId;
  /** null: not reached, because an earlier check failed. */
  ok: boolean | null;
  detail: string;
}

const groups: [ReceiptCheckId, worker.ReceiptCheckId[]][] = [
  ["tracker", ["receipt.tracker"]],
  ["entry", ["receipt.shape", "receipt.entry", "receipt.election"]],
  ["inclusion", ["receipt.index", "receipt.inclusion"]],
  ["checkpoint", ["receipt.origin", "receipt.checkpoint"]],
];

/** Sums up the worker's checks: a group is good when each of its checks ran and passed. */
export function groupReceiptChecks(report: Pick<worker.ReceiptReport, "checks">): ReceiptCheck[] {
  return groups.map(([id, members]) => {
    const ran = report.checks.filter((check) => members.includes(check.id));
    const bad = ran.find((check) => !check.ok);
    if (bad !== undefined) return { id, ok: false, detail: bad.detail === "" ? bad.id : `${bad.id}: ${bad.detail}` };
    return { id, ok: ran.length === members.length ? true : null, detail: "" };
  });
}

export interface ReceiptInput {
  receipt: Receipt;
  /** The pinned key of the log. */
  vkey: string;
  /** The election, or the vote of an open one, that the entry must name. */
  subject: string;
  /** The tracker that this browser computed itself, or that the person pasted. */
  tracker: string;
}

/** Checks a receipt against the pinned log key and against what this browser knows by itself. */
export async function checkReceipt(input: ReceiptInput): Promise<ReceiptCheck[]> {
  return groupReceiptChecks(await worker.verifyReceipt({
    receiptText: JSON.stringify(input.receipt), vkey: input.vkey, expectedTracker: input.tracker, expectedElection: input.subject,
  }));
}

/** Whether a receipt of any entry holds under the pinned key. */
export async function checkLogReceipt(receipt: Receipt, vkey: string): Promise<boolean> {
  return (await worker.verifyReceipt({ receiptText: JSON.stringify(receipt), vkey })).ok;
}
