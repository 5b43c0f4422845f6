/** The texts about counting methods: apart from the others, because most pages need none of them. */

import { countsEn } from "./counts-en.ts";
import { countsPl, type CountTexts } from "./counts-pl.ts";
import { holdShortWordsIn, useLang, type Lang } from "./index.ts";

export type { CountTexts };

const catalogues: Record<Lang, CountTexts> = { pl: holdShortWordsIn(countsPl), en: countsEn };

/** All texts of a language about counting. */
export function countTextsOf(lang: Lang): CountTexts {
  return catalogues[lang];
}

export function useCountTexts(): CountTexts {
  return catalogues[useLang()];
}
