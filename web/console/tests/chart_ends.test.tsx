// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { speak } from '../text.ts';
import { LongestChart } from '../views/wall/charts.tsx';
import { ownBox } from './own_box.ts';

const box = ownBox();
const minute = 60_000;
const ends = (...at: number[]) => {
  const history = at.map((ms) => ({ at: ms, tiles: {}, waiting: {} }));
  const wall = { v: 1, at: 0, tiles: {}, queues: [], agents: [], lostAt: new Map() };
  act(() => render(<LongestChart wall={wall} history={history} />, box));
  return [...box.querySelectorAll('svg text[y="154"]')].map((text) => text.textContent?.slice(-3));
};

beforeEach(async () => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  await speak('en');
});
afterEach(() => vi.unstubAllGlobals());

it('A chart names both ends of its time, and one where they would read the same', () => {
  expect(ends(10 * minute, 12 * minute)).toEqual([':10', ':12']);
  expect(ends(10 * minute, 10 * minute + 5000)).toEqual([':10']);
});
