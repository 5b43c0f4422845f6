/**
 * What a trustee may decrypt: whoever could hand a trustee any ciphertext would have a single vote opened. So the
 * documents are those that the signed log names, every ballot is checked, and the tally is the product of them all.
 */

import { parseRecords, readEvents } from "./archive.ts";
import { choiceCount, parseElection, type Election } from "./election.ts";
import { refuse } from "./fault.ts";
import { checkPrepared } from "./prepared.ts";
import { parseTally, type Tally } from "./tally.ts";
import { parseTrustees, type Trustee } from "./trustees.ts";
import { verifyElection } from "./verify.ts";

export interface Decryptable {
  election: Election;
  trustees: Trustee[];
  tally: Tally;
  /** Ballots that were checked, replaced ones included. */
  ballots: number;
}

/**
 * `archive` is the archive of the closed election, `preparedText` the receipt of its entry election.prepared, `vkey`
 * the log key that the trustee trusts; progress runs over the ballots, its total has the ciphertexts too. Faults: archive.*, receipt.*, prepared.*, the id of the check that failed,
 * tally.missing.
 */
export function decryptable(
  archive: Uint8Array, preparedText: string, vkey: string, progress: (done: number, total: number) => void,
): Decryptable {
  const events = readEvents(parseRecords(archive));
  const [electionJson, trusteesJson, credentialsJson] = events[0]?.data ?? [];
  const tallyJson = events.find((event) => event.type === "EncryptedTally")?.data[0];
  if (electionJson === undefined || trusteesJson === undefined || credentialsJson === undefined || tallyJson === undefined) {
    return refuse("tally.missing");
  }
  const election = parseElection(electionJson);
  checkPrepared(preparedText, vkey, election.uuid, { election: electionJson, trustees: trusteesJson, credentials: credentialsJson });
  const ballots = events.filter((event) => event.type === "Ballot").length;
  const ciphertexts = election.questions.reduce((sum, question) => sum + choiceCount(question), 0);
  let checked = 0;
  const report = verifyElection(archive, { progress: (done) => {
    checked = Math.max(checked, Math.min(done, ballots));
    progress(checked, ballots + ciphertexts);
  } });
  const failed = report.checks.find((check) => !check.ok);
  if (failed !== undefined) refuse(failed.id, failed.detail);
  return { election, trustees: parseTrustees(election.group, trusteesJson), tally: parseTally(election, tallyJson), ballots };
}
