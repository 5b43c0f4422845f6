/** A trustee's part of the decryption: the key file is chosen, the worker computes, the part is posted, the receipt checked. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Problem } from "../../api/http.ts";
import { api } from "../../api/routes.ts";
import type { CeremonyView, Receipt, SecretVote } from "../../api/types.ts";
import { useTrusteeTexts } from "../../i18n/trustee.ts";
import { checkedBlob } from "../election.ts";
import { partialDecrypt } from "../engine.ts";
import { Progress } from "../forms.tsx";
import { Icon } from "../icons.tsx";
import { Notice, ProblemNotice, SignInElsewhere } from "../page.tsx";
import { asProblem } from "../resource.ts";
import { useWorld } from "../session.tsx";
import { KeyFileField, type Owner } from "./key-file.tsx";
import { receiptHolds } from "./receipts.tsx";
import { runOf } from "./state.ts";

/** What is known of a trustee's key: for the one of a ceremony, what they posted in it. */
export interface Holder {
  vote: SecretVote;
  owner: number;
  ceremony: CeremonyView | null;
}

async function textPosted({ ceremony, owner }: Holder, step: "certificate" | "key"): Promise<string | undefined> {
  const hash = ceremony?.trustees[owner - 1]?.posted[step]?.text;
  return hash === undefined ? undefined : new TextDecoder().decode(await checkedBlob(hash));
}

export const inCeremony = ({ vote, owner }: Pick<Holder, "vote" | "owner">): boolean => runOf(vote, owner).size > 1;

/** Fetches what the part is computed from. `voutput`: only of a trustee of a ceremony. */
async function partOf(holder: Holder, vkey: string, keyFileText: string, onProgress: (done: number, total: number) => void): Promise<Uint8Array> {
  const { vote } = holder;
  const voutput = inCeremony(holder) ? await textPosted(holder, "key") : undefined;
  const archive = await api.archive(vote.election);
  return partialDecrypt({ archive, prepared: vote.prepared, vkey, keyFileText, ...(voutput !== undefined && { voutput }) }, onProgress);
}

type Phase = { at: "key" } | { at: "working"; done: number; total: number } | { at: "sending" };

export function Decrypt({ holder, certificate, onDone }: { holder: Holder; certificate: string | undefined; onDone: (receipt: Receipt | null) => void }): JSX.Element {
  const t = useTrusteeTexts();
  const { logKey } = useWorld();
  const [phase, setPhase] = useState<Phase>({ at: "key" });
  const [key, setKey] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const part = useRef<Uint8Array | null>(null);
  const { vote, owner } = holder;
  const expected: Owner = {
    election: vote.election, owner, certificate, version: inCeremony(holder) ? 2 : 1,
    publicKey: vote.trustees.find((trustee) => trustee.owner === owner)?.public_key,
  };
  const send = async () => {
    if (part.current === null || logKey === null) return;
    setProblem(null);
    setPhase({ at: "sending" });
    try {
      const receipt = await api.decryption(vote.election, owner, part.current);
      const holds = await receiptHolds(receipt, logKey.vkey, part.current);
      if (holds) onDone(receipt);
      else setFailed(t.receiptBad);
      setPhase({ at: "key" });
    } catch (error) {
      const reason = asProblem(error);
      // The answer to an earlier attempt was lost: the part is there, and each trustee has one.
      if (reason.id === "govern.duplicate") onDone(null);
      else setProblem(reason);
      setPhase({ at: "key" });
    }
  };
  const run = async () => {
    if (key === null || logKey === null) return;
    setProblem(null);
    setFailed(null);
    setPhase({ at: "working", done: 0, total: 1 });
    try {
      part.current = await partOf(holder, logKey.vkey, key, (done, total) => setPhase({ at: "working", done, total }));
      setKey(null);
    } catch (error) {
      setFailed(error instanceof Error ? error.message : "");
      setPhase({ at: "key" });
      return;
    }
    await send();
  };
  return (
    <section class="card">
      {problem !== null && <ProblemNotice problem={problem} {...(part.current !== null ? { onRetry: () => void send() } : {})}>{problem.status === 401 && <SignInElsewhere />}</ProblemNotice>}
      {failed !== null && <Notice kind="bad" live><p>{t.failed}</p><p class="quiet mono">{failed}</p></Notice>}
      {phase.at === "key" && (
        <>
          <KeyFileField id="trustee-key" label={t.fileTitle} hint={t.fileHint} expected={expected} onKey={setKey} />
          <button type="button" class="btn" disabled={key === null} onClick={() => void run()}><Icon name="key" />{t.decrypt}</button>
        </>
      )}
      {phase.at === "working" && <Progress label={t.progress} value={phase.done} max={phase.total} text={`${t.working} ${phase.done}/${phase.total}`} />}
      {phase.at === "sending" && <p role="status">{t.sending}</p>}
      <details class="mt-4"><summary>{t.technical}</summary><p class="quiet">{t.technicalText}</p></details>
    </section>
  );
}

/** The certificate of a trustee of a ceremony, by which their file is known; undefined for the others. */
export function certificateOf(holder: Holder): Promise<string | undefined> {
  return inCeremony(holder) ? textPosted(holder, "certificate") : Promise.resolve(undefined);
}
