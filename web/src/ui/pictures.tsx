/** Numbers as pictures, in our own SVG. Each has the same numbers in words or in a table beside it. */

import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { useTexts } from "../i18n/index.ts";

const pitch = 17;
const linkWidth = 24;
const linkHeight = 15;

/**
 * Turnout as a chain: every entitled organisation is a link, those that voted are green, the quorum is a dashed mark.
 * Above 60 organisations the links would be too small to see, and a bar takes their place.
 */
export function Turnout({ cast, entitled, quorum }: { cast: number; entitled: number; quorum?: number | undefined }): JSX.Element {
  const t = useTexts();
  const missing = quorum === undefined ? 0 : Math.max(0, quorum - cast);
  return (
    <div class="turnout">
      {entitled <= 60 ? <Chain cast={cast} entitled={entitled} quorum={quorum} /> : (
        <svg class="chain" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <line x1="0" y1="3" x2="100" y2="3" class="link-off" stroke-width="4" />
          <line x1="0" y1="3" x2={entitled > 0 ? (100 * Math.min(cast, entitled)) / entitled : 0} y2="3" class="link-on" stroke-width="4" />
          {quorum !== undefined && <line class="mark" x1={(100 * quorum) / entitled} x2={(100 * quorum) / entitled} y1="0" y2="6" stroke-width="0.5" />}
        </svg>
      )}
      <p class="chain-text">
        <span>{t.turnout.label(cast, entitled)}</span>
        {quorum !== undefined && <span>{missing === 0 ? t.turnout.quorumReached(quorum) : t.turnout.quorumMissing(missing)}</span>}
      </p>
    </div>
  );
}

function Chain({ cast, entitled, quorum }: { cast: number; entitled: number; quorum: number | undefined }): JSX.Element {
  const rows = Math.max(1, Math.ceil(entitled / 16));
  const perRow = Math.max(1, Math.ceil(entitled / rows));
  const rowHeight = linkHeight + 9;
  const width = pitch * perRow + (linkWidth - pitch);
  const links = Array.from({ length: entitled }, (_, i) => i);
  // Links that voted are drawn last, so that the green ones lie on top.
  const ordered = [...links.filter((i) => i >= cast), ...links.filter((i) => i < cast)];
  const markRow = quorum === undefined ? 0 : Math.floor((quorum - 1) / perRow);
  const markX = quorum === undefined ? 0 : (quorum - markRow * perRow) * pitch + (linkWidth - pitch) / 2;
  return (
    <svg class="chain" viewBox={`-1 -5 ${width + 2} ${rowHeight * rows + 1}`} fill="none" stroke-width="3.2" aria-hidden="true" focusable="false">
      {ordered.map((i) => (
        <rect key={i} class={i < cast ? "link-on" : "link-off"} x={(i % perRow) * pitch + 1.6} y={Math.floor(i / perRow) * rowHeight + 1.6}
          width={linkWidth - 3.2} height={linkHeight - 3.2} rx={(linkHeight - 3.2) / 2} />
      ))}
      {quorum !== undefined && quorum > 0 && quorum <= entitled && (
        <line class="mark" stroke-width="2" x1={markX} x2={markX} y1={markRow * rowHeight - 4} y2={markRow * rowHeight + linkHeight + 4} />
      )}
    </svg>
  );
}

export interface Bar {
  key: string;
  name: string;
  value: number;
  tone: "main" | "plain" | "no" | "hatched";
  /** Said in words beside the name, such as "elected". */
  say?: string;
}

/**
 * Horizontal bars against a common whole, with an optional dashed rule across the bars named in `ruleOn` (all of them
 * when it is left out). The picture is hidden from screen readers; the names and numbers are text.
 */
export function Bars({ bars, whole, rule, ruleOn }: { bars: Bar[]; whole: number; rule?: number | undefined; ruleOn?: string[] }): JSX.Element {
  const pattern = useId().replaceAll(":", "");
  const scale = whole > 0 ? 1000 / whole : 0;
  return (
    <div class="bars">
      {bars.map((bar) => {
        const length = Math.min(1000, bar.value * scale);
        const ruled = rule !== undefined && (ruleOn === undefined || ruleOn.includes(bar.key));
        return (
          <div class="line" key={bar.key}>
            <span class={bar.say === undefined ? "name" : "name elected"}>
              {bar.name}{bar.say !== undefined && <span class="tag on say">{bar.say}</span>}
            </span>
            <span class="n">{bar.value}</span>
            <svg viewBox="0 0 1000 18" preserveAspectRatio="none" aria-hidden="true" focusable="false">
              {bar.tone === "hatched" && (
                <pattern id={`${pattern}-${bar.key}`} width="12" height="18" patternUnits="userSpaceOnUse">
                  <line class="hatch" x1="0" y1="18" x2="12" y2="0" stroke-width="3" />
                </pattern>
              )}
              <rect class="track" width="1000" height="18" rx="3" />
              {bar.tone === "hatched"
                ? <rect width={length} height="18" fill={`url(#${pattern}-${bar.key})`} />
                : <rect class={bar.tone === "main" ? "fill" : `fill ${bar.tone}`} width={length} height="18" rx="3" />}
              {ruled && <line class="rule" x1={rule * scale} x2={rule * scale} y1="-4" y2="22" vector-effect="non-scaling-stroke" />}
            </svg>
          </div>
        );
      })}
    </div>
  );
}

/** The sample of a dashed line in a legend. */
export function DashedSample(): JSX.Element {
  return (
    <svg viewBox="0 0 24 18" aria-hidden="true" focusable="false">
      <line x1="12" x2="12" y1="0" y2="18" stroke="currentColor" stroke-width="2" stroke-dasharray="4 3" />
    </svg>
  );
}
