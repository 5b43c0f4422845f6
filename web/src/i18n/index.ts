import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Lang } from "./format.ts";
import { textLoader } from "./loader.ts";
import type { Catalogue } from "./pl.ts";

export type { Catalogue, Lang };
export * from "./format.ts";

/** All texts of a language. */
export const { load: loadTexts, of: textsOf } = textLoader<Catalogue>({
  pl: async () => (await import("./pl.ts")).pl,
  en: async () => (await import("./en.ts")).en,
});

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
  return textsOf(useLang());
}
