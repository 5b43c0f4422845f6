/**
 * The key that signs the public log, pinned at first sight: later visits compare. A receipt is checked with the pinned
 * key, never with one that came along with the receipt.
 */

import { get, put } from "./database.ts";
import type { Federation } from "./types.ts";

interface Pin {
  name: "log";
  origin: string;
  vkey: string;
  seen: number;
}

export type LogKey =
  | { state: "pinned"; vkey: string; origin: string }
  /** The browser stores nothing (private window): the key of this visit is used. */
  | { state: "unpinned"; vkey: string; origin: string }
  | { state: "changed"; vkey: string; origin: string; before: string };

/** Compares the key that the server names with the pinned one, and pins it when there is none. */
export async function pinLogKey(federation: Pick<Federation, "origin" | "log_vkey">, now: number): Promise<LogKey> {
  const { origin, log_vkey: vkey } = federation;
  try {
    const pin = await get<Pin>("pins", "log");
    if (pin === undefined) {
      await put("pins", { name: "log", origin, vkey, seen: now } satisfies Pin);
      return { state: "pinned", vkey, origin };
    }
    if (pin.vkey !== vkey || pin.origin !== origin) return { state: "changed", vkey: pin.vkey, origin: pin.origin, before: pin.vkey };
    return { state: "pinned", vkey: pin.vkey, origin: pin.origin };
  } catch {
    return { state: "unpinned", vkey, origin };
  }
}

/** The eight hex digits by which people name a log key (C2SP "name+hash+key"). */
export function shortLogKey(vkey: string): string {
  return vkey.split("+")[1] ?? "";
}
