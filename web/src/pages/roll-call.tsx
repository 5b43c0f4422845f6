import type { JSX } from "preact";
import { useReducer, useState } from "preact/hooks";
import { sha256Tracker } from "../api/encoding.ts";
import { api } from "../api/routes.ts";
import type { OpenOption, OpenVote, Receipt, SignedIn } from "../api/types.ts";
import { useTexts } from "../i18n/index.ts";
import { castingStep, type Casting, type CastingEvent } from "../ui/casting.ts";
import { ErrorSummary, errorOf, Steps, type FieldError } from "../ui/forms.tsx";
import { Icon } from "../ui/icons.tsx";
import { KeyPanel, signWithLocalKey, useLocalKey, type SignedAct } from "../ui/keys.tsx";
import { Loaded, Notice, SignedInOnly, Title } from "../ui/page.tsx";
import { ReceiptView } from "../ui/receipt.tsx";
import { asProblem, useResource } from "../ui/resource.ts";
import { Link, useLeaveGuard } from "../ui/router.tsx";
import { useSession, useWorld } from "../ui/session.tsx";
import { Refused, Unsent } from "../ui/unsent.tsx";

interface SealedVote {
  signed: SignedAct;
  tracker: string;
}

type State = Casting<SealedVote, Receipt>;
type Event = CastingEvent<SealedVote, Receipt>;

const options: OpenOption[] = ["yes", "no", "abstain"];

