/** A ranking: answers are added in order, then moved by buttons, by the number of their place, or by dragging. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useTexts } from "../i18n/index.ts";
import { useDragOrder } from "./drag-order.ts";
import { moveRank, rank, unrank } from "./form-choices.ts";
import { FormFrame, type FormProps } from "./form-parts.tsx";
import { Icon } from "./icons.tsx";
import { useContentLang } from "./session.tsx";
import { splitAnswer } from "./votes.tsx";

/** After a control has vanished under the focus, the focus goes on to this element. */
function useNextFocus(): (id: string) => void {
  const next = useRef("");
  useLayoutEffect(() => {
    if (next.current === "") return;
    document.getElementById(next.current)?.focus();
    next.current = "";
  });
  return (id) => {
    next.current = id;
  };
}

interface RankedProps {
  name: string;
  answers: string[];
  chosen: number[];
  onMove: (from: number, to: number) => void;
  onRemove: (answer: number, at: number) => void;
}

function Ranked({ name, answers, chosen, onMove, onRemove }: RankedProps): JSX.Element {
  const { forms: { ranking: t } } = useTexts();
  const written = useContentLang();
  const { list, start } = useDragOrder(onMove);
  return (
    <ol class="ranking" ref={list}>
      {chosen.map((answer, at) => {
        const parts = splitAnswer(answers[answer] ?? "");
        return (
          <li key={answer}>
            <span class="grip" onPointerDown={start(at)} title={t.drag} aria-hidden="true"><Icon name="grip" /></span>
            <span class="place" aria-hidden="true">{at + 1}</span>
            <span class="who-is" lang={written}><b>{parts.name}</b>{parts.rest !== "" && <small>{parts.rest}</small>}</span>
            <span class="tools">
              <select aria-label={t.place(parts.name)} value={at + 1} onChange={(event) => onMove(at, Number(event.currentTarget.value) - 1)}>
                {chosen.map((_, i) => <option key={i} value={i + 1}>{i + 1}</option>)}
              </select>
              <button type="button" class="tool" aria-label={t.up(parts.name)} aria-disabled={at === 0} onClick={() => onMove(at, at - 1)}><Icon name="up" /></button>
              <button type="button" class="tool" aria-label={t.down(parts.name)} aria-disabled={at === chosen.length - 1} onClick={() => onMove(at, at + 1)}><Icon name="down" /></button>
              <button type="button" class="tool" id={`${name}-remove-${answer}`} aria-label={t.remove(parts.name)} onClick={() => onRemove(answer, at)}><Icon name="cross" /></button>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

export function RankingForm(props: FormProps): JSX.Element {
  const { question, name, selection, onChange } = props;
  const { forms: { ranking: t } } = useTexts();
  const written = useContentLang();
  const [said, setSaid] = useState("");
  const focus = useNextFocus();
  const nameOf = (answer: number) => splitAnswer(question.answers[answer] ?? "").name;
  const rest = question.answers.map((_, answer) => answer).filter((answer) => !selection.chosen.includes(answer));
  const add = (answer: number, at: number) => {
    const next = rank(selection, answer);
    const after = rest[at + 1] ?? rest[at - 1];
    focus(after === undefined ? name : `${name}-add-${after}`);
    setSaid(t.said(nameOf(answer), next.chosen.length, next.chosen.length));
    onChange(next);
  };
  const move = (from: number, to: number) => {
    const next = moveRank(selection, from, to);
    if (next === selection) return;
    setSaid(t.said(nameOf(next.chosen[to] ?? 0), to + 1, next.chosen.length));
    onChange(next);
  };
  const remove = (answer: number, at: number) => {
    const next = unrank(selection, answer);
    const after = next.chosen[at] ?? next.chosen[at - 1];
    focus(after === undefined ? name : `${name}-remove-${after}`);
    setSaid(t.saidRemoved(nameOf(answer)));
    onChange(next);
  };
  return (
    <FormFrame {...props} hint={t.hint}>
      <h2 id={name} tabIndex={-1}>{t.yours} <small>{t.count(selection.chosen.length, question.answers.length)}</small></h2>
      {selection.chosen.length === 0 ? <p class="quiet">{t.none}</p> : <Ranked name={name} answers={question.answers} chosen={selection.chosen} onMove={move} onRemove={remove} />}
      {rest.length > 0 && <h2 class="mt-5">{t.rest}</h2>}
      <div class="choices">
        {rest.map((answer, at) => {
          const parts = splitAnswer(question.answers[answer] ?? "");
          return (
            <button key={answer} type="button" class="choice add" id={`${name}-add-${answer}`} onClick={() => add(answer, at)}>
              <Icon name="plus" /><span class="visually-hidden">{t.add(selection.chosen.length + 1)}</span>
              <span lang={written}><b>{parts.name}</b>{parts.rest !== "" && <small>{parts.rest}</small>}</span>
            </button>
          );
        })}
      </div>
      <p class="visually-hidden" role="status">{said}</p>
    </FormFrame>
  );
}
