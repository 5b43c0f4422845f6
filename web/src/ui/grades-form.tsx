/** Grades: for each answer a group of radio buttons, from the best grade to the worst. */

import type { JSX } from "preact";
import { useLang, useTexts } from "../i18n/index.ts";
import { gradeOf, setGrade } from "./form-choices.ts";
import { FormFrame, type FormProps } from "./form-parts.tsx";
import { useContentLang } from "./session.tsx";
import { splitAnswer } from "./votes.tsx";

export function GradesForm({ grades, ...props }: FormProps & { grades: string[] }): JSX.Element {
  const { question, name, selection, onChange } = props;
  const t = useTexts();
  const lang = useLang();
  const written = useContentLang();
  return (
    <FormFrame {...props} hint={t.forms.grades.hint}>
      <div class="graded">
        {question.answers.map((answer, i) => {
          const parts = splitAnswer(answer);
          const given = gradeOf(selection, i, grades.length);
          return (
            <fieldset class="card" key={i} lang={written}>
              <legend><b>{parts.name}</b>{parts.rest !== "" && <small>{parts.rest}</small>}</legend>
              <div class="segments">
                {[...grades.map((_, at) => at + 1), 0].map((number) => {
                  return (
                    <label class="segment" key={number}>
                      <input id={i === 0 && number === 1 ? name : undefined} type="radio" name={`${name}-${i}`} autocomplete="off" checked={given === number}
                        onChange={() => onChange(setGrade(selection, i, number, grades.length))} />
                      {number === 0 ? <span class="none" lang={lang}>{t.forms.grades.none}</span> : <span>{grades[number - 1]}</span>}
                    </label>
                  );
                })}
              </div>
            </fieldset>
          );
        })}
      </div>
    </FormFrame>
  );
}
