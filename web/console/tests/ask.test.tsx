// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AskDialog, ask } from '../views/ask.tsx';

const question = { title: 'End it?', lines: ['The customer spoke last.'], yes: 'End' };
let box: HTMLElement;
let behind: HTMLTextAreaElement;

beforeEach(() => {
  box = document.createElement('div');
  behind = document.createElement('textarea');
  document.body.append(behind, box);
  behind.focus();
  act(() => render(<AskDialog />, box));
});
afterEach(() => {
  act(() => render(null, box));
  document.body.replaceChildren();
});

it('Enter is at the verb, and the focus goes back to where it was', async () => {
  let answer: Promise<boolean> | undefined;
  act(() => {
    answer = ask(question);
  });
  const yes = document.activeElement as HTMLButtonElement;
  expect(yes.textContent).toBe('End');
  const described = document.getElementById(yes.getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toContain('spoke last');
  act(() => yes.click());
  expect(await answer).toBe(true);
  expect(document.activeElement).toBe(behind);
});

it('Esc says no, and so does a second question while one is asked', async () => {
  let answer: Promise<boolean> | undefined;
  act(() => {
    answer = ask(question);
  });
  expect(await ask(question)).toBe(false);
  act(() => void box.querySelector('dialog')?.dispatchEvent(new Event('cancel')));
  expect(await answer).toBe(false);
  expect(box.querySelector('dialog')).toBeNull();
});

it('A question the browser closed by itself is answered no, and the next one can be asked', async () => {
  let answer: Promise<boolean> | undefined;
  act(() => {
    answer = ask(question);
  });
  const closed = box.querySelector('dialog');
  act(() => closed?.close());
  expect(await answer).toBe(false);
  let next: Promise<boolean> | undefined;
  act(() => {
    next = ask(question);
  });
  // Told late that the first one closed, the second one stays.
  act(() => void closed?.dispatchEvent(new Event('close')));
  expect(box.querySelector('dialog')).not.toBeNull();
  act(() => box.querySelector<HTMLButtonElement>('.primary')?.click());
  expect(await next).toBe(true);
});

it('A page that goes away under a question has not answered yes', async () => {
  let answer: Promise<boolean> | undefined;
  act(() => {
    answer = ask(question);
  });
  act(() => render(null, box));
  expect(await answer).toBe(false);
});
