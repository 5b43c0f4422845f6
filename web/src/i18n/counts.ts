/** The texts about counting methods: apart from the others, because most pages need none of them. */

import type { CountTexts } from "./counts-pl.ts";
import { useLang } from "./index.ts";
import { textLoader } from "./loader.ts";

export type { CountTexts };

export const { load: loadCountTexts, of: countTextsOf } = textLoader<CountTexts>({
  pl: async () => (await import("./counts-pl.ts")).countsPl,
  en: async () => (await import("./counts-en.ts")).countsEn,
});

export function useCountTexts(): CountTexts {
  return countTextsOf(useLang());
}
