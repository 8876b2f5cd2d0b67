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

import { ChatScreen, Log } from '../app/chat.tsx';
import { asking, saying } from '../app/drafts.ts';

let box: HTMLElement;
beforeEach(() => {
  box = document.body.appendChild(document.createElement('div'));
  state.spoken.value = asking.text = saying.text = '';
  state.intend.mockClear();
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

const unsaid = (text: string, more: Partial<MessageRow>): MessageRow => ({
  kind: 'message',
  id: text,
  key: text,
  mine: true,
  text,
  at: 9,
  ...more,
});
const tooLate = unsaid('too late', {
  state: 'failed',
  error: 'conversation_closed',
  deletable: true,
});

function drawEnded(ended: Partial<Talk>) {
  const talk = { c: 'c', top: 0, state: 'ended', typing: false, unread: 0, ...ended };
  act(() => render(<ChatScreen talk={talk as unknown as Talk} rate={() => undefined} />, box));
  return {
    told: box.querySelector('.ways .thanks')?.textContent,
    anew: () => act(() => box.querySelector<HTMLElement>('.ways .primary')?.click()),
  };
}
const intents = () => state.intend.mock.calls.map(([intent]) => intent);

it('What the end was faster than is told of, and the next chat begins with it', () => {
  saying.text = `${'c'.repeat(36)}half a sen`;
  const stored = unsaid('sent', { state: 'sent', q: 1 });
  const unknown = unsaid('perhaps', { state: 'sending', deletable: false });
  const { told, anew } = drawEnded({ rows: [stored, unknown, tooLate] });
  expect(told).toBe('ended.kept');
  anew();
  anew();
  expect(asking.text).toBe('too late\nhalf a sen');
  expect(intents().filter((one) => one.do === 'discard')).toEqual([
    { do: 'discard', key: 'too late' },
  ]);
  expect(intents().at(-1)).toEqual({ do: 'mark', as: 'putAway' });
});

it('Where the next chat has words already they stay, and what was not sent stays unsent', () => {
  const { anew } = drawEnded({ rows: [tooLate] });
  asking.text = 'begun before';
  anew();
  expect(asking.text).toBe('begun before');
  expect(intents().some((one) => one.do === 'discard')).toBe(false);
});

it('Of an ended chat in which all was sent the next one begins with nothing', () => {
  const { told, anew } = drawEnded({ rows: [said(1), unsaid('sent', { state: 'read', q: 2 })] });
  expect(told).toBeUndefined();
  anew();
  expect(asking.text).toBe('');
});

it('All that nobody answered is the next one’s, however long it is', () => {
  const long = 'x'.repeat(3_000);
  const rows = [long, 'more', long].map((text) => unsaid(text, { state: 'sent' }));
  const { told, anew } = drawEnded({ state: 'abandoned', topic: 'order', rows });
  expect(told).toBe('ended.said');
  anew();
  expect(asking.text).toBe(`${long}\nmore\n${long}`);
});
