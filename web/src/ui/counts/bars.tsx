/** Bars of a count: what was there, what came and what went away, and a dashed line across them. */

import type { ComponentChildren, JSX } from "preact";
import { DashedSample } from "../pictures.tsx";

export interface CountBar {
  key: string | number;
  name: string;
  /** In small letters below the name. */
  rest?: string;
  /** The number, as text. */
  value: string;
  /** A change in words beside the number: "+3.2". */
  change?: string | undefined;
  /** Parts of the whole, 0 to 1: what stays, what came, and what went away. */
  kept: number;
  gained?: number;
  lost?: number;
  tone: "main" | "plain";
  tag?: { text: string; tone: "on" | "" | "warn" } | undefined;
}

const scale = 1000;

/** `rule`: where the dashed line stands, 0 to 1. The picture is hidden from screen readers: names and numbers are text. */
export function CountBars({ bars, rule }: { bars: CountBar[]; rule?: number | undefined }): JSX.Element {
  return (
    <ul class="bars count-bars">
      {bars.map((bar) => {
        const kept = Math.min(1, bar.kept) * scale;
        const gained = Math.min(1, bar.gained ?? 0) * scale;
        const lost = Math.min(1, bar.lost ?? 0) * scale;
        return (
          <li class="line" key={bar.key}>
            <span class={bar.tone === "main" ? "name elected" : "name"}>
              {bar.name}{bar.tag !== undefined && <span class={`tag say ${bar.tag.tone}`}>{bar.tag.text}</span>}
              {bar.rest !== undefined && bar.rest !== "" && <small>{bar.rest}</small>}
            </span>
            <span class="n">{bar.change !== undefined && <small class="change">{bar.change}</small>}{bar.value}</span>
            <svg viewBox={`0 0 ${scale} 18`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <rect class="track" width={scale} height="18" rx="3" />
              {lost > 0 && <rect class="lost" x={kept} width={lost} height="18" vector-effect="non-scaling-stroke" />}
              <rect class={bar.tone === "main" ? "fill" : "fill plain"} width={kept} height="18" rx="3" />
              {gained > 0 && <rect class="gained" x={kept} width={gained} height="18" vector-effect="non-scaling-stroke" />}
              {rule !== undefined && rule <= 1 && <line class="rule" x1={rule * scale} x2={rule * scale} y1="-5" y2="23" vector-effect="non-scaling-stroke" />}
            </svg>
          </li>
        );
      })}
    </ul>
  );
}

/** The dashed line of a picture, in words. */
export function RuleLegend({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="legend"><DashedSample /><span>{children}</span></p>;
}
