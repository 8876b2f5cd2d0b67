// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LIMITS } from '#protocol';
import type { Config } from '../app/config.ts';
import type { Rating, Talk } from '../app/view.ts';

const state = vi.hoisted(() => ({ intend: vi.fn(), view: { value: { busy: false } } }));
vi.mock('../app/state.ts', () => state);
vi.mock('../app/words.ts', () => ({ locale: () => 'en', t: (key: string) => key }));

import { RatingScreen } from '../app/rating.tsx';

const survey = { question: {}, solved_question: {}, score_words: [], tags: [] };
const config = { survey } as unknown as Config;

let box: HTMLElement;
const at = <T extends HTMLElement>(selector: string) => box.querySelector(selector) as T;
function draw(rating: Partial<Rating>) {
  const talk = { rating: { score: 5, tags: [], comment: '', ...rating } } as unknown as Talk;
  act(() => render(<RatingScreen talk={talk} config={config} done={() => undefined} />, box));
}
function write(comment: string) {
  act(() => {
    at<HTMLTextAreaElement>('#comment').value = comment;
    at('#comment').dispatchEvent(new Event('input', { bubbles: true }));
  });
  draw({});
}
const button = () => at<HTMLButtonElement>('[type=submit]');

beforeEach(() => {
  box = document.body.appendChild(document.createElement('div'));
});
afterEach(() => {
  render(null, box);
  box.remove();
});

it('Of a comment characters are counted, not their parts, and too many are told and not sent', () => {
  draw({});
  expect(at('#comment').getAttribute('maxlength')).toBeNull();
  write('😀'.repeat(LIMITS.textCodePointsMax));
  expect(button().disabled).toBe(false);
  expect(at(`#${at('#comment').getAttribute('aria-describedby')}`).textContent).toBe('chat.left');
  write('😀'.repeat(LIMITS.textCodePointsMax + 1));
  expect(button().disabled).toBe(true);
  expect(at('[role=status]').textContent).toBe('chat.over');
  write('fine');
  expect(button().disabled).toBe(false);
  expect(at('[role=status]')).toBeNull();
});

it('A comment given before counts from the start', () => {
  draw({ comment: 'x'.repeat(LIMITS.textCodePointsMax) });
  expect(at('[role=status]').textContent).toBe('chat.left');
});
