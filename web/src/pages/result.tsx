import type { JSX } from "preact";
import { api } from "../api/routes.ts";
import type { OpenDecision, OpenVote, Question, SecretDecision, SecretVote } from "../api/types.ts";
import { compareNames, useLang, useTexts } from "../i18n/index.ts";
import { Counted } from "../ui/counted.tsx";
import { explain, quorumNeeded, quorumOf, type OpenNumbers } from "../ui/decision.ts";
import type { LoadedElection } from "../ui/election.ts";
import { isMixed } from "../ui/form-choices.ts";
import { Icon } from "../ui/icons.tsx";
import { Answer, Loaded, Title } from "../ui/page.tsx";
import { Bars, DashedSample, type Bar } from "../ui/pictures.tsx";
import { useResource } from "../ui/resource.ts";
import { Link } from "../ui/router.tsx";
import { useWorld } from "../ui/session.tsx";
import { quorumText, ruleText, splitAnswer, VoteTags } from "../ui/votes.tsx";
import { WithdrawnFacts } from "../ui/withdrawn.tsx";
import { loadFull, RollCall } from "./vote.tsx";

interface Line {
  key: string;
  name: string;
  rest: string;
  votes: number;
  elected: boolean;
  blank: boolean;
}

/** The lines of a question, most votes first; `elected` holds indexes of answers without the blank one. */
export function resultLines(question: Question, counts: number[], elected: number[], blankName: string, compare: (a: string, b: string) => number): Line[] {
  const offset = question.blank === true ? 1 : 0;
  const lines = question.answers.map((answer, i): Line => {
    const { name, rest } = splitAnswer(answer);
    return { key: `a${i}`, name, rest, votes: counts[i + offset] ?? 0, elected: elected.includes(i), blank: false };
  });
  lines.sort((a, b) => Number(b.elected) - Number(a.elected) || b.votes - a.votes || compare(a.name, b.name));
  if (question.blank === true) lines.push({ key: "blank", name: blankName, rest: "", votes: counts[0] ?? 0, elected: false, blank: true });
  return lines;
}

function Percent({ part, whole }: { part: number; whole: number }): JSX.Element {
  const lang = useLang();
  const text = whole > 0 ? new Intl.NumberFormat(lang === "pl" ? "pl-PL" : "en-GB", { style: "percent", maximumFractionDigits: 1 }).format(part / whole) : "—";
  return <>{text}</>;
}

/** On paper: whose result it is, and by what it can be found and checked. */
function Imprint({ vote }: { vote: SecretVote | OpenVote }): JSX.Element {
  const t = useTexts();
  const { federation } = useWorld();
  return (
    <p class="print-only">
      {federation !== null && <><strong>{federation.name}</strong><br /><span class="mono">{federation.origin}</span><br /></>}
      {t.result.found} <span class="mono">{window.location.href}</span>
      {vote.type === "secret" && <><br />{t.vote.identifier}: <span class="mono">{vote.election}</span>, {t.vote.setupElection}: <span class="mono">{vote.setup.election}</span></>}
    </p>
  );
}

function VerifyAside({ vote }: { vote: SecretVote | OpenVote }): JSX.Element {
  const t = useTexts();
  const { logKey } = useWorld();
  return (
    <aside class="card no-print" aria-labelledby="verify">
      <h2 id="verify">{t.result.verifyTitle}</h2>
      {vote.type === "secret" ? (
        <>
          <p>{t.result.verifyText(vote.ballots, vote.trustees.length)}</p>
          <p><Link class="btn wide" to={`/verify/${vote.election}`}>{t.result.verifyHere}</Link></p>
          <p class="quiet">{t.result.own}</p>
          <p class="command">ogniwo verify {vote.election}.bel</p>
          <a href={api.archivePath(vote.election)} download={`${vote.election}.bel`} class="row"><Icon name="download" />{t.result.archive}</a>
        </>
      ) : (
        <>
          <p>{t.result.verifyOpenText}</p>
          <p class="quiet">{t.result.own}</p>
          <p class="command">ogniwo verify --vkey {logKey?.vkey ?? t.result.logKeyHere} ogniwo-ledger.tar</p>
          <p class="quiet">{t.result.logKeyNote}</p>
          <a href={api.exportPath} download="ogniwo-ledger.tar" class="row"><Icon name="download" />{t.result.exportLedger}</a>
        </>
      )}
    </aside>
  );
}

