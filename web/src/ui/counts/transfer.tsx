/** STV and IRV, round by round: who is elected, who is excluded, whose votes move where. */

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { CountBars, RuleLegend, type CountBar } from "./bars.tsx";
import { useCount, type Count } from "./context.tsx";
import { compare, minus, toNumber, zero } from "./exact.ts";
import type { TransferDetail } from "./record-detail.ts";
import { Stepper } from "./stepper.tsx";
import { fixedOrder, standings, stepOf, type Step } from "./steps.ts";
import { TableBelow } from "./table.tsx";
import { TransferTable } from "./transfer-table.tsx";

/** The sentences that say what happened in a round (from 0). */
export function roundWords(count: Count, detail: TransferDetail, at: number): string[] {
  const { t: { transfer: t }, names, show, name } = count;
  const round = detail.rounds[at];
  if (round === undefined) return [];
  const step = stepOf(detail, at);
  const moved = step.losses.filter((one) => round.from.includes(one.candidate)).map((one) => show(one.amount)).join(" + ");
  const words: string[] = [];
  if (round.action === "first_preferences") words.push(t.first);
  if (round.action === "surplus") words.push(t.surplus(names(round.from), moved));
  if (round.action === "exclusion") words.push(moved === "" ? t.excludedEmpty(names(round.from), round.from.length === 1) : t.exclusion(names(round.from), round.from.length === 1, moved));
  if (round.action === "iteration") words.push(t.iteration(round.iterations));
  if (round.action === "fill") words.push(t.fill);
  if (round.action === "surplus" && round.transferValue !== null) words.push(t.each(show(round.transferValue)));
  if (step.gains.length > 0) words.push(t.gains(step.gains.map((one) => `${name(one.candidate)}\u00a0+${show(one.amount)}`).join(", ")));
  if (compare(step.toNobody, zero) > 0) words.push(t.toNobody(show(step.toNobody)));
  if (round.elected.length > 0) words.push(t.electedNow(names(round.elected)));
  const others = round.excluded.filter((one) => !round.from.includes(one));
  if (others.length > 0) words.push(t.excludedNow(names(others), others.length === 1));
  return words;
}

function barOf(count: Count, detail: TransferDetail, at: number, step: Step, whole: number): (candidate: number) => CountBar {
  const { t, name, show } = count;
  const round = detail.rounds[at];
  const standing = standings(detail, at);
  return (candidate) => {
    const votes = round?.votes[candidate] ?? zero;
    const gain = step.gains.find((one) => one.candidate === candidate)?.amount;
    const loss = step.losses.find((one) => one.candidate === candidate)?.amount;
    const now = standing.get(candidate) ?? { is: "in" };
    return {
      key: candidate, name: name(candidate), value: show(votes), tone: now.is === "elected" ? "main" : "plain",
      change: gain !== undefined ? `+${show(gain)}` : loss !== undefined ? `−${show(loss)}` : undefined,
      kept: toNumber(gain === undefined ? votes : minus(votes, gain)) / whole,
      gained: gain === undefined ? 0 : toNumber(gain) / whole, lost: loss === undefined ? 0 : toNumber(loss) / whole,
      tag: now.is === "in" ? undefined : now.is === "elected"
        ? { text: t.transfer.electedIn(now.round), tone: "on" } : { text: t.transfer.excludedIn(now.round), tone: "" },
    };
  };
}

function Legend(): JSX.Element {
  const { t: { transfer: t } } = useCount();
  const sample = (shape: string) => <svg viewBox="0 0 24 18" aria-hidden="true" focusable="false"><rect class={shape} x="1" y="2" width="22" height="14" /></svg>;
  return (
    <p class="legend count-legend">
      <span>{sample("fill")}{t.legendKept}</span><span>{sample("gained")}{t.legendGain}</span><span>{sample("lost")}{t.legendLoss}</span>
    </p>
  );
}

/** The votes that belong to nobody any more, under the bars. */
function Outside({ detail, at }: { detail: TransferDetail; at: number }): JSX.Element {
  const { t: { transfer: t }, show } = useCount();
  const round = detail.rounds[at];
  return (
    <dl class="facts mt-5">
      <div><dt>{t.exhausted}</dt><dd><strong class="tabular">{show(round?.exhausted ?? zero)}</strong> <small>{t.exhaustedHint}</small></dd></div>
      {round !== undefined && compare(round.loss, zero) > 0 && <div><dt>{t.loss}</dt><dd class="tabular">{show(round.loss)}</dd></div>}
    </dl>
  );
}

export function Transfer({ detail }: { detail: TransferDetail }): JSX.Element {
  const count = useCount();
  const { record, t: { transfer: t }, show } = count;
  const [at, setAt] = useState(0);
  const order = useMemo(() => fixedOrder(record, detail), [record]);
  const whole = useMemo(() => Math.max(...detail.rounds.flatMap((round) => [...round.votes, round.quota].map(toNumber)), Number.MIN_VALUE), [record]);
  const round = detail.rounds[at];
  const all = detail.rounds.length;
  const staged = record.method === "stv-ers97" && round !== undefined && round.stage !== at + 1;
  return (
    <section class="card" aria-labelledby="count-rounds">
      <h2 id="count-rounds">{t.title}</h2>
      <p class="quiet">{t.quotaHow[record.method]?.(record.ballots.valid, record.seats)}</p>
      <Stepper at={at} all={all} onStep={setAt} />
      <div class="round" role="status">
        <h3>{t.roundOf(at + 1, all)}{staged && <small>, {t.stage(round.stage)}</small>}</h3>
        {roundWords(count, detail, at).map((words, i) => <p key={i}>{words}</p>)}
      </div>
      <CountBars rule={round === undefined ? undefined : toNumber(round.quota) / whole} bars={order.map(barOf(count, detail, at, stepOf(detail, at), whole))} />
      <RuleLegend>{record.method === "irv" ? t.majorityIs(show(round?.quota ?? zero)) : t.quotaIs(show(round?.quota ?? zero))}</RuleLegend>
      <Legend />
      <Outside detail={detail} at={at} />
      <TableBelow><TransferTable detail={detail} order={order} /></TableBelow>
    </section>
  );
}
