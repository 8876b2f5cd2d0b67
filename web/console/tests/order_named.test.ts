import { describe, expect, it } from 'vitest';
import { inOrderOfUse, namedOrders, orderFinder, orderPieces } from '../state/order_named.ts';
import { byAgent, ev } from './factory.ts';

const find = orderFinder(['R20261117-0382', 'R20261119-0107', '1001', '#2024', '12', '100100']);
const numbers = (text: string) => find(text).map((one) => one.number);

describe('An order that a customer names', () => {
  it.each([
    ['我的訂單R20261117-0382還沒到', ['R20261117-0382']],
    ['r20261117-0382', ['R20261117-0382']],
    ['Ｒ２０２６１１１７－０３８２', ['R20261117-0382']],
    ['R20261117 0382, R202611190107', ['R20261117-0382', 'R20261119-0107']],
    ['#1001/R20261119–0107.', ['1001', 'R20261119-0107']],
    ['https://shop.example/orders/1001?a=b', ['1001']],
    ['＃1001', ['1001']],
    ['訂單1001還沒到', ['1001']],
    ['订单号是 1001，谢谢', ['1001']],
    ['訂單編號：2024', ['#2024']],
    ['my order number is #1001', ['1001']],
    ['Order no. 1001', ['1001']],
    ['100100 還沒到', ['100100']],
  ])('is found by its own number: %s', (text, found) => {
    expect(numbers(text)).toEqual(found);
  });

  it.each([
    ['R20261117-03821'],
    ['XR20261117-0382'],
    ['R20261117-0382-7'],
    ['A-1001'],
    ['NT$1001.50'],
    ['3.1001'],
    ['0382'],
    ['R20261117'],
    ['R20261118-0215'],
    ['12'],
    ['我2024年買的'],
    ['2024/11/17 下單'],
    ['訂單2024/11/17下的'],
    ['訂單 2024 年的'],
    ['退我1001元'],
    ['訂單1001塊'],
    ['訂單金額 NT$1001'],
    ['我買了1001件'],
    ['I paid 1001 for it'],
    ['reorder 1001'],
    ['退 100100 元'],
    ['US$100100'],
    [''],
  ])('is not guessed from what only looks like it: %s', (text) => {
    expect(numbers(text)).toEqual([]);
  });

  it('leaves the words as they were written', () => {
    const text = '要退 r20261117-0382，不是#1001！';
    const pieces = orderPieces(text, find);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.map((piece) => piece.number)).toEqual([
      undefined,
      'R20261117-0382',
      undefined,
      '1001',
      undefined,
    ]);
  });

  it('is the whole number where another one begins like it', () => {
    const both = orderFinder(['R100', 'R100-2']);
    expect(both('R100-2').map((one) => one.number)).toEqual(['R100-2']);
  });

  it('is never one that the shop has no letters or digits for', () => {
    expect(orderFinder(['----', '(.*)', ''])('---- (.*)')).toEqual([]);
  });
});

describe('The orders of a talk', () => {
  it('are what the customer named, the last first and each once; what we say names none', () => {
    const events = [
      ev({ q: 1, k: 'opened', b: { text: 'R20261119-0107' } }),
      ev({ q: 2, b: { text: '#1001 then R20261117-0382' } }),
      ev({ q: 3, by: byAgent, b: { text: 'R20261119-0107?' } }),
      ev({ q: 4, b: { text: 'yes, order 1001' } }),
    ];
    expect(namedOrders(events, find)).toEqual(['1001', 'R20261117-0382', 'R20261119-0107']);
  });

  it('stand first, then what the talk is about, then the newest', () => {
    const order = (number: string, placed_at: number) => ({ number, placed_at });
    const all = [order('old', 1), order('about', 2), order('named', 3), order('new', 4)];
    const sorted = inOrderOfUse(all, ['named'], 'about').map((one) => one.number);
    expect(sorted).toEqual(['named', 'about', 'new', 'old']);
    expect(inOrderOfUse(all, [], undefined).map((one) => one.number)[0]).toBe('new');
  });
});
