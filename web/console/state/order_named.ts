import type { Ev } from '#protocol';
import { limits } from './limits.ts';

// Orders that a customer names in a message: only numbers of orders that are known here, whole, without
// regard to letter case, full-width forms, and which mark or blank stands between their parts. Nothing
// else that looks like a number is taken for one: not what is a sum, a count or a year, and few digits alone
// only where they are called an order.
export interface Named {
  readonly at: number; // in the text, from here
  readonly end: number; // up to here
  readonly number: string; // as the shop writes it
}

export type OrderFinder = (text: string) => readonly Named[];

export function orderFinder(numbers: readonly string[]): OrderFinder {
  const known = numbers.flatMap((number) => {
    const parts = number.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
    const plain = parts.join('');
    if (plain.length < limits.orderNamedLeast) return [];
    const isMeant = /^\d+$/.test(plain) ? isOrder(plain.length) : () => true;
    return { number, isMeant, pattern: new RegExp(parts.join('[-‐-―_.#\\s]?'), 'giu') };
  });
  return (text) => {
    if (known.length === 0) return [];
    const plain = halfWidth(text);
    const found = known.flatMap(({ number, isMeant, pattern }) =>
      [...plain.matchAll(pattern)].flatMap((match) => {
        const [at, end] = [match.index, match.index + match[0].length];
        if (!standsAlone(plain, at, end)) return [];
        return isMeant(plain.slice(0, at), plain.slice(end)) ? { at, end, number } : [];
      }),
    );
    found.sort((a, b) => a.at - b.at || b.end - a.end);
    let free = 0;
    return found.filter((one) => {
      if (one.at < free) return false;
      free = one.end;
      return true;
    });
  };
}

export interface OrderPiece {
  readonly text: string;
  readonly number?: string;
}

export function orderPieces(text: string, find: OrderFinder): OrderPiece[] {
  const out: OrderPiece[] = [];
  let from = 0;
  for (const { at, end, number } of find(text)) {
    if (at > from) out.push({ text: text.slice(from, at) });
    out.push({ text: text.slice(at, end), number });
    from = end;
  }
  if (from < text.length) out.push({ text: text.slice(from) });
  return out;
}

// What the customer named in the log as far as it is held, each order once, the one named last first.
export function namedOrders(events: readonly Ev[], find: OrderFinder): string[] {
  const out = new Set<string>();
  for (const ev of [...events].reverse()) {
    if (ev.by.role !== 'customer' || (ev.k !== 'message' && ev.k !== 'opened')) continue;
    for (const { number } of [...find(ev.b.text ?? '')].reverse()) out.add(number);
  }
  return [...out];
}

// First what the customer named, then what the conversation was opened about, then the newest.
export function inOrderOfUse<O extends { readonly number: string; readonly placed_at: number }>(
  orders: readonly O[],
  named: readonly string[],
  about: string | undefined,
): O[] {
  const rank = (order: O) => {
    const at = named.indexOf(order.number);
    if (at >= 0) return at;
    return order.number === about ? named.length : named.length + 1;
  };
  return [...orders].sort((a, b) => rank(a) - rank(b) || b.placed_at - a.placed_at);
}

// Full-width letters, digits and marks as their half-width twins: one code unit each, so that places stay.
const halfWidth = (text: string) =>
  text.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));

// Not a part of a longer number or word; Han on either side is none.
function standsAlone(text: string, at: number, end: number): boolean {
  const joins = /[\p{Script=Latin}\p{Nd}][-_]?$|\d\.$/u.test(text.slice(Math.max(0, at - 2), at));
  return !joins && !/^[-_]?[\p{Script=Latin}\p{Nd}]|^\.\d/u.test(text.slice(end, end + 2));
}

const calledAnOrder =
  /(?:#|(?:訂單|订单)(?:編號|编号|號碼|号码|號|号)?|單號|单号|\borders?(?:\s*(?:no\.?|number|id))?)\s*[:=/#]?\s*(?:是|為|为|is)?\s*#?$/iu;
const isMoney = /(?:[$¥￥€£]|NTD?|TWD|RMB|CNY|HKD|USD)\s*$/iu;
const isCounted =
  /^\s*(?:[年月日元圓圆塊块件個个%]|(?:NTD?|TWD|RMB|CNY|HKD|USD|dollars?)(?!\p{L}))/iu;

// Digits alone, by what stands before and after them.
const isOrder = (digits: number) => (before: string, after: string) => {
  const near = before.slice(-limits.orderCalledWithin);
  if (isMoney.test(near) || isCounted.test(after)) return false;
  return digits >= limits.orderPlainLeast || (calledAnOrder.test(near) && !/^\/\d/.test(after));
};
