// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const words = vi.hoisted(() => ({ missing: false }));
vi.mock('../settings.ts', async (original) => {
  const settings = await original<typeof import('../settings.ts')>();
  const adoptLocale = (of: string) =>
    words.missing ? Promise.reject(new Error('no such chunk')) : settings.adoptLocale(of);
  return { ...settings, adoptLocale };
});

import { type Account, rest } from '../session/rest.ts';
import { account, signOut } from '../session/store.ts';
import { locale, speak } from '../text.ts';
import { App } from '../views/app.tsx';
import { me } from './factory.ts';
import { mockLine } from './mock_line.ts';
import { ownBox } from './own_box.ts';

const fault = { status: 401, code: 'not_signed_in', text: '' };
const person = (of: string): Account => ({
  ...{ id: me, name: 'Anna', role: 'agent', locale: of, must_change_password: false },
});

const box = ownBox();
const settle = () =>
  act(async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  });
const field = (name: string) => box.querySelector<HTMLInputElement>(`[name=${name}]`);
const signIn = async (who: Account) => {
  vi.spyOn(rest, 'signIn').mockResolvedValue({ ok: true, value: who });
  for (const name of ['name', 'password']) {
    const one = field(name);
    if (one) one.value = 'x';
  }
  const form = box.querySelector('form');
  await act(async () => {
    form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await vi.waitUntil(() => account.value !== undefined);
  });
};

beforeEach(async () => {
  await speak('zh-Hant');
  words.missing = false;
  localStorage.clear();
  mockLine();
  vi.spyOn(rest, 'sop').mockResolvedValue({ ok: false, fault });
  vi.spyOn(rest, 'ticket').mockImplementation(() => new Promise(() => {}));
  vi.spyOn(rest, 'signOut').mockResolvedValue({ ok: true, value: undefined });
});
afterEach(async () => {
  await signOut();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('Whoever signs in at the form has the language of their account, and so has the next one', async () => {
  vi.spyOn(rest, 'account').mockResolvedValue({ ok: false, fault });
  act(() => render(<App />, box));
  await settle();
  await signIn(person('en'));
  expect(locale.value).toBe('en');
  await act(async () => void (await signOut()));
  await signIn(person('zh-Hant'));
  expect(locale.value).toBe('zh-Hant');
});

it('Whoever comes back is let in also when the words of their language cannot be fetched', async () => {
  words.missing = true;
  vi.spyOn(rest, 'account').mockResolvedValue({ ok: true, value: person('en') });
  act(() => render(<App />, box));
  await settle();
  expect(account.value?.id).toBe(me);
  expect(box.querySelector('.console')).not.toBeNull();
});
