import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api } from "../api/routes.ts";
import type { VoteStatus, VoteSummary, VoteType } from "../api/types.ts";
import { compareNames, dateTime, useLang, useTexts } from "../i18n/index.ts";
import { Empty, Loaded, Title } from "../ui/page.tsx";
import { Turnout } from "../ui/pictures.tsx";
import { useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { useContentLang, useWorld } from "../ui/session.tsx";
import { VoteTags } from "../ui/votes.tsx";
import { WithdrawnSection } from "../ui/withdrawn.tsx";

type StateFilter = "all" | "open" | "soon" | "done";
type KindFilter = "all" | VoteType;

const stateGroup: Record<VoteStatus, StateFilter> = { prepared: "soon", open: "open", closed: "open", tallied: "open", decided: "done", withdrawn: "done" };
const order: Record<VoteStatus, number> = { open: 0, closed: 1, tallied: 1, prepared: 2, decided: 3, withdrawn: 4 };

function Segments<T extends string>({ legend, name, options, value, onChange }: { legend: string; name: string; options: [T, string][]; value: T; onChange: (value: T) => void }): JSX.Element {
  return (
    <fieldset class="segments">
      <legend>{legend}</legend>
      {options.map(([key, text]) => (
        <label class="segment" key={key}>
          <input type="radio" name={name} value={key} checked={value === key} onChange={() => onChange(key)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

function VoteRow({ vote }: { vote: VoteSummary }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const written = useContentLang();
  const when = vote.closed_at ?? vote.opened_at;
  return (
    <li>
      <article class="card">
        <p class="eyebrow">
          <VoteTags vote={vote} />
          {vote.mine === "cast" && <span class="tag on">{t.status.mineCast}</span>}
          {vote.mine === "not_cast" && vote.status === "open" && <span class="tag warn">{t.status.mineNotCast}</span>}
        </p>
        <h2 lang={written}><Link to={vote.status === "decided" ? `/votes/${vote.id}/result` : `/votes/${vote.id}`}>{vote.title}</Link></h2>
        {vote.status !== "prepared" && vote.status !== "withdrawn" && <Turnout cast={vote.turnout.cast} entitled={vote.turnout.entitled} />}
        {when !== undefined && <p class="quiet">{vote.closed_at === undefined ? t.vote.opened : t.vote.closed}: {dateTime(when, lang)}</p>}
      </article>
    </li>
  );
}

function List({ votes }: { votes: VoteSummary[] }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const [state, setState] = useState<StateFilter>("all");
  const [kind, setKind] = useState<KindFilter>("all");
  const byName = compareNames(lang);
  const shown = votes
    .filter((vote) => (state === "all" || stateGroup[vote.status] === state) && (kind === "all" || vote.type === kind))
    .sort((a, b) => order[a.status] - order[b.status] || byName(a.title, b.title));
  return (
    <>
      <div class="filters">
        <Segments legend={t.votes.filterState} name="state" value={state} onChange={setState}
          options={[["all", t.votes.all], ["open", t.votes.openNow], ["soon", t.votes.soon], ["done", t.votes.done]]} />
        <Segments legend={t.votes.filterKind} name="kind" value={kind} onChange={setKind}
          options={[["all", t.votes.all], ["secret", t.votes.secret], ["open", t.votes.open]]} />
      </div>
      <p class="quiet" role="status">{t.votes.found(shown.length)}</p>
      {shown.length > 0
        ? <ul class="plain stack-5 column">{shown.map((vote) => <VoteRow key={vote.id} vote={vote} />)}</ul>
        : votes.length === 0
          ? <Empty icon="box" title={t.board.emptyTitle}><p>{t.board.empty}</p></Empty>
          : (
            <Empty icon="box" title={t.votes.emptyTitle}>
              <p>{t.votes.empty}</p>
              <button type="button" class="btn ghost" onClick={() => { setState("all"); setKind("all"); }}>{t.votes.clear}</button>
            </Empty>
          )}
    </>
  );
}

/** All votes, with filters by state and kind. */
export function VotesPage(): JSX.Element {
  const t = useTexts();
  const { session } = useWorld();
  const [votes, reload] = useResource(`votes|${session.state}`, api.board);
  return (
    <>
      <div class="head">
        <Title plain={t.votes.title}>{t.votes.title}</Title>
        <p class="lead">{t.votes.lead}</p>
      </div>
      <Loaded resource={votes} reload={reload} blocks={3}>
        {(board) => <><List votes={board.votes} /><WithdrawnSection list={board.withdrawn.filter((one) => !one.prepared)} /></>}
      </Loaded>
    </>
  );
}
