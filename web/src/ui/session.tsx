/** Who is signed in, and which federation this is: known to every page. */

import { createContext, type ComponentChildren, type JSX } from "preact";
import { useCallback, useContext, useEffect, useMemo, useState } from "preact/hooks";
import { onProblem, serverNow, setCsrf } from "../api/http.ts";
import { pinLogKey, type LogKey } from "../api/logkey.ts";
import { api } from "../api/routes.ts";
import type { Federation, SessionAnswer, SignedIn } from "../api/types.ts";
import { useLang } from "../i18n/index.ts";

export type SessionState =
  | { state: "loading" }
  | { state: "out"; why: "never" | "expired" | "signed_out" }
  | { state: "in"; session: SignedIn };

interface World {
  session: SessionState;
  federation: Federation | null;
  logKey: LogKey | null;
  /** Milliseconds left before the session ends, when that is soon; null otherwise. */
  endsSoon: number | null;
  accept: (answer: SessionAnswer) => void;
  refresh: () => Promise<void>;
  /** Rejects when the server did not hear it: the session then goes on, and nobody is told otherwise. */
  signOut: () => Promise<void>;
}

const WorldContext = createContext<World | null>(null);

export function useWorld(): World {
  const world = useContext(WorldContext);
  if (world === null) throw new Error("useWorld outside of WorldProvider");
  return world;
}

/** The signed-in session, or null. */
export function useSession(): SignedIn | null {
  const { session } = useWorld();
  return session.state === "in" ? session.session : null;
}

/** The language of what the federation itself wrote (titles, questions, names), where it is not that of the page. */
export function useContentLang(): string | undefined {
  const { federation } = useWorld();
  const lang = useLang();
  const own = federation?.lang ?? "pl";
  return own === lang ? undefined : own;
}

const warnBefore = 5 * 60_000;
const retryAfter = 5_000;

export function WorldProvider({ children }: { children: ComponentChildren }): JSX.Element {
  const [session, setSession] = useState<SessionState>({ state: "loading" });
  const [federation, setFederation] = useState<Federation | null>(null);
  const [logKey, setLogKey] = useState<LogKey | null>(null);
  const [endsSoon, setEndsSoon] = useState<number | null>(null);

  const accept = useCallback((answer: SessionAnswer) => {
    if (answer.signed_in) {
      setCsrf(answer.csrf);
      setSession({ state: "in", session: answer });
    } else {
      setCsrf("");
      setSession((before) => ({ state: "out", why: before.state === "in" ? "expired" : "never" }));
    }
  }, []);

  const refresh = useCallback(async () => {
    try {
      accept(await api.session());
    } catch {
      setSession((before) => (before.state === "loading" ? { state: "out", why: "never" } : before));
    }
  }, [accept]);

  const signOut = useCallback(async () => {
    await api.signOut();
    setCsrf("");
    setSession({ state: "out", why: "signed_out" });
  }, []);

  useEffect(() => {
    void refresh();
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Receipts are checked with the key that comes with it: nothing is shown as done before it is there.
    const loadFederation = () => {
      clearTimeout(timer);
      api.federation(controller.signal).then(async (value) => {
        setFederation(value);
        setLogKey(await pinLogKey(value, Date.now()));
      }).catch(() => {
        if (!controller.signal.aborted) timer = setTimeout(loadFederation, retryAfter);
      });
    };
    loadFederation();
    window.addEventListener("online", loadFederation);
    const stop = onProblem((problem) => {
      if (problem.id.startsWith("session.")) {
        setCsrf("");
        setSession((before) => (before.state === "in" ? { state: "out", why: "expired" } : before));
      }
    });
    return () => {
      controller.abort();
      clearTimeout(timer);
      window.removeEventListener("online", loadFederation);
      stop();
    };
  }, [refresh]);

  const expires = session.state === "in" ? session.session.expires_at : null;
  useEffect(() => {
    if (expires === null) {
      setEndsSoon(null);
      return undefined;
    }
    let asked = false;
    const look = () => {
      const left = expires - serverNow();
      if (left <= 0 && !asked) {
        asked = true;
        void refresh();
      }
      setEndsSoon(left > 0 && left <= warnBefore ? left : null);
    };
    look();
    const timer = setInterval(look, 15_000);
    return () => clearInterval(timer);
  }, [expires, refresh]);

  // The server sets the idle clock back at every request: somebody who is at work here is not signed out.
  const soon = endsSoon !== null;
  useEffect(() => {
    if (!soon) return undefined;
    const active = () => void refresh();
    window.addEventListener("pointerdown", active, { once: true });
    window.addEventListener("keydown", active, { once: true });
    return () => {
      window.removeEventListener("pointerdown", active);
      window.removeEventListener("keydown", active);
    };
  }, [soon, refresh]);

  const world = useMemo<World>(
    () => ({ session, federation, logKey, endsSoon, accept, refresh, signOut }),
    [session, federation, logKey, endsSoon, accept, refresh, signOut],
  );
  return <WorldContext.Provider value={world}>{children}</WorldContext.Provider>;
}
