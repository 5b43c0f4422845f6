/**
 * The one entry to drawing a count: <CountResult record={vote.count} names={answers} />. What draws it, and its texts, are a
 * script of their own, which loads when the first count is shown.
 */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Loading, ProblemNotice } from "../page.tsx";
import { asProblem } from "../resource.ts";
import type { Problem } from "../../api/http.ts";
import type { CountProps } from "./count-view.tsx";

type View = (props: CountProps) => JSX.Element;

export function CountResult(props: CountProps): JSX.Element {
  const [view, setView] = useState<{ draw: View } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = () => {
    setProblem(null);
    import("./count-view.tsx").then(({ CountView }) => setView({ draw: CountView }), (error: unknown) => setProblem(asProblem(error)));
  };
  useEffect(load, []);
  if (problem !== null) return <ProblemNotice problem={problem} onRetry={load} />;
  return view === null ? <Loading /> : <view.draw {...props} />;
}
