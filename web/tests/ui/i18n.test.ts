import assert from "node:assert/strict";
import { test } from "node:test";
import { countsEn } from "../../src/i18n/counts-en.ts";
import { countsPl } from "../../src/i18n/counts-pl.ts";
import { en } from "../../src/i18n/en.ts";
import { clock, compareNames, dateTime, fileSize, groupsOfFour, holdShortWords, initials, number, withoutSpaces } from "../../src/i18n/format.ts";
import { pl } from "../../src/i18n/pl.ts";
import { countEn, countPl, formPl } from "../../src/i18n/plural.ts";
import { checkIds } from "../../src/protocol/verify.ts";
import { officerEn } from "../../src/i18n/officer-en.ts";
import { officerPl } from "../../src/i18n/officer-pl.ts";
import { trusteeEn } from "../../src/i18n/trustee-en.ts";
import { trusteePl } from "../../src/i18n/trustee-pl.ts";
import { langOfPath, loadTexts, localPath, textsOf } from "../../src/i18n/index.ts";

await Promise.all([loadTexts("pl"), loadTexts("en")]);

const nbsp = "\u00a0";
const plain = (text: string) => text.replace(/[\u00a0\u202f]/gu, " ");

test("Polish plurals follow one, few and many, also at the teens and at round hundreds", () => {
  const form = (n: number) => formPl(n, "głos", "głosy", "głosów");
  const expected: [number, string][] = [
    [0, "głosów"], [1, "głos"], [2, "głosy"], [4, "głosy"], [5, "głosów"], [11, "głosów"], [12, "głosów"], [14, "głosów"],
    [21, "głosów"], [22, "głosy"], [24, "głosy"], [25, "głosów"], [100, "głosów"], [101, "głosów"], [102, "głosy"], [112, "głosów"], [1004, "głosy"],
  ];
  for (const [n, word] of expected) assert.equal(form(n), word, String(n));
});

test("a count holds its word by a no-break space", () => {
  assert.equal(countPl(5, "głos", "głosy", "głosów"), `5${nbsp}głosów`);
  assert.equal(countEn(1, "vote", "votes"), `1${nbsp}vote`);
  assert.equal(countEn(0, "vote", "votes"), `0${nbsp}votes`);
});

test("sentences agree with their number", () => {
  assert.equal(plain(pl.board.waiting(1)), "Czeka na Ciebie 1 sprawa.");
  assert.equal(plain(pl.board.waiting(2)), "Czekają na Ciebie 2 sprawy.");
  assert.equal(plain(pl.board.waiting(5)), "Czeka na Ciebie 5 spraw.");
  assert.equal(plain(pl.booth.pick(1, 5)), "Zaznacz od 1 do 5 osób.");
  assert.equal(plain(pl.booth.pick(2, 2)), "Zaznacz dokładnie 2 osoby.");
  assert.equal(plain(pl.result.verdictYes(2)), "Przyjęto, z zapasem 2 głosów.");
  assert.equal(plain(pl.result.verdictYes(1)), "Przyjęto, z zapasem 1 głosu.");
  assert.equal(plain(en.board.waiting(1)), "1 matter is waiting for you.");
});

/** Every leaf of a catalogue: its address, and its text when called with twos. */
function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String((value as (...all: unknown[]) => string)(...Array.from({ length: value.length }, () => 2)))]];
  if (typeof value === "object" && value !== null) return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
  throw new Error(`${path} is no text`);
}

test("both languages have the same texts, none empty, and English is not left in Polish", () => {
  const polish = new Map(leaves({ ...pl, counts: countsPl, trustee: trusteePl, officer: officerPl }, ""));
  const english = new Map(leaves({ ...en, counts: countsEn, trustee: trusteeEn, officer: officerEn }, ""));
  assert.deepEqual([...polish.keys()].sort(), [...english.keys()].sort());
  for (const [path, text] of [...polish, ...english]) assert.notEqual(text.trim(), "", path);
  for (const [path, text] of english) {
    if (path === ".nav.otherLanguage" || path === ".nav.otherLanguageHint" || path === ".key.importHint") continue;
    assert.doesNotMatch(text, /[ąćęłńóśźż]/iu, path);
  }
});

test("the main path has no jargon", () => {
  const main = leaves({ booth: { ...pl.booth, crypto: "", cryptoText: "" }, roll: pl.roll, receipt: pl.receipt, check: pl.check, vote: pl.vote, board: pl.board }, "");
  for (const [path, text] of main) assert.doesNotMatch(text, /szyfrogram|ElGamal|Merkle|homomorf/iu, path);
  const english = leaves({ booth: { ...en.booth, crypto: "", cryptoText: "" }, roll: en.roll, receipt: en.receipt, check: en.check, vote: en.vote, board: en.board }, "");
  for (const [path, text] of english) assert.doesNotMatch(text, /ciphertext|ElGamal|Merkle|homomorphic/iu, path);
});

