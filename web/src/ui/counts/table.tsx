/** The frame of every table of a count: it can be closed, and a wide one scrolls by itself, also by keyboard. */

import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import { useCount } from "./context.tsx";

/** A table under its title; it scrolls sideways in a region of its own when it is wider than the page. */
export function WideTable({ title, kind = "", children }: { title: string; kind?: string; children: ComponentChildren }): JSX.Element {
  const id = useId().replaceAll(":", "");
  return (
    <>
      <p class="quiet table-title" id={id}>{title}</p>
      <div class="table-wrap" role="region" tabIndex={0} aria-labelledby={id}><table class={`wide ${kind}`} aria-labelledby={id}>{children}</table></div>
    </>
  );
}

export function TableBelow({ open = false, children }: { open?: boolean; children: ComponentChildren }): JSX.Element {
  const { t } = useCount();
  return <details open={open} class="mt-5"><summary>{t.table}</summary><div>{children}</div></details>;
}
