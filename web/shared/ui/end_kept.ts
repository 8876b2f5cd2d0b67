/** Nearer to the end than this counts as at the end. */
export const endPx = 40;

/** What a scroller says of itself, in px. */
export interface Extent {
  readonly scrollHeight: number;
  readonly scrollTop: number;
  readonly clientHeight: number;
}

/** Whether the end is to stay in view; `top` is where the view was when last looked at. */
export interface EndKept {
  readonly atEnd: boolean;
  readonly top: number;
}

const past = (of: Extent) => of.scrollHeight - of.scrollTop - of.clientHeight;

/** After a scroll: only upwards leaves the end, for downwards it is rows that came in front. */
export function afterScroll(was: EndKept, now: Extent): EndKept {
  const top = now.scrollTop;
  if (past(now) <= endPx) return { atEnd: true, top };
  return { atEnd: was.atEnd && top >= was.top, top };
}

/** After the view or what is in it has another size: whether to scroll to the end again. */
export const endIsLost = (was: EndKept, now: Extent): boolean => was.atEnd && past(now) > 0;
