/**
 * The verifier of a whole election (PROTOCOL section 13), from the archive alone: up to 1,000 ballots, in memory.
 * It is written apart from the native verifier; both give each check the same id.
 */

import { parseRecords, parseWrapper, readEvents, type ArchiveEvent } from "./archive.ts";
import { ballotTracker, type Ballot } from "./ballot.ts";
import { checkBallot } from "./ballot-check.ts";
import { fromUtf8, toBase64NoPad } from "./bytes.ts";
import { checkPartialDecryption, decryptTally, type Factors } from "./decryption.ts";
import { parseElection, type Election, type Question } from "./election.ts";
import { ProtocolFault, demand } from "./fault.ts";
import { expectCount } from "./json.ts";
import { checkCounts, parseResult, type Counts } from "./result.ts";
import { checkRoll, parseRoll, type Roll } from "./roll.ts";
import { sha256 } from "./sodium.ts";
import { addToTally, emptyTally, encodeTally, type Tally } from "./tally.ts";
import { checkElectionKey, parseTrustees, type Trustee } from "./trustees.ts";
import { parseWeight } from "./weight.ts";

export const maxBallots = 1000;

export const checkIds = [
  "archive.format", "archive.chain", "archive.order", "setup.election", "setup.trustees", "setup.credentials",
  "ballots.valid", "ballots.distinct", "tally.encrypted", "tally.num_tallied", "tally.total_weight",
  "decryption.partial", "result.counts",
] as const;
export type CheckId = (typeof checkIds)[number];

/** "warned": passed, with something that a person should know. "skipped": nothing there, or an earlier check failed. */
export interface Check {
  id: CheckId;
  ok: boolean;
  outcome: "passed" | "warned" | "failed" | "skipped";
  detail: string;
  milliseconds: number;
}

export interface ElectionReport {
  ok: boolean;
  checks: Check[];
  result?: Counts;
  uuid?: string;
  name?: string;
  questions?: Question[];
  /** Fingerprints to compare with what was published elsewhere. */
  phi?: string;
  lastEvent?: string;
  ballots: number;
  counted: number;
  milliseconds: number;
}

export interface VerifyWatch {
  progress?: (done: number, total: number) => void;
  check?: (check: Check) => void;
}

/** Refusals of the archive's reader belong to one of three checks. */
function archiveCheck(id: string): CheckId {
  return id === "archive.chain" || id === "archive.order" ? id : "archive.format";
}

class Verifier {
  readonly report: ElectionReport = { ok: false, checks: [], ballots: 0, counted: 0, milliseconds: 0 };
  readonly #start = performance.now();
  #last = performance.now();

  constructor(readonly watch: VerifyWatch) {}

  #line(id: CheckId, outcome: Check["outcome"], detail: string): void {
    const now = performance.now();
    const check = { id, ok: outcome !== "failed", outcome, detail, milliseconds: now - this.#last };
    this.#last = now;
    this.report.checks.push(check);
    this.watch.check?.(check);
  }