function Choose({ vote, option, onOption, onNext }: { vote: OpenVote; option: OpenOption | null; onOption: (option: OpenOption) => void; onNext: () => void }): JSX.Element {
  const t = useTexts();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const error = errorOf(errors, "option-yes");
  const hints: Record<OpenOption, string> = { yes: t.roll.yesHint, no: t.roll.noHint, abstain: t.roll.abstainHint };
  return (
    <form noValidate onSubmit={(event) => {
      event.preventDefault();
      if (option === null) setErrors([{ field: "option-yes", text: t.roll.missing }]);
      else onNext();
    }}>
      <ErrorSummary errors={errors} />
      <Title plain={`${t.roll.title}: ${vote.title}`} step="choose">{vote.title}</Title>
      <p class="lead">{vote.question}</p>
      {vote.text !== undefined && <p><Link to={`/texts/${vote.text.id}`}><Icon name="document" /> {t.vote.readText(vote.text.title, vote.text.version)}</Link></p>}
      <Notice><p><strong>{t.booth.notYet}</strong> {t.roll.publicNote}</p></Notice>
      {vote.my_option !== undefined && <Notice kind="info"><p>{t.roll.already(t.optionsDone[vote.my_option])}</p></Notice>}
      <fieldset aria-describedby={error === undefined ? undefined : "option-error"}>
        <legend>{t.roll.legend}</legend>
        {error !== undefined && <p class="field-error" id="option-error"><Icon name="warn" />{error}</p>}
        <div class="choices">
          {options.map((one) => (
            <label class="choice" key={one}>
              <input id={`option-${one}`} type="radio" name="option" autocomplete="off" checked={option === one} onChange={() => onOption(one)} />
              <span><b>{t.options[one]}</b><small>{hints[one]}</small></span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="row">
        <button type="submit" class="btn">{t.roll.next}<Icon name="right" /></button>
        <Link to={`/votes/${vote.id}`}>{t.booth.toVote}</Link>
      </div>
    </form>
  );
}

function Review({ vote, me, option, busy, onSign, onChange }: { vote: OpenVote; me: SignedIn; option: OpenOption; busy: boolean; onSign: () => void; onChange: () => void }): JSX.Element {
  const t = useTexts();
  const [key, look] = useLocalKey(me);
  return (
    <>
      <Title plain={`${t.roll.reviewTitle}: ${vote.title}`} step="review">{t.roll.reviewTitle}</Title>
      <section class="card">
        <dl class="facts">
          <div><dt>{t.receipt.vote}</dt><dd>{vote.title}</dd></div>
          <div><dt>{t.vote.question}</dt><dd>{vote.question}</dd></div>
          <div><dt>{t.roll.organisation}</dt><dd>{me.person.organisation.name}</dd></div>
          <div><dt>{t.roll.vote}</dt><dd><strong>{t.options[option]}</strong></dd></div>
        </dl>
      </section>
      {key.state === "ready" ? (
        <div class="mt-5">
          <Notice><p><strong>{t.booth.notYet}</strong> {t.roll.publicNote}</p></Notice>
          <div class="row">
            <button type="button" class="btn" disabled={busy} onClick={onSign}><Icon name="key" />{t.roll.sign}</button>
            <button type="button" class="link" disabled={busy} onClick={onChange}>{t.booth.change}</button>
          </div>
          <p class="quiet" role="status">{busy ? t.roll.signing : ""}</p>
        </div>
      ) : (
        <div class="mt-5">
          <p>{t.key.needed}</p>
          <KeyPanel me={me} onReady={look} />
        </div>
      )}
    </>
  );
}

function RollCallForm({ vote, me }: { vote: OpenVote; me: SignedIn }): JSX.Element {
  const t = useTexts();
  const { federation, refresh } = useWorld();
  const [state, send] = useReducer<State, Event>(castingStep, { at: "choose" });
  const [option, setOption] = useState<OpenOption | null>(null);
  const [fault, setFault] = useState(false);
  useLeaveGuard(state.at === "sending" || state.at === "unknown" ? t.booth.leaveUnknown : null);

  const post = async (sealed: SealedVote) => {
    send({ type: "send" });
    try {
      const { act, key, sig } = sealed.signed;
      send({ type: "answered", receipt: await api.castRollCall(vote.id, { act, key, sig }) });
    } catch (error) {
      send({ type: "failed", problem: asProblem(error) });
    }
  };
  const again = async (before: State & { at: "unknown" }) => {
    if (before.problem.kind === "refused") await refresh();
    await post(before.sealed);
  };
  const sign = async () => {
    if (federation === null || option === null) return;
    setFault(false);
    send({ type: "sealing" });
    try {
      const { mandate, organisation } = me.person;
      const body = { vote: vote.id, option, organisation: organisation.id, mandates: [mandate] };
      const signed = await signWithLocalKey(mandate, { kind: "open_vote.cast", body, origin: federation.origin });
      if (signed === null) throw new Error("no key");
      const sealed = { signed, tracker: await sha256Tracker(signed.signedBytes) };
      send({ type: "sealed", sealed });
      await post(sealed);
    } catch {
      setFault(true);
      send({ type: "seal_failed" });
    }
  };

  if (state.at === "cast") {
    return <ReceiptView kind="open" voteId={vote.id} title={vote.title} subject={vote.id} receipt={state.receipt} tracker={state.sealed.tracker} />;
  }
  const step = state.at === "choose" ? 0 : 1;
  return (
    <div class="column">
      <Steps names={[t.roll.steps.choose, t.roll.steps.review, t.roll.steps.receipt]} at={step} />
      {fault && <Notice kind="bad" live><p>{t.roll.signFailed}</p></Notice>}
      {state.at === "choose" && <Choose vote={vote} option={option} onOption={setOption} onNext={() => send({ type: "reviewed" })} />}
      {option !== null && (state.at === "review" || state.at === "sealing" || state.at === "sealed" || state.at === "sending") && (
        <Review vote={vote} me={me} option={option} busy={state.at !== "review"} onSign={() => void sign()} onChange={() => send({ type: "changed" })} />
      )}
      {state.at === "unknown" && (
        <Unsent problem={state.problem} attempt={state.attempt} lead={t.roll.unknown} tracker={state.sealed.tracker} onRetry={() => void again(state)} />
      )}
      {state.at === "refused" && <Refused vote={vote} problem={state.problem} onOver={() => send({ type: "start_over" })} />}
    </div>
  );
}

/** The open vote of an organisation: choose, review, sign with the key of this browser, receipt. */
export function RollCallPage({ id }: { id: string }): JSX.Element {
  const t = useTexts();
  const me = useSession();
  const [vote, reload] = useResource(`roll|${id}`, (signal) => api.vote(id, signal));
  const [known] = useState<{ me: SignedIn | null }>({ me: null });
  if (me !== null) known.me = me;
  return (
    <SignedInOnly role="representative">
      <Loaded resource={vote} reload={reload}>
        {(value) => value.type === "open" && value.status === "open" && known.me !== null
          ? <RollCallForm vote={value} me={known.me} />
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
