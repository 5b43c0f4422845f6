/** Majority judgment: the grades of each candidate as one bar, the line of the middle, and how equal middles were told apart. */

import type { JSX } from "preact";
import { RuleLegend } from "./bars.tsx";
import { useCount } from "./context.tsx";
import type { GradeDetail } from "./record-detail.ts";
import { TableBelow, WideTable } from "./table.tsx";

/** Colours from the best to the worst; the last is for no grade. Numbers and order say the same. */
export function gradeTone(grade: number, grades: number): string {
  if (grade === grades) return "none";
  return `g${Math.round(((grade - 1) * 4) / Math.max(1, grades - 2))}`;
}

function useGradeName(names: readonly string[], grades: number): (grade: number) => string {
  const { t: { grades: t } } = useCount();
  return (grade) => (grade === grades ? t.none : names[grade - 1] ?? (grade === 1 ? `${t.grade(1)} (${t.best})` : t.grade(grade)));
}

export function Grades({ detail, names: given }: { detail: GradeDetail; names: readonly string[] }): JSX.Element {
  const { record, t: all, name, names, whole, isElected } = useCount();
  const t = all.grades;
  const size = detail.counts[0]?.length ?? 0;
  const gradeName = useGradeName(given, size);
  const grades = Array.from({ length: size }, (_, i) => i + 1);
  const order = detail.places.flat();
  const total = Math.max(1, record.ballots.valid);
  const used = grades.filter((grade) => order.some((candidate) => (detail.counts[candidate]?.[grade - 1] ?? 0) > 0));
  return (
    <section class="card" aria-labelledby="count-grades">
      <h2 id="count-grades">{t.title}</h2>
      <p class="quiet">{t.order}</p>
      <ul class="grade-legend" aria-hidden="true">{used.map((grade) => <li key={grade}><i class={`grade ${gradeTone(grade, size)}`} />{gradeName(grade)}</li>)}</ul>
      <ul class="bars grade-bars">
        {order.map((candidate) => (
          <li key={candidate}>
            <span class={isElected(candidate) ? "name elected" : "name"}>{name(candidate)}{isElected(candidate) && <span class="tag on say">{all.electedTag}</span>}</span>
            <span class="quiet">{t.median}: <strong>{gradeName(detail.medians[candidate] ?? size)}</strong></span>
            <div class="grade-bar" aria-hidden="true">
              {grades.map((grade) => {
                const given = detail.counts[candidate]?.[grade - 1] ?? 0;
                return given > 0 && <i key={grade} class={`grade ${gradeTone(grade, size)}`} style={{ "--part": `${(100 * given) / total}%` }}>{given / total >= 0.06 && whole(given)}</i>;
              })}
              <b class="half" />
            </div>
          </li>
        ))}
      </ul>
      <RuleLegend>{t.line}</RuleLegend>
      {detail.comparisons.length > 0 && (
        <>
          <h3 class="mt-5">{t.compare}</h3>
          <ul class="plain-list">
            {detail.comparisons.map((one, i) => (
              <li key={i}>{t.compareLead(names(one.candidates), one.removed)} {one.candidates.map((candidate, at) => t.has(name(candidate), gradeName(one.grades[at] ?? size))).join("; ")}.</li>
            ))}
          </ul>
        </>
      )}
      <TableBelow>
        <WideTable title={t.tableCaption}>
            <thead><tr><th scope="col">{all.columnCandidate}</th>{grades.map((grade) => <th key={grade} scope="col" class="n">{gradeName(grade)}</th>)}<th scope="col">{t.median}</th></tr></thead>
            <tbody>
              {order.map((candidate) => (
                <tr key={candidate}>
                  <th scope="row">{name(candidate)}</th>
                  {grades.map((grade) => <td key={grade} class="n">{whole(detail.counts[candidate]?.[grade - 1] ?? 0)}</td>)}
                  <td>{gradeName(detail.medians[candidate] ?? size)}</td>
                </tr>
              ))}
            </tbody>
        </WideTable>
      </TableBelow>
    </section>
  );
}
