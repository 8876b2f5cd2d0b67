// @vitest-environment happy-dom

import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Colleague } from '#protocol';
import { rest } from '../session/rest.ts';
import { desk } from '../session/store.ts';
import { emptyDesk } from '../state/desk.ts';
import { speak } from '../text.ts';
import { TransferDialog } from '../views/transfer_dialog.tsx';
import { card, me, welcome } from './factory.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
const colleague = (id: string, presence: Colleague['presence']): Colleague => ({
  id,
  name: id,
  presence,
  load: 0,
  capacity: 6,
  skills: [],
});
const show = (colleagues: Colleague[]) => {
  const cards = new Map([['a', card({ c: 'a', assignee: me })]]);
  desk.value = { ...emptyDesk, staff: welcome().staff, cards, colleagues };
  act(() => render(<TransferDialog c="a" />, box));
};
const focused = () => document.activeElement?.closest('label')?.textContent ?? '';

beforeEach(async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('nothing is asked here')));
  await speak('en');
});
afterEach(() => {
  vi.unstubAllGlobals();
  desk.value = emptyDesk;
});

it('A transfer begins at the first colleague who can take it, not at the button that closes it', () => {
  show([colleague('Away', 'away'), colleague('Here', 'online')]);
  expect(focused()).toContain('Here');
});

it('With nobody to choose a transfer begins at the note', () => {
  show([]);
  expect(document.activeElement).toBe(box.querySelector('textarea'));
});

it('A transfer begins at who has come by the time the list of colleagues is read', async () => {
  const skills = [{ id: 's', topic: 'return', name: 'Returns' }];
  const came = { ok: true as const, value: { colleagues: [colleague('Back', 'online')] } };
  for (const isTouched of [false, true]) {
    vi.spyOn(rest, 'colleagues').mockResolvedValue(came);
    const cards = new Map([['a', card({ c: 'a', assignee: me })]]);
    const before = { staff: welcome().staff, cards, colleagues: [colleague('Back', 'offline')] };
    desk.value = { ...emptyDesk, ...before, skills };
    act(() => render(<TransferDialog c="a" />, box));
    expect(focused()).toContain('the customer waits');
    if (isTouched) act(() => (document.activeElement as HTMLElement).click());
    await act(async () => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    });
    expect(focused()).toContain(isTouched ? 'the customer waits' : 'Back');
    act(() => render(null, box));
  }
  vi.restoreAllMocks();
});
