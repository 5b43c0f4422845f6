/** What every part of a drawn count needs: the record, names, the language, and how numbers are shown. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { compareNames, number, type Lang } from "../../i18n/index.ts";
import type { CountTexts } from "../../i18n/counts.ts";
import { splitAnswer } from "../votes.tsx";
import { exactText, readable, type Exact } from "./exact.ts";
import type { Candidate } from "./record-parts.ts";
import type { CountRecord } from "./record.ts";

export interface Count {
  record: CountRecord;
  t: CountTexts;
  lang: Lang;
  /** The short name: "Anna Nowak" of "Anna Nowak — Fundacja, Kraków". Also of people on lists, by their numbers. */
  name: (candidate: Candidate) => string;
  /** What follows it, or "". */
  rest: (candidate: Candidate) => string;
  /** "A, B and C". */
  names: (candidates: readonly Candidate[]) => string;
  /** As the reader chose: rounded or exact. */
  show: (value: Exact) => string;
  /** A whole number, grouped. */
  whole: (value: number) => string;
  compare: (a: Candidate, b: Candidate) => number;
  isElected: (candidate: Candidate) => boolean;
}

export function makeCount(record: CountRecord, names: readonly string[], t: CountTexts, lang: Lang, exact: boolean): Count {
  const people = record.detail.family === "lists" ? record.detail.people.flat().map((one) => one.name) : [];
  const parts = [...record.candidates.map((given, i) => names[i] ?? given), ...people].map((given, i) => splitAnswer(given || String(i + 1)));
  const name = (candidate: Candidate) => parts[candidate]?.name ?? String(candidate + 1);
  const list = new Intl.ListFormat(lang, { type: "conjunction" });
  const byName = compareNames(lang);
  const elected = new Set(record.elected);
  return {
    record, t, lang, name,
    rest: (candidate) => parts[candidate]?.rest ?? "",
    names: (candidates) => list.format(candidates.map(name)),
    show: (value) => (exact ? exactText(value, lang) : readable(value, lang)),
    whole: (value) => number(value, lang),
    compare: (a, b) => byName(name(a), name(b)) || a - b,
    isElected: (candidate) => elected.has(candidate),
  };
}

export const CountContext = createContext<Count | null>(null);

export function useCount(): Count {
  const count = useContext(CountContext);
  if (count === null) throw new Error("no count is being drawn here");
  return count;
}
