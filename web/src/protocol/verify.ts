/**
 * The verifier of a whole election (PROTOCOL section 13), from the archive alone: up to 1,000 ballots, in memory.
 * It is written apart from the native verifier; both give each check the same id.
 */

import { parseRecords, parseWrapper, readEvents, type ArchiveEvent } from "./archive.ts";
import { ballotTracker, type Ballot } from "./ballot.ts";
import { checkBallot } from "./ballot-check.ts";
import { fromUtf8, toBase64NoPad } from "./bytes.ts";
import { checkPartialDecryption, decryptTally, type Factors } from "./decryption.ts";
import { parseElection, type Election } from "./election.ts";
import { ProtocolFault, demand } from "./fault.ts";
import { expectCount } from "./json.ts";
import { needsShuffles } from "./question.ts";
import { checkCounts, parseResult } from "./result.ts";
import { checkRoll, parseRoll, type Roll } from "./roll.ts";
import { applyShuffle } from "./shuffle.ts";
import { sha256 } from "./sodium.ts";
import { encodeTally, tallyOf, type Tally } from "./tally.ts";
import { checkElectionKey, parseTrustees, type Trustees } from "./trustees.ts";
import { ReportWriter, type CheckId, type ElectionReport, type VerifyWatch } from "./verify-report.ts";
import { parseWeight } from "./weight.ts";

export { checkIds, type Check, type CheckId, type ElectionReport, type VerifyWatch } from "./verify-report.ts";

export const maxBallots = 1000;

/** Refusals of the archive's reader belong to one of three checks. */
function archiveCheck(id: string): CheckId {
  return id === "archive.chain" || id === "archive.order" ? id : "archive.format";
}

/** What a verified archive holds so far. */
export interface Examined {
  report: ElectionReport;
  election?: Election;
  trustees?: Trustees;
  /** After the last shuffle. */
  tally?: Tally;
  shufflesEnded: boolean;
}

class Verifier {
  readonly #writer: ReportWriter;
  readonly examined: Examined;
  /** Every ballot, and as many once more for each shuffle. */
  #total = 0;

