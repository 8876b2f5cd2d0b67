import { afterEach, expect, it, vi } from 'vitest';
import type { Config } from '../app/config.ts';

vi.mock('../app/words.ts', () => ({
  locale: () => 'en',
  t: (key: string, params?: object) => [key, ...Object.values(params ?? {})].join(' '),
}));

import { closedLead, closedWords } from '../app/hours.ts';

const DAY_MS = 86_400_000;
/** Monday, in whatever zone this runs. */
const now = new Date(2026, 10, 30, 20, 0).getTime();
const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 0).getTime();
const shut = (opens_at: number) => closedWords({ open: false, opens_at }, now);

afterEach(() => {
  vi.useRealTimers();
});

it('Nothing is said of hours that are not set, nor while it is open', () => {
  expect(closedWords(undefined, now)).toBeUndefined();
  expect(closedWords({ open: true }, now)).toBeUndefined();
});

it('Outside them the customer reads when they begin, by the day as one says it', () => {
  expect(shut(at(30, 22))).toBe('hours.opens chat.today 22:00');
  expect(shut(at(31, 9))).toBe('hours.opens chat.tomorrow 09:00');
  expect(shut(at(33, 9))).toBe('hours.opens Thu 3 Dec 09:00');
});

it('A shop that never opens names no time', () => {
  expect(closedWords({ open: false }, now)).toBe('hours.closed');
});

it('Once the time has come that was named it is not said any more', () => {
  expect(shut(now + 1)).toBeDefined();
  expect(shut(now)).toBeUndefined();
  expect(shut(now - DAY_MS)).toBeUndefined();
});

it('Before a chat it is said with what can be done all the same', () => {
  vi.useFakeTimers({ now });
  const config = { hours: { open: false, opens_at: at(31, 9) } } as Config;
  expect(closedLead(config)).toBe('hours.lead hours.opens chat.tomorrow 09:00');
  expect(closedLead({} as Config)).toBe('prechat.lead_offline');
});
