/** Data that a page loads: loading, ready or failed, with a way to load again. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { isProblem, Problem } from "../api/http.ts";

export type Resource<T> =
  | { state: "loading" }
  /** `missed`: why loading it again failed; what is shown is the last answer that came. */
  | { state: "ready"; value: T; missed: Problem | null }
  | { state: "failed"; problem: Problem };

/** A Problem for anything that was thrown; our own mistakes get the id "client". */
export function asProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  return new Problem("refused", "client", 0, "", error instanceof Error ? error.message : "", "", undefined);
}

/** What is shown after a load has failed: a page that has its data keeps it, and whatever a person has begun on it. */
export function afterFailure<T>(before: Resource<T>, problem: Problem): Resource<T> {
  return before.state === "ready" ? { ...before, missed: problem } : { state: "failed", problem };
}

/**
 * Loads when the page opens and whenever `key` changes; `reload` loads again and keeps what is shown until the new
 * value is there, also when it does not come. An answer that comes after the page was left is dropped.
 */
export function useResource<T>(key: string, load: (signal: AbortSignal) => Promise<T>): [Resource<T>, () => void] {
  const [state, setState] = useState<{ key: string; resource: Resource<T> }>({ key, resource: { state: "loading" } });
  const [turn, setTurn] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  useEffect(() => {
    const controller = new AbortController();
    setState((before) => (before.key === key && before.resource.state === "ready" ? before : { key, resource: { state: "loading" } }));
    loader.current(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setState({ key, resource: { state: "ready", value, missed: null } });
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setState((before) => ({ key, resource: afterFailure(before.resource, asProblem(error)) }));
      },
    );
    return () => controller.abort();
  }, [key, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  return [state.key === key ? state.resource : { state: "loading" }, reload];
}
