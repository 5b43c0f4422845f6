/** That the signed log itself names the documents of an election: whoever swaps one for another is found out before a vote is made. */

import { parseEntry } from "./act.ts";
import { toHex } from "./bytes.ts";
import { demand, refuse } from "./fault.ts";
import type { JsonObject } from "./json.ts";
import { parseReceipt, verifyReceipt } from "./receipt.ts";
import { sha256 } from "./sodium.ts";

/** The three documents, exact bytes. */
export interface SetupDocuments {
  election: Uint8Array;
  trustees: Uint8Array;
  credentials: Uint8Array;
}

/**
 * `receiptText` is the receipt of the entry election.prepared, `vkey` the log key that the reader trusts.
 * Faults: receipt.* (the entry is not on this log), prepared.entry (another kind or election), prepared.document.
 */
export function checkPrepared(receiptText: string, vkey: string, uuid: string, documents: SetupDocuments): void {
  const report = verifyReceipt(receiptText, vkey);
  if (report.failed !== undefined) refuse(report.failed, report.detail);
  const { act } = parseEntry(parseReceipt(receiptText).entry);
  demand(act.kind === "election.prepared" && act.body.election === uuid, "prepared.entry");
  const setup = act.body.setup as JsonObject;
  for (const name of ["election", "trustees", "credentials"] as const) {
    demand(setup[name] === toHex(sha256(documents[name])), "prepared.document", name);
  }
}
