import type { JSX } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { isProblem, type Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { Question, Receipt, SecretVote } from "../api/types.ts";
import { useTexts, type Catalogue } from "../i18n/index.ts";
import {
  emptySelection, faultOf, choiceVector, readCredential, toggle, toggleBlank, type Selection,
} from "../ui/ballot-form.ts";
import { castingStep, wouldLose, type Casting, type CastingEvent } from "../ui/casting.ts";
import { ChallengeChoice, Opened, Opening } from "../ui/challenge.tsx";
import { checkedBlob, type LoadedElection } from "../ui/election.ts";
import { encryptBallot, WorkerFault, type SealedBallot } from "../ui/engine.ts";
import { isMixed } from "../ui/form-choices.ts";
import { ErrorSummary, Field, errorOf, Progress, Steps, type FieldError } from "../ui/forms.tsx";
import { Icon } from "../ui/icons.tsx";
import { Loaded, Loading, Notice, ProblemNotice, SignedInOnly, Title } from "../ui/page.tsx";
import { ReceiptView } from "../ui/receipt.tsx";
import { asProblem, useResource } from "../ui/resource.ts";
import { fragmentValue, Link, takeFragment, useLeaveGuard, useLocation } from "../ui/router.tsx";
import { useContentLang, useWorld } from "../ui/session.tsx";
import { FormChosen, formCount, formFaultText, SpecialForm } from "../ui/special-form.tsx";
import { Refused, Unsent } from "../ui/unsent.tsx";
import { splitAnswer, Tracker } from "../ui/votes.tsx";
import { loadFull } from "./vote.tsx";

type State = Casting<SealedBallot, Receipt>;
type Send = (event: CastingEvent<SealedBallot, Receipt>) => void;

function NotYet(): JSX.Element {
  const t = useTexts();
  return <Notice><p><strong>{t.booth.notYet}</strong> {t.booth.notYetMore}</p></Notice>;
}

/** "2 of 5 chosen, you can mark 3 more", read out as it changes. */
function Count({ question, selection }: { question: Question; selection: Selection }): JSX.Element {
  const t = useTexts();
  const left = question.max - selection.chosen.length;
  if (question.form !== undefined) return <p role="status" class="tabular"><strong>{formCount(question.form, question, selection, t)}</strong></p>;
  const text = selection.blank ? t.booth.blankChosen : left < 0 ? t.booth.tooMany(question.max) : (
    <><strong>{t.booth.chosen(selection.chosen.length, question.max)}</strong><span class="more">, {left > 0 ? t.booth.left(left) : t.booth.none}</span></>
  );
  return <p role="status" class="tabular">{text}</p>;
}

function QuestionForm({ question, index, selection, onChange, error }: { question: Question; index: number; selection: Selection; onChange: (selection: Selection) => void; error: string | undefined }): JSX.Element {
  const t = useTexts();
  const single = question.max === 1;
  const written = useContentLang();
  const name = `q${index}`;
  if (question.form !== undefined) return <SpecialForm form={question.form} question={question} name={name} selection={selection} onChange={onChange} error={error} />;
  return (
    <fieldset aria-describedby={`${name}-hint${error === undefined ? "" : ` ${name}-error`}`}>
      <legend lang={written}>{question.question}</legend>
      <p class="hint" id={`${name}-hint`}>{t.booth.pick(question.min, question.max)} {question.blank === true && t.vote.blank}</p>
      {error !== undefined && <p class="field-error" id={`${name}-error`}><Icon name="warn" />{error}</p>}
      <div class="choices">
        {question.answers.map((answer, i) => {
          const parts = splitAnswer(answer);
          return (
            <label class="choice" key={i}>
              <input id={i === 0 ? name : undefined} type={single ? "radio" : "checkbox"} name={name} autocomplete="off"
                checked={selection.chosen.includes(i)} onChange={() => onChange(toggle(selection, i, question.max))} />
              <span lang={written}><b>{parts.name}</b>{parts.rest !== "" && <small>{parts.rest}</small>}</span>
            </label>
          );
        })}
        {question.blank === true && (
          <label class="choice apart">
            <input type={single ? "radio" : "checkbox"} name={name} autocomplete="off" checked={selection.blank} onChange={() => onChange(toggleBlank(selection))} />
            <span><b>{t.booth.blank}</b><small>{t.booth.blankHint}</small></span>
          </label>
        )}
      </div>
    </fieldset>
  );
}

function faultText(question: Question, fault: "too_few" | "too_many" | "no_candidate", t: Catalogue): string {
  if (question.form !== undefined) return formFaultText(question.form, fault, t);
  if (fault === "too_many") return t.booth.tooMany(question.max);
  return question.blank === true ? t.booth.tooFew(question.min) : t.booth.tooFewNoBlank(question.min);
}

function Choose({ vote, questions, selections, onSelect, send }: { vote: SecretVote; questions: Question[]; selections: Selection[]; onSelect: (index: number, selection: Selection) => void; send: Send }): JSX.Element {
  const t = useTexts();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const submit = () => {
    const found = questions.flatMap((question, i) => {
      const fault = faultOf(question, selections[i] ?? emptySelection);
      return fault === null ? [] : [{ field: `q${i}`, text: faultText(question, fault, t) }];
    });
    setErrors(found);
    if (found.length === 0) send({ type: "reviewed" });
  };
  const only = questions.length === 1 ? questions[0] : undefined;
  return (
    <form noValidate onSubmit={(event) => {
      event.preventDefault();
      submit();
    }}>
      <ErrorSummary errors={errors} />
      <Title plain={`${t.booth.stepOf(1, 4, t.booth.steps.choose)}: ${vote.title}`} step="choose">{vote.title}</Title>
      <NotYet />
      {vote.mine === "cast" && <Notice kind="info"><p>{t.booth.changeNotice}</p></Notice>}
      {questions.map((question, i) => (
        <QuestionForm key={i} question={question} index={i} selection={selections[i] ?? emptySelection} error={errorOf(errors, `q${i}`)}
          onChange={(selection) => {
            onSelect(i, selection);
            if (faultOf(question, selection) === null) setErrors((all) => all.filter((one) => one.field !== `q${i}`));
          }} />
      ))}
      <div class="live">
        {only !== undefined ? <Count question={only} selection={selections[0] ?? emptySelection} /> : <span />}
        <button type="submit" class="btn">{t.booth.next}<Icon name="right" /></button>
      </div>
      <p class="row mt-4"><Link to={`/votes/${vote.id}`}>{t.booth.toVote}</Link></p>
    </form>
  );
}

function Chosen({ question, selection }: { question: Question; selection: Selection }): JSX.Element {
  const t = useTexts();
  if (selection.blank || selection.chosen.length === 0) return <p><strong>{t.booth.blank}</strong></p>;
  if (question.form !== undefined) return <FormChosen form={question.form} question={question} selection={selection} />;
  return (
    <ul class="people">
      {selection.chosen.map((i) => {
        const parts = splitAnswer(question.answers[i] ?? "");
        return (
          <li key={i}>
            <span class="avatar" aria-hidden="true"><Icon name="check" /></span>
            <span><strong>{parts.name}</strong>{parts.rest !== "" && <><br /><small>{parts.rest}</small></>}</span>
          </li>
        );
      })}
    </ul>
  );
}

function credentialError(text: string, t: Catalogue): string | null {
  const read = readCredential(text);
  if (read.ok) return null;
  switch (read.fault) {
    case "missing":
      return t.booth.credentialMissing;
    case "length":
      return t.booth.credentialLength(read.letters);
    case "letter":
      return t.booth.credentialLetter(read.letter);
  }
}

/** Why encrypting failed: the code, which can be corrected in its field, or something else. */
type Fault = { about: "credential" } | { about: "device"; reason: string } | { about: "data"; problem: Problem };

interface ReviewProps {
  questions: Question[];
  selections: Selection[];
  credential: string;
  fromLink: boolean;
  fault: Fault | null;
  onCredential: (text: string) => void;
  onEncrypt: () => void;
  send: Send;
}

function Review({ questions, selections, credential, fromLink, fault, onCredential, onEncrypt, send }: ReviewProps): JSX.Element {
  const t = useTexts();
  const [errors, setErrors] = useState<FieldError[]>(fault?.about === "credential" ? [{ field: "credential", text: t.booth.credentialUnknown }] : []);
  const submit = () => {
    const error = credentialError(credential, t);
    setErrors(error === null ? [] : [{ field: "credential", text: error }]);
    if (error === null) onEncrypt();
  };
  return (
    <form noValidate onSubmit={(event) => {
      event.preventDefault();
      submit();
    }}>
      <ErrorSummary errors={errors} />
      <Title plain={t.booth.stepOf(2, 4, t.booth.steps.review)} step="review">{t.booth.reviewTitle}</Title>
      <p class="lead">{t.booth.reviewLead}</p>
      {fault?.about === "device" && <Notice kind="bad" live><p>{t.booth.encryptFailed}</p><p class="quiet mono">{fault.reason}</p></Notice>}
      {fault?.about === "data" && <ProblemNotice problem={fault.problem} />}
      {questions.map((question, i) => (
        <section class="card" key={i} aria-labelledby={`chosen-${i}`}>
          <div class="section-head">
            <h2 id={`chosen-${i}`}>{questions.length === 1 ? t.booth.yourChoice : question.question}</h2>
            <button type="button" class="link" onClick={() => send({ type: "changed" })}>{t.booth.change}</button>
          </div>
          <Chosen question={question} selection={selections[i] ?? emptySelection} />
        </section>
      ))}
      <div class="mt-6">
        {fromLink && <Notice kind="info"><p>{t.booth.credentialFromLink}</p></Notice>}
        <Field id="credential" label={t.booth.credential} hint={t.booth.credentialHint} error={errorOf(errors, "credential")}>
          {(aria) => (
            <input {...aria} class="credential" type="text" autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck={false} maxLength={64}
              value={credential} onInput={(event) => onCredential(event.currentTarget.value)} />
          )}
        </Field>
      </div>
      <NotYet />
      <button type="submit" class="btn"><Icon name="lock" />{t.booth.encrypt}</button>
      <p class="quiet mt-5">{t.booth.leave}</p>
    </form>
  );
}

function Sealing({ done, total }: { done: number; total: number }): JSX.Element {
  const t = useTexts();
  const percent = Math.floor((100 * done) / Math.max(total, 1));
  return (
    <>
      <Title plain={t.booth.stepOf(3, 4, t.booth.steps.encrypt)} step="sealing">{t.booth.encryptTitle}</Title>
      <p class="lead">{t.booth.encryptLead}</p>
      <Progress label={t.booth.encryptProgress} value={done} max={total} text={t.booth.encrypting(percent)} />
      <NotYet />
    </>
  );
}

function Confirm({ sealed, sending, refused, onCast, onOpen, onOver }: { sealed: SealedBallot; sending: boolean; refused: Problem | undefined; onCast: () => void; onOpen: () => void; onOver: () => void }): JSX.Element {
  const t = useTexts();
  return (
    <>
      <Title plain={t.booth.stepOf(4, 4, t.booth.steps.confirm)} step={sending ? "sending" : "confirm"}>{sending ? t.booth.sendingTitle : t.booth.confirmTitle}</Title>
      <p class="lead" role="status">{sending ? t.booth.sending : t.booth.confirmLead}</p>
      {!sending && <NotYet />}
      <h2>{t.booth.tracker}</h2>
      <Tracker value={sealed.tracker} />
      <p class="quiet">{t.booth.trackerHint}</p>
      <div class="row">
        <button type="button" class="btn" disabled={sending} onClick={onCast}><Icon name="box" />{t.booth.cast}</button>
        {!sending && <button type="button" class="link" onClick={onOver}>{t.booth.startOver}</button>}
      </div>
      {!sending && <ChallengeChoice refused={refused} onOpen={onOpen} />}
    </>
  );
}

function useCredential(): [string, (text: string) => void, boolean] {
  const { fragment } = useLocation();
  const linked = useRef(fragmentValue(fragment, "credential") ?? "");
  const [credential, setCredential] = useState(linked.current);
  useEffect(() => {
    if (linked.current !== "") takeFragment();
  }, []);
  return [credential, setCredential, linked.current !== "" && credential === linked.current];
}

function stepNumber(state: State): number {
  switch (state.at) {
    case "choose":
      return 0;
    case "review":
      return 1;
    case "sealing":
      return 2;
    default:
      return 3;
  }
}

/** How many of the lines "what happens to your vote" have happened: a ballot is in the box only when there is a receipt. */
export function happened(at: State["at"]): number {
  return at === "choose" ? 0 : at === "review" || at === "sealing" ? 1 : 2;
}

function Booth({ vote, election, vkey }: { vote: SecretVote; election: LoadedElection; vkey: string }): JSX.Element {
  const t = useTexts();
  const questions = election.definition.questions;
  const { refresh } = useWorld();
  const [state, send] = useReducer<State, CastingEvent<SealedBallot, Receipt>>(castingStep, { at: "choose" });
  const [selections, setSelections] = useState<Selection[]>(questions.map(() => emptySelection));
  const [credential, setCredential, fromLink] = useCredential();
  const [fault, setFault] = useState<Fault | null>(null);
  // The worker of a ballot knows its randomness until the ballot is cast, opened or left behind.
  const made = useRef<SealedBallot | null>(null);
  useEffect(() => () => made.current?.forget(), []);
  const touched = wouldLose(state) || selections.some((one) => one.blank || one.chosen.length > 0);
  useLeaveGuard(state.at === "cast" || state.at === "refused" || !touched ? null : state.at === "sending" || state.at === "unknown" ? t.booth.leaveUnknown : t.booth.leaveMade);

  const encrypt = async () => {
    const read = readCredential(credential);
    if (!read.ok) return;
    setFault(null);
    send({ type: "sealing" });
    try {
      const [trustees, roll] = await Promise.all([checkedBlob(vote.setup.trustees), checkedBlob(vote.setup.credentials)]);
      const choices = questions.map((question, i) => choiceVector(question, selections[i] ?? emptySelection));
      const sealed = await encryptBallot({ election: election.bytes, trustees, roll, prepared: vote.prepared, vkey, credential: read.credential, choices }, (done, total) => send({ type: "progress", done, total }));
      made.current = sealed;
      send({ type: "sealed", sealed });
    } catch (error) {
      if (isProblem(error)) setFault({ about: "data", problem: error });
      else if (error instanceof WorkerFault && error.id === "credential.unknown") setFault({ about: "credential" });
      else setFault({ about: "device", reason: error instanceof Error ? error.message : "" });
      send({ type: "seal_failed" });
    }
  };
  const cast = async (sealed: SealedBallot) => {
    // The choice, the code and what could open the ballot are needed no more: the encrypted ballot is all that stays.
    sealed.forget();
    setSelections(questions.map(() => emptySelection));
    setCredential("");
    send({ type: "send" });
    try {
      send({ type: "answered", receipt: await api.castBallot(vote.election, sealed.bytes) });
    } catch (error) {
      send({ type: "failed", problem: asProblem(error) });
    }
  };
  const open = async (sealed: SealedBallot) => {
    send({ type: "open" });
    try {
      send({ type: "opened", audit: await sealed.open(await api.spoilBallot(vote.election, sealed.tracker)) });
    } catch (error) {
      send({ type: "open_failed", problem: asProblem(error) });
    }
  };
  const startOver = () => {
    made.current?.forget();
    send({ type: "start_over" });
  };
  const again = async (before: State & { at: "unknown" }) => {
    // Whoever has signed in again, perhaps in another tab, has a new session and a new token.
    if (before.problem.kind === "refused") await refresh();
    await cast(before.sealed);
  };
  const look = async (sealed: SealedBallot) => {
    let found = await api.ballotState(vote.election, sealed.tracker);
    for (let tries = 0; found.state === "pending" && tries < 10; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      found = await api.ballotState(vote.election, sealed.tracker);
    }
    if (found.receipt !== undefined) send({ type: "answered", receipt: found.receipt });
    else if (found.state === "pending") throw new Error("still pending");
    else send({ type: "looked_absent" });
  };

  if (state.at === "cast") {
    return <ReceiptView kind="secret" voteId={vote.id} title={vote.title} subject={vote.election} receipt={state.receipt} tracker={state.sealed.tracker} />;
  }
  const names = [t.booth.steps.choose, t.booth.steps.review, t.booth.steps.encrypt, t.booth.steps.confirm];
  return (
    <div class="split">
      <div>
        <Steps names={names} at={stepNumber(state)} />
        {state.at === "choose" && (
          <Choose vote={vote} questions={questions} selections={selections} send={send}
            onSelect={(index, selection) => setSelections((all) => all.map((one, i) => (i === index ? selection : one)))} />
        )}
        {state.at === "review" && (
          <Review questions={questions} selections={selections} credential={credential} fromLink={fromLink} fault={fault}
            onCredential={setCredential} onEncrypt={() => void encrypt()} send={send} />
        )}
        {state.at === "sealing" && <Sealing done={state.done} total={state.total} />}
        {(state.at === "sealed" || state.at === "sending") && (
          <Confirm sealed={state.sealed} sending={state.at === "sending"} refused={state.at === "sealed" ? state.refused : undefined}
            onCast={() => void cast(state.sealed)} onOpen={() => void open(state.sealed)} onOver={startOver} />
        )}
        {state.at === "opening" && <Opening problem={state.problem} onRetry={() => void open(state.sealed)} onOver={startOver} />}
        {state.at === "opened" && <Opened audit={state.audit} tracker={state.sealed.tracker} onAgain={startOver} />}
        {state.at === "unknown" && (
          <Unsent problem={state.problem} attempt={state.attempt} lead={t.booth.unknown} tracker={state.sealed.tracker} looked={state.looked}
            onRetry={() => void again(state)} onLook={() => look(state.sealed)} />
        )}
        {state.at === "refused" && <Refused vote={vote} problem={state.problem} onOver={() => send({ type: "start_over" })} />}
      </div>
      <aside class="card">
        <h2>{t.booth.what}</h2>
        <ol class="trail">
          {t.booth.whatSteps.map((step, i) => (
            <li key={step} class={i < happened(state.at) ? "done" : i === happened(state.at) ? "now" : undefined}>
              <span aria-hidden="true"><Icon name="check" /></span><span>{step}</span>
            </li>
          ))}
        </ol>
        <p class="quiet mt-4">{t.booth.secretNote}</p>
        <details><summary>{t.booth.crypto}</summary><p class="quiet">{questions.some(isMixed) ? t.booth.cryptoMixed : t.booth.cryptoText}</p></details>
      </aside>
    </div>
  );
}

/** The booth of a secret vote: choose, review, encrypt on this device, cast, receipt. */
export function BoothPage({ id }: { id: string }): JSX.Element {
  const t = useTexts();
  const { logKey } = useWorld();
  const [full, reload] = useResource(`booth|${id}`, (signal) => loadFull(id, signal));
  const booth = (vote: SecretVote, election: LoadedElection) => logKey === null ? <Loading /> : <Booth vote={vote} election={election} vkey={logKey.vkey} />;
  return (
    <SignedInOnly role="representative">
      <Loaded resource={full} reload={reload}>
        {(value) => value.election !== null && value.vote.status === "open"
          ? booth(value.vote, value.election)
          : (
            <div class="column">
              <Title plain={t.booth.closedTitle}>{t.booth.closedTitle}</Title>
              <p class="lead">{t.booth.closedText}</p>
              <Link class="btn" to={`/votes/${id}`}>{t.booth.toVote}</Link>
            </div>
          )}
      </Loaded>
    </SignedInOnly>
  );
}
