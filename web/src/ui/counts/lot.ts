/** The drawn order that settles ties, made again from its seed as ballots/counting/lot.hpp defines it. */

import { fromHex, toHex } from "../../api/encoding.ts";
import type { Candidate } from "./record-parts.ts";
import type { CountRecord } from "./record.ts";

export interface Draw {
  candidate: Candidate;
  /** SHA-256(seed || candidate's number as 4 bytes, big-endian), in hexadecimal digits. */
  hash: string;
}

/** The candidates by ascending draw: who stands first has the luck. `seed`: 1 to 64 bytes in lowercase hexadecimal digits. */
export async function drawLot(seed: string, candidates: number): Promise<Draw[]> {
  const bytes = fromHex(seed);
  if (bytes === null || bytes.length < 1 || bytes.length > 64) throw new RangeError("the seed of a lot is 1 to 64 bytes");
  const draws = await Promise.all(Array.from({ length: candidates }, async (_, candidate): Promise<Draw> => {
    const text = new Uint8Array(bytes.length + 4);
    text.set(bytes);
    new DataView(text.buffer).setUint32(bytes.length, candidate + 1);
    return { candidate, hash: toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", text))) };
  }));
  return draws.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
}

/**
 * Whether the outcomes that the record gives to the lot are those of the drawn order: the first are elected or transferred, the
 * last is excluded. null when no tie can be compared: an order of pairs, and seats that limits of groups bound, depend on more.
 */
export function lotAgrees(record: Pick<CountRecord, "ties" | "groupEffects">, draws: readonly Draw[]): boolean | null {
  const place = new Map(draws.map((draw, i) => [draw.candidate, i]));
  const comparable = record.ties.filter((tie) => tie.rule === "lot" && tie.over !== "order" && record.groupEffects.length === 0);
  if (comparable.length === 0) return null;
  return comparable.every((tie) => {
    const drawn = [...tie.tied].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
    const expected = tie.over === "exclusion" ? drawn.slice(-tie.chosen.length) : drawn.slice(0, tie.chosen.length);
    return tie.chosen.length === expected.length && tie.chosen.every((one) => expected.includes(one));
  });
}
