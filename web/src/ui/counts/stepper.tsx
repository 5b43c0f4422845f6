/** Goes through steps one by one: buttons, a slider for any step, and a player that stops at the end. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../icons.tsx";
import { useCount } from "./context.tsx";

const pause = 2500;

/** `at` counts from 0. All of it works by keyboard; nothing moves before somebody asks for it. */
export function Stepper({ at, all, onStep }: { at: number; all: number; onStep: (at: number) => void }): JSX.Element {
  const { t } = useCount();
  const [playing, setPlaying] = useState(false);
  const last = all - 1;
  useEffect(() => {
    if (!playing) return undefined;
    if (at >= last) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => onStep(at + 1), pause);
    return () => clearTimeout(timer);
  }, [playing, at, last]);
  const go = (to: number) => {
    setPlaying(false);
    onStep(Math.max(0, Math.min(last, to)));
  };
  const play = () => {
    if (!playing && at >= last) onStep(0);
    setPlaying(!playing);
  };
  return (
    <div class="stepper no-print" role="group" aria-label={t.transfer.controls}>
      <button type="button" class="btn ghost" aria-disabled={at === 0} onClick={() => go(at - 1)}><Icon name="left" /><span>{t.transfer.previous}</span></button>
      <button type="button" class="btn" onClick={play}><Icon name={playing ? "pause" : "play"} />{playing ? t.transfer.pause : t.transfer.play}</button>
      <button type="button" class="btn ghost" aria-disabled={at === last} onClick={() => go(at + 1)}><span>{t.transfer.next}</span><Icon name="right" /></button>
      <input type="range" min={1} max={all} step={1} value={at + 1} aria-label={t.transfer.slider} aria-valuetext={t.transfer.roundOf(at + 1, all)}
        onInput={(event) => go(Number(event.currentTarget.value) - 1)} />
    </div>
  );
}
