/** Seats of lists: a bar and a strip of seats, who of each list has them, and the table of quotients or of remainders behind them. */

import type { JSX } from "preact";
import { CountBars } from "./bars.tsx";
import { useCount } from "./context.tsx";
import { zero } from "./exact.ts";
import { quotientRows } from "./quotients.ts";
import type { ListDetail } from "./record-detail.ts";
import type { Candidate } from "./record-parts.ts";
import { TableBelow, WideTable } from "./table.tsx";

/** More seats than this are told by their number alone. */
const drawnSeats = 120;

function letter(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : String(at + 1);
}

/** Each seat a square with the letter of its list. */
function SeatStrip({ lists, detail }: { lists: Candidate[]; detail: ListDetail }): JSX.Element {
  const { t } = useCount();
  return (
    <>
      <h3 class="mt-5">{t.lists.strip}</h3>
      <div class="seat-strip" aria-hidden="true">
        {lists.map((list, at) => <span key={list} class={`seat-group s${at % 4}`}>{Array.from({ length: detail.allocation[list] ?? 0 }, (_, i) => <i key={i}>{letter(at)}</i>)}</span>)}
      </div>
    </>
  );
}

function Quotients({ lists, detail }: { lists: Candidate[]; detail: ListDetail }): JSX.Element {
  const { record, t: { lists: t }, name, show } = useCount();
  return (
    <section class="card" aria-labelledby="count-quotients">
      <h2 id="count-quotients">{t.quotients}</h2>
      <WideTable title={t.quotientsLead(record.seats)} kind="quotients">
          <thead><tr><th scope="col">{t.divisor}</th>{lists.map((list) => <th key={list} scope="col" class="n">{name(list)}</th>)}</tr></thead>
          <tbody>
            {quotientRows(record.method, detail, lists).map((row) => (
              <tr key={row.divisor}>
                <th scope="row">: {row.divisor}</th>
                {row.cells.map((cell, i) => <td key={i} class={cell.seat === null ? "n" : "n win"}>{show(cell.value)}<small>{cell.seat === null ? t.noSeat : t.seatNumber(cell.seat)}</small></td>)}
              </tr>
            ))}
          </tbody>
      </WideTable>
    </section>
  );
}

