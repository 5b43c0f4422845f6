/** The table of quotients behind D'Hondt and Sainte-Laguë: votes divided, and which quotient won which seat. Pure. */

import { readExact, zero, type Exact } from "./exact.ts";
import type { ListDetail } from "./record-detail.ts";
import type { Candidate, Method } from "./record-parts.ts";

export interface Quotient {
  value: Exact;
  /** Which seat it won, from 1; null when none. */
  seat: number | null;
}

export interface QuotientRow {
  divisor: number;
  /** One for each list of the table. */
  cells: Quotient[];
}

/** One row more than the list with most seats has, so that the first quotient without a seat is seen too. */
export function quotientRows(method: Method, detail: ListDetail, lists: readonly Candidate[]): QuotientRow[] {
  const wonBy = lists.map((list) => detail.awards.flatMap((award, i) => (award.list === list ? [i + 1] : [])));
  const most = Math.max(0, ...wonBy.map((won) => won.length));
  return Array.from({ length: most + 1 }, (_, row) => {
    const divisor = method === "sainte-lague" ? 2 * row + 1 : row + 1;
    return { divisor, cells: lists.map((list, i) => ({ value: readExact(`${detail.votes[list] ?? 0}/${divisor}`) ?? zero, seat: wonBy[i]?.[row] ?? null })) };
  });
}
