import type { JSX } from "preact";
import { api } from "../api/routes.ts";
import type { OpenVote, SecretVote, SignedIn, TrusteeState, Vote } from "../api/types.ts";
import { compareNames, dateTime, initials, useLang, useTexts } from "../i18n/index.ts";
import { quorumNeeded } from "../ui/decision.ts";
import { loadElection, type LoadedElection } from "../ui/election.ts";
import { Icon } from "../ui/icons.tsx";
import { Loaded, Notice, Title } from "../ui/page.tsx";
import { Turnout } from "../ui/pictures.tsx";
import { useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { useContentLang, useSession, useWorld } from "../ui/session.tsx";
import { quorumText, ruleText, splitAnswer, VoteTags } from "../ui/votes.tsx";
import { votePath } from "./board.tsx";

type Full = { vote: OpenVote; election: null } | { vote: SecretVote; election: LoadedElection };

/** A vote with, for a secret one, its checked definition. */
export async function loadFull(id: string, signal?: AbortSignal): Promise<Full> {
  const vote = await api.vote(id, signal);
  if (vote.type === "open") return { vote, election: null };
  return { vote, election: await loadElection(vote, signal) };
}

export function Trustees({ trustees, closed, mine }: { trustees: TrusteeState[]; closed: boolean; mine?: number }): JSX.Element {
  const t = useTexts();
  return (
    <ul class="people">
      {trustees.map((trustee) => (
        <li key={trustee.owner}>
          <span class="avatar" aria-hidden="true">{initials(trustee.name) || trustee.owner}</span>
          <span>{trustee.name}{trustee.owner === mine && <small> ({t.trustee.you})</small>}</span>
          <span class={trustee.decrypted ? "tag on" : closed ? "tag warn" : "tag"}>
            {trustee.decrypted && <Icon name="check" />}
            {trustee.decrypted ? t.vote.trusteeDone : closed ? t.vote.trusteeNow : t.vote.trusteeWaiting}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Schedule({ vote }: { vote: Vote }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const done = vote.type === "secret" ? vote.trustees.filter((trustee) => trustee.decrypted).length : 0;
  const rank = { prepared: 0, open: 1, closed: 2, tallied: 2, decided: 4 }[vote.status];
  const when = (ms: number | undefined, reached: boolean) => (ms !== undefined ? dateTime(ms, lang) : reached ? "" : t.vote.notYet);
  const steps: { name: string; note: string; done: boolean }[] = [
    { name: t.vote.prepared, note: vote.prepared_at === undefined ? t.vote.preparedHint : dateTime(vote.prepared_at, lang), done: true },
    { name: t.vote.opened, note: when(vote.opened_at, rank >= 1), done: rank >= 1 },
    { name: t.vote.closed, note: when(vote.closed_at, rank >= 2), done: rank >= 2 },
  ];
  if (vote.type === "secret") {
    steps.push({ name: t.vote.decryption, note: t.turnout.short(done, vote.trustees.length), done: done === vote.trustees.length && done > 0 });
  }
  steps.push({ name: t.vote.decided, note: rank >= 4 ? "" : t.vote.notYet, done: rank >= 4 });
  const now = steps.findIndex((step) => !step.done);
  return (
    <ol class="trail">
      {steps.map((step, i) => (
        <li key={step.name} class={step.done ? "done" : i === now ? "now" : undefined}>
          <span aria-hidden="true"><Icon name="check" /></span>
          <span><b>{step.name}</b>{step.note !== "" && <small>{step.note}</small>}</span>
        </li>
      ))}
    </ol>
  );
}

function Action({ vote, me }: { vote: Vote; me: SignedIn | null }): JSX.Element | null {
  const t = useTexts();
  if (vote.status === "decided") {
    return (
      <div class="row">
        <Link class="btn" to={`/votes/${vote.id}/result`}>{t.vote.seeResult}</Link>
        {vote.type === "secret" && <Link to={`/verify/${vote.election}`}>{t.vote.verify}</Link>}
      </div>
    );
  }
  if (vote.status !== "open") return null;
  if (me === null) {
    return <Link class="btn" to="/sign-in" onClick={() => window.sessionStorage.setItem("ogniwo-return", `/votes/${vote.id}`)}>{t.vote.signInToVote}</Link>;
  }
  if (!me.person.roles.includes("representative")) return <p class="quiet">{t.vote.notRepresentative}</p>;
  const again = vote.mine === "cast";
  return (
    <>
      {again && <p>{vote.type === "open" && vote.my_option !== undefined ? t.vote.yourVote(t.optionsDone[vote.my_option]) : t.vote.yourSecret}</p>}
      <div class="row">
        <Link class={again ? "btn ghost" : "btn"} to={votePath(vote)}>{again ? t.vote.castAgain : vote.type === "open" ? t.vote.openRollCall : t.vote.castNow}</Link>
        {vote.type === "secret" && again && <Link to="/check">{t.vote.checkMine}</Link>}
      </div>
    </>
  );
}

export function RollCall({ vote }: { vote: OpenVote }): JSX.Element {
  const t = useTexts();
  const byName = compareNames(useLang());
  if (vote.roll_call.length === 0) return <p class="quiet">{t.vote.rollEmpty}</p>;
  const rows = [...vote.roll_call].sort((a, b) => byName(a.name, b.name));
  const tone = { yes: "tag on", no: "tag bad", abstain: "tag" } as const;
  return (
    <table>
      <caption class="visually-hidden">{t.vote.rollCaption}</caption>
      <thead><tr><th scope="col">{t.vote.columnOrganisation}</th><th scope="col" class="n">{t.vote.columnVote}</th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.organisation}>
            <th scope="row">{row.name}</th>
            <td class="n"><span class={tone[row.option]}>{t.optionsDone[row.option]}</span></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OpenAbout({ vote }: { vote: OpenVote }): JSX.Element {
  const t = useTexts();
  const written = useContentLang();
  return (
    <section class="card" aria-labelledby="about">
      <h2 id="about">{t.vote.about}</h2>
      <dl class="facts">
        <div><dt>{t.vote.question}</dt><dd lang={written}>{vote.question}</dd></div>
        {vote.text !== undefined && (
          <div><dt>{t.vote.text}</dt><dd><Link to={`/texts/${vote.text.id}`}>{t.vote.readText(vote.text.title, vote.text.version)}</Link></dd></div>
        )}
        <div><dt>{t.vote.who}</dt><dd>{t.vote.whoText(vote.turnout.entitled)}</dd></div>
        <div><dt>{t.vote.rule}</dt><dd>{ruleText(vote.rule, t)}</dd></div>
        <div><dt>{t.vote.quorum}</dt><dd>{quorumText(vote.quorum, t)}, {t.rules.needed(quorumNeeded(vote.quorum, vote.turnout.entitled))}</dd></div>
      </dl>
    </section>
  );
}

function SecretAbout({ vote, election }: { vote: SecretVote; election: LoadedElection }): JSX.Element {
  const t = useTexts();
  const { definition } = election;
  const written = useContentLang();
  return (
    <>
      <section class="card" aria-labelledby="about">
        <h2 id="about">{t.vote.about}</h2>
        {definition.description !== "" && <p lang={written}>{definition.description}</p>}
        <dl class="facts">
          <div><dt>{t.vote.who}</dt><dd>{t.vote.whoText(vote.turnout.entitled)}</dd></div>
          <div><dt>{t.vote.seats}</dt><dd>{vote.seats}</dd></div>
          {vote.quorum !== undefined && (
            <div><dt>{t.vote.quorum}</dt><dd>{quorumText(vote.quorum, t)}, {t.rules.needed(quorumNeeded(vote.quorum, vote.turnout.entitled))}</dd></div>
          )}
        </dl>
      </section>
      {definition.questions.map((question, i) => (
        <section class="card" key={i} aria-labelledby={`question-${i}`}>
          <h2 id={`question-${i}`} lang={written}>{question.question}</h2>
          <p class="quiet">{question.form === undefined ? `${t.vote.choose(question.min, question.max)}.` : t.forms[question.form.kind].short} {question.blank === true && t.vote.blank}</p>
          <ul class="people" lang={written}>
            {question.answers.map((answer) => {
              const { name, rest } = splitAnswer(answer);
              return (
                <li key={answer}>
                  <span class="avatar" aria-hidden="true">{initials(name)}</span>
                  <span><strong>{name}</strong>{rest !== "" && <><br /><small>{rest}</small></>}</span>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      <section class="card" aria-labelledby="trustees">
        <h2 id="trustees">{t.vote.trustees}</h2>
        <p class="quiet">{t.vote.trusteesLead}</p>
        <Trustees trustees={vote.trustees} closed={vote.status === "closed" || vote.status === "tallied"} />
      </section>
    </>
  );
}

function Participation({ vote }: { vote: SecretVote }): JSX.Element | null {
  const t = useTexts();
  const byName = compareNames(useLang());
  if (vote.participation === undefined) return null;
  const names = vote.participation.map((one) => one.name).sort(byName);
  return (
    <details>
      <summary>{t.vote.participation}</summary>
      <p class="quiet">{t.vote.participationLead}</p>
      <ul>{names.map((name) => <li key={name}>{name}</li>)}</ul>
    </details>
  );
}

function Fingerprints({ vote }: { vote: SecretVote }): JSX.Element {
  const t = useTexts();
  return (
    <details>
      <summary>{t.vote.fingerprints}</summary>
      <p class="quiet">{t.vote.fingerprintsLead}</p>
      <dl class="facts">
        <div><dt>{t.vote.identifier}</dt><dd class="mono">{vote.election}</dd></div>
        <div><dt>{t.vote.setupElection}</dt><dd class="mono">{vote.setup.election}</dd></div>
        <div><dt>{t.vote.setupTrustees}</dt><dd class="mono">{vote.setup.trustees}</dd></div>
        <div><dt>{t.vote.setupCredentials}</dt><dd class="mono">{vote.setup.credentials}</dd></div>
      </dl>
    </details>
  );
}

function VoteView({ full }: { full: Full }): JSX.Element {
  const t = useTexts();
  const me = useSession();
  const { vote } = full;
  const written = useContentLang();
  const quorum = vote.quorum === undefined ? undefined : quorumNeeded(vote.quorum, vote.turnout.entitled);
  return (
    <>
      <div class="head">
        <Link class="back" to="/votes"><Icon name="left" />{t.vote.back}</Link>
        <p class="eyebrow"><VoteTags vote={vote} /></p>
        <Title plain={vote.title} lang={written}>{vote.title}</Title>
        <p class="lead">{t.vote.stateLine[vote.status]}</p>
      </div>
      <div class="split three">
        <aside class="card" aria-labelledby="turnout">
          <h2 id="turnout">{t.vote.turnout}</h2>
          <Turnout cast={vote.turnout.cast} entitled={vote.turnout.entitled} quorum={quorum} />
          {vote.type === "secret" && vote.ballots > 0 && <p class="quiet">{t.vote.ballots(vote.ballots)}</p>}
          <Action vote={vote} me={me} />
        </aside>
        <div class="main stack-5">
          {full.election === null ? <OpenAbout vote={full.vote} /> : <SecretAbout vote={full.vote} election={full.election} />}
          {vote.type === "open" && (
            <section class="card" aria-labelledby="roll"><h2 id="roll">{t.vote.roll}</h2><RollCall vote={vote} /></section>
          )}
          {vote.type === "secret" && <div><Participation vote={vote} /><Fingerprints vote={vote} /></div>}
        </div>
        <aside class="card" aria-labelledby="schedule"><h2 id="schedule">{t.vote.schedule}</h2><Schedule vote={vote} /></aside>
      </div>
    </>
  );
}

/** One vote: what it is about, who may vote, its course, trustees, turnout, and the one thing to do. */
export function VotePage({ id }: { id: string }): JSX.Element {
  const t = useTexts();
  const { session } = useWorld();
  const [full, reload] = useResource(`vote|${id}|${session.state}`, (signal) => loadFull(id, signal));
  if (full.state === "failed" && full.problem.id === "blob.hash") {
    return <div class="column"><Title plain={t.errors.title}>{t.errors.title}</Title><Notice kind="bad"><p>{t.vote.mismatch}</p></Notice></div>;
  }
  return <Loaded resource={full} reload={reload}>{(value) => <VoteView full={value} />}</Loaded>;
}
