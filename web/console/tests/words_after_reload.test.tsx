// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Account, rest } from '../session/rest.ts';
import { current, desk, enter, say } from '../session/store.ts';
import { toasts } from '../session/toasts.ts';
import { emptyDesk } from '../state/desk.ts';
import { keptText } from '../state/drafts.ts';
import { speak } from '../text.ts';
import { AskDialog } from '../views/ask.tsx';
import { useAttention } from '../views/attention.ts';
import { DeskPage } from '../views/desk_page.tsx';
import { signOutAsked } from '../views/leaving.ts';
import { card, me, welcome } from './factory.ts';
import { mockLine } from './mock_line.ts';
import { ownBox } from './own_box.ts';

const who: Account = {
  id: me,
  name: '林靜宜',
  role: 'agent',
  locale: 'en',
  must_change_password: false,
};
const fault = { status: 503, code: 'unavailable', text: '' };

const box = ownBox();
function Window() {
  useAttention();
  return <DeskPage />;
}
const group = () => box.querySelector('section[aria-label^="Unsent words"]');
const rows = () => [...(group()?.querySelectorAll('button') ?? [])];
const named = (words: string) =>
  [...box.querySelectorAll<HTMLButtonElement>('.thread button')].find(
    (one) => one.textContent === words,
  );

const outboxOf = (count: number, state: 'queued' | 'failed') =>
  sessionStorage.setItem(
    `kefu.outbox.${me}`,
    JSON.stringify(
      [...Array(count)].map((_, i) => ({
        ...{ key: `k${i}`, c: 'gone', text: `reply ${i + 1}`, gen: 1, at: 0, attempts: 0, state },
        ...(state === 'failed' && { error: { code: 'stale_assignment' } }),
      })),
    ),
  );
// This page has just been loaded, and the gateway says who is on the desk.
let line: ReturnType<typeof mockLine>;
const loaded = async (cards = [card({ c: 'here' })]) => {
  await act(async () => {
    await enter(who);
    render(<Window />, box);
  });
  await act(async () => line.opened());
  await act(async () => line.says(welcome({ cards })));
};

beforeEach(async () => {
  await speak('en');
  localStorage.clear();
  sessionStorage.clear();
  toasts.value = [];
  line = mockLine();
  vi.spyOn(rest, 'sop').mockResolvedValue({ ok: false, fault });
  vi.spyOn(rest, 'customer').mockResolvedValue({ ok: false, fault });
  vi.spyOn(rest, 'ticket').mockResolvedValue({
    ok: true,
    value: { ticket: 'x', expires_in_ms: 1000 },
  });
});
afterEach(() => {
  desk.value = emptyDesk;
  current.value = undefined;
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('Replies that are refused after a reload, because their chat is gone, are told, shown and given up', async () => {
  outboxOf(2, 'queued');
  await loaded();
  expect(group()).toBeNull();
  const asked = line.sent.filter(({ t }) => t === 'message.send');
  expect(asked.map(({ text }) => text)).toEqual(['reply 1', 'reply 2']);
  toasts.value = [];
  await act(async () => {
    for (const { r } of asked) line.says({ t: 'err', r, code: 'stale_assignment', retry: false });
  });
  expect(toasts.value.map((one) => one.words)).toEqual([
    'Words of yours to 1 customer no longer yours were not sent. They are kept in the list.',
  ]);
  expect(rows().map((row) => row.textContent)).toEqual([
    'A customer no longer yoursreply 1 reply 2',
  ]);
  await act(async () => rows()[0]?.click());
  expect(box.querySelector('.desk')?.hasAttribute('data-open')).toBe(true);
  expect(box.querySelector('.thread')?.textContent).toContain('reply 2');
  await act(async () => named('Delete')?.click());
  expect(rows().map((row) => row.textContent)).toEqual(['A customer no longer yoursreply 2']);
  await act(async () => named('Delete')?.click());
  expect(group()).toBeNull();
  expect(JSON.parse(sessionStorage.getItem(`kefu.outbox.${me}`) ?? '')).toEqual([]);
});

it('Drafts to who was gone before the page was loaded are in the list, a wrap-up is not', async () => {
  const drafts = {
    'gone.reply': 'half',
    'gone.note': 'a note',
    'here.reply': 'x',
    'old.wrap': '{}',
  };
  localStorage.setItem(`kefu.drafts.${me}`, keptText(drafts, Date.now()));
  await loaded();
  expect(rows().map((row) => row.textContent)).toEqual(['A customer no longer yourshalf a note']);
  await act(async () => rows()[0]?.click());
  expect([...box.querySelectorAll('.thread .bub')].map((one) => one.textContent)).toEqual([
    'half',
    'a note',
  ]);
  await act(async () => named('Discard')?.click());
  await act(async () => named('Discard')?.click());
  expect(group()).toBeNull();
  expect(box.querySelector('.thread')?.textContent).toContain('no longer here');
});

it('What was refused does not give way to what is said next', async () => {
  outboxOf(50, 'failed');
  await loaded();
  expect(say('here', 'one more')).toBe(false);
  expect(rows()[0]?.textContent).toContain('reply 50');
});

it('Signing out asks about messages that were not sent, also with nobody on the desk and no draft', async () => {
  const out = vi.spyOn(rest, 'signOut').mockResolvedValue({ ok: false, fault });
  outboxOf(2, 'failed');
  await loaded([]);
  act(() => render(<AskDialog />, box));
  await act(async () => void signOutAsked());
  expect(box.querySelector('dialog')?.textContent).toContain('2 messages not sent yet');
  expect(out).not.toHaveBeenCalled();
});
