import type { JSX } from "preact";
import { api } from "../api/routes.ts";
import type { CeremonyView, SignedIn, Vote, VoteSummary, Withdrawal } from "../api/types.ts";
import { useTexts } from "../i18n/index.ts";
import { Motif } from "../ui/icons.tsx";
import { Empty, Loaded, Title } from "../ui/page.tsx";
import { Turnout } from "../ui/pictures.tsx";
import { useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { useContentLang, useSession, useWorld } from "../ui/session.tsx";
import { trusteeTask, VoteTags } from "../ui/votes.tsx";
import { WithdrawnSection } from "../ui/withdrawn.tsx";

/** Where a representative goes to vote in this vote. */
export function votePath(vote: VoteSummary): string {
  return vote.type === "secret" ? `/votes/${vote.id}/booth` : `/votes/${vote.id}/roll-call`;
}

const isRepresentative = (me: SignedIn | null): boolean => me?.person.roles.includes("representative") === true;

function waitsFor(me: SignedIn | null, vote: VoteSummary): boolean {
  return isRepresentative(me) && vote.status === "open" && vote.mine === "not_cast";
}

const isCounting = (vote: VoteSummary): boolean => vote.status === "closed" || vote.status === "tallied";

interface BoardData {
  votes: VoteSummary[];
  withdrawn: Withdrawal[];
  /** Closed votes that wait for this trustee. */
  parts: { vote: VoteSummary; task: "mix" | "decrypt" }[];
  /** Announced elections whose key waits for this trustee. */
  keys: CeremonyView[];
}

const makesNow = ({ trustees, mine, withdrawn }: CeremonyView): boolean => withdrawn === null && trustees.some((one) => one.owner === mine && one.next?.ready === true);

async function loadBoard(me: SignedIn | null, signal: AbortSignal): Promise<BoardData> {
  const trustee = me?.person.roles.includes("trustee") === true;
  const [{ votes, withdrawn }, keys] = await Promise.all([api.board(signal), trustee ? api.ceremonies(signal) : []]);
  const held = me?.trustee_of ?? [];
  const counting = held.length === 0 ? [] : votes.filter((vote) => isCounting(vote) && vote.type === "secret");
  const full = await Promise.all(counting.map((vote) => api.vote(vote.id, signal)));
  const parts = full.flatMap((vote) => {
    const mine = vote.type === "secret" ? held.find((one) => one.election === vote.election) : undefined;
    const task = vote.type === "secret" && mine !== undefined ? trusteeTask(vote, mine.owner) : null;
    return task === null ? [] : [{ vote, task }];
  });
  return { votes, withdrawn, parts, keys: keys.filter(makesNow) };
}

function TrusteeTodo({ vote, task }: { vote: VoteSummary; task: "mix" | "decrypt" }): JSX.Element {
  const t = useTexts();
  return (
    <article class="card todo">
      <p class="eyebrow"><VoteTags vote={vote} /></p>
      <h2>{vote.title}</h2>
      <p>{task === "mix" ? t.board.mixLead : t.board.decryptLead}</p>
      <div class="push"><Link class="btn" to="/trustee">{task === "mix" ? t.board.mix : t.board.decrypt}</Link></div>
    </article>
  );
}

function KeyTodo({ ceremony }: { ceremony: CeremonyView }): JSX.Element {
  const t = useTexts();
  const written = useContentLang();
  return (
    <article class="card todo">
      <h2 lang={written}>{ceremony.title}</h2>
      <p>{t.board.makeKeyLead}</p>
      <div class="push"><Link class="btn" to={`/trustee/${ceremony.election}`}>{t.board.makeKey}</Link></div>
    </article>
  );
}

function OfficerCard(): JSX.Element {
  const t = useTexts();
  return (
    <article class="card">
      <h3>{t.board.officerTitle}</h3>
      <p>{t.board.officerLead}</p>
      <div class="push"><Link class="btn ghost" to="/officer">{t.board.officerLink}</Link></div>
    </article>
  );
}

function VoteCard({ vote, me }: { vote: VoteSummary; me: SignedIn | null }): JSX.Element {
  const t = useTexts();
  const todo = waitsFor(me, vote);
  const written = useContentLang();
  return (
    <article class={todo ? "card todo" : "card"}>
      <p class="eyebrow"><VoteTags vote={vote} /></p>
      <h2 lang={written}><Link to={`/votes/${vote.id}`}>{vote.title}</Link></h2>
      {vote.status !== "prepared" && <Turnout cast={vote.turnout.cast} entitled={vote.turnout.entitled} />}
      {vote.mine === "cast" && vote.status === "open" && <p class="quiet">{t.status.mineCast}</p>}
      <div class="push row">
        {todo
          ? <Link class="btn" to={votePath(vote)}>{t.board.vote}</Link>
          : vote.status === "decided"
            ? <Link class="btn ghost" to={`/votes/${vote.id}/result`}>{t.board.resultLink}</Link>
            : <Link class="btn ghost" to={`/votes/${vote.id}`}>{t.board.look}</Link>}
        {vote.mine === "cast" && vote.status === "open" && isRepresentative(me) && <Link to={votePath(vote)}>{t.board.change}</Link>}
      </div>
    </article>
  );
}

const decidedShown = 6;

/** The outcome of a decided vote in a few words; nothing while it is not known. */
function Outcome({ vote }: { vote: Vote | undefined }): JSX.Element | null {
  const t = useTexts();
  if (vote?.decision === undefined) return null;
  return <>{vote.type === "open" ? t.board.outcomeOpen(vote.decision) : t.board.outcomeSecret(vote.decision.elected.length, vote.decision.tie, vote.count !== undefined)}</>;
}

function DecidedTable({ votes }: { votes: VoteSummary[] }): JSX.Element {
  const t = useTexts();
  const latest = [...votes].sort((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0)).slice(0, decidedShown);
  const [full] = useResource(`decided|${latest.map((vote) => vote.id).join("|")}`, (signal) => Promise.all(latest.map((vote) => api.vote(vote.id, signal))));
  return (
    <table class="stacks">
      <caption class="visually-hidden">{t.board.tableCaption}</caption>
      <thead><tr>
        <th scope="col">{t.board.columnVote}</th><th scope="col">{t.board.columnResult}</th>
        <th scope="col" class="n">{t.board.columnTurnout}</th><th scope="col" class="n">{t.board.columnCheck}</th>
      </tr></thead>
      <tbody>
        {latest.map((vote) => {
          const own = full.state === "ready" ? full.value.find((one) => one.id === vote.id) : undefined;
          return (
            <tr key={vote.id}>
              <th scope="row"><Link to={`/votes/${vote.id}/result`}>{vote.title}</Link></th>
              <td data-label={t.board.columnResult}><Outcome vote={own} /></td>
              <td class="n" data-label={t.board.columnTurnout}>{t.turnout.short(vote.turnout.cast, vote.turnout.entitled)}</td>
              <td class="n"><Link to={own?.type === "secret" ? `/verify/${own.election}` : `/votes/${vote.id}/result`} aria-label={`${t.board.verifyIt}: ${vote.title}`}>{t.board.verifyIt}</Link></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Votes({ data: { votes, withdrawn, parts, keys }, me }: { data: BoardData; me: SignedIn | null }): JSX.Element {
  const t = useTexts();
  const mine = votes.filter((vote) => waitsFor(me, vote));
  const officer = me?.person.roles.includes("officer") === true;
  const todo = mine.length + parts.length + keys.length;
  const others = votes.filter((vote) => vote.status === "open" && !mine.includes(vote));
  const soon = votes.filter((vote) => vote.status === "prepared");
  const waiting = votes.filter((vote) => isCounting(vote) && !parts.some((one) => one.vote.id === vote.id));
  const decided = votes.filter((vote) => vote.status === "decided");
  const cards = (list: VoteSummary[]) => list.map((vote) => <VoteCard key={vote.id} vote={vote} me={me} />);
  return (
    <>
      {todo > 0 && (
        <section aria-labelledby="todo">
          <div class="section-head"><h2 id="todo">{t.board.todo}</h2></div>
          <div class="grid">
            {cards(mine)}
            {keys.map((one) => <KeyTodo key={one.election} ceremony={one} />)}
            {parts.map((one) => <TrusteeTodo key={one.vote.id} {...one} />)}
          </div>
        </section>
      )}
      {officer && (
        <section class={todo > 0 ? "section" : undefined} aria-labelledby="commission">
          <div class="section-head"><h2 id="commission">{t.nav.officer}</h2></div>
          <div class="grid"><OfficerCard /></div>
        </section>
      )}
      {others.length > 0 && (
        <section class={todo > 0 || officer ? "section" : undefined} aria-labelledby="open">
          <div class="section-head"><h2 id="open">{t.board.openNow}</h2></div>
          <div class="grid">{cards(others)}</div>
        </section>
      )}
      {waiting.length > 0 && (
        <section class="section" aria-labelledby="counting">
          <div class="section-head"><h2 id="counting">{t.board.counting}</h2></div>
          <div class="grid">{cards(waiting)}</div>
        </section>
      )}
      {soon.length > 0 && (
        <section class="section" aria-labelledby="soon">
          <div class="section-head"><h2 id="soon">{t.board.soon}</h2></div>
          <div class="grid">{cards(soon)}</div>
        </section>
      )}
      <WithdrawnSection list={withdrawn} />
      {votes.length === 0
        ? withdrawn.length === 0 && <Empty icon="box" title={t.board.emptyTitle}><p>{t.board.empty}</p></Empty>
        : (
          <section class="section" aria-labelledby="decided">
            <div class="section-head"><h2 id="decided">{t.board.decided}</h2><Link to="/votes">{t.board.all}</Link></div>
            {decided.length > 0 ? <DecidedTable votes={decided} /> : <p class="quiet">{t.board.nothingDecided}</p>}
          </section>
        )}
    </>
  );
}

/** Start: what waits for me, what is open, what was decided. */
export function BoardPage(): JSX.Element {
  const t = useTexts();
  const me = useSession();
  const { session, federation } = useWorld();
  const who = me?.person.mandate ?? "";
  const [data, reload] = useResource(`votes|${session.state}|${who}`, (signal) => loadBoard(me, signal));
  const waiting = data.state === "ready" ? data.value.votes.filter((vote) => waitsFor(me, vote)).length + data.value.parts.length + data.value.keys.length : 0;
  const title = me === null ? t.board.publicTitle : `${t.board.greeting} ${data.state === "ready" ? t.board.waiting(waiting) : ""}`;
  return (
    <>
      <div class="hero">
        <div class="hero-clip"><Motif /></div>
        {federation !== null && <p class="eyebrow">{federation.name}</p>}
        <Title plain={t.board.title}>{title}</Title>
        {federation !== null && <p class="lead mb-0">{t.board.lead(federation.organisations)}</p>}
      </div>
      <Loaded resource={data} reload={reload}>{(value) => <Votes data={value} me={me} />}</Loaded>
    </>
  );
}
