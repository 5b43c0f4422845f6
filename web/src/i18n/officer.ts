/** The texts of the commission's panel: apart from the others, because nobody else needs them. */

import { useLang } from "./index.ts";
import { textLoader } from "./loader.ts";
import type { OfficerTexts } from "./officer-pl.ts";

export type { OfficerTexts };

export const { load: loadOfficerTexts, has: hasOfficerTexts, of: officerTextsOf } = textLoader<OfficerTexts>({
  pl: async () => (await import("./officer-pl.ts")).officerPl,
  en: async () => (await import("./officer-en.ts")).officerEn,
});

export function useOfficerTexts(): OfficerTexts {
  return officerTextsOf(useLang());
}
