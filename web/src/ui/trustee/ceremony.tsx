/** A trustee's page while the keys of a vote are being made: what is asked, what goes on by itself, and for whom it waits. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useTrusteeTexts, type TrusteeTexts } from "../../i18n/trustee.ts";
import { useTexts } from "../../i18n/index.ts";
import { Icon } from "../icons.tsx";
import { Answer, Loaded, Notice, ProblemNotice, SignInElsewhere, Title } from "../page.tsx";
import { useResource, type Resource } from "../resource.ts";
import { Link } from "../router.tsx";
import { useContentLang } from "../session.tsx";
import { useAdvance, type Trouble } from "./advance.ts";
import { KeyFileField, MakeKey, type Owner } from "./key-file.tsx";
import { CeremonyReader } from "./ledger.ts";
import { usePolling } from "./polling.ts";
import { runOf, turnOf, type CeremonyState } from "./state.ts";
import { WhoDidWhat } from "./who-did-what.tsx";
import { Withdrawn } from "./withdrawn.tsx";

/** Which file goes on: before anything is posted any of this trustee, later the one behind what is posted. */
function expectedFile(state: CeremonyState, owner: number): Owner {
  const version = runOf(state, owner).size === 1 ? 1 : 2;
  return { election: state.election, owner, version, certificate: state.posted.certificate[owner - 1] ?? undefined };
}

const namesOf = (state: CeremonyState, owners: number[]): string => owners.map((owner) => state.names[owner - 1] ?? String(owner)).join(", ");

function lostText(state: CeremonyState, owner: number, t: TrusteeTexts): string {
  const { size, threshold } = runOf(state, owner);
  const { step } = turnOf(state, owner);
  if (step === null) return size === 1 || threshold === size ? t.lostNeeded : t.lostReady(threshold, size);
  return state.posted.certificate[owner - 1] === null ? t.lostNothing : t.lostRunning;
}

function TroubleNotice({ trouble, state, onRetry }: { trouble: Trouble; state: CeremonyState; onRetry: () => void }): JSX.Element {
  const t = useTrusteeTexts();
  const texts = useTexts();
  if (trouble.kind === "problem") {
    return <ProblemNotice problem={trouble.problem} onRetry={onRetry}>{trouble.problem.status === 401 && <SignInElsewhere />}</ProblemNotice>;
  }
  return (
    <div class="notice bad" role="alert">
      <Icon name="warn" />
      <div>
        <p><strong>{trouble.owner === null ? t.fault : t.faultOf(state.names[trouble.owner - 1] ?? "", trouble.owner)}</strong></p>
        <p>{t.faultMeaning}</p>
        <details><summary>{texts.common.details}</summary><p class="quiet mono">{trouble.id}<br />{trouble.detail}</p></details>
        <button type="button" class="link" onClick={onRetry}>{texts.common.retry}</button>
      </div>
    </div>
  );
}

/** The key is in this page: it takes every step by itself. */
function AtWork({ state, owner, doing }: { state: CeremonyState; owner: number; doing: string | null }): JSX.Element {
  const t = useTrusteeTexts();
  const { waitingFor } = turnOf(state, owner);
  return (
    <section class="card">
      <h2>{t.workTitle}</h2>
      <p>{t.work}</p>
      <p role="status"><strong>{doing !== null || waitingFor.length === 0 ? t.doing : t.waitingFor(namesOf(state, waitingFor))}</strong></p>
      {waitingFor.length > 0 && <p class="quiet">{t.mayLeave}</p>}
    </section>
  );
}

function Ready({ state, owner }: { state: CeremonyState; owner: number }): JSX.Element {
  const t = useTrusteeTexts();
  const { waitingFor } = turnOf(state, owner);
  return (
    <>
      <Answer kind="good" title={t.readyTitle} level={2}><p>{t.ready}</p></Answer>
      <p role="status">{state.prepared ? t.complete : waitingFor.length > 0 ? t.waitingFor(namesOf(state, waitingFor)) : t.othersMissing}</p>
    </>
  );
}

/** Begins, or goes on after an interruption. */
function Begin({ state, owner, onKey }: { state: CeremonyState; owner: number; onKey: (text: string | null) => void }): JSX.Element {
  const t = useTrusteeTexts();
  const expected = expectedFile(state, owner);
  const field = (id: string, label: string) => <KeyFileField id={id} label={label} hint={t.fileHint} expected={expected} onKey={onKey} />;
  if (expected.certificate !== undefined) {
    return <section class="card"><h2>{t.backTitle}</h2><p>{t.back}</p>{field("trustee-key", t.fileTitle)}</section>;
  }
  return (
    <section class="card">
      <h2>{t.askedTitle}</h2>
      <ol class="plain-list">{(expected.version === 2 ? t.asked : t.askedAlone).map((line) => <li key={line}>{line}</li>)}</ol>
      <MakeKey group={state.group} expected={expected} onKey={onKey} />
      <details class="mt-4"><summary>{t.haveFile}</summary>{field("trustee-key", t.fileTitle)}</details>
    </section>
  );
}

function View({ resource, state, owner, reload }: { resource: Resource<CeremonyState>; state: CeremonyState; owner: number; reload: () => void }): JSX.Element {
  const t = useTrusteeTexts();
  const written = useContentLang();
  const [key, setKey] = useState<string | null>(null);
  const { doing, trouble, retry } = useAdvance(resource, owner, key, reload);
  const withdrawal = state.withdrawn === null || state.withdrawal === null ? null : { ...state.withdrawal, reason: state.withdrawn };
  usePolling(resource, reload, state, !state.prepared && withdrawal === null);
  const { step } = turnOf(state, owner);
  const { size, threshold } = runOf(state, owner);
  const phase = step === null ? "ready" : key === null ? "" : "work";
  return (
    <div class="split wide-aside">
      <div>
        <Link class="back" to="/trustee"><Icon name="left" />{t.title}</Link>
        <Title plain={`${t.title}: ${state.title}`} step={phase} lang={written}>{state.title}</Title>
        {withdrawal !== null && <Withdrawn withdrawal={withdrawal} />}
        {withdrawal === null && <p class="lead">{size === 1 ? t.leadAlone : t.leadCeremony(size, threshold)}</p>}
        {trouble !== null && step !== null && withdrawal === null && <TroubleNotice trouble={trouble} state={state} onRetry={retry} />}
        {withdrawal !== null ? null : phase === "ready" ? <Ready state={state} owner={owner} /> : phase === "work" ? <AtWork state={state} owner={owner} doing={doing} /> : <Begin state={state} owner={owner} onKey={setKey} />}
        {withdrawal === null && <details class="mt-4"><summary>{t.lostTitle}</summary><p>{lostText(state, owner, t)}</p></details>}
        <details><summary>{t.shownTitle}</summary><p>{t.shown}</p></details>
      </div>
      <aside><WhoDidWhat state={state} mine={owner} /></aside>
    </div>
  );
}

/** `owner`: the reader's number; the announcement on the ledger must give it to their `mandate`. */
export function Ceremony({ election, owner, mandate, vkey }: { election: string; owner: number; mandate: string; vkey: string }): JSX.Element {
  const t = useTrusteeTexts();
  const [reader] = useState(() => new CeremonyReader(election, vkey));
  const [resource, reload] = useResource(`ceremony|${election}`, (signal) => reader.read(signal));
  return (
    <Loaded resource={resource} reload={reload}>
      {(state) => state.trustees[owner - 1] === mandate
        ? <View resource={resource} state={state} owner={owner} reload={reload} />
        : <Notice kind="bad"><p>{t.notYours}</p></Notice>}
    </Loaded>
  );
}
