import { describe, expect, it } from 'vitest';
import { afterScroll, type EndKept, endIsLost, endPx } from '../end_kept.ts';

// A view of 300 px into 1000 px: its end is at 700.
const at = (scrollTop: number, scrollHeight = 1000, clientHeight = 300) => ({
  scrollHeight,
  scrollTop,
  clientHeight,
});
const atEnd: EndKept = { atEnd: true, top: 700, height: 1000 };
const left: EndKept = { atEnd: false, top: 500, height: 1000 };

describe('the end of a long list', () => {
  it('is scrolled to again when the view shrinks or its rows grow', () => {
    expect(endIsLost(atEnd, at(700, 1000, 200))).toBe(true);
    expect(endIsLost(atEnd, at(700, 1080))).toBe(true);
    expect(endIsLost(atEnd, at(700))).toBe(false);
  });

  it('is left by scrolling up, and then nothing scrolls the reader back', () => {
    const kept = afterScroll(atEnd, at(500));
    expect(kept).toEqual(left);
    expect(endIsLost(kept, at(500, 1080))).toBe(false);
    expect(endIsLost(kept, at(500, 1000, 200))).toBe(false);
  });

  it('is not left by a step up that stays near it', () => {
    expect(afterScroll(atEnd, at(700 - endPx)).atEnd).toBe(true);
    expect(afterScroll(atEnd, at(700 - endPx - 1)).atEnd).toBe(false);
  });

  it('is not left when rows that came in front push the view down, or it stays where it was', () => {
    expect(afterScroll(atEnd, at(900, 1400)).atEnd).toBe(true);
    expect(afterScroll(atEnd, at(700, 1400)).atEnd).toBe(true);
  });

  it('is not left when a row goes and the view shrinks before that is told', () => {
    const gone = afterScroll(atEnd, at(640, 940, 240));
    expect(gone.atEnd).toBe(true);
    expect(endIsLost(gone, at(640, 940, 240))).toBe(true);
    expect(afterScroll(atEnd, at(600, 940, 240)).atEnd).toBe(false);
  });

  it('is left by a step up from where rows in front had pushed the view', () => {
    const pushed = afterScroll(atEnd, at(900, 1400));
    expect(afterScroll(pushed, at(899, 1400)).atEnd).toBe(false);
  });

  it('is not come back to by scrolling down half the way, but by reaching it', () => {
    const halfway = afterScroll(left, at(600));
    expect(halfway).toEqual({ atEnd: false, top: 600, height: 1000 });
    expect(afterScroll(halfway, at(700 - endPx)).atEnd).toBe(true);
  });
});
