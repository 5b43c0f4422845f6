/** A ranking, grades or a list in words: how far the voter is, what is missing, and what was chosen. */

import type { JSX } from "preact";
import type { Question, QuestionForm } from "../api/types.ts";
import { useTexts, type Catalogue } from "../i18n/index.ts";
import type { Selection } from "./ballot-form.ts";
import { chosenList, gradeOf, listIndexes } from "./form-choices.ts";
import { GradesForm } from "./grades-form.tsx";
import type { FormProps } from "./form-parts.tsx";
import { ListsForm } from "./lists-form.tsx";
import { RankingForm } from "./ranking-form.tsx";
import { splitAnswer } from "./votes.tsx";

/** The form for a question of this kind. */
export function SpecialForm({ form, ...props }: FormProps & { form: QuestionForm }): JSX.Element {
  switch (form.kind) {
    case "ranking":
      return <RankingForm {...props} />;
    case "grades":
      return <GradesForm {...props} grades={form.grades} />;
    case "lists":
      return <ListsForm {...props} lists={form.lists} />;
  }
}

/** "3 of 6 ranked". */
export function formCount(form: QuestionForm, question: Question, selection: Selection, t: Catalogue): string {
  if (selection.blank) return t.booth.blankChosen;
  switch (form.kind) {
    case "ranking":
      return t.forms.ranking.count(selection.chosen.length, question.answers.length);
    case "grades":
      return t.forms.grades.count(selection.chosen.length, question.answers.length);
    case "lists":
      return chosenList(selection, form.lists) === null ? t.forms.lists.noList : t.forms.lists.count(selection.chosen.length - 1);
  }
}

export function formFaultText(form: QuestionForm, fault: "too_few" | "too_many" | "no_candidate", t: Catalogue): string {
  return fault === "no_candidate" ? t.forms.lists.noCandidate : t.forms[form.kind].missing;
}

function Line({ answer, mark, said }: { answer: string; mark?: string; said?: string }): JSX.Element {
  const parts = splitAnswer(answer);
  return (
    <li>
      {mark !== undefined && <span class="avatar" aria-hidden="true">{mark}</span>}
      <span><strong>{parts.name}</strong>{parts.rest !== "" && <><br /><small>{parts.rest}</small></>}</span>
      {said !== undefined && <span class="tag">{said}</span>}
    </li>
  );
}

/** What was chosen, to be read once more before it is encrypted. */
export function FormChosen({ form, question, selection }: { form: QuestionForm; question: Question; selection: Selection }): JSX.Element {
  const t = useTexts();
  if (form.kind === "ranking") return <ol class="people">{selection.chosen.map((answer, i) => <Line key={answer} answer={question.answers[answer] ?? ""} mark={String(i + 1)} />)}</ol>;
  if (form.kind === "grades") {
    return (
      <ul class="people">
        {question.answers.map((answer, i) => {
          const grade = gradeOf(selection, i, form.grades.length);
          return <Line key={i} answer={answer} said={form.grades[grade - 1] ?? t.forms.grades.none} />;
        })}
      </ul>
    );
  }
  const number = chosenList(selection, form.lists) ?? 0;
  return (
    <>
      <p><strong>{form.lists[number]?.[0]}</strong></p>
      <ul class="people">{listIndexes(form.lists)[number]?.candidates.filter((index) => selection.chosen.includes(index)).map((index) => <Line key={index} answer={question.answers[index] ?? ""} mark="✓" />)}</ul>
    </>
  );
}
