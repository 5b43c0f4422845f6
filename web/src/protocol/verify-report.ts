/** The report of the verifier: one line for each check, in the order of the checklist. */

import { ProtocolFault } from "./fault.ts";
import { needsShuffles, type Question } from "./question.ts";
import type { Counts } from "./result.ts";

/** The two of shuffles are there only where a question needs shuffles. */
export const checkIds = [
  "archive.format", "archive.chain", "archive.order", "setup.election", "setup.trustees", "setup.credentials",
  "ballots.valid", "ballots.distinct", "tally.encrypted", "tally.num_tallied", "tally.total_weight",
  "shuffle.mixers", "shuffle.proofs", "decryption.partial", "result.counts",
] as const;
export type CheckId = (typeof checkIds)[number];

/** "warned": passed, with something that a person should know. "skipped": nothing there, or an earlier check failed. */
export interface Check {
  id: CheckId;
  ok: boolean;
  outcome: "passed" | "warned" | "failed" | "skipped";
  /** A fingerprint, or why it warns or fails: "area.reason: in English". */
  detail: string;
  /** How many of what the check is about; the words are the page's. */
  counts: readonly number[];
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
  /** Shuffles, all of them checked. */
  shuffles: number;
  milliseconds: number;
}

export interface VerifyWatch {
  progress?: (done: number, total: number) => void;
  check?: (check: Check) => void;
}

/** What a check found; a warning takes the place of the detail. */
export interface Finding<T> {
  value: T;
  detail?: string;
  counts?: readonly number[];
  warning?: string | undefined;
}

export class ReportWriter {
  readonly report: ElectionReport = { ok: false, checks: [], ballots: 0, counted: 0, shuffles: 0, milliseconds: 0 };
  readonly #start = performance.now();
  #last = performance.now();

  constructor(readonly watch: VerifyWatch) {}

  line(id: CheckId, outcome: Check["outcome"], detail: string, counts: readonly number[] = []): void {
    const now = performance.now();
    const check = { id, ok: outcome !== "failed", outcome, detail, counts, milliseconds: now - this.#last };
    this.#last = now;
    this.report.checks.push(check);
    this.watch.check?.(check);
  }

  /** One line of the checklist: what `action` finds, or its refusal, which goes on. */
  check<T>(id: CheckId, action: () => Finding<T>): T {
    try {
      const { value, detail = "", counts, warning } = action();
      this.line(id, warning === undefined ? "passed" : "warned", warning ?? detail, counts);
      return value;
    } catch (error) {
      if (error instanceof ProtocolFault) this.line(id, "failed", error.message);
      throw error;
    }
  }

  /** Lines for what was not reached. */
  finish(ok: boolean): ElectionReport {
    const { report } = this;
    const shuffled = needsShuffles(report.questions ?? []);
    for (const id of checkIds) {
      const belongs = shuffled || !id.startsWith("shuffle.");
      if (belongs && !report.checks.some((check) => check.id === id)) this.line(id, "skipped", "");
    }
    report.checks.sort((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
    report.ok = ok;
    report.milliseconds = performance.now() - this.#start;
    return report;
  }
}
