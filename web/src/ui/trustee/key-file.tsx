/** A trustee's key file: made here, saved, shown to be readable, and chosen again later. It is held in memory alone. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { useTrusteeTexts, type TrusteeTexts } from "../../i18n/trustee.ts";
import { checkKeyFile, makeCeremonyKey, makeTrusteeKey, WorkerFault } from "../engine.ts";
import { FileField, saveFile } from "../forms.tsx";
import { Icon } from "../icons.tsx";
import { Notice } from "../page.tsx";

/** Whose file it has to be. */
export interface Owner {
  election: string;
  owner: number;
  /** 2 for a trustee of a ceremony, else 1. */
  version: 1 | 2;
  /** What is known of the key already: it must fit. */
  publicKey?: string | undefined;
  certificate?: string | undefined;
}

const limit = 16_384;

function refusal(error: unknown, t: TrusteeTexts): string {
  const id = error instanceof WorkerFault ? error.id : "";
  return t.fileErrors[id] ?? t.fileErrors["key_file.format"] ?? id;
}

/**
 * Chooses the file and checks whose it is; `onKey` gets its text, or null when it is another. Of files chosen in a row
 * only the last one counts: the check of one before it may end later.
 */
export function KeyFileField({ id, label, hint, expected, onKey }: {
  id: string; label: string; hint: string; expected: Owner; onKey: (text: string | null) => void;
}): JSX.Element {
  const t = useTrusteeTexts();
  const [error, setError] = useState<string | undefined>(undefined);
  const [good, setGood] = useState(false);
  const newest = useRef(0);
  const choose = async (bytes: Uint8Array | null) => {
    newest.current += 1;
    const turn = newest.current;
    const text = bytes === null ? "" : new TextDecoder().decode(bytes);
    bytes?.fill(0);
    const { election, owner, version, publicKey, certificate } = expected;
    try {
      await checkKeyFile({ keyFileText: text, election, owner, version, ...(publicKey !== undefined && { publicKey }), ...(certificate !== undefined && { certificate }) });
      if (turn !== newest.current) return;
      setError(undefined);
      setGood(true);
      onKey(text);
    } catch (caught) {
      if (turn !== newest.current) return;
      setError(refusal(caught, t));
      setGood(false);
      onKey(null);
    }
  };
  return (
    <>
      <FileField id={id} label={label} hint={hint} error={error} accept=".json,application/json" limit={limit} onBytes={(bytes) => void choose(bytes)} />
      <div role="status">{good && <Notice kind="info"><p>{t.fileGood(expected.owner)}</p></Notice>}</div>
      <div role="alert" class="visually-hidden">{error}</div>
    </>
  );
}

/** Makes the key in the worker, hands out its file, and goes on only when the same file was chosen again. */
export function MakeKey({ group, expected, onKey }: { group: string; expected: Owner; onKey: (text: string) => void }): JSX.Element {
  const t = useTrusteeTexts();
  const [made, setMade] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  const { election, owner, version } = expected;
  const name = `${t.fileName}-${election}-${owner}.json`;
  const make = async () => {
    setBusy(true);
    setFailed(false);
    try {
      setMade(await (version === 2 ? makeCeremonyKey : makeTrusteeKey)({ election, group, owner }));
    } catch {
      setFailed(true);
    }
    setBusy(false);
  };
  const prove = (bytes: Uint8Array | null) => {
    const same = bytes !== null && new TextDecoder().decode(bytes) === made;
    bytes?.fill(0);
    if (same && made !== null) onKey(made);
    else setError(t.backupBad(name));
  };
  if (made === null) {
    return (
      <>
        <h2>{t.makeTitle}</h2>
        <p>{t.make}</p>
        {failed && <Notice kind="bad" live><p>{t.makeFailed}</p></Notice>}
        <button type="button" class="btn" disabled={busy} onClick={() => void make()}><Icon name="key" />{t.makeButton}</button>
        <p class="quiet mt-4" role="status">{busy ? t.making : ""}</p>
      </>
    );
  }
  return (
    <>
      <h2>{t.saveTitle}</h2>
      <p>{t.save}</p>
      <button type="button" class={saved ? "btn ghost" : "btn"} onClick={() => {
        saveFile(name, "application/json", made);
        setSaved(true);
      }}><Icon name="download" />{t.saveButton}</button>
      <p class="quiet mt-4" role="status">{saved ? t.saved(name) : ""}</p>
      {saved && (
        <>
          <FileField id="backup" label={t.backup} hint={t.backupHint} error={error} accept=".json,application/json" limit={limit} onBytes={prove} />
          <div role="alert" class="visually-hidden">{error}</div>
        </>
      )}
    </>
  );
}
