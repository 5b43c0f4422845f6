/** The questions of an election (PROTOCOL section 5) and which votes they allow. */

import { demand, refuse } from "./fault.ts";
import { expectArray, expectCount, expectObject, expectString, type Json } from "./json.ts";
import type { Nesting } from "./nesting.ts";

/** Every answer is selected or not, and only the sums are opened. */
export interface HomomorphicQuestion {
  type: "Homomorphic";
  question: string;
  answers: string[];
  blank: boolean;
  /** How many answers a vote that is not blank selects. */
  min: number;
  max: number;
}

/** Every answer gets a rank or a grade of 0..255; the votes are shuffled, then each is opened. */
export interface NonHomomorphicQuestion {
  type: "NonHomomorphic";
  question: string;
  answers: string[];
}

/** One list is selected, and at least one of its candidates; only the sums are opened. */
export interface ListsQuestion {
  type: "Lists";
  question: string;
  /** Each the name of the list, then its candidates. */
  lists: string[][];
}

export type Question = HomomorphicQuestion | NonHomomorphicQuestion | ListsQuestion;

export const questionLimits = { choices: 1024, range: 1024 } as const;

function parseNames(value: Json | undefined): string[] {
  return expectArray(value, "answers").map((one) => expectString(one, "an answer"));
}

function parseHomomorphic(value: Json): HomomorphicQuestion {
  const object = expectObject(value, ["answers", "min", "max", "question"], ["blank"]);
  const answers = parseNames(object.answers);
  const min = expectCount(object.min, "min");
  const max = expectCount(object.max, "max");
  demand(object.blank === undefined || typeof object.blank === "boolean", "json.shape", "blank");
  demand(min <= max && min <= answers.length, "election.question", "0 <= min <= max, min <= answers");
  demand(max - min < questionLimits.range, "election.limits", "max-min");
  return { type: "Homomorphic", question: expectString(object.question, "question"), answers, blank: object.blank === true, min, max };
}

function parseTyped(value: Json): Question {
  const object = expectObject(value, ["type", "value"], ["extra"]);
  const inner = expectObject(object.value, ["answers", "question"]);
  const question = expectString(inner.question, "question");
  if (object.type === "NonHomomorphic") return { type: "NonHomomorphic", question, answers: parseNames(inner.answers) };
  if (object.type !== "Lists") return refuse("election.question", "unknown type of question");
  const lists = expectArray(inner.answers, "lists").map(parseNames);
  demand(lists.every((list) => list.length >= 2), "election.question", "a list without candidates");
  return { type: "Lists", question, lists };
}

/** Faults: json.shape, election.question, election.limits. */
export function parseQuestion(value: Json): Question {
  const typed = typeof value === "object" && value !== null && "type" in value;
  const question = typed ? parseTyped(value) : parseHomomorphic(value);
  const answers = question.type === "Lists" ? question.lists.flat() : question.answers;
  demand(answers.length > 0, "election.question", "a question without answers");
  demand(choiceCount(question) <= questionLimits.choices, "election.limits", "choices");
  return question;
}

/** Numbers of one vote: one for each answer, after the blank flag where there is one; lists one after the other. */
export function choiceCount(question: Question): number {
  if (question.type === "Lists") return question.lists.flat().length;
  return question.answers.length + (question.type === "Homomorphic" && question.blank ? 1 : 0);
}

/** Whether its ciphertexts are shuffled and opened one by one. */
export function isShuffled(question: Question): question is NonHomomorphicQuestion {
  return question.type === "NonHomomorphic";
}

export function needsShuffles(questions: readonly Question[]): boolean {
  return questions.some(isShuffled);
}

/** Ciphertexts of one ballot. */
export function ciphertextCount(question: Question): number {
  return isShuffled(question) ? 1 : choiceCount(question);
}

/** How the ciphertexts of a tally, or of a vote that is not shuffled, are nested. */
export function nestingOf(question: Question): Nesting {
  return question.type === "Lists" ? question.lists.map((list) => list.length) : null;
}

/** How the numbers in a result over `votes` shuffled ciphertexts, or over sums, are nested. */
export function resultNesting(question: Question, votes: number): Nesting {
  return isShuffled(question) ? Array.from({ length: votes }, () => question.answers.length) : nestingOf(question);
}

function checkLists(question: ListsQuestion, choices: readonly number[]): void {
  let at = 0;
  let chosen = 0;
  let candidates = 0;
  for (const { length } of question.lists) {
    const [flag = 0, ...rest] = choices.slice(at, at + length);
    const selected = sum(rest);
    demand(flag === 1 || selected === 0, "choice.list", "a candidate of a list that is not the chosen one");
    chosen += flag;
    candidates += selected;
    at += length;
  }
  demand(chosen === 1 && candidates > 0, "choice.list", "a vote is one list and at least one of its candidates");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** Whether the choices are a vote that the question allows. Faults: choice.length, choice.value, choice.blank, choice.range, choice.list. */
export function checkChoices(question: Question, choices: readonly number[]): void {
  demand(choices.length === choiceCount(question), "choice.length");
  const most = isShuffled(question) ? 255 : 1;
  demand(choices.every((one) => Number.isInteger(one) && one >= 0 && one <= most), "choice.value");
  if (question.type === "Lists") checkLists(question, choices);
  if (question.type !== "Homomorphic") return;
  const selected = sum(choices);
  if (question.blank && choices[0] === 1) demand(selected === 1, "choice.blank");
  else demand(selected >= question.min && selected <= question.max, "choice.range");
}
