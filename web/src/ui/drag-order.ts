/** Dragging rows of a list by a handle, with mouse, pen or finger. An extra: whatever it does, buttons do too. */

import { useEffect, useRef } from "preact/hooks";

/** `list` is for the list whose children are the rows, `start(i)` for the handle of row i; `onMove` is called while dragging. */
export function useDragOrder(onMove: (from: number, to: number) => void): { list: { current: HTMLOListElement | null }; start: (row: number) => (event: PointerEvent) => void } {
  const list = useRef<HTMLOListElement>(null);
  const move = useRef(onMove);
  move.current = onMove;
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  const start = (row: number) => (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    let at = row;
    const moved = ({ clientY }: PointerEvent) => {
      const rows = [...(list.current?.children ?? [])];
      const below = rows.findIndex((one) => clientY < one.getBoundingClientRect().bottom);
      const to = below < 0 ? rows.length - 1 : below;
      if (to === at || to < 0) return;
      move.current(at, to);
      at = to;
    };
    const ended = () => {
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", ended);
      removeEventListener("pointercancel", ended);
    };
    stop.current();
    stop.current = ended;
    // On the window: the row itself moves while it is dragged.
    addEventListener("pointermove", moved);
    addEventListener("pointerup", ended);
    addEventListener("pointercancel", ended);
  };
  return { list, start };
}
