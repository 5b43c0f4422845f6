/** Our own line icons. They are decoration: the words beside them say everything. */

import type { JSX } from "preact";

const paths = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  lock: "M7 11V8a5 5 0 0110 0v3M5.5 11h13v9h-13zM12 14.5v2.5",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 100-6 3 3 0 000 6z",
  hand: "M4 12.5l5 5L20 6.5M3 20.5h18",
  clock: "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 7.5V12l3 2",
  download: "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
  print: "M7 8V3.5h10V8M7 17H4V8.5h16V17h-3M7 14h10v6.5H7z",
  key: "M8.5 19.5a4 4 0 100-8 4 4 0 000 8zM11.5 12.500L20 4M16.5 7.500l3 3M13.8 10.200l2 2",
  menu: "M4 7h16M4 12h16M4 17h16",
  warn: "M12 4l9 16H3zM12 10v5M12 17.2v.6",
  info: "M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 11v5.5M12 7.6v.6",
  left: "M14.5 5.5L8 12l6.5 6.5",
  right: "M9.5 5.5L16 12l-6.5 6.5",
  people: "M9 11.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c.6-4 3-6 6.5-6s5.9 2 6.5 6M16 5a3.2 3.2 0 010 6M18 14.500c2 .7 3.2 2.4 3.5 5.5",
  document: "M6 3.500h8.500L19 8v12.500H6zM14 3.500V8.500h5M9 12.500h7M9 16h7",
  box: "M4 10h16v10.500H4zM8.5 10V3.500h7V10M8 13.500h8",
  person: "M12 11.5a4 4 0 100-8 4 4 0 000 8zM4 20.5c.7-4.5 3.7-6.5 8-6.5s7.3 2 8 6.5",
  play: "M7.5 5l11 7-11 7z",
  pause: "M8.5 5.500v13M15.5 5.500v13",
  up: "M5.500 14.500L12 8l6.500 6.500",
  down: "M5.500 9.500L12 16l6.500-6.500",
  grip: "M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1",
  plus: "M12 5.500v13M5.500 12h13",
  wait: "M7 3.500h10M7 20.500h10M8 3.500c0 5 8 6 8 8.500s-8 3.5-8 8.500M16 3.500c0 5-8 6-8 8.500s8 3.5 8 8.5",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

/** Two links of a chain, the second passing through the first. */
export function BrandMark(): JSX.Element {
  return (
    <svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="3.2" aria-hidden="true" focusable="false">
      <path d="M16.3 20.500A5.5 5.5 0 0112.5 22h-4a6 6 0 010-12h4a6 6 0 016 6" />
      <path d="M15.7 11.500A5.5 5.5 0 0119.5 10h4a6 6 0 010 12h-4a6 6 0 01-6-6" />
    </svg>
  );
}

/** The seal on a good answer: a link closed around a tick. */
export function Seal({ kind }: { kind: "good" | "bad" | "wait" }): JSX.Element {
  const inside = kind === "good" ? "M21 32.500l8 8L43.5 26" : kind === "bad" ? "M24 24l16 16M40 24L24 40" : "M32 20v12l8 5";
  return (
    <svg viewBox="0 0 64 64" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <circle cx="32" cy="32" r="28" opacity=".35" />
      <circle cx="32" cy="32" r="22" />
      <path d={inside} />
    </svg>
  );
}

const motifLinks = [0, 1, 2, 3, 4];

/**
 * The large, faint chain behind the head of the board. Each link lies over the one before it, whose upper right turn is
 * drawn once more on top, so that they interlock.
 */
export function Motif(): JSX.Element {
  const at = (i: number) => i * 168;
  return (
    <svg class="motif" viewBox="0 0 860 330" fill="none" aria-hidden="true" focusable="false">
      <defs>{motifLinks.map((i) => <clipPath key={i} id={`motif-${i}`}><rect x={at(i) + 130} y="90" width="110" height="74" /></clipPath>)}</defs>
      <g transform="rotate(-9 430 165)">
        {motifLinks.map((i) => (
          <g key={i}>
            <rect class="halo" x={at(i)} y="110" width="220" height="116" rx="58" />
            <rect class="line" x={at(i)} y="110" width="220" height="116" rx="58" />
          </g>
        ))}
        {motifLinks.slice(0, -1).map((i) => (
          <g key={i} clip-path={`url(#motif-${i})`}>
            <rect class="halo" x={at(i)} y="110" width="220" height="116" rx="58" />
            <rect class="line" x={at(i)} y="110" width="220" height="116" rx="58" />
          </g>
        ))}
      </g>
    </svg>
  );
}
