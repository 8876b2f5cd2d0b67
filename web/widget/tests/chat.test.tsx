// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MessageRow, Talk } from '../app/view.ts';

const state = vi.hoisted(() => ({
  intend: vi.fn(),
  open: { value: true },
  spoken: { value: '' },
  order: { value: undefined },
  orders: { value: [] },
  config: { value: undefined },
}));
vi.mock('../app/state.ts', () => state);
vi.mock('../app/words.ts', () => ({ locale: () => 'en', t: (key: string) => key }));

import { Log } from '../app/chat.tsx';

let box: HTMLElement;
beforeEach(() => {
  box = document.body.appendChild(document.createElement('div'));
  state.spoken.value = '';
});
afterEach(() => {
  render(null, box);
  box.remove();
});

const said = (q: number): MessageRow => ({
  kind: 'message',
  id: `e${q}`,
  q,
  mine: false,
  text: `m${q}`,
  at: q,
  name: 'Jing',
});
const pending: MessageRow = { kind: 'message', id: 'k', mine: true, text: 'own', at: 9 };

function draw(top: number, ...rows: MessageRow[]) {
  const talk = { c: 'c', top, state: 'active', rows, typing: false, unread: 0 };
  act(() => render(<Log talk={talk as unknown as Talk} />, box));
  return state.spoken.value.trim();
}

it('What was there before the page is not read aloud when it comes, what is said after it is', () => {
  draw(2);
  expect(draw(2, said(1), said(2))).toBe('');
  expect(draw(2, said(1), said(2), said(3))).toBe('Jing m3');
});

it('What was said while the line was lost is read aloud, though the gateway knew it at the welcome', () => {
  draw(2, said(1), said(2));
  expect(draw(4, said(1), said(2), said(3), said(4))).toBe('Jing m3 Jing m4');
});

it('An answer is read aloud when words of one’s own are still on their way behind it', () => {
  draw(1, said(1), pending);
  expect(draw(1, said(1), said(2), pending)).toBe('Jing m2');
});
