/** The texts of the trustees' pages: apart from the others, because nobody else needs them. */

import { holdShortWordsIn, useLang, type Lang } from "./index.ts";
import type { TrusteeTexts } from "./trustee-pl.ts";

export type { TrusteeTexts };

const loaded = new Map<Lang, TrusteeTexts>();

/** Loads the trustees' texts of a language. */
export async function loadTrusteeTexts(lang: Lang): Promise<void> {
  if (!loaded.has(lang)) loaded.set(lang, lang === "pl" ? holdShortWordsIn((await import("./trustee-pl.ts")).trusteePl) : (await import("./trustee-en.ts")).trusteeEn);
}

/** Whether those of any language are there. */
export function hasTrusteeTexts(): boolean {
  return loaded.size > 0;
}

/** All of them; while they are not there, those of the other language. */
export function trusteeTextsOf(lang: Lang): TrusteeTexts {
  const texts = loaded.get(lang) ?? [...loaded.values()][0];
  if (texts === undefined) throw new Error("no texts for trustees are loaded");
  return texts;
}

export function useTrusteeTexts(): TrusteeTexts {
  return trusteeTextsOf(useLang());
}
