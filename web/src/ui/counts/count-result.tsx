/**
 * The one entry to drawing a count: <CountResult record={vote.count} names={answers} />. What draws it, and its texts, are
 * scripts of their own, which load when a count is shown.
 */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { loadCountTexts } from "../../i18n/counts.ts";
import { useLang } from "../../i18n/index.ts";
import { Loading, ProblemNotice } from "../page.tsx";
import { asProblem } from "../resource.ts";
import type { Problem } from "../../api/http.ts";
import type { CountProps } from "./count-view.tsx";

type View = (props: CountProps) => JSX.Element;

export function CountResult(props: CountProps): JSX.Element {
  const [view, setView] = useState<{ draw: View } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const lang = useLang();
  const load = () => {
    setProblem(null);
    Promise.all([import("./count-view.tsx"), loadCountTexts(lang)])
      .then(([{ CountView }]) => setView({ draw: CountView }), (error: unknown) => setProblem(asProblem(error)));
  };
  useEffect(load, [lang]);
  if (problem !== null) return <ProblemNotice problem={problem} onRetry={load} />;
  return view === null ? <Loading /> : <view.draw {...props} />;
}
