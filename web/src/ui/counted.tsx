/** The result of a question that a method counted: its record, fetched by the hash that the ledger names, and drawn. */

import type { ComponentChildren, JSX } from "preact";
import type { Question, SecretDecision, SecretVote } from "../api/types.ts";
import { useTexts } from "../i18n/index.ts";
import { CountResult } from "./counts/count-result.tsx";
import { checkedBlob } from "./election.ts";
import { Loaded, Notice } from "./page.tsx";
import { useResource } from "./resource.ts";

/** What the record calls candidates: answers, or the lists themselves. */
function namesOf({ answers, form }: Question): readonly string[] {
  return form?.kind === "lists" ? form.lists.map((names) => names[0] ?? "") : answers;
}

/** Why a count elected nobody, from {"error":id}; null for a record. */
export function faultOfCount(text: string): string | null {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null && "error" in value && typeof value.error === "string" ? value.error : null;
}

/** What the lot was drawn from, to be worked out again elsewhere. */
function LotSource({ vote, lot }: { vote: SecretVote; lot: string }): JSX.Element {
  const t = useTexts();
  return (
    <details>
      <summary>{t.result.lotHow}</summary>
      <p>{t.result.lotText}</p>
      <dl class="facts">
        <dt>{t.result.lotNumber}</dt><dd class="mono">{lot}</dd>
        <dt>{t.result.lotCommitment}</dt><dd class="mono">{vote.count?.lot}</dd>
        <dt>{t.result.lotTally}</dt><dd class="mono">{vote.encrypted_tally}</dd>
      </dl>
    </details>
  );
}

/** `children` show the bare sums where the method elects nobody; its record has them, drawn, where it does. */
export function Counted({ vote, question, decision, children }: { vote: SecretVote; question: Question; decision: SecretDecision; children?: ComponentChildren }): JSX.Element {
  const t = useTexts();
  const name = decision.count?.record ?? "";
  const [record, reload] = useResource(`count|${name}`, async (signal) => new TextDecoder().decode(await checkedBlob(name, signal)));
  return (
    <>
      {decision.quorum?.holds === false && <Notice><p>{t.result.countedWithoutQuorum}</p></Notice>}
      <p class="quiet">{question.question}</p>
      <Loaded resource={record} reload={reload}>
        {(text) => {
          const fault = faultOfCount(text);
          if (fault !== null) return <><Notice><p>{t.result.nobodyCounted}</p><p class="quiet mono">{fault}</p></Notice>{children}</>;
          return <CountResult record={text} names={namesOf(question)} grades={question.form?.kind === "grades" ? question.form.grades : undefined} />;
        }}
      </Loaded>
      {decision.count !== undefined && <LotSource vote={vote} lot={decision.count.lot} />}
    </>
  );
}
