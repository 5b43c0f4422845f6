/** Lists: one list is chosen, then at least one candidate of it. */

import type { JSX } from "preact";
import { useTexts } from "../i18n/index.ts";
import { chooseList, chosenList, listIndexes, toggleCandidate, wholeList } from "./form-choices.ts";
import { FormFrame, type FormProps } from "./form-parts.tsx";
import { useContentLang } from "./session.tsx";
import { splitAnswer } from "./votes.tsx";

export function ListsForm({ lists, ...props }: FormProps & { lists: string[][] }): JSX.Element {
  const { name, selection, onChange } = props;
  const { forms: { lists: t } } = useTexts();
  const written = useContentLang();
  const chosen = chosenList(selection, lists);
  const indexes = listIndexes(lists);
  return (
    <FormFrame {...props} hint={t.hint}>
      <div class="choices">
        {lists.map((names, number) => (
          <div key={number}>
            <label class="choice">
              <input id={number === (chosen ?? 0) ? name : undefined} type="radio" name={name} autocomplete="off" checked={chosen === number} onChange={() => onChange(chooseList(selection, lists, number))} />
              <span lang={written}><b>{names[0]}</b></span>
            </label>
            {chosen === number && (
              <fieldset class="choices nested">
                <legend>{t.people(names[0] ?? "")}</legend>
                {(indexes[number]?.candidates ?? []).map((index, i) => {
                  const parts = splitAnswer(names[i + 1] ?? "");
                  return (
                    <label class="choice" key={index}>
                      <input type="checkbox" name={`${name}-candidate`} autocomplete="off" checked={selection.chosen.includes(index)} onChange={() => onChange(toggleCandidate(selection, index))} />
                      <span lang={written}><b>{parts.name}</b>{parts.rest !== "" && <small>{parts.rest}</small>}</span>
                    </label>
                  );
                })}
                <button type="button" class="link" onClick={() => onChange(wholeList(selection, lists))}>{t.all}</button>
              </fieldset>
            )}
          </div>
        ))}
      </div>
    </FormFrame>
  );
}
