// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CustomerFile, Order } from '../session/rest.ts';
import * as store from '../session/store.ts';
import { orderFinder } from '../state/order_named.ts';
import { speak } from '../text.ts';
import { CustomerPanel } from '../views/customer_panel.tsx';
import { CustomerWords } from '../views/customer_words.tsx';
import { orderWanted, sideTab } from '../views/ui.ts';
import { card, ev } from './factory.ts';
import { ownBox } from './own_box.ts';

const order = (number: string, placed_at: number): Order => ({
  number,
  status: 'placed',
  currency: 'TWD',
  total_minor: 100,
  placed_at,
  lines: [],
  timeline: [],
});
const orders = [1, 2, 3, 4, 5].map((n) => order(`R-100${n}`, n));
const file = { id: 'x', name: '', identified: true, vip: false, orders } as CustomerFile;
const find = orderFinder(orders.map((one) => one.number));

const box = ownBox();
const heads = () => [...box.querySelectorAll<HTMLButtonElement>('.orders .oh')];
const said = (text: string) =>
  vi.spyOn(store, 'talkOf').mockReturnValue({
    ...{ events: text === '' ? [] : [ev({ q: 1, b: { text } })], floor: 0, pending: [] },
    ...{ typing: false, delivered: 0, read: 0 },
  });
const of = { file, fault: undefined, find, again: () => undefined };
const both = (text: string) => (
  <>
    <p>
      <CustomerWords text={text} find={find} />
    </p>
    <CustomerPanel card={card({ c: 'c1', order: 'R-1002' })} of={of} />
  </>
);

beforeEach(() => speak('en'));
afterEach(() => {
  vi.restoreAllMocks();
  sideTab.value = 'customer';
  orderWanted.value = undefined;
});

it('an order that the customer names comes before the others, is marked and open', async () => {
  said('');
  await act(() => render(both(''), box));
  expect(heads().map((head) => head.textContent)).toEqual([
    'R-1002Placed',
    'R-1005Placed',
    'R-1004Placed',
  ]);
  said('r-1001 is broken');
  await act(() => render(both('r-1001 is broken'), box));
  expect(heads().map((head) => head.textContent)).toEqual([
    'R-1001MentionedPlaced',
    'R-1002Placed',
    'R-1005Placed',
  ]);
  expect(heads().map((head) => head.getAttribute('aria-expanded'))).toEqual([
    'true',
    'false',
    'false',
  ]);
});

it('orders keep their places under the pointer, and what is named shows all the same', async () => {
  said('');
  await act(() => render(both(''), box));
  await act(() => void box.querySelector('.orders')?.dispatchEvent(new Event('pointerenter')));
  said('R-1001');
  await act(() => render(both('R-1001'), box));
  expect(heads().map((head) => head.querySelector('b')?.textContent)).toEqual([
    'R-1002',
    'R-1005',
    'R-1004',
    'R-1001',
  ]);
});

it('the number in the words is a button that leads to the order, from wherever the panel is', async () => {
  sideTab.value = 'records';
  const text = 'R-1003 https://shop.example/R-1004 R-9999';
  said(text);
  await act(() => render(both(text), box));
  const buttons = [...box.querySelectorAll<HTMLButtonElement>('p > button')];
  expect(buttons.map((one) => [one.textContent, one.getAttribute('aria-label')])).toEqual([
    ['R-1003', 'R-1003: show this order'],
  ]);
  await act(() => buttons[0]?.click());
  expect(sideTab.value).toBe('orders');
  expect(document.activeElement?.textContent).toContain('R-1003');
  expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true');
  expect(orderWanted.value).toBeUndefined();
});
