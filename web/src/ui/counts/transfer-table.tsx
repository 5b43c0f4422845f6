/** All rounds of a transferable vote in one table; for Meek's method the keep factors in another. */

import type { JSX } from "preact";
import { useCount } from "./context.tsx";
import { compare, zero, type Exact } from "./exact.ts";
import type { TransferDetail, TransferRound } from "./record-detail.ts";
import type { Candidate } from "./record-parts.ts";
import { WideTable } from "./table.tsx";

function Row({ name, detail, of, mark }: { name: string; detail: TransferDetail; of: (round: TransferRound) => Exact; mark?: (round: TransferRound) => string }): JSX.Element {
  const { show, t: { transfer: t } } = useCount();
  return (
    <tr>
      <th scope="row">{name}</th>
      {detail.rounds.map((round, i) => {
        const said = mark?.(round) ?? "";
        return <td key={i} class={said === "" ? "n" : said === t.wasElected ? "n marked elected" : "n marked"}>{show(of(round))}{said !== "" && <small>{said}</small>}</td>;
      })}
    </tr>
  );
}

function Head({ detail }: { detail: TransferDetail }): JSX.Element {
  const { t } = useCount();
  return <thead><tr><th scope="col">{t.columnCandidate}</th>{detail.rounds.map((_, i) => <th key={i} scope="col" class="n">{t.transfer.columnRound(i + 1)}</th>)}</tr></thead>;
}

export function TransferTable({ detail, order }: { detail: TransferDetail; order: Candidate[] }): JSX.Element {
  const { t: { transfer: t }, name } = useCount();
  const keeps = detail.rounds.some((round) => round.keep !== null);
  const mark = (candidate: Candidate) => (round: TransferRound) => (round.elected.includes(candidate) ? t.wasElected : round.excluded.includes(candidate) ? t.wasExcluded : "");
  return (
    <>
      <WideTable title={t.tableCaption}>
          <Head detail={detail} />
          <tbody>
            {order.map((candidate) => <Row key={candidate} name={name(candidate)} detail={detail} of={(round) => round.votes[candidate] ?? zero} mark={mark(candidate)} />)}
            <Row name={t.exhausted} detail={detail} of={(round) => round.exhausted} />
            {detail.rounds.some((round) => compare(round.loss, zero) !== 0) && <Row name={t.loss} detail={detail} of={(round) => round.loss} />}
            <Row name={t.rowQuota} detail={detail} of={(round) => round.quota} />
          </tbody>
      </WideTable>
      {keeps && (
        <WideTable title={t.keepCaption}>
            <Head detail={detail} />
            <tbody>{order.map((candidate) => <Row key={candidate} name={name(candidate)} detail={detail} of={(round) => round.keep?.[candidate] ?? zero} />)}</tbody>
        </WideTable>
      )}
    </>
  );
}
