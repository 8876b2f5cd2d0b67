// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const state = vi.hoisted(() => ({ intend: vi.fn() }));
vi.mock('../app/state.ts', () => state);
vi.mock('../app/words.ts', () => ({ locale: () => 'en', t: (key: string) => key }));

import { Composer } from '../app/composer.tsx';

let box: HTMLElement;
const draw = () => act(() => render(<Composer c="c1" placeholder="" />, box));

beforeEach(() => {
  box = document.body.appendChild(document.createElement('div'));
});
afterEach(() => {
  render(null, box);
  box.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('However much was sent meanwhile, the keys are taken once when they come', () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('CSS', { supports: () => true });
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  draw();
  const field = box.querySelector('textarea') as HTMLTextAreaElement;
  for (const text of ['one', 'two']) {
    field.value = text;
    act(() => {
      field.dispatchEvent(new Event('input', { bubbles: true }));
      box.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    });
    draw();
    state.intend.mock.calls.at(-1)?.[1](true);
    draw();
  }
  const taken = vi.spyOn(field, 'focus');
  window.dispatchEvent(new Event('focus'));
  expect(taken).toHaveBeenCalledTimes(1);
});
