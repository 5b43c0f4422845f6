/** The texts of the commission's panel: apart from the others, because nobody else needs them. */

import { holdShortWordsIn, useLang, type Lang } from "./index.ts";
import type { OfficerTexts } from "./officer-pl.ts";

export type { OfficerTexts };

const loaded = new Map<Lang, OfficerTexts>();

/** Loads the panel's texts of a language. */
export async function loadOfficerTexts(lang: Lang): Promise<void> {
  if (!loaded.has(lang)) loaded.set(lang, lang === "pl" ? holdShortWordsIn((await import("./officer-pl.ts")).officerPl) : (await import("./officer-en.ts")).officerEn);
}

/** Whether those of any language are there. */
export function hasOfficerTexts(): boolean {
  return loaded.size > 0;
}

/** All of them; while they are not there, those of the other language. */
export function officerTextsOf(lang: Lang): OfficerTexts {
  const texts = loaded.get(lang) ?? [...loaded.values()][0];
  if (texts === undefined) throw new Error("no texts for officers are loaded");
  return texts;
}

export function useOfficerTexts(): OfficerTexts {
  return officerTextsOf(useLang());
}
