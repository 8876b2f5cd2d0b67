// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Fault, rest } from '../session/rest.ts';
import { speak } from '../text.ts';
import { SignIn } from '../views/sign_in.tsx';
import { ownBox } from './own_box.ts';

const box = ownBox();
const fault = (status: number, part: Partial<Fault> = {}): Fault => ({
  ...{ status, code: '', text: '', ...part },
});
const tries = async (refused: Fault) => {
  vi.spyOn(rest, 'signIn').mockResolvedValue({ ok: false, fault: refused });
  for (const field of box.querySelectorAll('input')) field.value = 'x';
  await act(async () => {
    const event = new Event('submit', { bubbles: true, cancelable: true });
    box.querySelector('form')?.dispatchEvent(event);
    await vi.advanceTimersByTimeAsync(0);
  });
};
const told = () => box.querySelector('[role=alert]')?.textContent;
const mayTry = () => box.querySelector('button[type=submit]:not(:disabled)') !== null;
const isWrong = () => box.querySelector('[aria-invalid=true]') !== null;

beforeEach(async () => {
  vi.useFakeTimers();
  await speak('en');
  act(() => render(<SignIn onChange={() => {}} onEntered={() => Promise.resolve()} />, box));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('After a lock-out one is told to try again, not that the try nobody looked at was wrong', async () => {
  await tries(fault(401));
  expect([told(), isWrong()]).toEqual(['The name or the password is not right. Try again.', true]);
  await tries(fault(429, { afterS: 2 }));
  expect([told(), mayTry(), isWrong()]).toEqual([
    'Too many attempts. You can sign in again in 2 s.',
    false,
    false,
  ]);
  for (const left of [1, 0]) {
    await act(async () => void (await vi.advanceTimersByTimeAsync(1000)));
    expect(mayTry()).toBe(left === 0);
  }
  expect([told(), isWrong()]).toEqual([
    'You can sign in again now. Your last try was not looked at.',
    false,
  ]);
  await tries(fault(401));
  expect(told()).toBe('The name or the password is not right. Try again.');
});
