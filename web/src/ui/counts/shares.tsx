/** Equal shares: the budget as one strip, and each project that it pays for as a step. */

import type { JSX } from "preact";
import { useCount } from "./context.tsx";
import type { ShareDetail } from "./record-detail.ts";
import { TableBelow, WideTable } from "./table.tsx";

function Strip({ detail }: { detail: ShareDetail }): JSX.Element {
  const { t: { shares: t }, whole } = useCount();
  const budget = Math.max(1, detail.budget);
  const part = (amount: number) => ({ "--part": `${(100 * amount) / budget}%` });
  return (
    <>
      <div class="grade-bar budget" aria-hidden="true">
        {detail.steps.map((step, i) => {
          const cost = detail.costs[step.item] ?? 0;
          return <i key={i} class={`grade s${i % 4}`} style={part(cost)}>{cost / budget >= 0.06 && i + 1}</i>;
        })}
        {detail.budget > detail.spent && <i class="grade none" style={part(detail.budget - detail.spent)}>{(detail.budget - detail.spent) / budget >= 0.2 && t.rest}</i>}
      </div>
      <p class="quiet">{t.spent(whole(detail.spent), whole(detail.budget))}</p>
    </>
  );
}

export function Shares({ detail }: { detail: ShareDetail }): JSX.Element {
  const { record, t: { shares: t }, name, names, show, whole, isElected } = useCount();
  const cost = (item: number) => whole(detail.costs[item] ?? 0);
  const without = record.candidates.map((_, item) => item).filter((item) => !isElected(item) && !record.withdrawn.includes(item));
  return (
    <section class="card" aria-labelledby="count-shares">
      <h2 id="count-shares">{t.title}</h2>
      <p>{t.lead(whole(detail.budget), show(detail.share))}</p>
      <Strip detail={detail} />
      <ol class="places">
        {detail.steps.map((step, i) => (
          <li key={i}>
            <span class="place" aria-hidden="true">{i + 1}</span>
            <span>
              <strong>{name(step.item)}</strong>
              <small>
                {t.step(cost(step.item), step.supporters)}{" "}
                {step.byCompletion ? t.completed : step.payingAll === 0 ? t.pays(show(step.price)) : t.paysUpTo(show(step.price), step.payingAll)}
              </small>
            </span>
          </li>
        ))}
      </ol>
      {without.length > 0 && <p class="quiet mt-4">{t.notChosen(names(without))}</p>}
      <TableBelow>
        <WideTable title={t.title}>
            <thead><tr>
              <th scope="col">{t.item}</th><th scope="col" class="n">{t.cost}</th><th scope="col" class="n">{t.supporters}</th><th scope="col" class="n">{t.price}</th><th scope="col" class="n">{t.left}</th>
            </tr></thead>
            <tbody>
              {detail.steps.map((step, i) => (
                <tr key={i}>
                  <th scope="row">{i + 1}. {name(step.item)}</th><td class="n">{cost(step.item)}</td><td class="n">{whole(step.supporters)}</td>
                  <td class="n">{step.byCompletion ? "—" : show(step.price)}</td><td class="n">{show(step.left)}</td>
                </tr>
              ))}
            </tbody>
        </WideTable>
      </TableBelow>
    </section>
  );
}