function QuestionResult({ vote, question, counts, decision }: { vote: SecretVote; question: Question; counts: number[]; decision: SecretDecision | null }): JSX.Element {
  const t = useTexts();
  const compare = compareNames(useLang());
  const lines = resultLines(question, counts, decision?.elected ?? [], t.result.blankLine, compare);
  const winners = lines.filter((line) => line.elected);
  const least = winners.length > 0 ? Math.min(...winners.map((line) => line.votes)) : undefined;
  const whole = Math.max(vote.turnout.cast, ...lines.map((line) => line.votes), 1);
  const bars: Bar[] = lines.map((line) => ({
    key: line.key, name: line.name, value: line.votes,
    tone: line.elected ? "main" : line.blank ? "hatched" : "plain",
    ...(line.elected ? { say: t.result.elected } : {}),
  }));
  return (
    <section class="card">
      <h2>{t.result.counts}</h2>
      <p class="quiet">{question.question}</p>
      <Bars bars={bars} whole={whole} rule={least} ruleOn={lines.filter((line) => !line.blank).map((line) => line.key)} />
      {least !== undefined && <p class="legend"><DashedSample />{t.result.seatLine} ({least})</p>}
      <details open>
        <summary>{t.result.tableTitle}</summary>
        <div>
          <table class="stacks inline">
            <caption>{t.result.orderNote}</caption>
            <thead><tr>
              <th scope="col">{t.result.columnOption}</th><th scope="col" class="n">{t.result.columnVotes}</th>
              <th scope="col" class="n">{t.result.columnShare}</th>{decision !== null && <th scope="col" class="n">{t.result.columnElected}</th>}
            </tr></thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.key}>
                  <th scope="row">{line.name}{line.rest !== "" && <><br /><small>{line.rest}</small></>}</th>
                  <td class="n" data-label={t.result.columnVotes}>{line.votes}</td>
                  <td class="n" data-label={t.result.columnShare}><Percent part={line.votes} whole={vote.turnout.cast} /></td>
                  {decision !== null && <td class="n" data-label={t.result.columnElected}>{line.elected ? t.common.yes : line.blank ? "—" : t.common.no}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function Winners({ question, decision, counts }: { question: Question; decision: SecretDecision; counts: number[] }): JSX.Element | null {
  const t = useTexts();
  const compare = compareNames(useLang());
  const winners = resultLines(question, counts, decision.elected, "", compare).filter((line) => line.elected);
  if (winners.length === 0) return null;
  return (
    <section aria-labelledby="winners">
      <h2 id="winners">{t.result.electedList}</h2>
      <ol class="medals">
        {winners.map((line) => <li key={line.key}><b>{line.name}</b><small>{line.rest !== "" && <>{line.rest}<br /></>}{t.common.votes(line.votes)}</small></li>)}
      </ol>
    </section>
  );
}

function SecretResult({ vote, election, decision }: { vote: SecretVote; election: LoadedElection; decision: SecretDecision }): JSX.Element {
  const t = useTexts();
  const questions = election.definition.questions;
  const first = questions[0];
  const needed = quorumOf(vote);
  const short = decision.quorum?.holds === false;
  const heading = short ? t.result.noQuorum(vote.title) : decision.tie ? t.result.tieTitle(vote.title) : t.result.electedTitle(vote.title, decision.elected.length, decision.count !== undefined);
  const sums = (question: Question, i: number) =>
    <QuestionResult key={i} vote={vote} question={question} counts={decision.counts[i] ?? []} decision={i === 0 && decision.count === undefined ? decision : null} />;
  return (
    <>
      <div class="head">
        <Link class="back" to={`/votes/${vote.id}`}><Icon name="left" />{vote.title}</Link>
        <p class="eyebrow"><VoteTags vote={vote} /><span class="tag">{t.turnout.label(vote.turnout.cast, vote.turnout.entitled)}</span></p>
        <Title plain={`${t.result.title}: ${vote.title}`}>{heading}</Title>
        <p class="lead">
          {decision.tie ? t.result.tie : t.result.electedLead(vote.seats, vote.turnout.cast)}
          {needed !== undefined && ` ${t.result.quorumLine(vote.turnout.cast, needed, vote.turnout.entitled)}`}
        </p>
      </div>
      <div class="split">
        <div class="stack-5">
          {first !== undefined && decision.count === undefined && !short && <Winners question={first} decision={decision} counts={decision.counts[0] ?? []} />}
          {questions.map((question, i) => {
            if (i === 0 && decision.count !== undefined) return <Counted key={i} vote={vote} question={question} decision={decision}>{!isMixed(question) && sums(question, i)}</Counted>;
            if (!isMixed(question)) return sums(question, i);
            return <section key={i} class="card"><h2>{t.result.counts}</h2><p class="quiet">{question.question}</p><p>{t.result.mixedElsewhere}</p></section>;
          })}
        </div>
        <VerifyAside vote={vote} />
      </div>
      <Imprint vote={vote} />
    </>
  );
}

function Verdict({ vote, decision }: { vote: OpenVote; decision: OpenDecision }): JSX.Element {
  const t = useTexts();
  const numbers: OpenNumbers = decision;
  const rule = explain(vote.rule, numbers);
  const cast = decision.yes + decision.no + decision.abstain;
  const quorum = quorumNeeded(vote.quorum, decision.entitled);
  const double = vote.organisations_rule !== undefined && decision.organisations !== undefined
    ? { rule: vote.organisations_rule, ...explain(vote.organisations_rule, decision.organisations) } : null;
  const verdict = () => {
    if (!decision.quorum) return t.result.verdictNoQuorum(quorum - cast);
    if (decision.casting_vote !== undefined) return t.result.verdictTie(vote.casting_vote?.name ?? "", t.options[decision.casting_vote], decision.adopted);
    if (decision.adopted) return t.result.verdictYes(rule.margin);
    if (rule.satisfied && double !== null && !double.satisfied) return t.result.verdictDouble(Math.max(1, -double.margin));
    return t.result.verdictNo(Math.max(1, -rule.margin));
  };
  return (
    <div class={decision.adopted ? "sum" : "sum no"}>
      {quorum > 0 && <p>{t.result.quorumLine(cast, quorum, decision.entitled)}</p>}
      <p>{t.result.ruleIs}: {ruleText(vote.rule, t)}. <span class="formula">{rule.formula}</span>.</p>
      {double !== null && <p>{t.rules.double(ruleText(double.rule, t))}. <span class="formula">{double.formula}</span>.</p>}
      <p><strong>{verdict()}</strong></p>
    </div>
  );
}

function OpenResult({ vote, decision }: { vote: OpenVote; decision: OpenDecision }): JSX.Element {
  const t = useTexts();
  const rule = explain(vote.rule, decision);
  const cast = decision.yes + decision.no + decision.abstain;
  const bars: Bar[] = [
    { key: "yes", name: t.options.yes, value: decision.yes, tone: "main" },
    { key: "no", name: t.options.no, value: decision.no, tone: "no" },
    { key: "abstain", name: t.options.abstain, value: decision.abstain, tone: "hatched" },
  ];
  const heading = !decision.quorum ? t.result.noQuorum(vote.title) : decision.adopted ? t.result.adopted(vote.title) : t.result.notAdopted(vote.title);
  return (
    <>
      <div class="head">
        <Link class="back" to={`/votes/${vote.id}`}><Icon name="left" />{vote.title}</Link>
        <p class="eyebrow"><VoteTags vote={vote} /><span class="tag">{t.turnout.label(vote.turnout.cast, vote.turnout.entitled)}</span></p>
        <Title plain={`${t.result.title}: ${vote.title}`}>{heading}</Title>
        <p class="lead">{vote.question}</p>
      </div>
      <div class="split">
        <div class="stack-5">
          <section class="card" aria-labelledby="how">
            <h2 id="how">{t.result.how}</h2>
            <Bars bars={bars} whole={Math.max(rule.base, decision.yes, decision.no, decision.abstain, rule.needed, 1)} rule={rule.needed} ruleOn={["yes"]} />
            <p class="legend"><DashedSample />{t.result.thresholdNeeded(rule.needed)}. {vote.rule.base === "YN" && t.result.abstainOutside}</p>
            <Verdict vote={vote} decision={decision} />
            <details open>
              <summary>{t.result.tableTitle}</summary>
              <div>
                <table>
                  <caption>{t.result.orderNote}</caption>
                  <thead><tr><th scope="col">{t.result.columnOptionOpen}</th><th scope="col" class="n">{t.result.columnVotes}</th><th scope="col" class="n">{t.result.columnShare}</th></tr></thead>
                  <tbody>
                    {bars.map((bar) => (
                      <tr key={bar.key}><th scope="row">{bar.name}</th><td class="n">{bar.value}</td><td class="n"><Percent part={bar.value} whole={cast} /></td></tr>
                    ))}
                  </tbody>
                </table>
                <p class="quiet mt-4">{t.vote.quorum}: {quorumText(vote.quorum, t)}.</p>
              </div>
            </details>
          </section>
          <section class="card" aria-labelledby="roll"><h2 id="roll">{t.vote.roll}</h2><RollCall vote={vote} /></section>
        </div>
        <VerifyAside vote={vote} />
      </div>
      <Imprint vote={vote} />
    </>
  );
}

/** The result: numbers, bars with the threshold drawn, the verdict written out, and the way to check it. */
export function ResultPage({ id }: { id: string }): JSX.Element {
  const t = useTexts();
  const [full, reload] = useResource(`result|${id}`, (signal) => loadFull(id, signal));
  return (
    <Loaded resource={full} reload={reload}>
      {(value) => {
        if (value.election !== null && value.vote.decision !== undefined) {
          return <SecretResult vote={value.vote} election={value.election} decision={value.vote.decision} />;
        }
        if (value.election === null && value.vote.decision !== undefined) {
          return <OpenResult vote={value.vote} decision={value.vote.decision} />;
        }
        return (
          <div class="column">
            <Link class="back" to={`/votes/${id}`}><Icon name="left" />{value.vote.title}</Link>
            {value.vote.withdrawn ? <Answer kind="wait" title={t.vote.stateLine.withdrawn}><WithdrawnFacts withdrawal={value.vote.withdrawn} /></Answer> : <Answer kind="wait" title={t.result.notYetTitle}><p>{value.election === null ? t.result.notYetOpen : value.vote.closed_at !== undefined ? t.result.notYetTallied : t.result.notYet}</p></Answer>}
          </div>
        );
      }}
    </Loaded>
  );
}
