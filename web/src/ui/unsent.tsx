/** What the booth and the roll-call show while there is no receipt: nobody knows, not now, or not at all. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import type { Vote } from "../api/types.ts";
import { useTexts } from "../i18n/index.ts";
import { Answer, Notice, ProblemNotice, SignInElsewhere, Title } from "./page.tsx";
import { Link } from "./router.tsx";
import { Tracker } from "./votes.tsx";

interface UnsentProps {
  problem: Problem;
  /** Counts the attempts, so that the answer to each is read out. */
  attempt: number;
  /** Why sending the same bytes again is safe. */
  lead: string;
  tracker: string;
  onRetry: () => void;
  /** Asks whether the vote arrived after all, and rejects when there is no answer; left out where there is nothing to ask. */
  onLook?: () => Promise<void>;
  /** Somebody has asked, and it had not. */
  looked?: boolean;
}

/** The vote may have arrived, or the server asks for patience: the same bytes can be sent again. */
export function Unsent({ problem, attempt, lead, tracker, onRetry, onLook, looked = false }: UnsentProps): JSX.Element {
  const t = useTexts();
  const [asking, setAsking] = useState<"no" | "now" | "failed">("no");
  const ask = (look: () => Promise<void>) => {
    setAsking("now");
    look().then(() => setAsking("no"), () => setAsking("failed"));
  };
  const unknown = problem.kind === "network" || (problem.status >= 500 && problem.voteRecorded !== false);
  return (
    <>
      {unknown
        ? <Answer kind="warn" title={t.booth.unknownTitle} step={`unknown-${attempt}`}><p>{lead}</p></Answer>
        : <><Title plain={t.booth.rejectedTitle} step={`later-${attempt}`}>{t.booth.rejectedTitle}</Title><ProblemNotice problem={problem} voting /></>}
      <div role="status">
        {asking === "now" && <p>{t.booth.unknownAsking}</p>}
        {asking === "failed" && <Notice><p>{t.booth.unknownNoAnswer}</p></Notice>}
        {asking === "no" && looked && <Notice><p>{t.booth.unknownNotThere}</p></Notice>}
      </div>
      <h2>{t.booth.tracker}</h2>
      <Tracker value={tracker} />
      <div class="row">
        <button type="button" class="btn" onClick={onRetry}>{t.booth.unknownRetry}</button>
        {unknown && onLook !== undefined && <button type="button" class="btn ghost" disabled={asking === "now"} onClick={() => ask(onLook)}>{t.booth.unknownCheck}</button>}
      </div>
      {problem.status === 401 && <SignInElsewhere />}
    </>
  );
}

/** These bytes were not recorded and never will be. After the close there is nothing to start over. */
export function Refused({ vote, problem, onOver }: { vote: Vote; problem: Problem; onOver: () => void }): JSX.Element {
  const t = useTexts();
  const closed = problem.id === "ballot.closed" || problem.id === "govern.vote_status";
  return (
    <>
      <Answer kind="bad" title={t.booth.rejectedTitle} step="refused">
        {vote.mine === "cast" && <p>{t.booth.earlierStands}</p>}
      </Answer>
      <ProblemNotice problem={problem} voting />
      {closed
        ? <Link class="btn" to={`/votes/${vote.id}`}>{t.booth.toVote}</Link>
        : <button type="button" class="btn" onClick={onOver}>{t.booth.startOver}</button>}
    </>
  );
}
