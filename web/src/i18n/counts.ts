/** The texts about counting methods: apart from the others, because most pages need none of them. */

import type { CountTexts } from "./counts-pl.ts";
import { holdShortWordsIn, useLang, type Lang } from "./index.ts";

export type { CountTexts };

const loaded = new Map<Lang, CountTexts>();

/** Loads the texts of a language about counting. */
export async function loadCountTexts(lang: Lang): Promise<void> {
  if (!loaded.has(lang)) loaded.set(lang, lang === "pl" ? holdShortWordsIn((await import("./counts-pl.ts")).countsPl) : (await import("./counts-en.ts")).countsEn);
}

/** All of them; while they are not there, those of the other language. */
export function countTextsOf(lang: Lang): CountTexts {
  const texts = loaded.get(lang) ?? [...loaded.values()][0];
  if (texts === undefined) throw new Error("no texts about counting are loaded");
  return texts;
}

export function useCountTexts(): CountTexts {
  return countTextsOf(useLang());
}
