/** What the signed log says of the keys of an announced election (LEDGER): who makes them together, and who posted what. */

import type { Entry } from "./act.ts";
import { fromUtf8, toHex } from "./bytes.ts";
import { demand } from "./fault.ts";
import type { JsonObject } from "./json.ts";
import { provenEntries, type LogParts } from "./log-tiles.ts";
import { sha256 } from "./sodium.ts";
import type { CeremonyShape } from "./threshold.ts";

/** The steps of a trustee in their order; one who is in no ceremony has the last alone. */
export const keySteps = ["certificate", "commitment", "polynomial", "key"] as const;
export type KeyStep = (typeof keySteps)[number];

/** The texts of each step by owner - 1, null where there is none; of a commitment the hash itself. */
export type PostedTexts = Record<KeyStep, (string | null)[]>;

/** An announced election as the log has it. */
export interface AnnouncedElection {
  group: string;
  /** Mandates of the trustees, by owner - 1. */
  trustees: string[];
  /** Trustees one after the other, in ceremonies; size 1 is a trustee in none. */
  runs: CeremonyShape[];
  posted: PostedTexts;
  /** Why the election was withdrawn, when the log shows that it was; else null. */
  withdrawn: string | null;
}

/** Where the log has what concerns an election. */
export interface KeyEntries {
  announced: number;
  posted: { owner: number; step: KeyStep; index: number }[];
  withdrawn: number | null;
}

/** The hash that an entry posts for that trustee and step. Fault: ceremony.entry. */
function postedHash(entry: Entry | undefined, election: string, owner: number, step: KeyStep): string {
  const kinds = step === "key" ? ["ceremony.key_posted", "trustee.key_posted"] : [`ceremony.${step}_posted`];
  demand(entry !== undefined && kinds.includes(entry.act.kind) && entry.act.body.election === election && entry.act.body.owner === owner,
    "ceremony.entry", `trustee ${String(owner)}: ${step}`);
  const member = entry.act.kind === "ceremony.key_posted" ? "voutput" : step;
  return entry.act.body[member] as string;
}

/** Fault: ceremony.entry. */
function reasonOf(entry: Entry | undefined, election: string): string {
  demand(entry?.act.kind === "election.withdrawn" && entry.act.body.election === election, "ceremony.entry", "the withdrawal");
  return entry.act.body.reason as string;
}

/**
 * Reads the announcement and everything that was posted, each shown by the log under `vkey`, each text by its hash.
 * `texts` are the blobs by their hash. Faults: those of provenEntries, ceremony.entry, blob.hash, bytes.utf8.
 */
export function readAnnounced(
  election: string, parts: LogParts, vkey: string, { announced, posted, withdrawn }: KeyEntries, texts: ReadonlyMap<string, Uint8Array>,
): AnnouncedElection {
  const entries = provenEntries(parts, vkey, [announced, ...posted.map((one) => one.index), ...(withdrawn === null ? [] : [withdrawn])]);
  const act = entries.get(announced)?.act;
  demand(act?.kind === "election.announced" && act.body.election === election, "ceremony.entry", "the announcement");
  const trustees = act.body.trustees as string[];
  const runs = (act.body.runs as JsonObject[]).map(({ size, threshold }) => ({ size: size as number, threshold: threshold as number }));
  demand(runs.reduce((sum, run) => sum + run.size, 0) === trustees.length, "ceremony.entry", "runs");
  const none = (): (string | null)[] => trustees.map(() => null);
  const out: PostedTexts = { certificate: none(), commitment: none(), polynomial: none(), key: none() };
  for (const { owner, step, index } of posted) {
    demand(owner >= 1 && owner <= trustees.length, "ceremony.entry", `trustee ${String(owner)}`);
    const name = postedHash(entries.get(index), election, owner, step);
    const bytes = texts.get(name);
    if (step !== "commitment") demand(bytes !== undefined && toHex(sha256(bytes)) === name, "blob.hash", `trustee ${String(owner)}: ${step}`);
    out[step][owner - 1] = bytes === undefined || step === "commitment" ? name : fromUtf8(bytes);
  }
  return { group: act.body.group as string, trustees, runs, posted: out, withdrawn: withdrawn === null ? null : reasonOf(entries.get(withdrawn), election) };
}
