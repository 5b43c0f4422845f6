/** Parts that several pages use to speak about a vote. */

import type { JSX } from "preact";
import type { Fraction, Rule, SecretVote, VoteSummary } from "../api/types.ts";
import { groupsOfFour, useTexts, type Catalogue } from "../i18n/index.ts";
import { fractionText, isSimple } from "./decision.ts";
import { Icon } from "./icons.tsx";

/** Whether trustees mix the votes now, before they decrypt them. */
export const isMixing = (vote: VoteSummary): boolean => "mixing" in vote && vote.status === "tallied" && (vote as SecretVote).mixing?.ended === false;

/** Kind and state of a vote, in words. */
export function VoteTags({ vote }: { vote: VoteSummary }): JSX.Element {
  const t = useTexts();
  const tone = vote.status === "open" ? "tag on" : vote.status === "closed" || vote.status === "tallied" ? "tag warn" : "tag";
  return (
    <>
      <span class="tag"><Icon name={vote.type === "secret" ? "lock" : "eye"} />{t.status[vote.type]}</span>
      <span class={tone}>{vote.status === "open" && <span class="dot" aria-hidden="true" />}{isMixing(vote) ? t.vote.mixing : t.status.state[vote.status]}</span>
    </>
  );
}

export const hasMixed = ({ mixing }: SecretVote, owner: number | undefined): boolean => mixing?.shuffles.some((one) => one.owner === owner) === true;

/** What a closed vote waits for from a trustee; null for nothing. */
export function trusteeTask(vote: SecretVote, owner: number | undefined): "mix" | "decrypt" | null {
  if ((vote.status !== "closed" && vote.status !== "tallied") || vote.encrypted_tally === undefined) return null;
  if (isMixing(vote)) return hasMixed(vote, owner) ? null : "mix";
  return vote.trustees.some((one) => one.owner === owner && !one.decrypted) ? "decrypt" : null;
}

/** "at least 2/3 of votes for and against". */
export function ruleText(rule: Rule, t: Catalogue): string {
  if (isSimple(rule)) return t.rules.simple;
  const base = t.rules.base[rule.base] ?? rule.base;
  return rule.strict ? t.rules.moreThan(fractionText(rule), base) : t.rules.atLeast(fractionText(rule), base);
}

/** "at least 1/2 of the entitled". */
export function quorumText(quorum: Fraction, t: Catalogue): string {
  if (quorum.num === 0 && !quorum.strict) return t.rules.quorumNone;
  return quorum.strict ? t.rules.quorumMoreThan(fractionText(quorum)) : t.rules.quorumAtLeast(fractionText(quorum));
}

/** A tracker in groups of four: easy to compare aloud. Copying the text gives the groups; spaces do not matter anywhere. */
export function Tracker({ value, small = false }: { value: string; small?: boolean }): JSX.Element {
  return (
    <p class={small ? "tracker small" : "tracker"} translate={false}>
      {groupsOfFour(value).map((group, i) => <span key={i}>{group} </span>)}
    </p>
  );
}

/** A candidate's answer text "Name — organisation, place": the name apart from the rest. */
export function splitAnswer(answer: string): { name: string; rest: string } {
  const at = answer.search(/\s[—–]\s|\s\(|,\s/u);
  if (at < 1) return { name: answer, rest: "" };
  const rest = answer.slice(at).replace(/^\s*[—–(,]\s*/u, "");
  return { name: answer.slice(0, at), rest: answer.charAt(at + 1) === "(" ? rest.replace(/\)$/u, "") : rest };
}
