// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock('../session/rest.ts', () => ({ rest: { records: async () => ({ ok: false }) } }));

import { keepDraft } from '../session/drafts.ts';
import { current, desk, dispatch } from '../session/store.ts';
import { toasts } from '../session/toasts.ts';
import { emptyDesk } from '../state/desk.ts';
import { speak } from '../text.ts';
import { useAttention } from '../views/attention.ts';
import { Inbox } from '../views/inbox.tsx';
import { card, welcome } from './factory.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
function Window() {
  useAttention();
  return <Inbox />;
}
const group = () => box.querySelector('section[aria-label^="Unsent words"]');
const taken = (c: string) =>
  act(() =>
    dispatch({ kind: 'frame', frame: { t: 'card.gone', c, why: 'transferred' }, now: 1000 }),
  );

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
