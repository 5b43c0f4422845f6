/** The parts that every page begins and ends with: its title, and its waiting, empty and error states. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import { localPath, useLang, useTexts } from "../i18n/index.ts";
import { Icon, Seal, type IconName } from "./icons.tsx";
import { Link, useLocation } from "./router.tsx";
import { useSession, useWorld } from "./session.tsx";
import type { Resource } from "./resource.ts";

let focused = "";

/**
 * The one h1 of a page. Sets the title of the document and, on a navigation or a new step inside a page, takes the
 * focus, so that a screen reader starts reading there. `step` names the step of a page that has several.
 */
export function Title({ children, plain, step = "", lang }: { children: ComponentChildren; plain: string; step?: string; lang?: string | undefined }): JSX.Element {
  const { visit } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${plain} · Ogniwo`;
  }, [plain]);
  // Before the page is painted: whoever types at once must not have the focus taken away afterwards.
  useLayoutEffect(() => {
    const here = `${visit}|${step}`;
    if (focused === here) return;
    const first = focused === "" && visit === 0 && step === "";
    focused = here;
    if (first) return;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [visit, step]);
  return <h1 ref={heading} tabIndex={-1} lang={lang}>{children}</h1>;
}

/** Grey bones in the shape of what is coming. */
export function Loading({ blocks = 2 }: { blocks?: number }): JSX.Element {
  const t = useTexts();
  return (
    <div role="status">
      <span class="visually-hidden">{t.common.loading}</span>
      <div class="skeleton" aria-hidden="true">
        <div class="bone title" />
        <div class="bone" />
        <div class="bone short" />
        {Array.from({ length: blocks }, (_, i) => <div key={i} class="bone block" />)}
      </div>
    </div>
  );
}

/** What a problem means, in words: our own for the ids we know, else the server's. */
export function useProblemText(): (problem: Problem) => string {
  const t = useTexts();
  return (problem) => {
    if (problem.kind === "network") return t.errors.offline;
    const known = t.errors.byId[problem.id];
    if (known !== undefined) return known;
    if (problem.status === 404) return problem.title || t.errors.gone;
    return problem.title || t.errors.server;
  };
}

/** A problem inside a page, announced when it appears. `voting`: say whether the vote was recorded. */
export function ProblemNotice({ problem, onRetry, voting = false, children }: { problem: Problem; onRetry?: () => void; voting?: boolean; children?: ComponentChildren }): JSX.Element {
  const t = useTexts();
  const say = useProblemText();
  return (
    <div class="notice bad" role="alert">
      <Icon name="warn" />
      <div>
        <p><strong>{say(problem)}</strong></p>
        {voting && problem.voteRecorded === false && !problem.id.startsWith("ballot.") && <p>{t.errors.voteNotRecorded}</p>}
        {voting && problem.voteRecorded === true && <p>{t.errors.voteRecorded}</p>}
        {children}
        {problem.kind === "refused" && (
          <details>
            <summary>{t.common.details}</summary>
            <p class="quiet"><span class="mono">{problem.id}</span>{problem.detail !== "" && <><br />{problem.detail}</>}{problem.instance !== "" && <><br />{t.errors.reference(problem.instance)}</>}</p>
          </details>
        )}
        {onRetry !== undefined && <button type="button" class="link" onClick={onRetry}>{t.common.retry}</button>}
      </div>
    </div>
  );
}

/** A page that could not be shown: what happened, that votes are safe, what to do. */
export function ProblemPage({ problem, onRetry }: { problem: Problem; onRetry: () => void }): JSX.Element {
  const t = useTexts();
  const say = useProblemText();
  if (problem.status === 401) return <SignInFirst />;
  if (problem.status === 403) return <NoRight />;
  if (problem.status === 404) return <NotFound />;
  const title = problem.kind === "network" ? t.errors.offlineTitle : t.errors.title;
  return (
    <div class="column">
      <Title plain={title}>{title}</Title>
      <p class="lead">{say(problem)}</p>
      <p>{t.errors.voteSafe}</p>
      {problem.instance !== "" && <p class="quiet">{t.errors.reference(problem.instance)}</p>}
      <div class="row">
        <button type="button" class="btn" onClick={onRetry}>{t.common.retry}</button>
        <Link to="/">{t.errors.goHome}</Link>
      </div>
    </div>
  );
}

export function NotFound(): JSX.Element {
  const t = useTexts();
  return (
    <div class="column">
      <p class="eyebrow"><span class="tag">404</span></p>
      <Title plain={t.errors.notFoundTitle}>{t.errors.notFoundTitle}</Title>
      <p class="lead">{t.errors.notFound}</p>
      <Link class="btn" to="/">{t.errors.goHome}</Link>
    </div>
  );
}

export function NoRight(): JSX.Element {
  const t = useTexts();
  return (
    <div class="column">
      <Title plain={t.errors.noRightTitle}>{t.errors.noRightTitle}</Title>
      <p class="lead">{t.errors.noRight}</p>
      <Link class="btn" to="/">{t.errors.goHome}</Link>
    </div>
  );
}

/** Asks to sign in, and remembers where to come back to. */
export function SignInFirst(): JSX.Element {
  const t = useTexts();
  const { path } = useLocation();
  const { session } = useWorld();
  const expired = session.state === "out" && session.why === "expired";
  const remember = () => window.sessionStorage.setItem("ogniwo-return", path);
  return (
    <div class="column">
      <Title plain={t.errors.signInTitle}>{t.errors.signInTitle}</Title>
      <p class="lead">{expired ? t.session.expired : t.errors.signIn}</p>
      <Link class="btn" to="/sign-in" onClick={remember}>{t.nav.signIn}</Link>
    </div>
  );
}

/** Signs in without leaving a page whose encrypted draft lives only in memory. */
export function SignInElsewhere(): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  return <p class="mt-4"><a href={localPath("/sign-in", lang)} target="_blank" rel="noopener">{t.session.signInElsewhere}</a></p>;
}

/** Shows the page for a loaded resource, or its waiting or error state. */
export function Loaded<T>({ resource, reload, children, blocks = 2 }: { resource: Resource<T>; reload: () => void; children: (value: T) => ComponentChildren; blocks?: number }): JSX.Element {
  const t = useTexts();
  if (resource.state === "loading") return <Loading blocks={blocks} />;
  if (resource.state === "failed") return <ProblemPage problem={resource.problem} onRetry={reload} />;
  return (
    <>
      {resource.missed !== null && (
        <Notice live><p>{t.errors.missed}</p><button type="button" class="link" onClick={reload}>{t.common.retry}</button></Notice>
      )}
      {children(resource.value)}
    </>
  );
}

/**
 * Lets only signed-in people (of a role) pass. Whoever has passed stays, also when the session ends meanwhile: what
 * they have prepared must not vanish under their hands; the server refuses what it must.
 */
export function SignedInOnly({ role, children }: { role?: "representative" | "officer" | "trustee"; children: ComponentChildren }): JSX.Element {
  const { session } = useWorld();
  const me = useSession();
  const passed = useRef(false);
  if (passed.current) return <>{children}</>;
  if (session.state === "loading") return <Loading />;
  if (me === null) return <SignInFirst />;
  if (role !== undefined && !me.person.roles.includes(role)) return <NoRight />;
  passed.current = true;
  return <>{children}</>;
}

export function Empty({ icon, title, children }: { icon: IconName; title: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** The large coloured answer at the top of a page: good, bad, or still open. */
export function Answer({ kind, title, plain, step = "", level = 1, children }: { kind: "good" | "bad" | "wait" | "warn"; title: string; plain?: string; step?: string; level?: 1 | 2; children?: ComponentChildren }): JSX.Element {
  const tone = kind === "good" ? "answer" : `answer ${kind}`;
  return (
    <div class={tone}>
      <Seal kind={kind === "warn" ? "wait" : kind} />
      <div>
        {level === 1 ? <Title plain={plain ?? title} step={step}>{title}</Title> : <h2>{title}</h2>}
        {children}
      </div>
    </div>
  );
}

export function Notice({ kind = "warn", children, live = false }: { kind?: "warn" | "info" | "bad"; children: ComponentChildren; live?: boolean }): JSX.Element {
  return (
    <div class={kind === "warn" ? "notice" : `notice ${kind}`} role={live ? "status" : undefined}>
      <Icon name={kind === "info" ? "info" : "warn"} />
      <div>{children}</div>
    </div>
  );
}
