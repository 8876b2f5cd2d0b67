import { describe, expect, it } from 'vitest';
import { outlook, type Said, saidOf, standing } from '../app/standing.ts';

// Before a language is spoken each word is its own key.
const place = { position: 1, waiting: 1, staffed: true };

describe('Who waits', () => {
  it('reads that an agent is asked while it rings there, whatever was true before', () => {
    expect(standing({ ...place, staffed: false })).toBe('waiting.nobody');
    expect(standing({ ...place, ringing: true })).toBe('waiting.asking');
    expect(outlook({ ...place, ringing: true })).toBe('');
  });

  it('reads the place again once nobody is asked any more', () => {
    expect(standing(place)).toBe('waiting.next');
    expect(standing({ ...place, position: 3 })).toBe('waiting.status');
    expect(outlook(place)).toBe('waiting.no_range');
  });

  it('reads that nobody is there, and what becomes of the line then', () => {
    expect(outlook({ ...place, staffed: false })).toBe('waiting.nobody_why');
  });

  it('reads of the hours while nobody is there, and never while somebody is', () => {
    const closed = { open: false, opens_at: 60_000 };
    expect(standing({ ...place, staffed: false }, closed, 0)).toBe('hours.opens');
    expect(standing({ ...place, staffed: false }, { open: true }, 0)).toBe('waiting.nobody');
    expect(standing(place, closed, 0)).toBe('waiting.next');
    expect(standing({ ...place, ringing: true }, closed, 0)).toBe('waiting.asking');
    expect(saidOf({ ...place, staffed: false }, undefined, 0, closed)?.words).toBe('hours.opens');
  });
});

describe('Who waits and listens', () => {
  const hears = (steps: [place: Parameters<typeof saidOf>[0], atMs: number][]) => {
    let said: Said | undefined;
    return steps.map(([at, nowMs]) => {
      said = saidOf(at, said, nowMs);
      return said?.words;
    });
  };
  const nobody = { ...place, staffed: false };
  const asked = { ...place, ringing: true };

  it('hears at once that nobody is there, that an agent is asked, that it is a line again', () => {
    expect(
      hears([
        [undefined, 0],
        [nobody, 1_000],
        [asked, 1_500],
        [place, 2_000],
        [nobody, 2_500],
        [undefined, 3_000],
      ]),
    ).toEqual([
      undefined,
      'waiting.nobody',
      'waiting.asking',
      'waiting.next',
      'waiting.nobody',
      'waiting.asking',
    ]);
  });

  it('hears the place every half minute, and the one passed over is said when it is time', () => {
    expect(
      hears([
        [{ ...place, position: 3 }, 0],
        [place, 29_999],
        [place, 30_000],
      ]),
    ).toEqual(['waiting.status', 'waiting.status', 'waiting.next']);
  });

  it('hears nothing again that has not changed', () => {
    const first = saidOf(place, undefined, 0);
    expect(saidOf(place, first, 90_000)).toBe(first);
  });
});
