/** The signing key of this browser: making it, its recovery file, and signing with it. */

import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { toBase64, utf8 } from "../api/encoding.ts";
import type { Problem } from "../api/http.ts";
import { forgetKey, keyInfo, loadKey, markSaved, parseRecoveryFile, recoveryFile, storeKey, type KeyInfo, type SigningKey } from "../api/keystore.ts";
import { api } from "../api/routes.ts";
import type { SignedIn } from "../api/types.ts";
import { useTexts, type Catalogue } from "../i18n/index.ts";
import type { SignActInput } from "../workers/client.ts";
import { newSigningKey, publicKeyOf, signAct } from "./engine.ts";
import { Dialog, FileField, saveFile } from "./forms.tsx";
import { Icon } from "./icons.tsx";
import { Notice, ProblemNotice } from "./page.tsx";
import { asProblem } from "./resource.ts";
import { useWorld } from "./session.tsx";
import { Tracker } from "./votes.tsx";

export type LocalKey =
  | { state: "loading" }
  | { state: "none" }
  | { state: "no_storage" }
  /** Another device has made a newer key: what this one signs is refused. */
  | { state: "replaced" }
  | { state: "ready"; info: KeyInfo };

/** The key that this browser holds for the mandate of who is signed in. */
export function useLocalKey(me: SignedIn): [LocalKey, () => void] {
  const { mandate } = me.person;
  const present = me.keys[0];
  const [key, setKey] = useState<LocalKey>({ state: "loading" });
  const look = useCallback(() => {
    keyInfo(mandate).then(
      (info) => setKey(info === null ? { state: "none" } : { state: "ready", info }),
      () => setKey({ state: "no_storage" }),
    );
  }, [mandate]);
  useEffect(look, [look]);
  const replaced = key.state === "ready" && present !== undefined && present !== key.info.publicKey;
  return [replaced ? { state: "replaced" } : key, look];
}

export interface SignedAct {
  /** Base64 of the act's bytes. */
  act: string;
  key: string;
  sig: string;
  /** What was signed: "ogniwo/act/v1", a line feed, the act. Its hash is the tracker of an open vote. */
  signedBytes: Uint8Array;
}

/** What an act says, before it gets its nonce and signature. */
export interface ActDraft {
  kind: string;
  body: SignActInput["body"];
  origin: string;
}

async function sign(draft: ActDraft, key: SigningKey): Promise<SignedAct> {
  const signed = await signAct({ ...draft, seed: key.seed });
  return {
    act: toBase64(utf8.encode(signed.act)), key: signed.key, sig: signed.sig,
    signedBytes: utf8.encode(`ogniwo/act/v1\n${signed.act}`),
  };
}

/** Signs an act with the key of a mandate; null when this browser has none. The seed is zeroed afterwards. */
export async function signWithLocalKey(mandate: string, draft: ActDraft): Promise<SignedAct | null> {
  const key = await loadKey(mandate);
  if (key === null) return null;
  try {
    return await sign(draft, key);
  } finally {
    key.seed.fill(0);
  }
}

async function registerKey(me: SignedIn, origin: string, key: SigningKey): Promise<void> {
  const before = me.keys.at(-1);
  const body = { key: key.publicKey, mandate: me.person.mandate, ...(before === undefined ? {} : { replaces: before }) };
  const { act, sig } = await sign({ kind: "key.registered", body, origin }, key);
  await api.registerKey(act, sig);
}

function saveRecovery(key: SigningKey, t: Catalogue): void {
  saveFile(`ogniwo-${t.key.recoveryName}-${key.publicKey.slice(0, 8)}.json`, "application/json", recoveryFile(key));
}

