/** Who is elected, on how many ballots, and what is still open: the head of every count. */

import type { JSX } from "preact";
import { Notice } from "../page.tsx";
import { useCount } from "./context.tsx";

function SeatsOfLists(): JSX.Element {
  const { record, t, name, names } = useCount();
  const { detail } = record;
  const seated = (list: number) => (detail.family === "lists" ? detail.seated[list] ?? [] : []);
  const lists = detail.family !== "lists" ? [] : record.candidates.map((_, list) => ({ list, seats: detail.allocation[list] ?? 0, votes: detail.votes[list] ?? 0 }))
    .filter((one) => one.seats > 0).sort((a, b) => b.seats - a.seats || b.votes - a.votes);
  return <ul class="medals lists">{lists.map((one) => <li key={one.list} data-n={one.seats}><b>{name(one.list)}</b><small>{t.seats(one.seats)}{seated(one.list).length > 0 && `: ${names(seated(one.list))}`}</small></li>)}</ul>;
}

export function Summary(): JSX.Element {
  const { record, t, name, rest, names } = useCount();
  const { family } = record.detail;
  const open = record.ties.at(-1);
  const title = family === "lists" ? t.seatsTitle : family === "shares" ? t.itemsTitle : record.elected.length === 0 ? t.electedNobody : t.elected;
  const empty = family === "shares" || !record.complete ? 0 : record.seats - record.elected.length;
  return (
    <section aria-labelledby="count-elected">
      <h2 id="count-elected">{title}</h2>
      {!record.complete && open !== undefined && <Notice><p><strong>{t.openTitle}</strong></p><p>{t.openText(names(open.tied))}</p></Notice>}
      {family === "lists" ? <SeatsOfLists /> : record.elected.length > 0 && (
        <ol class="medals">{record.elected.map((one) => <li key={one}><b>{name(one)}</b><small>{rest(one)}</small></li>)}</ol>
      )}
      {empty > 0 && <p>{t.emptySeats(empty)}</p>}
      <p class="quiet">
        {t.ballotLine(record.ballots.valid, record.ballots.blank, record.ballots.invalid)}
        {record.withdrawn.length > 0 && ` ${t.withdrawn(names(record.withdrawn))}`}
      </p>
    </section>
  );
}
