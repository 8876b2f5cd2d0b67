// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { desk } from '../session/store.ts';
import { emptyDesk } from '../state/desk.ts';
import { speak } from '../text.ts';
import { MissedNotice } from '../views/missed_notice.tsx';
import { card, welcome } from './factory.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
const words = () => box.querySelector('[role=status]')?.textContent ?? '';

beforeEach(async () => {
  await speak('en');
  desk.value = emptyDesk;
  act(() => render(<MissedNotice />, box));
});
afterEach(() => {
  desk.value = emptyDesk;
});

it('Who was missed is named with what they came for, and stays until it was seen', () => {
  expect(words()).toBe('');
  const { me } = welcome();
  act(() => {
    desk.value = { ...emptyDesk, me, missed: [card({ c: 'a', topic: 'return' })] };
  });
  expect(words()).toContain('王*明, return');
  expect(words()).toContain('still online');
  act(() => box.querySelector('button')?.click());
  expect(words()).toBe('');
});

it('It says what became of the agent, as soon as the gateway does', () => {
  const { me } = welcome();
  const missed = [card({ c: 'a' }), card({ c: 'b', topic: 'order' })];
  act(() => {
    desk.value = { ...emptyDesk, me: { ...me, presence: 'away', reason: 'missed' }, missed };
  });
  expect(words()).toMatch(/2 customers.*return; .*order/);
  expect(words()).toContain('offered nobody');
  expect(box.querySelectorAll('button')).toHaveLength(2);
});
