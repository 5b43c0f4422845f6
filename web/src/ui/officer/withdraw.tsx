/** An officer gives up an election before it opens: what follows is said, a reason is asked for, and the act is signed. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { utf8 } from "../../api/encoding.ts";
import type { Problem } from "../../api/http.ts";
import { api } from "../../api/routes.ts";
import type { CeremonyView, SignedIn } from "../../api/types.ts";
import { useTexts } from "../../i18n/index.ts";
import { useOfficerTexts } from "../../i18n/officer.ts";
import { Dialog, Field } from "../forms.tsx";
import { signWithLocalKey } from "../keys.tsx";
import { ProblemNotice } from "../page.tsx";
import { asProblem } from "../resource.ts";
import { useContentLang, useWorld } from "../session.tsx";

const maxReasonBytes = 1000;

/** Elections whose trustees are at work on their keys. */
export function KeysBeingMade({ list, canSign, onWithdraw }: { list: CeremonyView[]; canSign: boolean; onWithdraw: (one: CeremonyView) => void }): JSX.Element | null {
  const t = useOfficerTexts();
  const written = useContentLang();
  if (list.length === 0) return null;
  return (
    <section class="section" aria-labelledby="keys">
      <div class="section-head"><h2 id="keys">{t.keys}</h2></div>
      <div class="grid">
        {list.map((one) => (
          <article class="card" key={one.election}>
            <h3 lang={written}>{one.title}</h3>
            <p>{t.keysDone(one.trustees.filter((trustee) => trustee.next === null).length, one.trustees.length)}</p>
            <div class="push row"><button type="button" class="btn ghost" disabled={!canSign} onClick={() => onWithdraw(one)}>{t.withdraw}</button></div>
          </article>
        ))}
      </div>
    </section>
  );
}

export function Withdraw({ election, title, me, onClose, onDone }: { election: string; title: string; me: SignedIn; onClose: () => void; onDone: () => void }): JSX.Element {
  const texts = useTexts();
  const t = useOfficerTexts();
  const { federation } = useWorld();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // The entry has one line.
  const line = reason.replaceAll(/\s+/gu, " ").trim();
  const act = async () => {
    const bytes = utf8.encode(line).length;
    const wrong = line === "" ? t.reasonMissing : bytes > maxReasonBytes ? t.reasonLong(bytes) : undefined;
    setError(wrong);
    if (wrong !== undefined) document.getElementById("reason")?.focus();
    if (wrong !== undefined || federation === null) return;
    setBusy(true);
    setProblem(null);
    try {
      const signed = await signWithLocalKey(me.person.mandate, { kind: "election.withdrawn", body: { election, officers: 1, reason: line }, origin: federation.origin });
      if (signed === null) throw new Error(texts.key.none);
      await api.withdraw(election, { act: signed.act, key: signed.key, sig: signed.sig });
      onDone();
    } catch (caught) {
      setProblem(asProblem(caught));
      setBusy(false);
    }
  };
  return (
    <Dialog open title={t.withdrawTitle(title)} onClose={onClose}>
      <p>{t.withdrawText}</p>
      <Field id="reason" label={t.reason} hint={t.reasonHint} error={error}>
        {(aria) => <textarea {...aria} rows={3} required value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}
      </Field>
      <p>{t.cannotUndo}</p>
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="row">
        <button type="button" class="btn danger" disabled={busy} onClick={() => void act()}>{t.confirmWithdraw}</button>
        <button type="button" class="btn ghost" disabled={busy} onClick={onClose}>{texts.common.cancel}</button>
      </div>
      <p class="quiet mt-4" role="status">{busy ? t.working : ""}</p>
    </Dialog>
  );
}
