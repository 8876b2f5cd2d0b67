import { describe, expect, it } from 'vitest';
import { agoOf } from '../state/ago.ts';
import {
  burntShare,
  defaultWaitLimits as limits,
  longestOf,
  nagOf,
  phaseOf,
} from '../state/wait.ts';

describe('waiting phases', () => {
  it.each([
    [0, 0],
    [59_999, 0],
    [60_000, 1],
    [99_999, 1],
    [100_000, 2],
    [179_999, 2],
    [180_000, 3],
    [86_400_000, 3],
  ])('%i ms is phase %i', (ms, phase) => {
    expect(phaseOf(ms, limits)).toBe(phase);
  });

  it('follows the limits of the service manual', () => {
    const strict = { warnMs: 10, lateMs: 20, breachMs: 30 };
    expect([5, 10, 20, 30].map((ms) => phaseOf(ms, strict))).toEqual([0, 1, 2, 3]);
  });

  it('burns the wick from 0 to 100 and no further', () => {
    expect([-5, 0, 90_000, 180_000, 900_000].map((ms) => burntShare(ms, limits))).toEqual([
      0, 0, 50, 100, 100,
    ]);
  });
});

describe('the nag', () => {
  const waiting = [
    { c: 'b', since: 50_000 },
    { c: 'a', since: 10_000 },
    { c: 'c', since: 190_000 },
  ];

  it('counts those at or past the late limit and goes to the longest', () => {
    expect(nagOf(waiting, 150_000, limits)).toEqual({ count: 2, longest: 'a' });
    expect(nagOf(waiting, 109_999, limits).count).toBe(0);
    expect(nagOf(waiting, 110_000, limits).count).toBe(1);
  });

  it('leads F8 to the longest even while nobody is late, and nowhere when nobody waits', () => {
    expect(nagOf(waiting, 60_000, limits)).toEqual({ count: 0, longest: 'a' });
    expect(longestOf([])).toBeUndefined();
  });

  it('breaks ties by id, so that F8 does not jump to and fro', () => {
    const tied = [
      { c: 'z', since: 5 },
      { c: 'm', since: 5 },
    ];
    expect(longestOf(tied)).toBe('m');
    expect(longestOf([...tied].reverse())).toBe('m');
  });
});

describe('how long ago', () => {
  it.each([
    [59_999, { unit: 'now' }],
    [60_000, { unit: 'minutes', n: 1 }],
    [3_599_999, { unit: 'minutes', n: 59 }],
    [3_600_000, { unit: 'hours', n: 1 }],
    [86_400_000, { unit: 'days', n: 1 }],
  ])('%i ms', (ms, shown) => {
    expect(agoOf(ms)).toEqual(shown);
  });
});
