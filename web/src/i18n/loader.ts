import { holdShortWords, type Lang } from "./format.ts";

/** The same texts, each passed through `change`, also those that are made from numbers and names. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (typeof value === "function") return ((...all: unknown[]) => mapTexts((value as unknown as (...all: unknown[]) => unknown)(...all), change)) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => mapTexts(one, change)) as T;
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one as unknown, change)])) as T;
  return value;
}

/** A Polish catalogue whose lines do not end in a word of one letter. */
function holdShortWordsIn<T>(catalogue: T): T {
  return mapTexts(catalogue, holdShortWords);
}

/** Texts that come when they are asked for, each language as a script of its own: nobody loads those of the other one. */
export interface TextLoader<T> {
  load: (lang: Lang) => Promise<void>;
  /** Whether those of any language are there. */
  has: () => boolean;
  /** All of them; while they are not there, those of the other language. Throws when there are none. */
  of: (lang: Lang) => T;
}

export function textLoader<T>(sources: Record<Lang, () => Promise<T>>): TextLoader<T> {
  const loaded = new Map<Lang, T>();
  return {
    load: async (lang) => {
      if (loaded.has(lang)) return;
      const texts = await sources[lang]();
      loaded.set(lang, lang === "pl" ? holdShortWordsIn(texts) : texts);
    },
    has: () => loaded.size > 0,
    of: (lang) => {
      const texts = loaded.get(lang) ?? [...loaded.values()][0];
      if (texts === undefined) throw new Error("no texts are loaded");
      return texts;
    },
  };
}
