/** Crosses and points: one number for each candidate, and the line above which there is a seat. */

import type { JSX } from "preact";
import { CountBars, RuleLegend } from "./bars.tsx";
import { useCount } from "./context.tsx";
import { compare, toNumber, zero, type Exact } from "./exact.ts";
import type { ScoreDetail } from "./record-detail.ts";
import type { Candidate } from "./record-parts.ts";
import type { CountRecord } from "./record.ts";
import { TableBelow } from "./table.tsx";

/** The candidates who stand, those elected first, then by falling score, then as `byName` says. */
export function byScore(record: CountRecord, scores: readonly Exact[], byName: (a: Candidate, b: Candidate) => number): Candidate[] {
  const score = (candidate: Candidate) => scores[candidate] ?? zero;
  const standing = scores.map((_, candidate) => candidate).filter((candidate) => !record.withdrawn.includes(candidate));
  return standing.sort((a, b) => Number(record.elected.includes(b)) - Number(record.elected.includes(a)) || compare(score(b), score(a)) || byName(a, b));
}

/** The lowest score that won a seat; null when nobody did. */
export function lastScore(record: CountRecord, scores: readonly Exact[]): Exact | null {
  return record.elected.reduce<Exact | null>((least, candidate) => {
    const score = scores[candidate] ?? zero;
    return least === null || compare(score, least) < 0 ? score : least;
  }, null);
}

export function Scores({ detail }: { detail: ScoreDetail }): JSX.Element {
  const { record, t, lang, name, rest, show, isElected, compare: byName } = useCount();
  const { scores, needed } = detail;
  const points = record.method === "borda" || record.method === "borda-nauru";
  const order = byScore(record, scores, byName);
  const rule = needed ?? lastScore(record, scores);
  const whole = Math.max(...scores.map(toNumber), rule === null ? 0 : toNumber(rule), Number.MIN_VALUE);
  const percent = new Intl.NumberFormat(lang === "pl" ? "pl-PL" : "en-GB", { style: "percent", maximumFractionDigits: 1 });
  const share = (score: Exact) => (record.ballots.valid === 0 ? "—" : percent.format(toNumber(score) / record.ballots.valid));
  return (
    <section class="card" aria-labelledby="count-scores">
      <h2 id="count-scores">{points ? t.scores.titlePoints : t.scores.title}</h2>
      <CountBars rule={rule === null ? undefined : toNumber(rule) / whole} bars={order.map((candidate) => ({
        key: candidate, name: name(candidate), value: show(scores[candidate] ?? zero), kept: toNumber(scores[candidate] ?? zero) / whole,
        tone: isElected(candidate) ? "main" : "plain", tag: isElected(candidate) ? { text: t.electedTag, tone: "on" } : undefined,
      }))} />
      {rule !== null && <RuleLegend>{needed === null ? t.scores.seatLine(show(rule)) : t.scores.threshold(show(rule))}</RuleLegend>}
      <TableBelow open>
        <table class="stacks inline">
          <caption>{t.scores.caption}</caption>
          <thead><tr>
            <th scope="col">{t.columnCandidate}</th><th scope="col" class="n">{points ? t.columnPoints : t.columnVotes}</th>
            {!points && <th scope="col" class="n">{t.columnShare}</th>}<th scope="col" class="n">{t.columnSeat}</th>
          </tr></thead>
          <tbody>
            {order.map((candidate) => (
              <tr key={candidate}>
                <th scope="row">{name(candidate)}{rest(candidate) !== "" && <><br /><small>{rest(candidate)}</small></>}</th>
                <td class="n" data-label={points ? t.columnPoints : t.columnVotes}>{show(scores[candidate] ?? zero)}</td>
                {!points && <td class="n" data-label={t.columnShare}>{share(scores[candidate] ?? zero)}</td>}
                <td class="n" data-label={t.columnSeat}>{isElected(candidate) ? t.yes : t.no}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBelow>
    </section>
  );
}
