/** An officer announces a withdrawn election again: the same vote, a new key, and a new list of voting codes. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { sha256Hex } from "../../api/encoding.ts";
import type { Problem } from "../../api/http.ts";
import { api } from "../../api/routes.ts";
import type { Proposal, SignedIn, Withdrawal } from "../../api/types.ts";
import { useTexts } from "../../i18n/index.ts";
import { useOfficerTexts } from "../../i18n/officer.ts";
import { CopyButton, Dialog, FileField } from "../forms.tsx";
import { signWithLocalKey, type ActDraft } from "../keys.tsx";
import { Loaded, ProblemNotice } from "../page.tsx";
import { asProblem, useResource } from "../resource.ts";
import { useWorld } from "../session.tsx";

const maxListBytes = 3_000_000;

/** The text of the list when it is an array of that many lines; the server checks what is in them. */
export function listOf(bytes: Uint8Array | null, size: number): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes ?? new Uint8Array());
    const lines: unknown = JSON.parse(text);
    return Array.isArray(lines) && lines.length === size && lines.every((line) => typeof line === "string") ? text : null;
  } catch {
    return null;
  }
}

function Form({ withdrawal, proposal, me, onClose, onDone }: { withdrawal: Withdrawal; proposal: Proposal; me: SignedIn; onClose: () => void; onDone: () => void }): JSX.Element {
  const texts = useTexts();
  const t = useOfficerTexts();
  const { federation } = useWorld();
  const [list, setList] = useState<string | null>(null);
  const [error, setError] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { act, credentials } = proposal;
  const command = `ogniwo credentials generate --group ${act.group} --uuid ${act.election} --count ${credentials} --out ${act.vote}`;
  const announce = async () => {
    if (list === null) {
      setError(error ?? t.againFileMissing);
      document.getElementById("new-list")?.focus();
    }
    if (list === null || federation === null) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = { ...act, credentials: await sha256Hex(new TextEncoder().encode(list)) } as ActDraft["body"];
      const signed = await signWithLocalKey(me.person.mandate, { kind: "election.announced", body, origin: federation.origin });
      if (signed === null) throw new Error(texts.key.none);
      await api.announceAgain(withdrawal.election, { act: signed.act, key: signed.key, sig: signed.sig, credentials: list });
      onDone();
    } catch (caught) {
      setProblem(asProblem(caught));
      setBusy(false);
    }
  };
  return (
    <>
      <p>{t.againText}</p>
      <dl class="facts"><div><dt>{t.againId}</dt><dd class="mono" translate={false}>{act.election}</dd></div></dl>
      <p>{t.againCommand}</p>
      <p class="command">{command}</p>
      <p><CopyButton text={command} /></p>
      <FileField id="new-list" label={t.againFile} hint={t.againFileHint(credentials)} error={error} accept=".json,application/json" limit={maxListBytes} onBytes={(bytes) => {
        const text = listOf(bytes, credentials);
        setList(text);
        setError(text === null ? t.againFileBad(credentials) : undefined);
      }} />
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="row">
        <button type="button" class="btn" disabled={busy} onClick={() => void announce()}>{t.confirmAgain}</button>
        <button type="button" class="btn ghost" disabled={busy} onClick={onClose}>{texts.common.cancel}</button>
      </div>
      <p class="quiet mt-4" role="status">{busy ? t.working : ""}</p>
    </>
  );
}

export function AnnounceAgain({ withdrawal, me, onClose, onDone }: { withdrawal: Withdrawal; me: SignedIn; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useOfficerTexts();
  const [proposal, reload] = useResource(`proposal|${withdrawal.election}`, (signal) => api.proposal(withdrawal.election, signal));
  return (
    <Dialog open title={t.againTitle(withdrawal.title)} onClose={onClose}>
      <Loaded resource={proposal} reload={reload} blocks={1}>
        {(value) => <Form withdrawal={withdrawal} proposal={value} me={me} onClose={onClose} onDone={onDone} />}
      </Loaded>
    </Dialog>
  );
}
