/** Ties and what settled them, and what limits of groups changed: in words. */

import type { JSX } from "preact";
import { useCount } from "./context.tsx";

export function Ties(): JSX.Element | null {
  const { record, t: { ties: t }, names } = useCount();
  if (record.ties.length === 0) return null;
  return (
    <section class="card" aria-labelledby="count-ties">
      <h2 id="count-ties">{t.title}</h2>
      <p class="quiet">{t.lead}</p>
      <ul class="plain-list">
        {record.ties.map((tie, i) => <li key={i}>{t.names(names(tie.tied), t.over[tie.over])} {t.rules[tie.rule](`${t.outcome[tie.over]}: ${names(tie.chosen)}`)}</li>)}
      </ul>
    </section>
  );
}

export function GroupEffects(): JSX.Element | null {
  const { record, t: { groups: t }, name } = useCount();
  if (record.groupEffects.length === 0) return null;
  return (
    <section class="card" aria-labelledby="count-groups">
      <h2 id="count-groups">{t.title}</h2>
      <p class="quiet">{t.lead}</p>
      <ul class="plain-list">{record.groupEffects.map((one, i) => <li key={i}>{t[one.effect](name(one.candidate))}</li>)}</ul>
    </section>
  );
}
