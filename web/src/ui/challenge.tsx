/** Cast or challenge: the voter may open the encrypted ballot instead of casting it, and check it on another device. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import { localPath, useLang, useTexts } from "../i18n/index.ts";
import type { AuditedAnswer } from "./engine.ts";
import { CopyButton, Dialog, saveFile } from "./forms.tsx";
import { Icon } from "./icons.tsx";
import { Answer, Notice, ProblemNotice, Title } from "./page.tsx";
import { splitAnswer } from "./votes.tsx";

/** The second choice beside "Cast". `refused`: why the server did not let the ballot be opened. */
export function ChallengeChoice({ refused, onOpen }: { refused: Problem | undefined; onOpen: () => void }): JSX.Element {
  const t = useTexts();
  const [asking, setAsking] = useState(false);
  return (
    <section class="card mt-6" aria-labelledby="challenge">
      <h2 id="challenge">{t.challenge.title}</h2>
      {refused !== undefined && <ProblemNotice problem={refused}><p>{t.challenge.refused}</p></ProblemNotice>}
      <p>{t.challenge.text}</p>
      <button type="button" class="btn ghost" onClick={() => setAsking(true)}><Icon name="eye" />{t.challenge.button}</button>
      <Dialog open={asking} title={t.challenge.askTitle} onClose={() => setAsking(false)}>
        <p>{t.challenge.ask}</p>
        <p class="quiet">{t.challenge.askTruth}</p>
        <div class="row">
          <button type="button" class="btn" onClick={() => {
            setAsking(false);
            onOpen();
          }}>{t.challenge.confirm}</button>
          <button type="button" class="btn ghost" onClick={() => setAsking(false)}>{t.common.cancel}</button>
        </div>
      </Dialog>
    </section>
  );
}

/** While the board records the opening, and when nobody knows whether it did. */
export function Opening({ problem, onRetry, onOver }: { problem: Problem | null; onRetry: () => void; onOver: () => void }): JSX.Element {
  const t = useTexts();
  if (problem === null) {
    return (
      <>
        <Title plain={t.challenge.openingTitle} step="opening">{t.challenge.openingTitle}</Title>
        <p class="lead" role="status">{t.challenge.opening}</p>
      </>
    );
  }
  return (
    <>
      <Answer kind="warn" title={t.challenge.failedTitle} step="opening-failed"><p>{t.challenge.failed}</p></Answer>
      <ProblemNotice problem={problem} />
      <div class="row">
        <button type="button" class="btn" onClick={onRetry}>{t.common.retry}</button>
        <button type="button" class="link" onClick={onOver}>{t.booth.startOver}</button>
      </div>
    </>
  );
}

/** The opened ballot: its file, the way to the other device, and on to a fresh ballot. */
export function Opened({ audit, tracker, onAgain }: { audit: string; tracker: string; onAgain: () => void }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const address = `${window.location.origin}${localPath("/audit", lang)}`;
  const [download, open, compare] = t.challenge.steps;
  const name = `ogniwo-${t.challenge.fileName}-${tracker.replace(/[^A-Za-z0-9]/gu, "").slice(0, 8)}.json`;
  return (
    <>
      <Answer kind="warn" title={t.challenge.openedTitle} step="opened"><p>{t.challenge.openedLead}</p></Answer>
      <section class="card" aria-label={t.audit.title}>
        <ol>
          <li>
            <p>{download}</p>
            <button type="button" class="btn" onClick={() => saveFile(name, "application/json", audit)}><Icon name="download" />{t.challenge.download}</button>
          </li>
          <li><p>{open}</p><p><strong class="mono">{address}</strong> <CopyButton text={address} /></p></li>
          <li><p>{compare}</p></li>
        </ol>
      </section>
      <Notice><p><strong>{t.booth.notYet}</strong> {t.challenge.againHint}</p></Notice>
      <button type="button" class="btn" onClick={onAgain}>{t.challenge.again}<Icon name="right" /></button>
    </>
  );
}

/** What an opened ballot says to one question, in words. */
export function AuditedChoices({ answer, lang }: { answer: AuditedAnswer; lang: string | undefined }): JSX.Element {
  const t = useTexts();
  if (answer.blank || answer.said.length === 0) return <p><strong>{answer.blank ? t.audit.blank : t.audit.nothing}</strong></p>;
  return (
    <ul class="people">
      {answer.said.map(({ name, number }, i) => {
        const parts = splitAnswer(name);
        return (
          <li key={i}>
            <span class="avatar" aria-hidden={number === null ? "true" : undefined}>{number ?? <Icon name="check" />}</span>
            <span lang={lang}><strong>{parts.name}</strong>{parts.rest !== "" && <><br /><small>{parts.rest}</small></>}</span>
          </li>
        );
      })}
    </ul>
  );
}
