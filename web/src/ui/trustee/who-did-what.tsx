/** Who of the trustees has done what for the key, and whom everybody waits for. */

import type { JSX } from "preact";
import { useTrusteeTexts } from "../../i18n/trustee.ts";
import { Icon } from "../icons.tsx";
import { postedOf, runsOf, stepsOf, type CeremonyState, type Run } from "./state.ts";

function RunTable({ state, run, mine }: { state: CeremonyState; run: Run; mine: number }): JSX.Element {
  const t = useTrusteeTexts();
  const steps = stepsOf(run);
  const posted = steps.map((step) => postedOf(state, run, step));
  // The step that is going on: the first that somebody has not finished.
  const now = posted.findIndex((texts) => texts.includes(null));
  return (
    <table class="marks">
      <caption>{run.size === 1 ? t.alone : t.anyOf(run.threshold, run.size)}</caption>
      <thead><tr><th scope="col">{t.trustee}</th>{steps.map((step) => <th scope="col" key={step}>{t.steps[step]}</th>)}</tr></thead>
      <tbody>
        {Array.from({ length: run.size }, (_, i) => (
          <tr key={i}>
            <th scope="row">{state.names[run.first - 1 + i]}{run.first + i === mine && <small> ({t.you})</small>}</th>
            {steps.map((step, j) => {
              const kind = posted[j]?.[i] !== null ? "done" : j === now ? "now" : "later";
              return <td key={step} class={kind}><span aria-hidden="true">{kind !== "later" && <Icon name={kind === "done" ? "check" : "wait"} />}</span><span class="visually-hidden">{t.marks[kind]}</span></td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function WhoDidWhat({ state, mine }: { state: CeremonyState; mine: number }): JSX.Element {
  const t = useTrusteeTexts();
  return (
    <section class="card" aria-labelledby="who-did-what">
      <h2 id="who-did-what">{t.whoTitle}</h2>
      {runsOf(state).map((run) => <RunTable key={run.first} state={state} run={run} mine={mine} />)}
      <details><summary>{t.technicalSteps}</summary><dl class="facts">{t.stepNotes.map(([name, note]) => <div key={name}><dt>{name}</dt><dd>{note}</dd></div>)}</dl></details>
    </section>
  );
}
