/** Passkeys of the account, and the browsers in which it is signed in. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { ListedSession, Passkey } from "../api/types.ts";
import { dateTime, useLang, useTexts } from "../i18n/index.ts";
import { Dialog, ErrorSummary, Field, errorOf, type FieldError } from "./forms.tsx";
import { Icon } from "./icons.tsx";
import { Loaded, Notice, ProblemNotice } from "./page.tsx";
import { asProblem, useResource } from "./resource.ts";
import { canUsePasskeys, HeldAlready, makePasskey, NotChosen } from "./webauthn.ts";

const maxName = 60;

/** How the person will know this device again: by its system, which is all that a page can know. */
function deviceName(names: Record<string, string>, other: string): string {
  const agent = navigator.userAgent;
  const found = ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"].find((system) => agent.includes(system));
  return (found === undefined ? undefined : names[found]) ?? other;
}

type Outcome = { at: "idle" } | { at: "busy" } | { at: "added" } | { at: "not_chosen" } | { at: "held" } | { at: "failed"; problem: Problem };

function AddPasskey({ onAdded }: { onAdded: () => void }): JSX.Element {
  const { passkeys: t } = useTexts();
  const [name, setName] = useState(() => deviceName(t.devices, t.otherDevice));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [outcome, setOutcome] = useState<Outcome>({ at: "idle" });
  const add = async () => {
    const trimmed = name.trim();
    if (trimmed === "" || new TextEncoder().encode(trimmed).length > maxName) return setErrors([{ field: "passkey-name", text: t.nameBad }]);
    setErrors([]);
    setOutcome({ at: "busy" });
    try {
      await api.addPasskey(await makePasskey(await api.passkeyChallenge(), trimmed));
      setOutcome({ at: "added" });
      onAdded();
    } catch (error) {
      setOutcome(error instanceof NotChosen ? { at: "not_chosen" } : error instanceof HeldAlready ? { at: "held" } : { at: "failed", problem: asProblem(error) });
    }
    return undefined;
  };
  return (
    <form noValidate onSubmit={(event) => {
      event.preventDefault();
      void add();
    }}>
      <ErrorSummary errors={errors} />
      {outcome.at === "failed" && <ProblemNotice problem={outcome.problem} />}
      {outcome.at === "not_chosen" && <Notice kind="info" live><p>{t.notChosen}</p></Notice>}
      {outcome.at === "held" && <Notice kind="info" live><p>{t.held}</p></Notice>}
      <Field id="passkey-name" label={t.name} hint={t.nameHint} error={errorOf(errors, "passkey-name")}>
        {(aria) => <input {...aria} type="text" autocomplete="off" maxLength={maxName} value={name} onInput={(event) => setName(event.currentTarget.value)} />}
      </Field>
      <button type="submit" class="btn ghost" disabled={outcome.at === "busy"}><Icon name="key" />{outcome.at === "busy" ? t.waiting : t.add}</button>
      <p class="quiet" role="status">{outcome.at === "added" ? t.added : ""}</p>
    </form>
  );
}

function List({ passkeys, onRemoved }: { passkeys: Passkey[]; onRemoved: () => void }): JSX.Element {
  const { passkeys: t } = useTexts();
  const lang = useLang();
  const [asked, setAsked] = useState<Passkey | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = async (passkey: Passkey) => {
    setAsked(null);
    try {
      await api.removePasskey(passkey.id);
      onRemoved();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <>
      {problem !== null && <ProblemNotice problem={problem} />}
      <ul class="people">
        {passkeys.map((one) => (
          <li key={one.id}>
            <span class="avatar" aria-hidden="true"><Icon name="key" /></span>
            <span><strong>{one.name}</strong><br /><small>{one.last_used === 0 ? t.never(dateTime(one.created, lang)) : t.used(dateTime(one.last_used, lang))}</small></span>
            <button type="button" class="link" aria-label={t.removeNamed(one.name)} onClick={() => setAsked(one)}>{t.remove}</button>
          </li>
        ))}
      </ul>
      <Dialog open={asked !== null} title={t.removeTitle} onClose={() => setAsked(null)}>
        {asked !== null && (
          <>
            <p>{t.removeText(asked.name)}</p>
            <div class="row">
              <button type="button" class="btn" onClick={() => void remove(asked)}>{t.removeConfirm}</button>
              <button type="button" class="link" onClick={() => setAsked(null)}>{t.keep}</button>
            </div>
          </>
        )}
      </Dialog>
    </>
  );
}

/** Passkeys: what they are for, those there are, and one more. */
export function PasskeyPanel(): JSX.Element {
  const { passkeys: t } = useTexts();
  const [all, reload] = useResource("passkeys", (signal) => api.passkeys(signal));
  return (
    <section class="card" aria-labelledby="passkeys">
      <h2 id="passkeys">{t.title}</h2>
      <p>{t.why}</p>
      <Loaded resource={all} reload={reload}>
        {({ passkeys, limit }) => (
          <>
            {passkeys.length > 0 && <List passkeys={passkeys} onRemoved={reload} />}
            {!canUsePasskeys() ? <p class="quiet">{t.cannot}</p> : passkeys.length >= limit ? <p class="quiet">{t.full(limit)}</p> : <AddPasskey onAdded={reload} />}
          </>
        )}
      </Loaded>
    </section>
  );
}

/** The browsers in which the person is signed in; each but this one can be signed out from here. */
export function SessionsPanel(): JSX.Element {
  const { sessions: t } = useTexts();
  const lang = useLang();
  const [all, reload] = useResource("sessions", (signal) => api.sessions(signal));
  const [problem, setProblem] = useState<Problem | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const end = async (one: ListedSession) => {
    try {
      await api.endSession(one.id);
      setProblem(null);
      heading.current?.focus();
    } catch (error) {
      setProblem(asProblem(error));
    }
    reload();
  };
  return (
    <section class="card" aria-labelledby="sessions">
      <h2 id="sessions" ref={heading} tabIndex={-1}>{t.title}</h2>
      {problem !== null && <ProblemNotice problem={problem} />}
      <Loaded resource={all} reload={reload}>
        {(list) => (
          <ul class="people">
            {list.map((one) => (
              <li key={one.id}>
                <span class="avatar" aria-hidden="true"><Icon name={one.here ? "check" : "person"} /></span>
                <span><strong>{one.here ? t.here : t.other}</strong><br /><small>{t.since(dateTime(one.created, lang), dateTime(one.last_used, lang))}</small></span>
                {!one.here && <button type="button" class="link" onClick={() => void end(one)}>{t.end}</button>}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
