/** Duels: the table of all pairs, the order that follows, and for each method why. */

import type { JSX } from "preact";
import { CountBars } from "./bars.tsx";
import { useCount } from "./context.tsx";
import { toNumber, zero } from "./exact.ts";
import { Order } from "./order.tsx";
import type { PairwiseDetail } from "./record-detail.ts";
import type { Candidate } from "./record-parts.ts";
import { WideTable } from "./table.tsx";

/** Whoever wins every duel against those in `places`; null when nobody does. */
export function winnerOfAll(votes: readonly number[][], places: readonly Candidate[][]): Candidate | null {
  const all = places.flat();
  return all.find((one) => all.every((other) => one === other || (votes[one]?.[other] ?? 0) > (votes[other]?.[one] ?? 0))) ?? null;
}

interface Words {
  win: string;
  loss: string;
  draw: string;
}

/** A table of each against each; columns are called by the numbers of the rows. Who wins is said by a word and by colour. */
function Matrix({ table, order, words, label }: { table: number[][]; order: Candidate[]; words: Words; label: string }): JSX.Element {
  const { t, name, whole } = useCount();
  return (
    <WideTable title={label} kind="duels">
        <thead><tr><th scope="col">{t.columnCandidate}</th>{order.map((column, i) => (
          <th key={column} scope="col" class="n" title={name(column)}><span aria-hidden="true">{i + 1}</span><span class="visually-hidden">{name(column)}</span></th>
        ))}</tr></thead>
        <tbody>
          {order.map((row, i) => (
            <tr key={row}>
              <th scope="row"><span class="numbered"><span aria-hidden="true">{i + 1}</span>{name(row)}</span></th>
              {order.map((column) => {
                if (row === column) return <td key={column} class="n self"><span aria-hidden="true">—</span></td>;
                const there = table[row]?.[column] ?? 0;
                const back = table[column]?.[row] ?? 0;
                const [tone, word] = there > back ? ["win", words.win] : there < back ? ["loss", words.loss] : ["draw", words.draw];
                return <td key={column} class={`n ${tone}`}>{whole(there)}<small>{word}</small></td>;
              })}
            </tr>
          ))}
        </tbody>
    </WideTable>
  );
}

function ConsideredPairs({ detail }: { detail: PairwiseDetail }): JSX.Element {
  const { t: { pairwise: t }, name, whole } = useCount();
  const tones = { locked: "tag on", circle: "tag warn", undecided: "tag bad" };
  return (
    <section class="card" aria-labelledby="count-pairs">
      <h2 id="count-pairs">{t.pairs}</h2>
      <table class="stacks inline">
        <thead><tr><th scope="col">{t.columnDuel}</th><th scope="col" class="n">{t.columnVotes}</th><th scope="col">{t.columnOutcome}</th></tr></thead>
        <tbody>
          {detail.pairs.map((pair, i) => (
            <tr key={i}>
              <th scope="row">{i + 1}. {t.over(name(pair.winner), name(pair.loser))}</th>
              <td class="n" data-label={t.columnVotes}>{whole(pair.votes)}&nbsp;:&nbsp;{whole(pair.against)}</td>
              <td><span class={`${tones[pair.outcome]} wrap`}>{t.outcomes[pair.outcome]}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DuelsWon({ detail, order }: { detail: PairwiseDetail; order: Candidate[] }): JSX.Element {
  const { t, name, show, isElected } = useCount();
  const score = (candidate: Candidate) => detail.scores?.[candidate] ?? zero;
  const whole = Math.max(order.length - 1, 1);
  return (
    <section class="card" aria-labelledby="count-won">
      <h2 id="count-won">{t.pairwise.duelsWon}</h2>
      <p class="quiet">{t.pairwise.duelsCaption}</p>
      <CountBars bars={order.map((candidate) => ({
        key: candidate, name: name(candidate), value: show(score(candidate)), kept: toNumber(score(candidate)) / whole,
        tone: isElected(candidate) ? "main" : "plain", tag: isElected(candidate) ? { text: t.electedTag, tone: "on" } : undefined,
      }))} />
    </section>
  );
}

export function PairwiseView({ detail }: { detail: PairwiseDetail }): JSX.Element {
  const { t: { pairwise: t }, name } = useCount();
  const order = detail.places.flat();
  const all = winnerOfAll(detail.votes, detail.places);
  const at = (table: number[][] | null, a: Candidate, b: Candidate) => table?.[a]?.[b] ?? 0;
  const why = (place: Candidate[], next: Candidate[]) => {
    const [a, b] = [place[0], next[0]];
    if (a === undefined || b === undefined || place.length + next.length > 2) return null;
    const [there, back] = [at(detail.votes, a, b), at(detail.votes, b, a)];
    // A duel that is won speaks for itself; the chains are in a table below.
    const chains = detail.strengths === null || there > back ? "" : `${t.stronger(name(b), at(detail.strengths, a, b), at(detail.strengths, b, a))} `;
    return `${chains}${t.direct(there, back)}`;
  };
  return (
    <>
      <section class="card" aria-labelledby="count-order">
        <h2 id="count-order">{t.order}</h2>
        <p>{all === null ? t.nobodyBeatsAll : t.beatsAll(name(all))}</p>
        <Order places={detail.places} why={why} />
      </section>
      {detail.scores !== null && <DuelsWon detail={detail} order={order} />}
      {detail.pairs.length > 0 && <ConsideredPairs detail={detail} />}
      <section class="card" aria-labelledby="count-duels">
        <h2 id="count-duels">{t.title}</h2>
        <Matrix table={detail.votes} order={order} words={t} label={t.lead} />
        {detail.strengths !== null && (
          <details class="mt-5">
            <summary>{t.chains}</summary>
            <div><Matrix table={detail.strengths} order={order} words={{ win: t.ahead, loss: t.behind, draw: t.level }} label={t.chainsLead} /></div>
          </details>
        )}
      </section>
    </>
  );
}
