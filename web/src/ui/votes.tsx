/** Parts that several pages use to speak about a vote. */

import type { JSX } from "preact";
import type { Fraction, Rule, VoteSummary } from "../api/types.ts";
import { groupsOfFour, useTexts, type Catalogue } from "../i18n/index.ts";
import { fractionText, isSimple } from "./decision.ts";
import { Icon } from "./icons.tsx";

/** Kind and state of a vote, in words. */
export function VoteTags({ vote }: { vote: VoteSummary }): JSX.Element {
  const t = useTexts();
  const tone = vote.status === "open" ? "tag on" : vote.status === "closed" || vote.status === "tallied" ? "tag warn" : "tag";
  return (
    <>
      <span class="tag"><Icon name={vote.type === "secret" ? "lock" : "eye"} />{t.status[vote.type]}</span>
      <span class={tone}>{vote.status === "open" && <span class="dot" aria-hidden="true" />}{t.status.state[vote.status]}</span>
    </>
  );
}

/** "at least 2/3 of votes for and against". */
export function ruleText(rule: Rule, t: Catalogue): string {
  if (isSimple(rule)) return t.rules.simple;
  const base = t.rules.base[rule.base] ?? rule.base;
  return rule.strict ? t.rules.moreThan(fractionText(rule), base) : t.rules.atLeast(fractionText(rule), base);
}

export function quorumText(quorum: Fraction, t: Catalogue): string {
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
