/** Addresses and pages: the History API and a table of patterns, nothing more. */

import { createContext, type ComponentChildren, type JSX } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";
import { langOfPath, localPath, useLang, type Lang } from "../i18n/index.ts";

export interface Location {
  /** Path without the language prefix: "/votes/rada-2026". */
  path: string;
  lang: Lang;
  /** The fragment when the page was opened, without "#". Secrets arrive here; `takeFragment` removes them. */
  fragment: string;
  /** Counts navigations, so that a page opened again is a new page. */
  visit: number;
}

/** A path without its language prefix and without a slash at its end. */
function neutral(pathname: string): string {
  const path = langOfPath(pathname) === "en" ? pathname.slice(3) : pathname;
  const bare = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  return bare === "" ? "/" : bare;
}

function read(visit: number): Location {
  const { pathname, hash } = window.location;
  return { path: neutral(pathname), lang: langOfPath(pathname), fragment: hash.slice(1), visit };
}

const LocationContext = createContext<Location>({ path: "/", lang: "pl", fragment: "", visit: 0 });

export function useLocation(): Location {
  return useContext(LocationContext);
}

let current = 0;
const listeners = new Set<() => void>();

let guard: (() => string | null) | null = null;

/** False when the person decides to stay, because leaving would lose what they have made. */
function mayLeave(): boolean {
  const question = guard?.() ?? null;
  return question === null || window.confirm(question);
}

/**
 * Asks before this page is left, inside the application or by closing it, while `question` is not null. It stands
 * before the page is painted: there is no moment in which leaving loses something unasked.
 */
export function useLeaveGuard(question: string | null): void {
  useLayoutEffect(() => {
    if (question === null) return undefined;
    const mine = () => question;
    const closing = (event: BeforeUnloadEvent) => event.preventDefault();
    guard = mine;
    window.addEventListener("beforeunload", closing);
    return () => {
      if (guard === mine) guard = null;
      window.removeEventListener("beforeunload", closing);
    };
  }, [question]);
}

/**
 * Goes to a page of the application; `path` has no language prefix. The same page in the other language is no new
 * page: what was chosen on it stays.
 */
export function navigate(path: string, lang: Lang, options: { replace?: boolean } = {}): void {
  const here = read(current);
  const samePage = here.path === path && here.lang !== lang;
  if (!samePage && !mayLeave()) return;
  const target = localPath(path, lang);
  if (options.replace) window.history.replaceState(null, "", target);
  else window.history.pushState(null, "", target);
  if (!samePage) current += 1;
  for (const listener of listeners) listener();
}

/** Removes the fragment from the address and from the history entry: secrets must not stay there. */
export function takeFragment(): void {
  if (window.location.hash !== "") window.history.replaceState(null, "", window.location.pathname);
}

/** Reads `name=value` from a fragment such as "token=abc&x=1"; null when it is not there. */
export function fragmentValue(fragment: string, name: string): string | null {
  return new URLSearchParams(fragment).get(name);
}

export function Router(props: { children: ComponentChildren }): JSX.Element {
  const [location, setLocation] = useState(() => read(current));
  useLayoutEffect(() => {
    let pathname = window.location.pathname;
    const update = () => {
      pathname = window.location.pathname;
      setLocation(read(current));
    };
    const popped = () => {
      // An anchor inside the page fires popstate too; it is no new page.
      if (window.location.pathname === pathname) return;
      if (neutral(window.location.pathname) === neutral(pathname)) {
        update();
        return;
      }
      if (!mayLeave()) {
        window.history.pushState(null, "", pathname);
        return;
      }
      current += 1;
      update();
    };
    listeners.add(update);
    window.addEventListener("popstate", popped);
    return () => {
      listeners.delete(update);
      window.removeEventListener("popstate", popped);
    };
  }, []);
  return <LocationContext.Provider value={location}>{props.children}</LocationContext.Provider>;
}

interface LinkProps {
  to: string;
  children: ComponentChildren;
  inLang?: Lang;
  class?: string;
  title?: string;
  lang?: Lang;
  hreflang?: Lang;
  onClick?: () => void;
  "aria-label"?: string | undefined;
  "aria-current"?: "page" | "true" | undefined;
}

/** A link to a page of the application. It is an ordinary link: opening in a new tab works. */
export function Link({ to, inLang, children, onClick, ...rest }: LinkProps): JSX.Element {
  const lang = useLang();
  const target = inLang ?? lang;
  const click = (event: MouseEvent) => {
    onClick?.();
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to, target);
  };
  return <a {...rest} href={localPath(to, target)} onClick={click}>{children}</a>;
}

/** Matches "/votes/:id/booth" against a path; null, or the values of the named parts. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const here = given[i] ?? "";
    if (part.startsWith(":")) {
      if (here === "") return null;
      try {
        values[part.slice(1)] = decodeURIComponent(here);
      } catch {
        return null;
      }
    } else if (part !== here) return null;
  }
  return values;
}
