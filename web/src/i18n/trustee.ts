/** The texts of the trustees' pages: apart from the others, because nobody else needs them. */

import { useLang } from "./index.ts";
import { textLoader } from "./loader.ts";
import type { TrusteeTexts } from "./trustee-pl.ts";

export type { TrusteeTexts };

export const { load: loadTrusteeTexts, has: hasTrusteeTexts, of: trusteeTextsOf } = textLoader<TrusteeTexts>({
  pl: async () => (await import("./trustee-pl.ts")).trusteePl,
  en: async () => (await import("./trustee-en.ts")).trusteeEn,
});

export function useTrusteeTexts(): TrusteeTexts {
  return trusteeTextsOf(useLang());
}