function ReadyKey({ me, info, fresh, onChange }: { me: SignedIn; info: KeyInfo; fresh: boolean; onChange: () => void }): JSX.Element {
  const t = useTexts();
  const [asking, setAsking] = useState(false);
  const { mandate } = me.person;
  const save = async () => {
    const key = await loadKey(mandate);
    if (key === null) return;
    saveRecovery(key, t);
    key.seed.fill(0);
    await markSaved(mandate);
    onChange();
  };
  return (
    <>
      <p class="eyebrow"><span class="tag on"><Icon name="check" />{fresh ? t.key.ready : t.key.haveTitle}</span></p>
      {!info.savedFile && <p>{t.key.readyText}</p>}
      <div class="row">
        <button type="button" class={info.savedFile ? "btn ghost" : "btn"} onClick={() => void save()}><Icon name="download" />{t.key.recovery}</button>
        {info.savedFile && <span class="quiet" role="status">{t.key.recoveryDone}</span>}
      </div>
      <p class="hint mt-4">{t.key.recoveryHint}</p>
      <details>
        <summary>{t.common.details}</summary>
        <p class="quiet">{t.key.fingerprint}</p>
        <Tracker value={info.publicKey} small />
        <button type="button" class="link" onClick={() => setAsking(true)}>{t.key.remove}</button>
      </details>
      <Dialog open={asking} title={t.key.remove} onClose={() => setAsking(false)}>
        <p>{t.key.removeConfirm}</p>
        <div class="row">
          <button type="button" class="btn danger" onClick={() => {
            void forgetKey(mandate).then(() => {
              setAsking(false);
              onChange();
            });
          }}>{t.key.remove}</button>
          <button type="button" class="btn ghost" onClick={() => setAsking(false)}>{t.common.cancel}</button>
        </div>
      </Dialog>
    </>
  );
}

function NewKey({ me, onReady }: { me: SignedIn; onReady: () => void }): JSX.Element {
  const t = useTexts();
  const { federation, refresh } = useWorld();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [fileError, setFileError] = useState<string | undefined>(undefined);
  const { mandate } = me.person;

  const keep = async (key: SigningKey, known: boolean, saved: boolean) => {
    if (federation === null) return;
    setBusy(true);
    setProblem(null);
    try {
      if (!known) await registerKey(me, federation.origin, key);
      await storeKey(mandate, key, saved);
      await refresh();
      onReady();
    } catch (error) {
      setProblem(asProblem(error));
      // The answer may have been lost on its way: the next key replaces the one that the ledger has by now.
      await refresh();
    } finally {
      key.seed.fill(0);
      setBusy(false);
    }
  };
  const create = async () => {
    setBusy(true);
    try {
      await keep(await newSigningKey(), false, false);
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  const load = async (bytes: Uint8Array | null) => {
    const key = bytes === null ? null : parseRecoveryFile(new TextDecoder().decode(bytes));
    if (key === null || (await publicKeyOf(key.seed).catch(() => "")) !== key.publicKey) {
      setFileError(t.key.importBad);
      return;
    }
    setFileError(undefined);
    await keep(key, me.keys.includes(key.publicKey), true);
  };
  return (
    <>
      {me.keys.length > 0 && <Notice kind="info"><p>{t.key.otherDevice}</p></Notice>}
      {problem !== null && <ProblemNotice problem={problem} />}
      <button type="button" class="btn" disabled={busy || federation === null} onClick={() => void create()}><Icon name="key" />{t.key.create}</button>
      <p class="quiet mt-4" role="status">{busy ? t.key.creating : ""}</p>
      <details>
        <summary>{t.key.import}</summary>
        <FileField id="recovery" label={t.key.import} hint={t.key.importHint} error={fileError} accept=".json,application/json" limit={4096} onBytes={(bytes) => void load(bytes)} />
      </details>
    </>
  );
}

/** Everything about the key in one card. `onReady` runs when the browser gets a key here. */
export function KeyPanel({ me, onReady }: { me: SignedIn; onReady?: () => void }): JSX.Element {
  const t = useTexts();
  const [key, look] = useLocalKey(me);
  const [fresh, setFresh] = useState(false);
  return (
    <section class="card" aria-labelledby="signing-key">
      <h2 id="signing-key">{t.key.title}</h2>
      <p>{t.key.why}</p>
      {key.state === "no_storage" && <Notice kind="bad"><p>{t.key.storage}</p></Notice>}
      {key.state === "ready" && <ReadyKey me={me} info={key.info} fresh={fresh} onChange={look} />}
      {(key.state === "none" || key.state === "replaced") && <NewKey me={me} onReady={() => {
        setFresh(true);
        look();
        onReady?.();
      }} />}
    </section>
  );
}
