/** Takes a trustee's steps of a key ceremony, each as soon as it is due and the texts of the others have passed the worker. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type Problem } from "../../api/http.ts";
import { api } from "../../api/routes.ts";
import { ceremonyCertificate, ceremonyKey, ceremonyPolynomial, publicTrusteeKey, WorkerFault, type KeyStep } from "../engine.ts";
import { asProblem, type Resource } from "../resource.ts";
import { blamed, postedOf, runOf, turnOf, type CeremonyState } from "./state.ts";

export type Trouble =
  | { kind: "problem"; problem: Problem }
  /** The worker refused a text; `owner` is whose it was, null when nobody is to blame. */
  | { kind: "fault"; id: string; detail: string; owner: number | null };

/** The text that the trustee posts in a step. Rejects with WorkerFault, which names the trustee whose text is bad. */
async function textOf(state: CeremonyState, owner: number, keyFileText: string, step: KeyStep): Promise<string> {
  const run = runOf(state, owner);
  if (run.size === 1) return publicTrusteeKey(keyFileText, state.names[owner - 1]);
  const input = { keyFileText, index: owner - run.first + 1, size: run.size, threshold: run.threshold };
  if (step === "certificate") return ceremonyCertificate(input);
  // A step is due when nobody's text of the step before is missing.
  const texts = (of: KeyStep): string[] => postedOf(state, run, of).map((text) => text ?? "");
  const certificates = texts("certificate");
  if (step === "key") return ceremonyKey({ ...input, certificates, polynomials: texts("polynomial"), commitments: texts("commitment") });
  return (await ceremonyPolynomial({ ...input, certificates }))[step];
}

/** Somebody, perhaps this page before its line broke, has done it meanwhile: the ledger says what is next. */
const overtaken = ["govern.duplicate", "govern.order"];

function troubleOf(error: unknown, state: CeremonyState, owner: number): Trouble | null {
  if (error instanceof WorkerFault) return { kind: "fault", id: error.id, detail: error.detail, owner: blamed(error.detail, runOf(state, owner)) };
  const problem = asProblem(error);
  return overtaken.includes(problem.id) ? null : { kind: "problem", problem };
}

/** `doing`: the step that is under way. A broken line is tried again at the next look at the ledger, a refusal when it has changed. */
export function useAdvance(
  resource: Resource<CeremonyState>, owner: number, key: string | null, reload: () => void,
): { doing: KeyStep | null; trouble: Trouble | null; retry: () => void } {
  const [doing, setDoing] = useState<KeyStep | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const busy = useRef(false);
  const refused = useRef<CeremonyState | null>(null);
  useEffect(() => {
    if (resource.state !== "ready" || resource.missed !== null || key === null || busy.current) return;
    const state = resource.value;
    if (state.withdrawn !== null) return;
    const { step, waitingFor } = turnOf(state, owner);
    if (step === null || waitingFor.length > 0 || refused.current === state) return;
    busy.current = true;
    setDoing(step);
    textOf(state, owner, key, step)
      .then((text) => api.keyStep(state.election, step, owner, new TextEncoder().encode(text)))
      .then(() => setTrouble(null), (error: unknown) => {
        const found = troubleOf(error, state, owner);
        setTrouble(found);
        if (found !== null && !(found.kind === "problem" && found.problem.kind === "network")) refused.current = state;
      })
      .finally(() => {
        busy.current = false;
        setDoing(null);
        reload();
      });
  }, [resource, key, owner, reload]);
  const retry = () => {
    refused.current = null;
    reload();
  };
  return { doing, trouble, retry };
}
