/** The lot: its seed, what it means, and a button that draws it again in this browser. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../icons.tsx";
import { Notice } from "../page.tsx";
import { useCount } from "./context.tsx";
import { drawLot, lotAgrees, type Draw } from "./lot.ts";
import { numbersOf } from "./record-detail.ts";
import { WideTable } from "./table.tsx";

function Drawn({ draws }: { draws: Draw[] }): JSX.Element {
  const { record, t: { lot: t, columnCandidate }, name } = useCount();
  const agrees = lotAgrees(record, draws);
  return (
    <div role="status">
      {agrees === true && <Notice kind="info"><p>{t.agrees}</p></Notice>}
      {agrees === false && <Notice kind="bad"><p>{t.differs}</p></Notice>}
      <WideTable title={t.order}>
          <thead><tr><th scope="col" class="n">{t.place}</th><th scope="col">{columnCandidate}</th><th scope="col" class="n">{t.number}</th><th scope="col">{t.hash}</th></tr></thead>
          <tbody>
            {draws.map((draw, i) => (
              <tr key={draw.candidate}><td class="n">{i + 1}</td><th scope="row">{name(draw.candidate)}</th><td class="n">{draw.candidate + 1}</td><td class="mono">{draw.hash.slice(0, 16)}…</td></tr>
            ))}
          </tbody>
      </WideTable>
    </div>
  );
}

export function LotView(): JSX.Element | null {
  const { record, t: { lot: t } } = useCount();
  const [draws, setDraws] = useState<Draw[] | null>(null);
  const { lotSeed } = record;
  if (lotSeed === null) return null;
  const redo = () => void drawLot(lotSeed, numbersOf(record.detail, record.candidates.length)).then(setDraws);
  const used = record.ties.some((tie) => tie.rule === "lot");
  const how = (
    <>
      <p class="quiet">{t.lead}</p>
      <p><strong>{t.seed}</strong> <span class="mono">{lotSeed}</span></p>
      {draws === null
        ? <p><button type="button" class="btn ghost" onClick={redo}><Icon name="wait" />{t.redo}</button></p>
        : <Drawn draws={draws} />}
      <details><summary>{t.command}</summary><p class="command">printf '%s%08x' {lotSeed} 1 | xxd -r -p | sha256sum</p></details>
    </>
  );
  return (
    <section class="card" aria-labelledby="count-lot">
      <h2 id="count-lot">{used ? t.title : t.unusedTitle}</h2>
      {used ? how : <><p>{t.unused}</p><details><summary>{t.title}</summary>{how}</details></>}
    </section>
  );
}