  /** One line of the checklist: what `action` finds, with a warning when it returns one. */
  #check<T>(id: CheckId, action: () => { value: T; detail: string; warning?: string | undefined }): T {
    try {
      const { value, detail, warning } = action();
      this.#line(id, warning === undefined ? "passed" : "warned", warning ?? detail);
      return value;
    } catch (error) {
      if (error instanceof ProtocolFault) this.#line(id, "failed", error.message);
      throw error;
    }
  }

  run(archive: Uint8Array): ElectionReport {
    try {
      this.#all(archive);
      this.report.ok = true;
    } catch (error) {
      if (!(error instanceof ProtocolFault)) throw error;
    }
    for (const id of checkIds) {
      if (!this.report.checks.some((check) => check.id === id)) this.#line(id, "skipped", "");
    }
    this.report.checks.sort((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
    this.report.milliseconds = performance.now() - this.#start;
    return this.report;
  }

  #all(archive: Uint8Array): void {
    const events = this.#archive(archive);
    const [setup, ...rest] = events;
    const [electionJson, trusteesJson, rollJson] = setup?.data ?? [];
    if (electionJson === undefined || trusteesJson === undefined || rollJson === undefined) throw new ProtocolFault("archive.payload");
    const election = this.#election(electionJson);
    const trustees = this.#trustees(election, trusteesJson);
    const roll = this.#roll(election, rollJson, setup?.data.length === 5);
    this.#order(events);
    const counting = this.#ballots(election, roll, rest.filter((one) => one.type === "Ballot"));
    this.watch.progress?.(1, 1);
    const tallied = rest.find((one) => one.type === "EncryptedTally");
    if (tallied === undefined) return;
    const { tally, totalWeight } = this.#tally(election, roll, counting, tallied);
    const decryptions = rest.filter((one) => one.type === "PartialDecryption");
    const result = rest.find((one) => one.type === "Result");
    if (decryptions.length === 0) return;
    const factors = this.#decryptions(election, trustees, tally, decryptions, result !== undefined);
    if (result === undefined) return;
    this.report.result = this.#check("result.counts", () => {
      const counts = parseResult(election, result.data[0] as Uint8Array);
      checkCounts(election.group, decryptTally(election.group, tally, factors), counts, totalWeight);
      return { value: counts, detail: `${String(counts.length)} questions` };
    });
  }

  #archive(archive: Uint8Array): ArchiveEvent[] {
    try {
      const records = parseRecords(archive);
      const events = readEvents(records);
      this.report.lastEvent = events.at(-1)?.hash ?? "";
      this.#line("archive.format", "passed", `${String(records.length)} records`);
      this.#line("archive.chain", "passed", `${String(events.length)} events`);
      return events;
    } catch (error) {
      if (error instanceof ProtocolFault) this.#line(archiveCheck(error.id), "failed", error.message);
      throw error;
    }
  }

  /** The reader refused every wrong order; what an election of these questions does not have is refused here. */
  #order(events: readonly ArchiveEvent[]): void {
    this.#check("archive.order", () => {
      demand(!events.some((one) => one.type === "Shuffle"), "archive.order", "shuffles where no question needs them");
      const warning = events.at(-1)?.type === "Result" ? undefined : "archive.no_result: it may have been cut short";
      return { value: undefined, detail: `${String(events.length)} events`, warning };
    });
  }

  #election(bytes: Uint8Array): Election {
    return this.#check("setup.election", () => {
      const election = parseElection(bytes);
      const { uuid, name, phi, questions } = election;
      Object.assign(this.report, { uuid, name, phi, questions });
      const unknown = election.unknownMembers.join(", ").slice(0, 200);
      return { value: election, detail: phi, warning: unknown === "" ? undefined : `election.unknown_member: ${unknown}` };
    });
  }

  #trustees(election: Election, bytes: Uint8Array): Trustee[] {
    return this.#check("setup.trustees", () => {
      const trustees = parseTrustees(election.group, bytes);
      checkElectionKey(election, trustees);
      return { value: trustees, detail: `${String(trustees.length)} trustees, ${toBase64NoPad(sha256(bytes))}` };
    });
  }

  #roll({ group }: Election, bytes: Uint8Array, certificate: boolean): Roll {
    return this.#check("setup.credentials", () => {
      const roll = parseRoll(bytes);
      checkRoll(group, roll);
      const warning = certificate ? "setup.credentials_certificate: there is one, and it was not checked" : undefined;
      return { value: roll, warning, detail: `${String(roll.size)} credentials, ${toBase64NoPad(sha256(bytes))}` };
    });
  }

  /** The last ballot of each credential. */
  #ballots(election: Election, roll: Roll, events: readonly ArchiveEvent[]): Map<string, Ballot> {
    const last = new Map<string, Ballot>();
    const seen = new Map<string, number>();
    this.#check("ballots.valid", () => {
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
        this.watch.progress?.(i + 1, events.length);
      });
      this.report.ballots = events.length;
      this.report.counted = last.size;
      const repeated = [...randomness.values()].reduce((sum, times) => sum + times - 1, 0);
      const warnings = [
        ...(repeated > 0 ? [`ballot.repeated_randomness: ${String(repeated)} ciphertexts share their randomness with another`] : []),
        ...(odd > 0 ? [`ballot.not_canonical: ${String(odd)} ballots hold numbers in another form`] : []),
      ];
      const warning = warnings.length === 0 ? undefined : warnings.join("; ");
      return { value: undefined, detail: `${String(events.length)} ballots of ${String(last.size)} voters`, warning };
    });
    return this.#check("ballots.distinct", () => {
      for (const [tracker, times] of seen) demand(times === 1, "ballot.duplicate", tracker);
      return { value: last, detail: `${String(seen.size)} ballots` };
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
    const tally = this.#check("tally.encrypted", () => {
      let value = emptyTally(election);
      for (const [credential, ballot] of counting) value = addToTally(election.group, value, ballot, roll.get(credential) ?? 0);
      demand(fromUtf8(encodeTally(election.group, value)) === fromUtf8(published), "tally.encrypted", "not the product of the last ballots");
      return { value, detail: `${String(counting.size)} ballots` };
    });
    this.#check("tally.num_tallied", () => {
      const count = expectCount(wrapper.num_tallied, "num_tallied");
      demand(count === counting.size, "tally.num_tallied", `published ${String(count)}, counted ${String(counting.size)}`);
      const warning = count === 1 ? "tally.one_ballot: the result shows how its voter voted" : undefined;
      return { value: undefined, detail: String(count), warning };
    });
    const totalWeight = [...counting.keys()].reduce((sum, credential) => sum + (roll.get(credential) ?? 0), 0);
    this.#check("tally.total_weight", () => {
      const weight = parseWeight(wrapper.total_weight);
      demand(weight === totalWeight, "tally.total_weight", `published ${String(weight)}, counted ${String(totalWeight)}`);
      return { value: undefined, detail: String(weight) };
    });
    return { tally, totalWeight };
  }

  #decryptions(election: Election, trustees: readonly Trustee[], tally: Tally, events: readonly ArchiveEvent[], all: boolean): Factors[] {
    return this.#check("decryption.partial", () => {
      const factors = new Map<number, Factors>();
      for (const event of events) {
        const [bytes, owned] = event.data as [Uint8Array, Uint8Array];
        const owner = expectCount(parseWrapper("PartialDecryption", owned).owner, "owner");
        const trustee = trustees[owner - 1];
        demand(trustee !== undefined, "decryption.owner", String(owner));
        demand(!factors.has(owner), "decryption.duplicate", String(owner));
        factors.set(owner, checkPartialDecryption(election, trustee, tally, bytes));
      }
      demand(!all || factors.size === trustees.length, "decryption.missing");
      return { value: [...factors.values()], detail: `${String(factors.size)} of ${String(trustees.length)} trustees` };
    });
  }
}

/** Makes every check. A bad archive gives a report with ok false, never an exception. */
export function verifyElection(archive: Uint8Array, watch: VerifyWatch = {}): ElectionReport {
  return new Verifier(watch).run(archive);
}
