/** Rankings, grades and lists: what a person marks, step by step, and the numbers that a ballot needs. Pure. */

import type { Question, QuestionForm } from "../api/types.ts";
import type { Selection, SelectionFault } from "./ballot-form.ts";

/** Whether the votes themselves are read one by one, after they were mixed, so that there are no sums to show. */
export const isMixed = ({ form }: Question): boolean => form?.kind === "ranking" || form?.kind === "grades";

const marked = (chosen: number[]): Selection => ({ chosen, blank: false });

/** Ranking: the answer gets the place after all others; one that has a place keeps it. */
export function rank(selection: Selection, answer: number): Selection {
  return selection.chosen.includes(answer) ? selection : marked([...selection.chosen, answer]);
}

export function unrank(selection: Selection, answer: number): Selection {
  return marked(selection.chosen.filter((one) => one !== answer));
}

/** Ranking: moves what stands at place `from` to place `to`, both from 0; beyond the ends nothing moves. */
export function moveRank(selection: Selection, from: number, to: number): Selection {
  const answer = selection.chosen[from];
  if (answer === undefined || to < 0 || to >= selection.chosen.length) return selection;
  const others = selection.chosen.filter((one) => one !== answer);
  return marked([...others.slice(0, to), answer, ...others.slice(to)]);
}

/** The grade of an answer, from 1; 0 when it has none yet. */
export function gradeOf(selection: Selection, answer: number, grades: number): number {
  const found = selection.chosen.find((one) => Math.floor(one / grades) === answer);
  return found === undefined ? 0 : (found % grades) + 1;
}

/** Gives an answer a grade, from 1; 0 takes it away. */
export function setGrade(selection: Selection, answer: number, grade: number, grades: number): Selection {
  const others = selection.chosen.filter((one) => Math.floor(one / grades) !== answer);
  return marked(grade === 0 ? others : [...others, answer * grades + grade - 1].sort((a, b) => a - b));
}

/** Where each list stands in the numbers of a ballot: its own index, then those of its candidates. */
export function listIndexes(lists: readonly string[][]): { list: number; candidates: number[] }[] {
  let next = 0;
  return lists.map((names) => {
    const list = next;
    next += names.length;
    return { list, candidates: names.slice(1).map((_, i) => list + 1 + i) };
  });
}

/** The list that is chosen, by its number; null when none is. */
export function chosenList(selection: Selection, lists: readonly string[][]): number | null {
  const found = listIndexes(lists).findIndex((one) => selection.chosen.includes(one.list));
  return found < 0 ? null : found;
}

/** Chooses a list; marks on another one go. Of a single candidate no choice is left. */
export function chooseList(selection: Selection, lists: readonly string[][], number: number): Selection {
  const wanted = listIndexes(lists)[number];
  if (wanted === undefined || selection.chosen.includes(wanted.list)) return selection;
  return marked(wanted.candidates.length === 1 ? [wanted.list, ...wanted.candidates] : [wanted.list]);
}

/** Marks or unmarks a candidate of the chosen list, by its index. */
export function toggleCandidate(selection: Selection, index: number): Selection {
  const chosen = selection.chosen.includes(index) ? selection.chosen.filter((one) => one !== index) : [...selection.chosen, index];
  return marked(chosen.sort((a, b) => a - b));
}

/** Marks every candidate of the chosen list. */
export function wholeList(selection: Selection, lists: readonly string[][]): Selection {
  const of = listIndexes(lists)[chosenList(selection, lists) ?? -1];
  return of === undefined ? selection : marked([of.list, ...of.candidates]);
}

export function faultOfForm(form: QuestionForm, selection: Selection): SelectionFault {
  if (form.kind !== "lists") return selection.blank === (selection.chosen.length > 0) ? (selection.blank ? "too_many" : "too_few") : null;
  if (chosenList(selection, form.lists) === null) return "too_few";
  return selection.chosen.length < 2 ? "no_candidate" : null;
}

/** The numbers of a ballot: `answers` of them. A blank vote is all zeros. */
export function formChoices(form: QuestionForm, answers: number, selection: Selection): number[] {
  const all = Array.from({ length: answers }, (_, answer) => answer);
  if (selection.blank) return all.map(() => 0);
  switch (form.kind) {
    case "ranking":
      return all.map((answer) => selection.chosen.indexOf(answer) + 1);
    case "grades":
      return all.map((answer) => gradeOf(selection, answer, form.grades.length));
    case "lists":
      return all.map((index) => (selection.chosen.includes(index) ? 1 : 0));
  }
}
