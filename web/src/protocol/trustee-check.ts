/**
 * What a trustee may decrypt or shuffle: whoever could hand a trustee any ciphertext would have a single vote opened. So
 * the documents are those that the signed log names, every ballot and shuffle is checked, and the tally follows from
 * them all.
 */

import { parseRecords, readEvents } from "./archive.ts";
import type { Progress } from "./ballot-make.ts";
import { parseElection, type Election } from "./election.ts";
import { demand, refuse } from "./fault.ts";
import { checkPrepared } from "./prepared.ts";
import { ciphertextCount, isShuffled, needsShuffles } from "./question.ts";
import type { Tally } from "./tally.ts";
import type { Trustees } from "./trustees.ts";
import { examineElection } from "./verify.ts";

/** What a trustee is handed, and how far its work is. */
export interface TallySource {
  /** The archive of the closed election. */
  archive: Uint8Array;
  /** The receipt of its entry election.prepared. */
  preparedText: string;
  /** The log key that the trustee trusts. */
  vkey: string;
  /** Of the check and of what follows it. */
  progress: Progress;
}

export interface CheckedTally {
  election: Election;
  trustees: Trustees;
  /** After the last shuffle. */
  tally: Tally;
  shufflesEnded: boolean;
  /** Progress of what follows the check. */
  progress: Progress;
}

/** `shuffledOnly`: whether what follows looks at shuffled ciphertexts alone; `steps`: how often at each. */
function checkedTally({ archive, preparedText, vkey, progress }: TallySource, steps: number, shuffledOnly: boolean): CheckedTally {
  const events = readEvents(parseRecords(archive));
  const [electionJson, trusteesJson, credentialsJson] = events[0]?.data as [Uint8Array, Uint8Array, Uint8Array];
  const { uuid, questions } = parseElection(electionJson);
  checkPrepared(preparedText, vkey, uuid, { election: electionJson, trustees: trusteesJson, credentials: credentialsJson });
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  const checking = count("Ballot") * (1 + count("Shuffle"));
  // Replaced ballots are no ciphertexts of a shuffled tally: at worst the last steps are large ones.
  const following = questions.filter((one) => isShuffled(one) || !shuffledOnly)
    .reduce((sum, one) => sum + steps * (isShuffled(one) ? count("Ballot") : ciphertextCount(one)), 0);
  const { report, election, trustees, tally, shufflesEnded } = examineElection(archive, {
    progress: (done) => progress(Math.min(done, checking), checking + following),
  });
  const failed = report.checks.find((check) => !check.ok);
  if (failed !== undefined) refuse(failed.id, failed.detail);
  if (tally === undefined || election === undefined || trustees === undefined) return refuse("tally.missing");
  return {
    election, trustees, tally, shufflesEnded,
    progress: (done, total) => progress(checking + following - total + done, checking + following),
  };
}

/** Faults: archive.*, election.*, receipt.*, prepared.*, the id of the check that failed, tally.missing, shuffle.missing. */
export function decryptable(source: TallySource): CheckedTally {
  const checked = checkedTally(source, 1, false);
  demand(checked.shufflesEnded || !needsShuffles(checked.election.questions), "shuffle.missing", "the votes are not shuffled yet");
  return checked;
}

/** Faults: those of decryptable, shuffle.unexpected (no question needs one), shuffle.ended. */
export function shuffleable(source: TallySource, stepsPerCiphertext: number): CheckedTally {
  const checked = checkedTally(source, stepsPerCiphertext, true);
  demand(needsShuffles(checked.election.questions), "shuffle.unexpected", "no question needs a shuffle");
  demand(!checked.shufflesEnded, "shuffle.ended", "the shuffles are over");
  return checked;
}
