/** Nearer to the end than this counts as at the end. */
export const endPx = 40;

/** What a scroller says of itself, in px. */
export interface Extent {
  readonly scrollHeight: number;
  readonly scrollTop: number;
  readonly clientHeight: number;
}

/** Whether the end is to stay in view; `top` and `height` are as when last looked at. */
export interface EndKept {
  readonly atEnd: boolean;
  readonly top: number;
  readonly height: number; // of all that is in it
}

const past = (of: Extent) => of.scrollHeight - of.scrollTop - of.clientHeight;

export const endIsInView = (now: Extent): boolean => past(now) <= endPx;

/**
 * After a scroll: only upwards leaves the end, for downwards it is rows that came in front. A row that
 * goes takes the view up with it, and until that is told the view may have shrunk, too.
 */
export function afterScroll(was: EndKept, now: Extent): EndKept {
  const { scrollTop: top, scrollHeight: height } = now;
  const gone = Math.max(0, was.height - height);
  const atEnd = endIsInView(now) || (was.atEnd && top >= was.top - gone);
  return { atEnd, top, height };
}

/** After the view or what is in it has another size: whether to scroll to the end again. */
export const endIsLost = (was: EndKept, now: Extent): boolean => was.atEnd && past(now) > 0;
