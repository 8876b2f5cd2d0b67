// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { draftOf, keepDraft, openDraftsOf } from '../session/drafts.ts';
import { type Account, rest } from '../session/rest.ts';
import { account } from '../session/store.ts';
import { toasts } from '../session/toasts.ts';
import { keptText } from '../state/drafts.ts';
import { signOutAsked } from '../views/leaving.ts';

vi.mock('../views/ask.tsx', () => ({ ask: async () => true }));

it("Drafts are one person's, not the browser's", () => {
  openDraftsOf('lin');
  keepDraft('c.reply', 'of Lin');
  openDraftsOf('xu');
  expect(draftOf('c.reply')).toBeUndefined();
  openDraftsOf('lin');
  expect(draftOf('c.reply')).toBe('of Lin');
});

it('Drafts of who did not come back for a week are gone, and so is what nobody can read', () => {
  const key = 'kefu.drafts.old';
  const day = 24 * 3_600_000;
  const write = (ago: number) =>
    localStorage.setItem(key, keptText({ 'c.reply': 'words' }, Date.now() - ago));
  write(6 * day);
  openDraftsOf('lin');
  expect(localStorage.getItem(key)).not.toBeNull();
  write(8 * day);
  localStorage.setItem('kefu.drafts', '{"c.reply":"of an older version"}');
  openDraftsOf('lin');
  expect([localStorage.getItem(key), localStorage.getItem('kefu.drafts')]).toEqual([null, null]);
});

it('Drafts kept before they had an age begin their week at the next sign-in', () => {
  localStorage.setItem('kefu.drafts.lin', '{"c.reply":"of an older version","c.wrap":"{}"}');
  openDraftsOf('lin');
  expect([draftOf('c.reply'), draftOf('c.wrap')]).toEqual(['of an older version', '{}']);
  const kept = JSON.parse(localStorage.getItem('kefu.drafts.lin') ?? '');
  expect(Date.now() - kept.at).toBeLessThan(60_000);
  localStorage.setItem('kefu.drafts.lin', '[1]');
  openDraftsOf('xu');
  expect(localStorage.getItem('kefu.drafts.lin')).toBeNull();
});

const unavailable = { status: 503, code: 'unavailable', text: '' };

beforeEach(() => {
  account.value = { id: 'me' } as unknown as Account;
  keepDraft('c.reply', 'half a sentence');
});

it('A sign-out that failed is told, and neither the person nor their drafts are gone', async () => {
  vi.spyOn(rest, 'signOut').mockResolvedValue({ ok: false, fault: unavailable });
  await signOutAsked();
  expect(account.value?.id).toBe('me');
  expect(draftOf('c.reply')).toBe('half a sentence');
  expect(toasts.value).toHaveLength(1);
});

it('One that was done, or had nobody to sign out any more, leaves nothing behind', async () => {
  const gone = { ...unavailable, status: 401 };
  vi.spyOn(rest, 'signOut').mockResolvedValue({ ok: false, fault: gone });
  await signOutAsked();
  expect(account.value).toBeUndefined();
  expect(draftOf('c.reply')).toBeUndefined();
});
