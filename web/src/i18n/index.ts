import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { en } from "./en.ts";
import { holdShortWords, type Lang } from "./format.ts";
import { pl, type Catalogue } from "./pl.ts";

export type { Catalogue, Lang };
export * from "./format.ts";

/** The same texts, each passed through `change`, also those that are made from numbers and names. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (typeof value === "function") return ((...all: unknown[]) => mapTexts((value as unknown as (...all: unknown[]) => unknown)(...all), change)) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => mapTexts(one, change)) as T;
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one as unknown, change)])) as T;
  return value;
}

/** A Polish catalogue whose lines do not end in a word of one letter. */
export function holdShortWordsIn<T>(catalogue: T): T {
  return mapTexts(catalogue, holdShortWords);
}

const catalogues: Record<Lang, Catalogue> = { pl: holdShortWordsIn(pl), en };

/** All texts of a language. */
export function textsOf(lang: Lang): Catalogue {
  return catalogues[lang];
}

/** The language that an address is written in: `/en` and what is below it is English, all else Polish. */
export function langOfPath(path: string): Lang {
  return path === "/en" || path.startsWith("/en/") ? "en" : "pl";
}

/** The address of the same page in a language; `path` has no language prefix. */
export function localPath(path: string, lang: Lang): string {
  if (lang === "pl") return path;
  return path === "/" ? "/en" : `/en${path}`;
}

export const LangContext = createContext<Lang>("pl");

export function useLang(): Lang {
  return useContext(LangContext);
}

/** The texts in the language of the page: `t.board.title`. */
export function useTexts(): Catalogue {
  return catalogues[useLang()];
}
