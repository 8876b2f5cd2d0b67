import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { afterScroll, type EndKept, endIsInView, endIsLost, endPx } from './end_kept.ts';

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
  onScroll?: (first: number) => void; // where rows have come or gone
  onEnd: (inView: boolean) => void; // after each scroll and each change of size
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
      of.onScroll?.(instance.range?.startIndex ?? 0);
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

  const onEnd = useRef(of.onEnd);
  onEnd.current = of.onEnd;
  useLayoutEffect(() => {
    const scroller = of.scroller.current;
    return scroller ? keepEnd(scroller, (inView) => onEnd.current(inView)) : undefined;
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

// A view that shrinks (picker, notice, keyboard) and rows that grow in it (a narrower column breaks them
// anew) keep the end in view if it was: only the reader leaves it, by scrolling.
function keepEnd(scroller: HTMLElement, tell: (inView: boolean) => void): () => void {
  let kept: EndKept = { atEnd: true, top: scroller.scrollTop, height: scroller.scrollHeight };
  const scrolled = () => {
    kept = afterScroll(kept, scroller);
    tell(endIsInView(scroller));
  };
  const watch = new ResizeObserver(() => {
    if (endIsLost(kept, scroller)) scroller.scrollTop = scroller.scrollHeight;
    tell(endIsInView(scroller));
  });
  scroller.addEventListener('scroll', scrolled, { passive: true });
  watch.observe(scroller);
  if (scroller.firstElementChild) watch.observe(scroller.firstElementChild);
  return () => {
    scroller.removeEventListener('scroll', scrolled);
    watch.disconnect();
  };
}
