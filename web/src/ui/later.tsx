/** Pages whose script loads only when they are opened. */

import type { JSX } from "preact";
import { Problem } from "../api/http.ts";
import { Loaded } from "./page.tsx";
import { useResource } from "./resource.ts";

type Page<P> = (props: P) => JSX.Element;

/** The page as soon as it is there; until then, or when it does not come, what every page shows then. */
export function later<P extends object>(load: () => Promise<Page<P>>): Page<P> {
  const fetched = async () => {
    try {
      return { Draw: await load() };
    } catch {
      throw new Problem("network", "network", 0, "", "", "", undefined);
    }
  };
  return function Later(props) {
    const [page, reload] = useResource("page", fetched);
    return <Loaded resource={page} reload={reload}>{({ Draw }) => <Draw {...props} />}</Loaded>;
  };
}
