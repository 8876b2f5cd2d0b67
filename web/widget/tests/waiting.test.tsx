// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Config, isStaffed } from '../app/config.ts';
import type { Row, Talk } from '../app/view.ts';

const state = vi.hoisted(() => ({
  intend: vi.fn(),
  open: { value: true },
  spoken: { value: '' },
  seconds: { value: 0 },
  order: { value: undefined },
  orders: { value: [] },
  config: { value: undefined },
  view: { value: { skewMs: 0 } },
}));
vi.mock('../app/state.ts', () => state);
vi.mock('../app/words.ts', () => ({ locale: () => 'en', t: (key: string) => key }));

import { Waiting } from '../app/waiting.tsx';

let box: HTMLElement;
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  vi.stubGlobal('CSS', { supports: () => true });
  box = document.body.appendChild(document.createElement('div'));
});
afterEach(() => {
  render(null, box);
  box.remove();
  vi.unstubAllGlobals();
});

const shut = { open: false, opens_at: Date.now() + 3_600_000 };
const shop = (online: boolean, staffed?: boolean) =>
  ({
    online,
    hours: shut,
    topics: [{ key: 'return', label: {}, icon: '', ...(staffed !== undefined && { staffed }) }],
  }) as unknown as Config;
const served: Row[] = ['accepted', 'requeued'].map((word) => ({
  kind: 'system',
  id: word,
  word: word as 'accepted',
  at: 1,
}));

/** What is read and heard by who waits with nobody left to ask. */
function reads(config: Config, rows: Row[] = []): string {
  const talk = {
    c: 'c',
    topic: 'return',
    state: 'waiting',
    place: { position: 1, waiting: 1, staffed: false },
    waitingFrom: 0,
    top: 0,
    rows,
  };
  act(() => render(null, box));
  act(() => render(<Waiting talk={talk as unknown as Talk} config={config} />, box));
  expect(box.textContent).toContain(state.spoken.value);
  return state.spoken.value;
}

it('Outside the hours who waits reads when they begin, where nobody for it is online', () => {
  expect(reads(shop(false, false))).toBe('hours.opens');
  expect(reads(shop(true, false))).toBe('hours.opens');
  expect(reads(shop(false))).toBe('hours.opens');
});

it('Hours are no matter where somebody is there who has just missed or declined it', () => {
  expect(reads(shop(true, true))).toBe('waiting.nobody');
  expect(reads(shop(true))).toBe('waiting.nobody');
});

it('It is so in a second wait, too', () => {
  expect(reads(shop(true, true), served)).toBe('waiting.nobody');
  expect(reads(shop(false, false), served)).toBe('hours.opens');
});

it('A topic that is not there any more is as staffed as the storefront', () => {
  expect(isStaffed(shop(true, false), 'gone')).toBe(true);
  expect(isStaffed(shop(false, true), 'gone')).toBe(false);
});
