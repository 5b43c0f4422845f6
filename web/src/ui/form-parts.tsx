/** What the forms of rankings, grades and lists have in common. */

import type { ComponentChildren, JSX } from "preact";
import type { Question } from "../api/types.ts";
import { useTexts } from "../i18n/index.ts";
import { toggleBlank, type Selection } from "./ballot-form.ts";
import { Icon } from "./icons.tsx";
import { useContentLang } from "./session.tsx";

export interface FormProps {
  question: Question;
  /** The id of the control that an error leads to, and the beginning of all others. */
  name: string;
  selection: Selection;
  onChange: (selection: Selection) => void;
  error: string | undefined;
}

/** The question, its hint, its error, and the controls; below them a blank vote where there can be one. */
export function FormFrame({ question, name, selection, onChange, error, hint, children }: FormProps & { hint: string; children: ComponentChildren }): JSX.Element {
  const t = useTexts();
  return (
    <fieldset aria-describedby={`${name}-hint${error === undefined ? "" : ` ${name}-error`}`}>
      <legend lang={useContentLang()}>{question.question}</legend>
      <p class="hint" id={`${name}-hint`}>{hint}</p>
      {error !== undefined && <p class="field-error" id={`${name}-error`}><Icon name="warn" />{error}</p>}
      {children}
      {question.blank === true && (
        <label class="choice apart">
          <input type="checkbox" name={`${name}-blank`} autocomplete="off" checked={selection.blank} onChange={() => onChange(toggleBlank(selection))} />
          <span><b>{t.booth.blank}</b><small>{t.forms.blankHint}</small></span>
        </label>
      )}
    </fieldset>
  );
}
