/** The browser application: addresses, pages, and the frame around them. */

import { Component, render, type ComponentChildren, type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { setAnswerLanguage } from "./api/http.ts";
import { LangContext, langOfPath, loadTexts, textsOf, type Lang } from "./i18n/index.ts";
import { BoardPage } from "./pages/board.tsx";
import { CountPage } from "./pages/count.tsx";
import { HelpPage } from "./pages/help.tsx";
import { ResultPage } from "./pages/result.tsx";
import { VotePage } from "./pages/vote.tsx";
import { VotesPage } from "./pages/votes.tsx";
import { later } from "./ui/later.tsx";
import { NotFound } from "./ui/page.tsx";
import { match, Router, useLocation } from "./ui/router.tsx";
import { WorldProvider } from "./ui/session.tsx";
import { Shell } from "./ui/shell.tsx";

type Page = (values: Record<string, string>) => JSX.Element;

const AuditPage = later(async () => (await import("./pages/audit.tsx")).AuditPage);
const BoothPage = later(async () => (await import("./pages/booth.tsx")).BoothPage);
const CheckPage = later(async () => (await import("./pages/check.tsx")).CheckPage);
const InvitationPage = later(async () => (await import("./pages/sign-in.tsx")).InvitationPage);
const OfficerPage = later(async () => (await import("./pages/officer.tsx")).OfficerPage);
const RollCallPage = later(async () => (await import("./pages/roll-call.tsx")).RollCallPage);
const SignInPage = later(async () => (await import("./pages/sign-in.tsx")).SignInPage);
const TextPage = later(async () => (await import("./pages/text.tsx")).TextPage);
const TrusteePage = later(async () => (await import("./pages/trustee.tsx")).TrusteePage);
const VerifyPage = later(async () => (await import("./pages/verify.tsx")).VerifyPage);
const VerifyElectionPage = later(async () => (await import("./pages/verify.tsx")).VerifyElectionPage);

const pages: [string, Page][] = [
  ["/", () => <BoardPage />],
  ["/sign-in", () => <SignInPage />],
  ["/invitation", () => <InvitationPage />],
  ["/votes", () => <VotesPage />],
  ["/votes/:id", ({ id = "" }) => <VotePage id={id} />],
  ["/votes/:id/booth", ({ id = "" }) => <BoothPage id={id} />],
  ["/votes/:id/roll-call", ({ id = "" }) => <RollCallPage id={id} />],
  ["/votes/:id/result", ({ id = "" }) => <ResultPage id={id} />],
  ["/check", () => <CheckPage />],
  ["/audit", () => <AuditPage />],
  ["/verify", () => <VerifyPage />],
  ["/verify/:uuid", ({ uuid = "" }) => <VerifyElectionPage uuid={uuid} />],
  ["/count", () => <CountPage />],
  ["/officer", () => <OfficerPage />],
  ["/trustee", () => <TrusteePage />],
  ["/trustee/:uuid", ({ uuid = "" }) => <TrusteePage uuid={uuid} />],
  ["/texts/:id", ({ id = "" }) => <TextPage id={id} />],
  ["/help", () => <HelpPage />],
];

function pageFor(path: string): JSX.Element {
  for (const [pattern, page] of pages) {
    const values = match(pattern, path);
    if (values !== null) return page(values);
  }
  return <NotFound />;
}

/** A mistake of ours must not leave an empty page. */
class Guard extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ComponentChildren {
    if (!this.state.broken) return this.props.children;
    const t = textsOf(langOfPath(window.location.pathname));
    return (
      <main>
        <h1>{t.errors.title}</h1>
        <p class="lead">{t.errors.crash}</p>
        <button type="button" class="btn" onClick={() => window.location.reload()}>{t.errors.reload}</button>
      </main>
    );
  }
}

/** The language of the address as soon as its texts are there; until then the one that was shown before. */
function useLoadedLang(wanted: Lang): Lang {
  const [lang, setLang] = useState(wanted);
  useEffect(() => {
    let still = true;
    loadTexts(wanted).then(() => still && setLang(wanted), () => undefined);
    return () => {
      still = false;
    };
  }, [wanted]);
  return lang;
}

function App(): JSX.Element {
  const { path, lang: wanted, visit } = useLocation();
  const lang = useLoadedLang(wanted);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  setAnswerLanguage(lang);
  return (
    <LangContext.Provider value={lang}>
      <Shell>
        <Guard key={`${visit}|${path}`}>{pageFor(path)}</Guard>
      </Shell>
    </LangContext.Provider>
  );
}

async function start(root: HTMLElement): Promise<void> {
  try {
    await loadTexts(langOfPath(window.location.pathname));
  } catch {
    root.textContent = "Nie udało się wczytać strony. Odśwież ją. · The page could not be loaded. Reload it.";
    return;
  }
  root.replaceChildren();
  render(<Router><WorldProvider><App /></WorldProvider></Router>, root);
}

const root = document.getElementById("app");
if (root !== null) void start(root);
