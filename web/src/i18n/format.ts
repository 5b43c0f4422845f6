/** Dates, numbers and identifiers as people read them. No function here throws on odd input. */

export type Lang = "pl" | "en";

const locales: Record<Lang, string> = { pl: "pl-PL", en: "en-GB" };
const zone = "Europe/Warsaw";

const dates = new Map<Lang, Intl.DateTimeFormat>();
const times = new Map<Lang, Intl.DateTimeFormat>();
const numbers = new Map<Lang, Intl.NumberFormat>();
const collators = new Map<Lang, Intl.Collator>();

function once<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** "24 listopada 2026, 20:00 CET", "24 November 2026, 20:00 CET": the zone of the federation, always named. `ms` is Unix time in milliseconds. */
export function dateTime(ms: number, lang: Lang): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return "—";
  const format = once(dates, lang, () =>
    new Intl.DateTimeFormat(locales[lang], {
      timeZone: zone, day: "numeric", month: "long", year: "numeric",
    }));
  return `${format.format(ms)}, ${clock(ms, lang)}`;
}

/** "20:00 CET". */
export function clock(ms: number, lang: Lang): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return "—";
  return once(times, lang, () =>
    new Intl.DateTimeFormat(locales[lang], {
      timeZone: zone, hour: "2-digit", minute: "2-digit", timeZoneName: "short",
    })).format(ms);
}

/** "12 345" in Polish, "12,345" in English. */
export function number(n: number, lang: Lang): string {
  return once(numbers, lang, () => new Intl.NumberFormat(locales[lang], { useGrouping: true })).format(n);
}

/** "1,4 s": a duration in milliseconds, in seconds with one digit after the point. */
export function seconds(ms: number, lang: Lang): string {
  return `${new Intl.NumberFormat(locales[lang], { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(ms / 1000)}\u00a0s`;
}

/** Compares names by the alphabet of the language (ą after a, ł after l). */
export function compareNames(lang: Lang): (a: string, b: string) => number {
  return once(collators, lang, () => new Intl.Collator(locales[lang], { sensitivity: "base", numeric: true })).compare;
}

/** Splits an identifier into groups of four characters, so that two people can compare it aloud. */
export function groupsOfFour(text: string): string[] {
  const groups: string[] = [];
  for (let at = 0; at < text.length; at += 4) groups.push(text.slice(at, at + 4));
  return groups;
}

/** Removes the spaces and dashes that people add to a tracker when they copy it; the tracker itself has neither. */
export function withoutSpaces(text: string): string {
  return text.replace(/[\s\u00a0\u2007\u202f]+/gu, "");
}

/** Up to two initials of an organisation or a person, for the round mark beside the name. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /^\p{Lu}/u.test(word));
  return words.slice(0, 2).map((word) => word.slice(0, 1)).join("");
}

/** "184 kB". */
export function fileSize(bytes: number, lang: Lang): string {
  const unit = bytes >= 1_000_000 ? { divisor: 1_000_000, name: "MB" } : { divisor: 1_000, name: "kB" };
  const value = new Intl.NumberFormat(locales[lang], { maximumFractionDigits: bytes >= 1_000_000 ? 1 : 0 }).format(bytes / unit.divisor);
  return `${value}\u00a0${unit.name}`;
}

/** Polish lines do not end in a word of one letter: its space becomes a no-break space. */
export function holdShortWords(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])([aiouwz]) (?=\S)/giu, "$1\u00a0");
}