test("dates are those of Warsaw and name their zone, in winter and in summer", () => {
  assert.match(plain(dateTime(Date.UTC(2026, 10, 24, 19, 0), "pl")), /^24 listopada 2026,? (o )?20:00 CET$/u);
  assert.match(plain(dateTime(Date.UTC(2026, 5, 14, 18, 0), "pl")), /^14 czerwca 2026,? (o )?20:00 CEST$/u);
  assert.match(plain(dateTime(Date.UTC(2026, 10, 24, 19, 0), "en")), /^24 November 2026(,| at) 20:00 CET$/u);
  assert.match(clock(Date.UTC(2026, 10, 24, 19, 5), "pl"), /^20:05/u);
});

test("odd times give a dash, not an exception", () => {
  assert.equal(dateTime(Number.NaN, "pl"), "—");
  assert.equal(dateTime(8.64e15 + 1, "pl"), "—");
  assert.notEqual(dateTime(8.64e15, "en"), "—");
});

test("numbers, sizes and names", () => {
  assert.equal(plain(number(12345, "pl")), "12 345");
  assert.equal(number(12345, "en"), "12,345");
  assert.equal(plain(fileSize(183_900, "pl")), "184 kB");
  assert.equal(plain(fileSize(2_500_000, "pl")), "2,5 MB");
  assert.deepEqual(["Łódź", "Lublin", "Zator", "Żywiec", "Ćmielów", "Cieszyn"].sort(compareNames("pl")), ["Cieszyn", "Ćmielów", "Lublin", "Łódź", "Zator", "Żywiec"]);
  assert.equal(initials("Fundacja Żywa Wisła"), "FŻ");
  assert.equal(initials(""), "");
});

test("trackers are cut in fours, and spaces that people add are taken away again", () => {
  const tracker = "k4Fq9ZtB2mXaLwP0eR7sY1NduG6hVc3JoK8iQfT5aMz";
  const groups = groupsOfFour(tracker);
  assert.equal(groups.length, 11);
  assert.equal(groups.at(-1), "aMz");
  assert.equal(withoutSpaces(` ${groups.join("\u00a0 ")}\n`), tracker);
});

test("languages are in the address", () => {
  assert.equal(langOfPath("/en"), "en");
  assert.equal(langOfPath("/en/votes"), "en");
  assert.equal(langOfPath("/english"), "pl");
  assert.equal(localPath("/", "en"), "/en");
  assert.equal(localPath("/votes/x", "en"), "/en/votes/x");
  assert.equal(localPath("/votes/x", "pl"), "/votes/x");
});

test("every check of the verifier has a name in both languages", () => {
  for (const id of checkIds) {
    assert.ok((pl.verify.names[id] ?? "").length > 10, id);
    assert.ok((en.verify.names[id] ?? "").length > 10, id);
  }
});

test("no Polish line ends in a word of one letter, in no text and in none made from numbers", () => {
  assert.equal(holdShortWords("Głos i numer w urnie, a potem"), `Głos i${nbsp}numer w${nbsp}urnie, a${nbsp}potem`);
  assert.equal(holdShortWords("„W urnie” Z listy"), `„W${nbsp}urnie” Z${nbsp}listy`);
  assert.equal(holdShortWords("moi kandydaci, § 9. 1. co z"), "moi kandydaci, § 9. 1. co z");
  let held = 0;
  const shown = new Map<string, string>();
  const walk = (raw: unknown, used: unknown, path: string) => {
    if (typeof raw === "object" && raw !== null) for (const [key, inner] of Object.entries(raw)) walk(inner, (used as Record<string, unknown>)[key], `${path}.${key}`);
    else if (typeof raw === "function") shown.set(path, String((used as (...all: unknown[]) => string)(...Array.from({ length: raw.length }, () => 2))));
    else shown.set(path, String(used));
  };
  walk(pl, textsOf("pl"), "");
  assert.equal(shown.size, leaves(pl, "").length);
  for (const [path, text] of shown) {
    assert.doesNotMatch(text, /(?<![\p{L}\p{N}])[aiouwz] \S/iu, path);
    held += text.includes(nbsp) ? 1 : 0;
  }
  assert.ok(held > 100, `${held} texts`);
  assert.equal(textsOf("en").board.title, en.board.title);
});
