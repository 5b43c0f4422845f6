/** Looks again by itself: soon after something has changed, ever more seldom while nothing does, never while hidden. */

import { useEffect, useRef } from "preact/hooks";
import type { Resource } from "../resource.ts";

const soonest = 2_000;
const latest = 30_000;

/** `stamp` changes with what is shown; `active` false ends it. */
export function usePolling(resource: Resource<unknown>, reload: () => void, stamp: unknown, active: boolean): void {
  const delay = useRef(soonest);
  useEffect(() => {
    delay.current = soonest;
  }, [stamp]);
  useEffect(() => {
    if (!active || resource.state === "loading") return undefined;
    const again = () => {
      delay.current = Math.min(latest, delay.current * 1.5);
      reload();
    };
    let timer = document.hidden ? undefined : setTimeout(again, delay.current);
    const turned = () => {
      clearTimeout(timer);
      timer = undefined;
      if (document.hidden) return;
      delay.current = soonest;
      reload();
    };
    document.addEventListener("visibilitychange", turned);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", turned);
    };
  }, [resource, reload, active]);
}
