// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LIMITS } from '#protocol';
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

import { LeftNote } from '../app/left_note.tsx';

const topic = (key: string) => ({ key, icon: key, label: { en: key } });
const config = (...keys: string[]) =>
  ({ online: true, topics: keys.map(topic) }) as unknown as Config;

let box: HTMLElement;
/** As after a reload: every module anew, and of the browser only its storage. */
async function load(of = config('return', 'order')) {
  vi.resetModules();
  const { PreChat } = await import('../app/prechat.tsx');
  const draw = () => act(() => render(<PreChat config={of} />, box));
  draw();
  return draw;
}
const at = <T extends HTMLElement>(selector: string) => box.querySelector(selector) as T;
const field = (id: string) => at<HTMLInputElement>(`#${id}`);
const write = (id: string, text: string) =>
  act(() => {
    field(id).value = text;
    field(id).dispatchEvent(new Event('input', { bubbles: true }));
  });
const choose = (key: string) => act(() => at<HTMLInputElement>(`[value="${key}"]`).click());
const start = () =>
  act(() => {
    at('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
const begun = () => state.intend.mock.calls.at(-1)?.[0];

beforeEach(() => {
  box = document.body.appendChild(document.createElement('div'));
});
afterEach(() => {
  render(null, box);
  box.remove();
  vi.restoreAllMocks();
  sessionStorage.clear();
  state.intend.mockReset();
  state.order.value = undefined;
  state.orders.value = [];
  state.talkScreens.value = undefined;
});

it('Topic, order number and words are there after a reload, until the chat has begun', async () => {
  await load();
  choose('return');
  write('order', 'R-1');
  write('words', 'cracked');
  await load();
  expect(at<HTMLInputElement>(':checked').value).toBe('return');
  expect(field('order').value).toBe('R-1');
  expect(field('words').value).toBe('cracked');
  start();
  expect(begun()).toEqual({ do: 'start', topic: 'return', order: 'R-1', text: 'cracked' });
  state.intend.mock.calls.at(-1)?.[1](false);
  await load();
  expect(field('order').value).toBe('R-1');
  start();
  state.intend.mock.calls.at(-1)?.[1](true);
  await load();
  expect(at(':checked')).toBeNull();
  expect(field('order').value).toBe('');
  expect(field('words').value).toBe('');
});

it('A topic that the shop has no more is asked for again', async () => {
  await load();
  choose('return');
  const draw = await load(config('order'));
  start();
  draw();
  expect(state.intend).not.toHaveBeenCalled();
  expect(at('[role=alert]').textContent).toBe('prechat.topic_missing');
});

it('A number that was typed stays in its field when the list of orders comes', async () => {
  const screens = { OrderList: () => <p class="list" /> };
  state.orders.value = [{ no: 'R-7' }];
  const draw = await load();
  choose('return');
  write('order', 'R-1');
  state.talkScreens.value = screens;
  draw();
  expect(field('order').value).toBe('R-1');
  await load();
  expect(field('order').value).toBe('R-1');
  start();
  expect(begun()).toMatchObject({ order: 'R-1' });
  sessionStorage.clear();
  await load();
  expect(at('.list')).not.toBeNull();
});

it('What is typed instead of the order of the page is what is sent', async () => {
  state.orders.value = [{ no: 'R-7' }];
  state.order.value = { no: 'R-7' };
  const draw = await load();
  choose('return');
  act(() => at('.pick button').click());
  draw();
  write('order', 'R-1');
  start();
  expect(begun()).toMatchObject({ order: 'R-1' });
});

it('Of the words characters are counted, not their parts, and too many are told and not sent', async () => {
  state.talkScreens.value = { LeftNote };
  const draw = await load();
  choose('return');
  const button = () => at<HTMLButtonElement>('[type=submit]');
  write('words', '😀'.repeat(LIMITS.textCodePointsMax));
  draw();
  expect(field('words').getAttribute('maxlength')).toBeNull();
  expect(button().disabled).toBe(false);
  start();
  expect([...begun().text]).toHaveLength(LIMITS.textCodePointsMax);
  write('words', '😀'.repeat(LIMITS.textCodePointsMax + 1));
  draw();
  expect(button().disabled).toBe(true);
  expect(at(`#${field('words').getAttribute('aria-describedby')}`).textContent).toBe('chat.over');
  await load();
  expect(button().disabled).toBe(true);
});

it('Outside the hours it says so, where nobody is there, and a chat may begin all the same', async () => {
  state.talkScreens.value = { closedLead: (of: Config) => (of.hours ? 'closed' : 'nobody') };
  const shop = (online: boolean, staffed: boolean) =>
    ({
      ...config('return'),
      online,
      hours: { open: false },
      topics: [{ ...topic('return'), staffed }],
    }) as unknown as Config;
  const lead = () => at('.lead').textContent;
  const draw = await load(shop(false, false));
  expect(lead()).toBe('closed');
  choose('return');
  draw();
  start();
  expect(begun()).toMatchObject({ do: 'start', topic: 'return' });
  sessionStorage.clear();
  await load(shop(true, true));
  expect(lead()).toBe('prechat.lead');
  const { hours: _, ...without } = shop(false, false);
  await load(without);
  expect(lead()).toBe('nobody');
});

it('Without the talk it says that nobody is there, and a chat may begin all the same', async () => {
  const draw = await load({ ...config('return'), online: false });
  expect(at('.lead').textContent).toBe('prechat.nobody');
  choose('return');
  draw();
  start();
  expect(begun()).toMatchObject({ do: 'start', topic: 'return' });
});

it('A screen that has gone takes no keys when they come', async () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  await load();
  const taken = vi.spyOn(at('h2'), 'focus');
  act(() => render(null, box));
  window.dispatchEvent(new Event('focus'));
  expect(taken).not.toHaveBeenCalled();
});
