import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatDay, formatMoney, formatTime } from '#i18n';
import type { Card } from '#protocol';
import { down, right } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import type { Order } from '../session/rest.ts';
import { talkOf } from '../session/store.ts';
import { keptOrder } from '../state/inbox.ts';
import { inOrderOfUse, namedOrders, type OrderFinder } from '../state/order_named.ts';
import { locale, t } from '../text.ts';
import { orderWanted } from './ui.ts';
import { useStill } from './use_still.ts';

const toneOf: Record<string, string> = { delivered: 'ok', cancelled: 'bad', returned: 'warn' };

function orderStatus(status: string): string {
  const known = [
    'placed',
    'packing',
    'shipped',
    'in_transit',
    'delivered',
    'returned',
    'cancelled',
  ];
  return known.includes(status) ? t(`order.${status as 'placed'}`) : status;
}

interface OrdersProps {
  readonly card: Card;
  readonly orders: readonly Order[];
  readonly find: OrderFinder;
  readonly all: boolean;
}

// What the customer named comes first, then what the conversation is about; the first is open, the others
// open on a click. Under the pointer or the focus they keep their places.
export function CustomerOrders({ card, orders, find, all }: OrdersProps) {
  const { still, on } = useStill();
  const named = namedOrders(talkOf(card.c).events, find);
  const wanted = inOrderOfUse(orders, named, card.order).map((one) => one.number);
  const places = useRef<string[]>([]);
  places.current = still ? keptOrder(places.current, wanted) : wanted;
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  if (orders.length === 0) return all ? <p class="hint">{t('customer.noOrders')}</p> : null;
  const shown = places.current.filter((number, i) => all || i < 3 || named.includes(number));
  return (
    <div class="orders" {...on}>
      {shown.map((number, i) => {
        const order = orders.find((one) => one.number === number);
        return order ? (
          <OrderSheet
            key={number}
            order={order}
            named={named.includes(number)}
            open={chosen.get(number) ?? i === 0}
            onOpen={(is) => setChosen(new Map(chosen).set(number, is))}
          />
        ) : null;
      })}
    </div>
  );
}

interface SheetProps {
  readonly order: Order;
  readonly named: boolean;
  readonly open: boolean;
  onOpen(is: boolean): void;
}

function OrderSheet({ order, named, open, onOpen }: SheetProps) {
  const head = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (orderWanted.value !== order.number) return;
    orderWanted.value = undefined;
    onOpen(true);
    head.current?.focus();
    head.current?.scrollIntoView({ block: 'nearest' });
  }, [orderWanted.value]);
  return (
    <section class="sheet">
      <button
        type="button"
        class="oh"
        ref={head}
        aria-expanded={open}
        onClick={() => onOpen(!open)}
      >
        <Icon of={open ? down : right} size={14} />
        <b>{order.number}</b>
        {named ? <span class="tag acc">{t('order.named')}</span> : null}
        <span class={`tag ${toneOf[order.status] ?? ''}`}>{orderStatus(order.status)}</span>
      </button>
      {order.lines.slice(0, open ? 20 : 1).map((line, i) => (
        <div key={i} class="ol">
          <span>
            {line.title} × {line.quantity}
            {line.variant ? <small>{line.variant}</small> : null}
          </span>
          <span>{formatMoney(locale.value, order.currency, line.price_minor * line.quantity)}</span>
        </div>
      ))}
      {open ? <Details order={order} /> : null}
    </section>
  );
}

function Details({ order }: { order: Order }) {
  return (
    <>
      <div class="ol">
        <small>{t('order.placedAt', { day: formatDay(locale.value, order.placed_at) })}</small>
        <b>{formatMoney(locale.value, order.currency, order.total_minor)}</b>
      </div>
      {order.timeline.length > 0 ? (
        <ol class="trace">
          {[...order.timeline]
            .sort((a, b) => b.at - a.at)
            .map((mark) => (
              <li key={`${mark.at}${mark.text}`}>
                {mark.text}
                <time dateTime={new Date(mark.at).toISOString()}>
                  {shortDay(mark.at)} {formatTime(locale.value, mark.at)}
                </time>
              </li>
            ))}
        </ol>
      ) : null}
    </>
  );
}

function shortDay(at: number): string {
  const day = new Date(at);
  return `${day.getMonth() + 1}/${day.getDate()}`;
}
