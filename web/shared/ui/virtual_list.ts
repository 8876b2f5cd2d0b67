import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

const endPx = 40; // nearer to the end than this counts as at the end

interface VirtualEnd {
  readonly items: readonly VirtualItem[];
  readonly height: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly atEnd: () => boolean;
  readonly toEnd: () => void;
  readonly toIndex: (index: number) => void;
}

// A long list that lives at its end: rows put in front do not move what is on the screen, rows put
// at the end are followed while the end is in view. Rows carry `data-index` and `measure` as ref.
export function useVirtualEnd(of: {
  count: number;
  keyOf: (index: number) => string;
  scroller: { readonly current: HTMLElement | null };
  estimate: number;
  onScroll?: (first: number, atEnd: boolean) => void;
}): VirtualEnd {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const held = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined);
  const started = useRef(false);
  const options = {
    count: of.count,
    getScrollElement: () => of.scroller.current,
    estimateSize: () => of.estimate,
    getItemKey: of.keyOf,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    overscan: 8,
    paddingEnd: 14,
    paddingStart: 12,
    anchorTo: 'end' as const,
    followOnAppend: true,
    scrollEndThreshold: endPx,
    onChange: (instance: Virtualizer<HTMLElement, HTMLElement>) => {
      of.onScroll?.(instance.range?.startIndex ?? 0, instance.isAtEnd());
      redraw(undefined);
    },
  };
  held.current ??= new Virtualizer(options);
  const list = held.current;
  list.setOptions(options);

  useLayoutEffect(() => list._didMount(), []);
  useLayoutEffect(() => {
    list._willUpdate();
    if (!started.current && of.count > 0) {
      started.current = true;
      list.scrollToEnd();
    }
  });

  // A view that shrinks (picker, notice, keyboard) keeps the end in view if it was.
  useLayoutEffect(() => {
    const element = of.scroller.current;
    if (!element) return undefined;
    let height = element.clientHeight;
    const watch = new ResizeObserver(() => {
      const now = element.clientHeight;
      const wasAtEnd = element.scrollHeight - element.scrollTop - height <= endPx;
      height = now;
      if (wasAtEnd) element.scrollTop = element.scrollHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  return {
    items: list.getVirtualItems(),
    height: list.getTotalSize(),
    measure: list.measureElement,
    atEnd: () => list.isAtEnd(),
    toEnd: () => list.scrollToEnd(),
    toIndex: (index) => list.scrollToIndex(index, { align: 'start' }),
  };
}
