/** How the values of one question are nested in JSON (PROTOCOL sections 7, 8, 11, 12); in memory they are one row. */

import { demand } from "./fault.ts";
import { expectArray, type Json } from "./json.ts";

/** The lengths of the inner lists; null for a plain list. */
export type Nesting = readonly number[] | null;

/** Precondition: the row is as long as the inner lists together. */
export function nest<T extends Json>(row: readonly T[], nesting: Nesting): Json[] {
  if (nesting === null) return [...row];
  let at = 0;
  return nesting.map((length) => {
    at += length;
    return row.slice(at - length, at);
  });
}

/** The row behind a list of `length` values or, where they are nested, behind the inner lists. Fault: json.shape. */
export function flatten(value: Json | undefined, length: number, nesting: Nesting): Json[] {
  const list = expectArray(value, "values of a question");
  if (nesting === null) {
    demand(list.length === length, "json.shape", `${String(list.length)} values for ${String(length)}`);
    return list;
  }
  demand(list.length === nesting.length, "json.shape", `${String(list.length)} lists for ${String(nesting.length)}`);
  return list.flatMap((inner, i) => flatten(inner, nesting[i] as number, null));
}