function Remainders({ lists, detail }: { lists: Candidate[]; detail: ListDetail }): JSX.Element {
  const { record, t: { lists: t, yes, no }, name, show, whole } = useCount();
  const seats = (list: Candidate, byRemainder: boolean) => detail.awards.reduce((sum, one) => sum + (one.list === list && one.byRemainder === byRemainder ? one.seats : 0), 0);
  const values = detail.awards[0]?.values ?? [];
  return (
    <section class="card" aria-labelledby="count-remainders">
      <h2 id="count-remainders">{t.remainders}</h2>
      {record.quota !== null && <p>{t.quotaIs(show(record.quota))}</p>}
      <table class="stacks inline">
        <thead><tr>
          <th scope="col">{t.list}</th><th scope="col" class="n">{t.columnVotes}</th><th scope="col" class="n">{t.columnWhole}</th>
          <th scope="col" class="n">{t.columnRemainder}</th><th scope="col" class="n">{t.columnExtra}</th><th scope="col" class="n">{t.columnSeats}</th>
        </tr></thead>
        <tbody>
          {lists.map((list) => {
            const extra = seats(list, true) > 0;
            return (
              <tr key={list}>
                <th scope="row">{name(list)}</th>
                <td class="n" data-label={t.columnVotes}>{whole(detail.votes[list] ?? 0)}</td>
                <td class="n" data-label={t.columnWhole}>{seats(list, false)}</td>
                <td class="n" data-label={t.columnRemainder}>{show(values[list] ?? zero)}</td>
                <td class={extra ? "n win" : "n"} data-label={t.columnExtra}>{extra ? yes : no}</td>
                <td class="n" data-label={t.columnSeats}><strong>{detail.allocation[list] ?? 0}</strong></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Who of a list has its seats: the people by their own votes. `first`: the number of the list's first person. */
function PeopleOf({ list, first, detail }: { list: Candidate; first: number; detail: ListDetail }): JSX.Element {
  const { t, name, rest, whole, compare } = useCount();
  const people = detail.people[list] ?? [];
  const seated = detail.seated[list] ?? [];
  const votes = (one: Candidate) => people[one - first]?.votes ?? 0;
  const order = people.map((_, i) => first + i)
    .sort((a, b) => Number(seated.includes(b)) - Number(seated.includes(a)) || votes(b) - votes(a) || compare(a, b));
  const most = Math.max(1, ...people.map((one) => one.votes));
  const full = (detail.allocation[list] ?? 0) >= people.length;
  return (
    <>
      <h3 class="mt-5">{name(list)} · {t.seats(detail.allocation[list] ?? 0)}</h3>
      {full && <p>{t.lists.full}</p>}
      <CountBars bars={order.map((one) => ({
        key: one, name: name(one), rest: rest(one), value: whole(votes(one)), kept: votes(one) / most,
        tone: seated.includes(one) ? "main" : "plain", ...(seated.includes(one) && { tag: { text: t.electedTag, tone: "on" } }),
      }))} />
      <TableBelow>
        <table class="stacks inline">
          <caption class="visually-hidden">{name(list)}</caption>
          <thead><tr><th scope="col">{t.columnCandidate}</th><th scope="col" class="n">{t.columnVotes}</th><th scope="col" class="n">{t.columnSeat}</th></tr></thead>
          <tbody>
            {order.map((one) => (
              <tr key={one}>
                <th scope="row">{name(one)}</th>
                <td class="n" data-label={t.columnVotes}>{whole(votes(one))}</td>
                <td class={seated.includes(one) ? "n win" : "n"} data-label={t.columnSeat}>{seated.includes(one) ? t.yes : t.no}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBelow>
    </>
  );
}

/** The people of every list that has a seat. */
function People({ lists, detail }: { lists: Candidate[]; detail: ListDetail }): JSX.Element {
  const { record, t: { lists: t } } = useCount();
  const first = (list: Candidate) => detail.people.slice(0, list).reduce((sum, people) => sum + people.length, record.candidates.length);
  return (
    <section class="card" aria-labelledby="count-people">
      <h2 id="count-people">{t.people}</h2>
      <p>{t.peopleLead}</p>
      {lists.filter((list) => (detail.allocation[list] ?? 0) > 0).map((list) => <PeopleOf key={list} list={list} first={first(list)} detail={detail} />)}
    </section>
  );
}

export function Lists({ detail }: { detail: ListDetail }): JSX.Element {
  const { record, t, name, whole, compare } = useCount();
  const order = record.candidates.map((_, list) => list)
    .sort((a, b) => (detail.allocation[b] ?? 0) - (detail.allocation[a] ?? 0) || (detail.votes[b] ?? 0) - (detail.votes[a] ?? 0) || compare(a, b));
  const taking = order.filter((list) => detail.takingPart.includes(list));
  const most = Math.max(1, ...detail.votes);
  return (
    <>
      <section class="card" aria-labelledby="count-lists">
        <h2 id="count-lists">{t.lists.title}</h2>
        <CountBars bars={order.map((list) => {
          const given = detail.allocation[list] ?? 0;
          const at = taking.indexOf(list);
          return {
            key: list, name: at < 0 ? name(list) : `${letter(at)} · ${name(list)}`, value: whole(detail.votes[list] ?? 0), kept: (detail.votes[list] ?? 0) / most,
            tone: given > 0 ? "main" : "plain", tag: { text: at < 0 ? t.lists.belowThreshold : t.seats(given), tone: given > 0 ? "on" : "" },
          };
        })} />
        {record.elected.length <= drawnSeats && <SeatStrip lists={taking} detail={detail} />}
      </section>
      {detail.people.length > 0 && <People lists={taking} detail={detail} />}
      {record.method === "largest-remainder" ? <Remainders lists={taking} detail={detail} /> : <Quotients lists={taking} detail={detail} />}
    </>
  );
}
