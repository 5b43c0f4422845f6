/** Exact numbers of a record: whole numbers, decimals ("12.34500") and fractions ("5/2"). Floating point is for drawing only. */

import { number, type Lang } from "../../i18n/format.ts";

export interface Exact {
  num: bigint;
  /** Above 0. */
  den: bigint;
  /** As it stands in the record; of a computed number its lowest terms. */
  text: string;
}

const decimal = /^(-?[0-9]{1,60})(?:\.([0-9]{1,18}))?$/u;
const fraction = /^(-?[0-9]{1,2000})\/([1-9][0-9]{0,1999})$/u;

/** Reads a JSON number or text of a record; null when it is no number. */
export function readExact(value: unknown): Exact | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? whole(BigInt(value)) : null;
  if (typeof value !== "string") return null;
  const ratio = fraction.exec(value);
  if (ratio !== null) return { num: BigInt(ratio[1] ?? "0"), den: BigInt(ratio[2] ?? "1"), text: value };
  const found = decimal.exec(value);
  if (found === null) return null;
  const decimals = found[2] ?? "";
  return { num: BigInt(`${found[1] ?? "0"}${decimals}`), den: 10n ** BigInt(decimals.length), text: value };
}

function whole(value: bigint): Exact {
  return { num: value, den: 1n, text: String(value) };
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}

/** a - b: a decimal where both are decimals of the same places, else in lowest terms. */
export function minus(a: Exact, b: Exact): Exact {
  if (a.den === b.den && a.text.includes(".") && b.text.includes(".")) return decimalOf(a.num - b.num, a.den);
  const num = a.num * b.den - b.num * a.den;
  const den = a.den * b.den;
  const by = divisor(num < 0n ? -num : num, den);
  return { num: num / by, den: den / by, text: den === by ? String(num / by) : `${num / by}/${den / by}` };
}

/** `den` is a power of ten above 1. */
function decimalOf(num: bigint, den: bigint): Exact {
  const size = num < 0n ? -num : num;
  const places = String(den).length - 1;
  return { num, den, text: `${num < 0n ? "-" : ""}${size / den}.${String(size % den).padStart(places, "0")}` };
}

/** Negative, 0 or positive, as a is below, equal to or above b. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const zero: Exact = whole(0n);

/** For lengths on the screen, never for a decision. Also of fractions whose parts no double holds. */
export function toNumber(value: Exact): number {
  return Number((value.num * 1_000_000n) / value.den) / 1_000_000;
}

export function isWhole(value: Exact): boolean {
  return value.num % value.den === 0n;
}

/** For a reader: whole, or rounded to two places (half away from zero); what would be 0.00 is said to be less than 0.01. */
export function readable(value: Exact, lang: Lang): string {
  const comma = lang === "pl" ? "," : ".";
  if (isWhole(value)) return grouped(value.num / value.den, lang);
  const negative = value.num < 0n;
  const hundredths = ((negative ? -value.num : value.num) * 200n + value.den) / (value.den * 2n);
  if (hundredths === 0n) return `${negative ? "> −" : "< "}0${comma}01`;
  return `${negative ? "−" : ""}${grouped(hundredths / 100n, lang)}${comma}${String(hundredths % 100n).padStart(2, "0")}`;
}

function grouped(value: bigint, lang: Lang): string {
  const text = value >= -9_007_199_254_740_991n && value <= 9_007_199_254_740_991n ? number(Number(value), lang) : String(value);
  return text.replace("-", "−");
}

/** As in the record, with the decimal mark of the language. */
export function exactText(value: Exact, lang: Lang): string {
  const text = value.text.replace("-", "−");
  return lang === "pl" ? text.replace(".", ",") : text;
}
