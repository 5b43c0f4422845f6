/** The frame around every page: skip link, bar with navigation, notices that concern all pages, foot. */

import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { shortLogKey } from "../api/logkey.ts";
import { clock, useLang, useTexts } from "../i18n/index.ts";
import { BrandMark, Icon } from "./icons.tsx";
import { Link, navigate, useLocation } from "./router.tsx";
import { useSession, useWorld } from "./session.tsx";

/** The pages that everybody or this person has, in the order of the bar. */
function usePages(): [string, string][] {
  const t = useTexts();
  const me = useSession();
  const pages: [string, string][] = [["/", t.nav.board], ["/votes", t.nav.votes], ["/check", t.nav.check], ["/verify", t.nav.verify]];
  if (me?.person.roles.includes("officer")) pages.push(["/officer", t.nav.officer]);
  if (me?.person.roles.includes("trustee")) pages.push(["/trustee", t.nav.trustee]);
  pages.push(["/help", t.nav.help]);
  return pages;
}

/** On a narrow screen the pages are behind a button; it closes with Escape, and when one is chosen. */
function useMenu(path: string): { open: boolean; toggle: () => void; button: RefObject<HTMLButtonElement | null> } {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, [open]);
  return { open, toggle: () => setOpen(!open), button };
}

function Bar(): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const { path } = useLocation();
  const { session, signOut } = useWorld();
  const me = useSession();
  const [stuck, setStuck] = useState(false);
  const { open, toggle, button } = useMenu(path);
  const leave = () => {
    setStuck(false);
    signOut().then(() => navigate("/", lang), () => setStuck(true));
  };
  const isHere = (to: string) => (to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`));
  return (
    <header class="bar">
      <div class="bar-in">
        <Link class="brand" to="/" aria-label={t.nav.home}><BrandMark /><span>Ogniwo</span></Link>
        <button type="button" class="menu" ref={button} aria-expanded={open} aria-controls="pages" aria-label={t.nav.menu} title={t.nav.menu} onClick={toggle}>
          <Icon name={open ? "cross" : "menu"} />
        </button>
        <nav class={open ? "nav open" : "nav"} id="pages" aria-label={t.nav.label}>
          {usePages().map(([to, name]) => (
            <Link key={to} to={to} aria-current={isHere(to) ? (path === to ? "page" : "true") : undefined}>{name}</Link>
          ))}
          {me !== null && <button type="button" class="in-menu" onClick={leave}>{t.nav.signOut}</button>}
        </nav>
        <div class="who">
          {me !== null && (
            <>
              <Link class="who-name" to="/sign-in" title={t.nav.account} aria-label={`${t.nav.account}: ${me.person.organisation.name || me.person.name}`}>
                <Icon name="person" /><span aria-hidden="true">{me.person.organisation.name || me.person.name}</span>
              </Link>
              <button type="button" class="link beside" onClick={leave}>{t.nav.signOut}</button>
            </>
          )}
          {me === null && session.state !== "loading" && <Link to="/sign-in">{t.nav.signIn}</Link>}
          <Link to={path} inLang={lang === "pl" ? "en" : "pl"} lang={lang === "pl" ? "en" : "pl"} hreflang={lang === "pl" ? "en" : "pl"} title={t.nav.otherLanguageHint}>{t.nav.otherLanguage}</Link>
        </div>
      </div>
      {stuck && me !== null && <div class="offline" role="alert"><p>{t.session.stuck}</p></div>}
    </header>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    window.addEventListener("online", update);
    window.addEventListener("offline", update);
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("offline", update);
    };
  }, []);
  return online;
}

function Alarms(): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const online = useOnline();
  const { session, logKey, endsSoon } = useWorld();
  const me = useSession();
  const expired = session.state === "out" && session.why === "expired";
  return (
    <div aria-live="polite">
      {!online && <div class="offline"><p>{t.errors.offlineBar}</p></div>}
      {endsSoon !== null && me !== null && <div class="offline"><p>{t.session.expiring(clock(me.expires_at, lang))}</p></div>}
      {expired && <div class="offline"><p>{t.session.expired} <Link to="/sign-in">{t.session.signInAgain}</Link></p></div>}
      {logKey?.state === "changed" && (
        <div class="offline"><p><Icon name="warn" /> <strong>{t.errors.logKeyTitle}.</strong> {t.errors.logKey}</p></div>
      )}
    </div>
  );
}

function Foot(): JSX.Element {
  const t = useTexts();
  const { federation, logKey } = useWorld();
  return (
    <footer class="foot">
      <div class="foot-in">
        <p>{federation !== null && <><strong>{federation.name}</strong><br /></>}{t.foot.line}</p>
        <nav aria-label={t.foot.more}>
          <Link to="/verify">{t.nav.verify}</Link>
          <Link to="/help">{t.nav.help}</Link>
        </nav>
        {logKey !== null && <p title={t.foot.keyHint}>{t.foot.key("")}<span class="mono">{shortLogKey(logKey.vkey)}</span></p>}
      </div>
    </footer>
  );
}

export function Shell({ children }: { children: ComponentChildren }): JSX.Element {
  const t = useTexts();
  return (
    <>
      <a class="skip" href="#tresc" onClick={(event) => {
        event.preventDefault();
        document.querySelector<HTMLElement>("main h1")?.focus();
      }}>{t.common.skip}</a>
      <Bar />
      <Alarms />
      <main id="tresc">{children}</main>
      <Foot />
    </>
  );
}
