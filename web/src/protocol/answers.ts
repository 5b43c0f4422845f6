/** The kinds of answers, by the kind of their question. */

import type { Answer, AnswerKind } from "./answer.ts";
import { homomorphic } from "./answer-homomorphic.ts";
import { lists } from "./answer-lists.ts";
import { nonHomomorphic } from "./answer-non-homomorphic.ts";
import type { Question } from "./question.ts";

const kinds = { Homomorphic: homomorphic, NonHomomorphic: nonHomomorphic, Lists: lists };

/** What to do with answers to this question. Answers of other questions are not for it. */
export function answersTo({ type }: Question): AnswerKind<Question, Answer> {
  return kinds[type] as unknown as AnswerKind<Question, Answer>;
}
