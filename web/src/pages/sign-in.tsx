import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import { useLang, useTexts } from "../i18n/index.ts";
import { readSignInCode } from "../ui/ballot-form.ts";
import { ErrorSummary, Field, errorOf, type FieldError } from "../ui/forms.tsx";
import { Icon } from "../ui/icons.tsx";
import { Notice, ProblemNotice, Title } from "../ui/page.tsx";
import { asProblem } from "../ui/resource.ts";
import { fragmentValue, Link, takeFragment, useLocation } from "../ui/router.tsx";
import { useSession, useWorld } from "../ui/session.tsx";
import { canUsePasskeys, NotChosen, answerWithPasskey } from "../ui/webauthn.ts";
import { AccountPage } from "./account.tsx";

/** Takes the one-time token out of the address, so that neither history nor a shoulder keeps it. */
export function useToken(): string | null {
  const { fragment } = useLocation();
  const token = useRef(fragmentValue(fragment, "token"));
  useEffect(() => {
    if (token.current !== null) takeFragment();
  }, []);
  return token.current;
}

/** The page behind a link. Opening it uses nothing up: only the button does, since mail scanners open links too. */
export function TokenLanding({ token, title, lead, button, onDone, children }: { token: string; title: string; lead: string; button: string; onDone: () => void; children?: JSX.Element }): JSX.Element {
  const t = useTexts();
  const { accept } = useWorld();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const confirm = async () => {
    setBusy(true);
    setProblem(null);
    try {
      accept(await api.confirm({ token }));
      onDone();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  const dead = problem !== null && problem.id.startsWith("link.") && problem.id !== "link.other_browser";
  return (
    <div class="narrow">
      <Title plain={title} step={dead ? "dead" : ""}>{dead ? t.signIn.linkBadTitle : title}</Title>
      {!dead && <p class="lead">{lead}</p>}
      {problem !== null && <ProblemNotice problem={problem} />}
      {dead
        ? <Link class="btn" to="/sign-in">{t.signIn.askNew}</Link>
        : (
          <div class="row">
            <button type="button" class="btn" disabled={busy} onClick={() => void confirm()}>{button}</button>
            <Link to="/">{t.signIn.notMine}</Link>
          </div>
        )}
      {children}
    </div>
  );
}

function CodeForm({ email, onOther, onDone }: { email: string; onOther: () => void; onDone: () => void }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const { accept } = useWorld();
  const [code, setCode] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    const read = readSignInCode(code);
    setProblem(null);
    if (read === null) {
      setErrors([{ field: "code", text: t.signIn.codeBad }]);
      return;
    }
    setErrors([]);
    setBusy(true);
    try {
      accept(await api.confirm({ code: read }));
      onDone();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  const [sentAgain, setSentAgain] = useState(false);
  const again = async () => {
    setProblem(null);
    setSentAgain(false);
    try {
      await api.requestLink(email, lang);
      setSentAgain(true);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <div class="narrow">
      <ErrorSummary errors={errors} />
      <Title plain={t.signIn.checkTitle} step="code">{t.signIn.checkTitle}</Title>
      <p class="lead">{t.signIn.check(email)}</p>
      <p>{t.signIn.checkHint}</p>
      {problem !== null && <ProblemNotice problem={problem} />}
      <form class="card" noValidate onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}>
        <Field id="code" label={t.signIn.code} hint={t.signIn.codeHint} error={errorOf(errors, "code")}>
          {(aria) => <input {...aria} class="code" type="text" autocomplete="one-time-code" autocapitalize="characters" spellcheck={false} value={code} onInput={(event) => setCode(event.currentTarget.value)} />}
        </Field>
        <button type="submit" class="btn" disabled={busy}>{t.signIn.codeSend}</button>
      </form>
      <div class="row mt-5">
        <button type="button" class="link" onClick={() => void again()}>{t.signIn.again}</button>
        <button type="button" class="link" onClick={onOther}>{t.signIn.otherEmail}</button>
      </div>
      <p class="quiet" role="status">{sentAgain ? t.signIn.sentAgain : ""}</p>
    </div>
  );
}

/** Sign-in without a letter, where a passkey was made before. */
function PasskeySignIn({ onDone }: { onDone: () => void }): JSX.Element {
  const t = useTexts();
  const { accept } = useWorld();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [notChosen, setNotChosen] = useState(false);
  const signIn = async () => {
    setBusy(true);
    setProblem(null);
    setNotChosen(false);
    try {
      accept(await api.signInByPasskey(await answerWithPasskey(await api.signInChallenge())));
      onDone();
    } catch (error) {
      setBusy(false);
      if (error instanceof NotChosen) setNotChosen(true);
      else setProblem(asProblem(error));
    }
  };
  return (
    <div class="mt-6">
      {problem !== null && <ProblemNotice problem={problem} />}
      {notChosen && <Notice kind="info" live><p>{t.passkeys.signInNotChosen}</p></Notice>}
      <button type="button" class="btn ghost" disabled={busy} onClick={() => void signIn()}><Icon name="key" />{t.passkeys.signIn}</button>
      <p class="quiet mt-4">{t.passkeys.signInHint}</p>
    </div>
  );
}

function EmailForm({ onSent, onDone }: { onSent: (email: string) => void; onDone: () => void }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const [email, setEmail] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    const address = email.trim();
    setProblem(null);
    if (address === "") return setErrors([{ field: "email", text: t.signIn.emailMissing }]);
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(address) || address.length > 254) return setErrors([{ field: "email", text: t.signIn.emailBad }]);
    setErrors([]);
    setBusy(true);
    try {
      await api.requestLink(address, lang);
      onSent(address);
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
    return undefined;
  };
  return (
    <div class="narrow">
      <ErrorSummary errors={errors} />
      <Title plain={t.signIn.title}>{t.signIn.title}</Title>
      <p class="lead">{t.signIn.lead}</p>
      {problem !== null && <ProblemNotice problem={problem} />}
      <form class="card" noValidate onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}>
        <Field id="email" label={t.signIn.email} hint={t.signIn.emailHint} error={errorOf(errors, "email")}>
          {(aria) => <input {...aria} type="email" autocomplete="email" inputMode="email" spellcheck={false} value={email} onInput={(event) => setEmail(event.currentTarget.value)} />}
        </Field>
        <button type="submit" class="btn" disabled={busy}>{t.signIn.send}</button>
      </form>
      {canUsePasskeys() && <PasskeySignIn onDone={onDone} />}
      <p class="quiet mt-6">{t.signIn.safety}</p>
    </div>
  );
}

/** Sign-in by e-mail link or code; for who is signed in, the account. */
export function SignInPage(): JSX.Element {
  const t = useTexts();
  const token = useToken();
  const me = useSession();
  const [email, setEmail] = useState<string | null>(null);
  const [arrived, setArrived] = useState(false);
  const done = () => setArrived(true);
  if (me !== null && (arrived || token === null)) return <AccountPage arriving={arrived} />;
  if (token !== null && !arrived) {
    return <TokenLanding token={token} title={t.signIn.landingTitle} lead={t.signIn.landing} button={t.signIn.landingButton} onDone={done} />;
  }
  if (email !== null) return <CodeForm email={email} onOther={() => setEmail(null)} onDone={done} />;
  return <EmailForm onSent={setEmail} onDone={done} />;
}

/** The page behind an invitation, made by an officer and usable once. */
export function InvitationPage(): JSX.Element {
  const t = useTexts();
  const token = useToken();
  const me = useSession();
  const [arrived, setArrived] = useState(false);
  // Whoever comes back here has used the invitation already.
  if (me !== null && (arrived || token === null)) return <AccountPage arriving={arrived} />;
  if (token === null) {
    return (
      <div class="narrow">
        <Title plain={t.invitation.title}>{t.invitation.title}</Title>
        <Notice><p>{t.invitation.missing}</p></Notice>
        <Link class="btn" to="/sign-in">{t.signIn.askNew}</Link>
      </div>
    );
  }
  return (
    <TokenLanding token={token} title={t.invitation.title} lead={t.invitation.lead} button={t.invitation.button} onDone={() => setArrived(true)}>
      <p class="quiet mt-5">{t.invitation.next}</p>
    </TokenLanding>
  );
}
