/** What a person marks in the booth, and whether a question's rules allow it. Pure; no secrets leave these functions. */

import type { Question } from "../api/types.ts";
import { faultOfForm, formChoices } from "./form-choices.ts";

export interface Selection {
  /**
   * What is marked. By marks and in lists: indexes of answers, ascending; in a ranking: indexes of answers, best first; by grades:
   * answer * number of grades + grade, from 0, ascending.
   */
  chosen: number[];
  blank: boolean;
}

export const emptySelection: Selection = { chosen: [], blank: false };

/** Marks or unmarks an answer; a mark takes the blank mark away. With max 1 the new mark replaces the old one. */
export function toggle(selection: Selection, answer: number, max: number): Selection {
  if (selection.chosen.includes(answer)) {
    return { chosen: selection.chosen.filter((one) => one !== answer), blank: false };
  }
  const chosen = max === 1 ? [answer] : [...selection.chosen, answer].sort((a, b) => a - b);
  return { chosen, blank: false };
}

/** The blank mark takes all others away. */
export function toggleBlank(selection: Selection): Selection {
  return { chosen: [], blank: !selection.blank };
}

/** `no_candidate`: a list without a candidate of it. */
export type SelectionFault = "too_few" | "too_many" | "no_candidate" | null;

export function faultOf(question: Question, selection: Selection): SelectionFault {
  if (question.form !== undefined) return faultOfForm(question.form, selection);
  if (selection.blank) return question.blank === true && selection.chosen.length === 0 ? null : "too_many";
  if (selection.chosen.length < question.min) return "too_few";
  if (selection.chosen.length > question.max) return "too_many";
  return null;
}

/**
 * The numbers that are encrypted. Marks: 0 or 1 for each answer, after the blank flag where the question has one. Rankings: the
 * place of each answer from 1; grades: 1 the best; 0 for none. Lists: 0 or 1 for each list and each of its candidates.
 */
export function choiceVector(question: Question, selection: Selection): number[] {
  if (question.form !== undefined) return formChoices(question.form, question.answers.length, selection);
  const answers = question.answers.map((_, i) => (selection.chosen.includes(i) ? 1 : 0));
  return question.blank === true ? [selection.blank ? 1 : 0, ...answers] : answers;
}

const base58 = /^[1-9A-HJ-NP-Za-km-z]$/u;

export type CredentialInput =
  | { ok: true; credential: string }
  | { ok: false; fault: "missing" }
  | { ok: false; fault: "length"; letters: number }
  | { ok: false; fault: "letter"; letter: string };

/**
 * Reads a voting code as people type or paste it: spaces and any dashes are dropped, then 22 Base58 characters must
 * remain. Returns it in its one written form, 5-6-5-6 with dashes.
 */
export function readCredential(text: string): CredentialInput {
  const letters = [...text.normalize("NFC").replace(/[\s\u00a0\u202f\p{Pd}]+/gu, "")];
  if (letters.length === 0) return { ok: false, fault: "missing" };
  const wrong = letters.find((letter) => !base58.test(letter));
  if (wrong !== undefined) return { ok: false, fault: "letter", letter: wrong };
  if (letters.length !== 22) return { ok: false, fault: "length", letters: letters.length };
  const plain = letters.join("");
  return { ok: true, credential: [plain.slice(0, 5), plain.slice(5, 11), plain.slice(11, 16), plain.slice(16)].join("-") };
}

/** A tracker as people paste it: 43 characters of standard Base64, spaces dropped, the URL alphabet accepted; else null. */
export function readTracker(text: string): string | null {
  const plain = text.replace(/[\s\u00a0\u202f]+/gu, "").replaceAll("-", "+").replaceAll("_", "/").replace(/=$/u, "");
  return /^[A-Za-z0-9+/]{43}$/u.test(plain) ? plain : null;
}

/** The sign-in code: eight letters or digits, spaces and dashes dropped, in capitals; null when it is not eight. */
export function readSignInCode(text: string): string | null {
  const plain = text.replace(/[\s\p{Pd}]+/gu, "").toUpperCase();
  return /^[A-Z0-9]{8}$/u.test(plain) ? plain : null;
}
