// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { current, desk } from '../session/store.ts';
import { emptyDesk } from '../state/desk.ts';
import { speak } from '../text.ts';
import { DeskPage } from '../views/desk_page.tsx';
import { perform, useKeys } from '../views/keys.ts';
import { card, welcome } from './factory.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
const Keys = () => {
  useKeys();
  return current.value === undefined ? <DeskPage /> : null;
};
const show = (part: { waiting_since?: number }) => {
  const { staff, me } = welcome();
  const cards = new Map([['a', card({ c: 'a', assignee: staff.id, ...part })]]);
  desk.value = { ...emptyDesk, staff, me, cards };
  act(() => render(<Keys />, box));
  return box.querySelector('.thread .empty p')?.textContent;
};

beforeEach(async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('nothing is asked here')));
  await speak('en');
  current.value = undefined;
});
afterEach(() => {
  vi.unstubAllGlobals();
  desk.value = emptyDesk;
  current.value = undefined;
});

it('While somebody waits the empty desk says that F8 goes to them, and it does', () => {
  expect(show({ waiting_since: 1 })).toContain('waited longest');
  act(() => void perform('urgent'));
  expect(current.value).toBe('a');
});

it('While nobody waits the empty desk says that F8 opens the newest, and it does', () => {
  expect(show({})).toContain('newest');
  act(() => void perform('urgent'));
  expect(current.value).toBe('a');
});