  constructor(readonly watch: VerifyWatch) {
    this.#writer = new ReportWriter(watch);
    this.examined = { report: this.#writer.report, shufflesEnded: false };
  }

  get report(): ElectionReport {
    return this.#writer.report;
  }

  run(archive: Uint8Array): Examined {
    let ok = true;
    try {
      this.#all(archive);
    } catch (error) {
      if (!(error instanceof ProtocolFault)) throw error;
      ok = false;
    }
    this.#writer.finish(ok);
    return this.examined;
  }

  #all(archive: Uint8Array): void {
    const events = this.#archive(archive);
    const [setup, ...rest] = events;
    const [electionJson, trusteesJson, rollJson] = setup?.data ?? [];
    if (electionJson === undefined || trusteesJson === undefined || rollJson === undefined) throw new ProtocolFault("archive.payload");
    const ofType = (type: ArchiveEvent["type"]): ArchiveEvent[] => rest.filter((one) => one.type === type);
    const election = this.examined.election = this.#election(electionJson);
    const trustees = this.examined.trustees = this.#trustees(election, trusteesJson);
    const roll = this.#roll(election, rollJson, setup?.data.length === 5);
    this.#order(election, events);
    this.#total = ofType("Ballot").length * (1 + ofType("Shuffle").length);
    const counting = this.#ballots(election, roll, ofType("Ballot"));
    const [tallied] = ofType("EncryptedTally");
    if (tallied === undefined) return;
    const { tally: first, totalWeight } = this.#tally(election, roll, counting, tallied);
    const decryptions = ofType("PartialDecryption");
    const ended = this.examined.shufflesEnded = ofType("EndShuffles").length > 0;
    const tally = this.examined.tally = this.#shuffles(election, trustees, first, ofType("Shuffle"), ended, decryptions.length > 0);
    const [result] = ofType("Result");
    if (decryptions.length === 0) return;
    const elements = this.#decryptions(election, trustees, tally, decryptions, result !== undefined);
    if (result === undefined || elements === undefined) return;
    this.report.result = this.#writer.check("result.counts", () => {
      const counts = parseResult(election, tally.map((row) => row.length), result.data[0] as Uint8Array);
      checkCounts(election, elements, counts, totalWeight);
      return { value: counts, counts: [counts.length] };
    });
  }

  #archive(archive: Uint8Array): ArchiveEvent[] {
    try {
      const records = parseRecords(archive);
      const events = readEvents(records);
      this.report.lastEvent = events.at(-1)?.hash ?? "";
      this.#writer.line("archive.format", "passed", "", [records.length]);
      this.#writer.line("archive.chain", "passed", "", [events.length]);
      return events;
    } catch (error) {
      if (error instanceof ProtocolFault) this.#writer.line(archiveCheck(error.id), "failed", error.message);
      throw error;
    }
  }

  /** The reader refused every wrong order; what an election of these questions does not have is refused here. */
  #order({ questions }: Election, events: readonly ArchiveEvent[]): void {
    this.#writer.check("archive.order", () => {
      const shuffled = events.some((one) => one.type === "Shuffle");
      demand(!shuffled || needsShuffles(questions), "archive.order", "a shuffle where no question needs one");
      const warning = events.at(-1)?.type === "Result" ? undefined : "archive.no_result: it may have been cut short";
      return { value: undefined, counts: [events.length], warning };
    });
  }

  #election(bytes: Uint8Array): Election {
    return this.#writer.check("setup.election", () => {
      const election = parseElection(bytes);
      const { uuid, name, phi, questions } = election;
      Object.assign(this.report, { uuid, name, phi, questions });
      const unknown = election.unknownMembers.join(", ").slice(0, 200);
      return { value: election, detail: phi, warning: unknown === "" ? undefined : `election.unknown_member: ${unknown}` };
    });
  }

  #trustees(election: Election, bytes: Uint8Array): Trustees {
    return this.#writer.check("setup.trustees", () => {
      const trustees = parseTrustees(election.group, bytes);
      checkElectionKey(election, trustees);
      const old = trustees.items.some(({ form }) => form === "loose" || form === "signed_certs");
      const warning = old ? "trustee.old_form: a key ceremony lacks signatures that later versions make" : undefined;
      return { value: trustees, warning, counts: [trustees.keys.length], detail: toBase64NoPad(sha256(bytes)) };
    });
  }

  #roll({ group, questions }: Election, bytes: Uint8Array, certificate: boolean): Roll {
    return this.#writer.check("setup.credentials", () => {
      const roll = parseRoll(bytes);
      checkRoll(group, roll);
      const alike = !needsShuffles(questions) || [...roll.values()].every((weight) => weight === 1);
      demand(alike, "credential.weight", "a vote that is shuffled counts once: all weights are 1");
      const warning = certificate ? "setup.credentials_certificate: there is one, and it was not checked" : undefined;
      return { value: roll, warning, counts: [roll.size], detail: toBase64NoPad(sha256(bytes)) };
    });
  }

  /** The last ballot of each credential. */
  #ballots(election: Election, roll: Roll, events: readonly ArchiveEvent[]): Map<string, Ballot> {
    const last = new Map<string, Ballot>();
    const seen = new Map<string, number>();
    this.#writer.check("ballots.valid", () => {
      demand(events.length <= maxBallots, "ballots.limit", `more than ${String(maxBallots)}: use the native verifier`);
      let odd = 0;
      const randomness = new Map<string, number>();
      events.forEach((event, i) => {
        const bytes = event.data[0] as Uint8Array;
        const tracker = ballotTracker(bytes);
        if (!seen.has(tracker)) {
          const ballot = this.#ballot(election, roll, bytes, i);
          if (!ballot.canonical) odd += 1;
          for (const { alpha } of ballot.answers.flatMap((one) => one.choices)) {
            const text = election.group.encode(alpha);
            randomness.set(text, (randomness.get(text) ?? 0) + 1);
          }
          last.set(ballot.credential, ballot);
        }
        seen.set(tracker, (seen.get(tracker) ?? 0) + 1);
        this.watch.progress?.(i + 1, this.#total);
      });
      this.report.ballots = events.length;
      this.report.counted = last.size;
      const repeated = [...randomness.values()].reduce((sum, times) => sum + times - 1, 0);
      const warnings = [
        ...(repeated > 0 ? [`ballot.repeated_randomness: ${String(repeated)} ciphertexts share their randomness with another`] : []),
        ...(odd > 0 ? [`ballot.not_canonical: ${String(odd)} ballots hold numbers in another form`] : []),
      ];
      const warning = warnings.length === 0 ? undefined : warnings.join("; ");
      return { value: undefined, counts: [events.length, last.size], warning };
    });
    return this.#writer.check("ballots.distinct", () => {
      for (const [tracker, times] of seen) demand(times === 1, "ballot.duplicate", tracker);
      return { value: last, counts: [seen.size] };
    });
  }

  #ballot(election: Election, roll: Roll, bytes: Uint8Array, i: number): Ballot {
    try {
      return checkBallot(election, roll, bytes);
    } catch (error) {
      if (error instanceof ProtocolFault) throw new ProtocolFault(error.id, `ballot ${String(i + 1)}: ${error.detail}`);
      throw error;
    }
  }

  #tally(election: Election, roll: Roll, counting: ReadonlyMap<string, Ballot>, event: ArchiveEvent): { tally: Tally; totalWeight: number } {
    const [published, sized] = event.data as [Uint8Array, Uint8Array];
    const wrapper = parseWrapper("EncryptedTally", sized);
    const tally = this.#writer.check("tally.encrypted", () => {
      const votes = [...counting].map(([credential, { answers }]) => ({ answers, weight: roll.get(credential) ?? 0 }));
      const value = tallyOf(election, votes);
      demand(fromUtf8(encodeTally(election, value)) === fromUtf8(published), "tally.encrypted", "it does not follow from the last ballots");
      return { value, counts: [counting.size] };
    });
    this.#writer.check("tally.num_tallied", () => {
      const count = expectCount(wrapper.num_tallied, "num_tallied");
      demand(count === counting.size, "tally.num_tallied", `published ${String(count)}, counted ${String(counting.size)}`);
      const warning = count === 1 ? "tally.one_ballot: the result shows how its voter voted" : undefined;
      return { value: undefined, counts: [count], warning };
    });
    const totalWeight = [...counting.keys()].reduce((sum, credential) => sum + (roll.get(credential) ?? 0), 0);
    this.#writer.check("tally.total_weight", () => {
      const weight = parseWeight(wrapper.total_weight);
      demand(weight === totalWeight, "tally.total_weight", `published ${String(weight)}, counted ${String(totalWeight)}`);
      return { value: undefined, counts: [weight] };
    });
    return { tally, totalWeight };
  }

  /** The tally after the last shuffle: every mixer works on what the one before it left, and none counts twice. */
  #shuffles(
    election: Election, { keys }: Trustees, tally: Tally, events: readonly ArchiveEvent[], ended: boolean, decrypted: boolean,
  ): Tally {
    if (!needsShuffles(election.questions)) return tally;
    if (events.length === 0 && !decrypted) return tally;
    const owners = this.#writer.check("shuffle.mixers", () => {
      const seen = new Set<number>();
      for (const event of events) {
        const owner = expectCount(parseWrapper("Shuffle", event.data[1] as Uint8Array).owner, "owner");
        demand(owner <= keys.length, "shuffle.owner", String(owner));
        demand(!seen.has(owner), "shuffle.duplicate", String(owner));
        seen.add(owner);
      }
      demand(ended || !decrypted, "shuffle.missing", "a decryption before anybody shuffled");
      const warning = ended && seen.size === 1 ? "shuffle.one_mixer: whoever made the only shuffle can tell whose vote is whose" : undefined;
      return { value: [...seen], warning, counts: [seen.size] };
    });
    return this.#writer.check("shuffle.proofs", () => {
      const { ballots } = this.report;
      const value = events.reduce((before, event, i) => {
        try {
          return applyShuffle(election, before, event.data[0] as Uint8Array, (done, total) =>
            this.watch.progress?.(Math.floor(ballots * (1 + i + done / total)), this.#total));
        } catch (error) {
          if (error instanceof ProtocolFault) throw new ProtocolFault(error.id, `trustee ${String(owners[i])}: ${error.detail}`);
          throw error;
        }
      }, tally);
      this.report.shuffles = events.length;
      return { value, counts: [events.length] };
    });
  }

  /** What the tally holds, once all decryptions that are needed must be there. */
  #decryptions(
    election: Election, { keys, items }: Trustees, tally: Tally, events: readonly ArchiveEvent[], all: boolean,
  ): ReturnType<typeof decryptTally> | undefined {
    return this.#writer.check("decryption.partial", () => {
      const present = new Map<number, Factors>();
      for (const event of events) {
        const [bytes, owned] = event.data as [Uint8Array, Uint8Array];
        const owner = expectCount(parseWrapper("PartialDecryption", owned).owner, "owner");
        const trustee = keys[owner - 1];
        demand(trustee !== undefined, "decryption.owner", String(owner));
        demand(!present.has(owner), "decryption.duplicate", String(owner));
        present.set(owner, checkPartialDecryption(election, trustee, tally, bytes));
      }
      const value = all ? decryptTally(election.group, items, tally, present) : undefined;
      return { value, counts: [present.size, keys.length] };
    });
  }
}

/** Makes every check, and keeps what it checked. */
export function examineElection(archive: Uint8Array, watch: VerifyWatch = {}): Examined {
  return new Verifier(watch).run(archive);
}

/** Makes every check. A bad archive gives a report with ok false, never an exception. */
export function verifyElection(archive: Uint8Array, watch: VerifyWatch = {}): ElectionReport {
  return examineElection(archive, watch).report;
}
