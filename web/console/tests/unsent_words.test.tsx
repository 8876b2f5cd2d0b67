// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const outbox = signal<readonly OutboxEntry[]>([]);
const log = signal<readonly Ev[]>([]);
vi.mock('../session/rest.ts', () => ({ rest: { records: async () => ({ ok: false }) } }));
vi.mock('../session/store.ts', async (original) => {
  const store = await original<typeof import('../session/store.ts')>();
  const pending = (c: string) => outbox.value.filter((one) => one.c === c);
  return {
    ...store,
    talkOf: (c: string) => ({ ...store.talkOf(c), pending: pending(c), events: log.value }),
  };
});

import type { Ev, OutboxEntry } from '#protocol';
import { keepDraft } from '../session/drafts.ts';
import { current, desk, dispatch } from '../session/store.ts';
import { toasts } from '../session/toasts.ts';
import { emptyDesk } from '../state/desk.ts';
import { speak } from '../text.ts';
import { useAttention } from '../views/attention.ts';
import { Inbox } from '../views/inbox.tsx';
import { card, ev, welcome } from './factory.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
function Window() {
  useAttention();
  return <Inbox />;
}
const group = () => box.querySelector('section[aria-label^="Unsent words"]');
const taken = (c: string, why: 'transferred' | 'taken' = 'transferred') =>
  act(() => dispatch({ kind: 'frame', frame: { t: 'card.gone', c, why }, now: 1000 }));

beforeEach(async () => {
  await speak('en');
  localStorage.clear();
  toasts.value = [];
  desk.value = emptyDesk;
  dispatch({
    kind: 'welcome',
    welcome: welcome({ cards: [card({ c: 'a' }), card({ c: 'b' })] }),
    now: 0,
  });
  act(() => render(<Window />, box));
});
afterEach(() => {
  desk.value = emptyDesk;
  current.value = undefined;
  outbox.value = [];
  log.value = [];
});

it('Words to a customer who was taken over stay in the list, are told, and open there', () => {
  act(() => keepDraft('a.reply', 'half a reply'));
  expect(group()).toBeNull();
  taken('a');
  taken('b');
  expect(toasts.value.map((one) => one.words)).toEqual([
    '王*明 is no longer yours. Your unsent words are kept in the list.',
  ]);
  expect(group()?.textContent).toContain('half a reply');
  expect(group()?.querySelectorAll('li')).toHaveLength(1);
  act(() => group()?.querySelector('button')?.click());
  expect(current.value).toBe('a');
  act(() => keepDraft('a.reply', ''));
  expect(group()).toBeNull();
});

it('Words of the conversation on the screen need no telling: they are there', () => {
  act(() => {
    current.value = 'a';
    keepDraft('a.reply', 'half a reply');
  });
  taken('a');
  expect(toasts.value).toEqual([]);
});

it('A message refused after its chat was gone is told once, and is in the list', () => {
  const entry = { key: 'k', c: 'a', text: 'on its way', at: 0, attempts: 1 } as const;
  outbox.value = [{ ...entry, state: 'sending' }];
  taken('a');
  expect(group()).toBeNull();
  act(() => {
    outbox.value = [{ ...entry, state: 'failed' }];
  });
  expect(toasts.value).toHaveLength(1);
  expect(group()?.textContent).toContain('on its way');
});

it('Who took a conversation over is told to whoever looks elsewhere', () => {
  const boss = { role: 'supervisor', id: 'boss', name: '周雅文' } as const;
  log.value = [ev({ q: 3, c: 'a', k: 'accepted', by: boss, b: { staff: 'boss', name: '周雅文' } })];
  taken('a', 'taken');
  expect(toasts.value.map((one) => one.words)).toEqual([
    '周雅文 (supervisor) took 王*明 over from you',
  ]);
});
