// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Config } from '../app/config.ts';

const state = vi.hoisted(() => ({
  intend: vi.fn(),
  order: { value: undefined as { no: string } | undefined },
  orders: { value: [] as { no: string }[] },
  talkScreens: { value: undefined as object | undefined },
  view: { value: { busy: false, net: { is: 'ready' } } },
}));
vi.mock('../app/state.ts', () => state);
vi.mock('../app/words.ts', () => ({ locale: () => 'en', t: (key: string) => key }));

import { OrderList } from '../app/order_list.tsx';
import { PreChat } from '../app/prechat.tsx';

const config = { online: true, topics: [] } as unknown as Config;
let box: HTMLElement;
const at = <T extends HTMLElement>(selector: string) => box.querySelector(selector) as T;
const draw = () => act(() => render(<PreChat config={config} />, box));
const radio = (no: string) => at<HTMLInputElement>(`[value="${no}"]`);
/** What a browser makes of an arrow key. */
function arrowTo(no: string) {
  act(() => {
    at(':checked').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
    radio(no).focus();
    radio(no).click();
  });
  draw();
}
function press(on: HTMLElement) {
  act(() => {
    on.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    on.focus();
    on.click();
  });
  draw();
}
function key(name: string) {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
  act(() => {
    at(':checked').dispatchEvent(event);
  });
  draw();
  return event;
}

beforeEach(() => {
  box = document.body.appendChild(document.createElement('div'));
  state.orders.value = ['R-1', 'R-2', 'R-3'].map((no) => ({ no }));
  state.order.value = undefined;
  state.talkScreens.value = { OrderList };
  draw();
});
afterEach(() => {
  render(null, box);
  box.remove();
});

it('Arrow keys go through the orders; the list is there until one is pressed', () => {
  radio('').focus();
  for (const no of ['R-1', 'R-2', 'R-3']) {
    arrowTo(no);
    expect(state.order.value?.no).toBe(no);
    expect(at(':checked')).toBe(radio(no));
  }
  expect(key('Enter').defaultPrevented).toBe(true);
  expect(at('.choices')).toBeNull();
  expect(at('.pick .what').textContent).toContain('R-3');
});

it('The keyboard goes on with what took the place of what was pressed', () => {
  press(radio('R-2'));
  const change = at('.pick button');
  expect(document.activeElement).toBe(change);
  press(change);
  expect(document.activeElement).toBe(radio('R-2'));
  key(' ');
  expect(document.activeElement).toBe(at('.pick button'));
});

it('Whoever goes on elsewhere has chosen', () => {
  arrowTo('R-2');
  act(() => at('#words').focus());
  draw();
  expect(at('.pick .what').textContent).toContain('R-2');
  expect(document.activeElement).toBe(at('#words'));
});

it('About no order is a choice, too', () => {
  press(radio('R-2'));
  press(at('.pick button'));
  press(radio(''));
  expect(state.order.value).toBeUndefined();
  expect(at(':checked')).toBe(radio(''));
});
