/** A trustee's page of a vote whose keys are made: wait, mix the votes where that is needed, decrypt, see the end. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Receipt, SecretVote } from "../../api/types.ts";
import { useTexts } from "../../i18n/index.ts";
import { useTrusteeTexts, type TrusteeTexts } from "../../i18n/trustee.ts";
import { Trustees } from "../../pages/vote.tsx";
import { Icon } from "../icons.tsx";
import { Answer, Notice, Title } from "../page.tsx";
import type { Resource } from "../resource.ts";
import { Link } from "../router.tsx";
import { useContentLang } from "../session.tsx";
import { trusteeTask, VoteTags } from "../votes.tsx";
import { Decrypt, type Holder } from "./decrypt.tsx";
import { Mix } from "./mix.tsx";
import { usePolling } from "./polling.ts";
import { Sent } from "./receipts.tsx";
import { runOf } from "./state.ts";
import { Withdrawn } from "./withdrawn.tsx";

const isClosed = (vote: SecretVote): boolean => vote.status === "closed" || vote.status === "tallied";

/** Before the close: what the file is for, and what it means to lose it. */
function Waiting({ holder: { vote, owner } }: { holder: Holder }): JSX.Element {
  const t = useTrusteeTexts();
  const { size, threshold } = runOf(vote, owner);
  return (
    <>
      <Notice kind="info"><p>{t.waiting}</p></Notice>
      <details><summary>{t.lostTitle}</summary><p>{threshold < size ? t.lostReady(threshold, size) : t.lostNeeded}</p></details>
    </>
  );
}

function End({ vote, owner }: { vote: SecretVote; owner: number }): JSX.Element {
  const t = useTrusteeTexts();
  const absent = vote.trustees.find((one) => one.owner === owner)?.absent === true;
  return <Answer kind={absent ? "wait" : "good"} title={absent ? t.absentTitle : t.sentTitle} level={2}><p>{absent ? t.absent : t.decided}</p></Answer>;
}

/** Names of those who have mixed; the server is the one of number 0. */
function mixersOf({ vote, owner, ceremony }: Holder, t: TrusteeTexts): string[] {
  return (vote.mixing?.shuffles ?? []).map((one) => {
    if (one.owner === 0) return t.mixServer;
    return one.owner === owner ? t.mixYou : one.name || ceremony?.trustees[one.owner - 1]?.name || t.mixOther(one.owner);
  });
}

type Task = "mix" | "decrypt";

/** What was posted from this page, until something else is asked. */
function shows(sent: Task, task: Task | null, decided: boolean): boolean {
  return sent === "decrypt" || (task !== "decrypt" && !decided);
}

function Work({ holder, certificate, onDone }: { holder: Holder; certificate: string | undefined; onDone: (task: Task, receipt: Receipt | null) => void }): JSX.Element {
  const t = useTrusteeTexts();
  const { vote, owner } = holder;
  const task = trusteeTask(vote, owner);
  if (vote.status === "decided") return <End vote={vote} owner={owner} />;
  if (task === "mix" && vote.mixing !== undefined) {
    return <Mix vote={vote} owner={owner} mixing={vote.mixing} names={mixersOf(holder, t)} onDone={(receipt) => onDone("mix", receipt)} />;
  }
  if (task === "decrypt") return <Decrypt holder={holder} certificate={certificate} onDone={(receipt) => onDone("decrypt", receipt)} />;
  if (!isClosed(vote) || vote.encrypted_tally === undefined) return <Waiting holder={holder} />;
  const mixed = vote.mixing?.ended === false;
  return <Answer kind="good" title={mixed ? t.mixDoneTitle : t.sentTitle} level={2}><p>{mixed ? t.mixDone : t.done}</p></Answer>;
}

export function TrusteeVote({ resource, holder, certificate, reload }: {
  resource: Resource<unknown>; holder: Holder; certificate: string | undefined; reload: () => void;
}): JSX.Element {
  const texts = useTexts();
  const t = useTrusteeTexts();
  const written = useContentLang();
  const [sent, setSent] = useState<{ task: Task; receipt: Receipt | null } | null>(null);
  const { vote, owner } = holder;
  const decided = vote.status === "decided";
  const withdrawal = vote.withdrawn ?? null;
  usePolling(resource, reload, `${vote.status} ${vote.mixing?.shuffles.length ?? 0}`, !decided && withdrawal === null);
  return (
    <div class="split">
      <div>
        <Link class="back" to="/trustee"><Icon name="left" />{t.title}</Link>
        <p class="eyebrow"><VoteTags vote={vote} /></p>
        <Title plain={`${t.title}: ${vote.title}`} lang={written}>{vote.title}</Title>
        {!decided && withdrawal === null && <p class="lead">{t.lead}</p>}
        {withdrawal !== null ? <Withdrawn withdrawal={withdrawal} /> : sent !== null && shows(sent.task, trusteeTask(vote, owner), decided)
          ? <Sent receipt={sent.receipt} title={sent.task === "mix" ? t.mixDoneTitle : t.sentTitle} text={sent.task === "mix" ? t.mixDone : t.sent} />
          : <Work holder={holder} certificate={certificate} onDone={(task, receipt) => {
            setSent({ task, receipt });
            reload();
          }} />}
        {decided && <p><Link class="btn" to={`/votes/${vote.id}/result`}>{texts.vote.seeResult}</Link></p>}
      </div>
      <aside class="card" aria-labelledby="others">
        <h2 id="others">{t.others}</h2>
        <Trustees vote={vote} mine={owner} />
      </aside>
    </div>
  );
}
