import { useEffect, useReducer, useRef } from 'preact/hooks';

/**
 * Shared state of the widget: a value, and one redraw of the whole small tree when any of them
 * changes. Preact diffs what is the same by reference away; a signals library would be an eighth of
 * the size budget.
 */

export interface Cell<T> {
  value: T;
}

const watchers = new Set<() => void>();

export function cell<T>(first: T): Cell<T> {
  let held = first;
  return {
    get value() {
      return held;
    },
    set value(next: T) {
      if (next === held) return;
      held = next;
      for (const run of watchers) run();
    },
  };
}

/** Runs now and after every change. */
export function onChange(run: () => void): void {
  watchers.add(run);
  run();
}

/** State of one component. */
export function useCell<T>(first: T): Cell<T> {
  const own = useRef<Cell<T> | null>(null);
  own.current ??= cell(first);
  return own.current;
}

/** For the root: draws again when a cell changed. */
export function useCells(): void {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const run = () => draw(undefined);
    watchers.add(run);
    return () => {
      watchers.delete(run);
    };
  }, []);
}
