import type { JSX } from "preact";
import { api } from "../api/routes.ts";
import type { Fraction, OpenVote, SecretVote, SignedIn, TrusteeState, Vote } from "../api/types.ts";
import { countTextsOf, loadCountTexts } from "../i18n/counts.ts";
import { compareNames, dateTime, initials, useLang, useTexts } from "../i18n/index.ts";
import { quorumOf } from "../ui/decision.ts";
import { loadElection, type LoadedElection } from "../ui/election.ts";
import { isMixed } from "../ui/form-choices.ts";
import { Icon } from "../ui/icons.tsx";
import { Loaded, Notice, Title } from "../ui/page.tsx";
import { Turnout } from "../ui/pictures.tsx";
import { useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { useContentLang, useSession, useWorld } from "../ui/session.tsx";
import { hasMixed, isMixing, quorumText, ruleText, splitAnswer, VoteTags } from "../ui/votes.tsx";
import { WithdrawnFacts } from "../ui/withdrawn.tsx";
import { votePath } from "./board.tsx";

type Full = { vote: OpenVote; election: null } | { vote: SecretVote; election: LoadedElection };

/** A vote with, for a secret one, its checked definition. */
export async function loadFull(id: string, signal?: AbortSignal): Promise<Full> {
  const vote = await api.vote(id, signal);
  if (vote.type === "open") return { vote, election: null };
  return { vote, election: await loadElection(vote, signal) };
}

/** What a trustee did, or what is waited for. */
function TrusteeTag({ vote, trustee }: { vote: SecretVote; trustee: TrusteeState }): JSX.Element {
  const t = useTexts();
  const closed = vote.status === "closed" || vote.status === "tallied";
  const mixing = isMixing(vote);
  const done = trustee.decrypted || (mixing && hasMixed(vote, trustee.owner));
  const text = mixing ? (done ? t.vote.trusteeMixed : t.vote.trusteeMayMix)
    : done ? t.vote.trusteeDone : trustee.absent ? t.vote.trusteeAbsent : closed ? t.vote.trusteeNow : t.vote.trusteeWaiting;
  return <span class={done ? "tag on wrap" : closed ? "tag warn wrap" : "tag wrap"}>{done && <Icon name="check" />}{text}</span>;
}

/** The keys of a ceremony carry no names: those trustees are called by their organisations. */
export function Trustees({ vote, mine }: { vote: SecretVote; mine?: number | undefined }): JSX.Element {
  const t = useTexts();
  const { trustees } = vote;
  const nameless = trustees.some(({ name }) => name === "");
  const [organisations] = useResource(`trustees|${nameless}`, async (signal) => (nameless ? api.organisations(signal) : []));
  const known = organisations.state === "ready" ? organisations.value : [];
  return (
    <ul class="people">
      {trustees.map((trustee) => {
        const name = trustee.name || (known.find((one) => one.id === trustee.organisation)?.name ?? "");
        return (
          <li key={trustee.owner}>
            <span class="avatar" aria-hidden="true">{initials(name) || trustee.owner}</span>
            <span>{name}{trustee.owner === mine && <small> ({t.vote.trusteeYou})</small>}</span>
            {vote.status !== "withdrawn" && <TrusteeTag vote={vote} trustee={trustee} />}
          </li>
        );
      })}
    </ul>
  );
}

function Schedule({ vote, mixes }: { vote: Vote; mixes: boolean }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const done = vote.type === "secret" ? vote.trustees.filter((trustee) => trustee.decrypted).length : 0;
  const rank = { prepared: 0, open: 1, closed: 2, tallied: 2, decided: 4, withdrawn: 0 }[vote.status];
  const withdrawal = vote.withdrawn ?? null;
  const when = (ms: number | undefined, reached: boolean) => (ms !== undefined ? dateTime(ms, lang) : reached ? "" : t.vote.notYet);
  const steps: { name: string; note: string; done: boolean }[] = [
    { name: t.vote.prepared, note: vote.prepared_at === undefined ? t.vote.preparedHint : dateTime(vote.prepared_at, lang), done: true },
  ];
  if (withdrawal !== null) steps.push({ name: t.withdrawn.title, note: dateTime(withdrawal.at, lang), done: true });
  else steps.push(
    { name: t.vote.opened, note: when(vote.opened_at, rank >= 1), done: rank >= 1 },
    { name: t.vote.closed, note: when(vote.closed_at, rank >= 2), done: rank >= 2 },
  );
  if (vote.type === "secret" && mixes && withdrawal === null) {
    const { mixing } = vote;
    steps.push({ name: t.vote.mixing, note: mixing === undefined || mixing.shuffles.length === 0 ? t.vote.notYet : t.vote.mixed(mixing.shuffles.length), done: rank >= 4 || mixing?.ended === true });
  }
  if (vote.type === "secret" && withdrawal === null) {
    steps.push({ name: t.vote.decryption, note: t.turnout.short(done, vote.trustees.length), done: vote.status === "decided" || (done === vote.trustees.length && done > 0) });
  }
  if (withdrawal === null) steps.push({ name: t.vote.decided, note: rank >= 4 ? "" : t.vote.notYet, done: rank >= 4 });
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

function Quorum({ vote, quorum }: { vote: Vote; quorum: Fraction }): JSX.Element {
  const t = useTexts();
  const needed = quorumOf(vote);
  return <>{quorumText(quorum, t)}{needed !== undefined && `, ${t.rules.needed(needed)}`}</>;
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
        <div><dt>{t.vote.rule}</dt><dd>{ruleText(vote.rule, t)}
          {vote.organisations_rule !== undefined && <><br />{t.rules.double(ruleText(vote.organisations_rule, t))}</>}
          {vote.casting_vote !== undefined && <><br />{t.rules.casting(vote.casting_vote.name)}</>}
        </dd></div>
        <div><dt>{t.vote.quorum}</dt><dd><Quorum vote={vote} quorum={vote.quorum} /></dd></div>
      </dl>
    </section>
  );
}

/** The method by its name, and what it does; its texts come after the page. */
function CountMethod({ method }: { method: string }): JSX.Element | null {
  const t = useTexts();
  const lang = useLang();
  const [texts] = useResource(`count-texts|${lang}`, async () => {
    await loadCountTexts(lang);
    const all: Record<string, { name: string; how: string } | undefined> = countTextsOf(lang).methods;
    return all[method];
  });
  const known = texts.state === "ready" ? texts.value : undefined;
  return <div><dt>{t.vote.counted}</dt><dd>{known?.name ?? method}{known !== undefined && <><br /><small class="quiet">{known.how}</small></>}</dd></div>;
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
          {vote.count !== undefined && <CountMethod method={vote.count.method} />}
          {vote.quorum !== undefined && (
            <div><dt>{t.vote.quorum}</dt><dd><Quorum vote={vote} quorum={vote.quorum} /></dd></div>
          )}
        </dl>
      </section>
      {definition.questions.map((question, i) => {
        const people = question.answers.every((answer) => initials(splitAnswer(answer).name).length > 1);
        return <section class="card" key={i} aria-labelledby={`question-${i}`}>
          <h2 id={`question-${i}`} lang={written}>{question.question}</h2>
          <p class="quiet">{question.form === undefined ? `${t.vote.choose(question.min, question.max)}.` : t.forms[question.form.kind].short} {question.blank === true && t.vote.blank}</p>
          <ul class="people" lang={written}>
            {question.answers.map((answer) => {
              const { name, rest } = splitAnswer(answer);
              return (
                <li key={answer}>
                  {people && <span class="avatar" aria-hidden="true">{initials(name)}</span>}
                  <span><strong>{name}</strong>{rest !== "" && <><br /><small>{rest}</small></>}</span>
                </li>
              );
            })}
          </ul>
        </section>;
      })}
      <section class="card" aria-labelledby="trustees">
        <h2 id="trustees">{t.vote.trustees}</h2>
        <p class="quiet">{t.vote.trusteesLead}</p>
        <Trustees vote={vote} />
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
  const quorum = quorumOf(vote);
  return (
    <>
      <div class="head">
        <Link class="back" to="/votes"><Icon name="left" />{t.vote.back}</Link>
        <p class="eyebrow"><VoteTags vote={vote} /></p>
        <Title plain={vote.title} lang={written}>{vote.title}</Title>
        <p class="lead">{isMixing(vote) ? t.vote.stateMixing : t.vote.stateLine[vote.status]}</p>
        {vote.withdrawn !== undefined && vote.withdrawn !== null && <WithdrawnFacts withdrawal={vote.withdrawn} />}
      </div>
      <div class="split three">
        <aside class="card" aria-labelledby="turnout">
          <h2 id="turnout">{t.vote.turnout}</h2>
          {vote.status === "withdrawn" ? <p class="quiet">{t.withdrawn.noVotes}</p> : <Turnout cast={vote.turnout.cast} entitled={vote.turnout.entitled} quorum={quorum} />}
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
        <aside class="card" aria-labelledby="schedule"><h2 id="schedule">{t.vote.schedule}</h2><Schedule vote={vote} mixes={full.election?.definition.questions.some(isMixed) === true} /></aside>
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
