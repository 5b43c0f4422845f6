import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { isProblem, type Problem } from "../api/http.ts";
import type { SecretVote } from "../api/types.ts";
import { number, useLang, useTexts, type Catalogue } from "../i18n/index.ts";
import { AuditedChoices } from "../ui/challenge.tsx";
import { checkedBlob } from "../ui/election.ts";
import { checkBallotAudit, WorkerFault, type AuditReport } from "../ui/engine.ts";
import { FileField } from "../ui/forms.tsx";
import { Answer, Loaded, Loading, ProblemNotice, Title } from "../ui/page.tsx";
import { asProblem, useResource } from "../ui/resource.ts";
import { useContentLang, useWorld } from "../ui/session.tsx";
import { Tracker } from "../ui/votes.tsx";
import { secretVotes } from "./check.tsx";

type Outcome =
  | { at: "form"; fault: "none" | "file" | "unknown" }
  | { at: "checking" }
  | { at: "good"; report: AuditReport; title: string }
  | { at: "bad"; id: string; detail: string }
  | { at: "failed"; problem: Problem };

/** The election that the file says it is about; null when it is no such file. */
function electionOf(text: string): string | null {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    return typeof value?.["election"] === "string" && value["format"] === "ogniwo-ballot-audit" ? value["election"] : null;
  } catch {
    return null;
  }
}

async function check(text: string, vote: SecretVote, vkey: string): Promise<Outcome> {
  const { setup, prepared } = vote;
  try {
    const [election, trustees, roll] = await Promise.all([setup.election, setup.trustees, setup.credentials].map((name) => checkedBlob(name)));
    if (election === undefined || trustees === undefined || roll === undefined) return { at: "form", fault: "unknown" };
    return { at: "good", title: vote.title, report: await checkBallotAudit({ audit: text, election, trustees, roll, prepared, vkey }) };
  } catch (error) {
    if (error instanceof WorkerFault) return { at: "bad", id: error.id, detail: error.detail };
    return { at: "failed", problem: isProblem(error) ? error : asProblem(error) };
  }
}

function reason(id: string, t: Catalogue): string {
  if (id === "audit.ciphertext") return t.audit.badCiphertext;
  return id === "audit.spoiled" || id.startsWith("receipt.") ? t.audit.badReceipt : t.audit.bad;
}

function Good({ report, title }: { report: AuditReport; title: string }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const written = useContentLang();
  return (
    <>
      <Answer kind="good" title={t.audit.goodTitle} step="audited"><p>{t.audit.good}</p></Answer>
      {report.answers.map((answer, i) => (
        <section class="card" key={i} aria-labelledby={`said-${i}`}>
          <h2 id={`said-${i}`} lang={written}>{report.answers.length === 1 ? title : answer.question}</h2>
          <AuditedChoices answer={answer} lang={written} />
        </section>
      ))}
      <h2 class="mt-6">{t.audit.tracker}</h2>
      <Tracker value={report.tracker} />
      <p class="quiet">{t.audit.spoiled(number(report.entryIndex, lang))}</p>
    </>
  );
}

function Form({ fault, onBytes }: { fault: "none" | "file" | "unknown"; onBytes: (bytes: Uint8Array | null) => void }): JSX.Element {
  const t = useTexts();
  const error = fault === "none" ? undefined : fault === "file" ? t.audit.fileBad : t.audit.unknown;
  return (
    <>
      <div class="head">
        <Title plain={t.audit.title}>{t.audit.title}</Title>
        <p class="lead">{t.audit.lead}</p>
      </div>
      <div class="card">
        <FileField id="audit-file" label={t.audit.file} hint={t.audit.fileHint} error={error} accept=".json,application/json" limit={4 << 20} onBytes={onBytes} />
      </div>
    </>
  );
}

function Audit({ votes, vkey }: { votes: SecretVote[]; vkey: string }): JSX.Element {
  const t = useTexts();
  const [outcome, setOutcome] = useState<Outcome>({ at: "form", fault: "none" });
  const load = (bytes: Uint8Array | null) => {
    const text = bytes === null ? "" : new TextDecoder().decode(bytes);
    const election = electionOf(text);
    const vote = votes.find((one) => one.election === election);
    if (election === null || vote === undefined) {
      setOutcome({ at: "form", fault: election === null ? "file" : "unknown" });
      return;
    }
    setOutcome({ at: "checking" });
    void check(text, vote, vkey).then(setOutcome);
  };
  const again = <button type="button" class="btn ghost mt-5" onClick={() => setOutcome({ at: "form", fault: "none" })}>{t.audit.another}</button>;
  switch (outcome.at) {
    case "form":
      return <Form fault={outcome.fault} onBytes={load} />;
    case "checking":
      return <><Title plain={t.audit.title} step="checking">{t.audit.title}</Title><p class="lead" role="status">{t.audit.checking}</p><Loading /></>;
    case "good":
      return <><Good report={outcome.report} title={outcome.title} />{again}</>;
    case "bad":
      return (
        <>
          <Answer kind="bad" title={t.audit.badTitle} step="audited"><p>{reason(outcome.id, t)}</p></Answer>
          <details><summary>{t.common.details}</summary><p class="quiet"><span class="mono">{outcome.id}</span>{outcome.detail !== "" && <><br />{outcome.detail}</>}</p></details>
          {again}
        </>
      );
    case "failed":
      return <><Title plain={t.audit.title} step="failed">{t.audit.title}</Title><ProblemNotice problem={outcome.problem} />{again}</>;
  }
}

/** Check an opened ballot: what does it really say? Nobody needs to be signed in. */
export function AuditPage(): JSX.Element {
  const { logKey } = useWorld();
  const [votes, reload] = useResource("secret-votes", secretVotes);
  return <div class="column"><Loaded resource={votes} reload={reload}>{(list) => logKey === null ? <Loading /> : <Audit votes={list} vkey={logKey.vkey} />}</Loaded></div>;
}
