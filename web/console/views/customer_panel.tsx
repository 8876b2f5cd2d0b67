import { useEffect, useState } from 'preact/hooks';
import { formatDay, formatMoney, formatTime, isLocale } from '#i18n';
import type { Card } from '#protocol';
import { close as closeGlyph, down, right, verified } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Seal } from '#ui/seal.tsx';
import { Tabs, tabPanel } from '#ui/tabs.tsx';
import { type CustomerFile, type Fault, type Order, rest } from '../session/rest.ts';
import { desk } from '../session/store.ts';
import { faultWords } from '../session/words.ts';
import { shopOf } from '../state/desk.ts';
import { type Key, locale, t } from '../text.ts';
import { CustomerRecords } from './customer_records.tsx';
import { customerName } from './labels.ts';
import { languageNames } from './settings_menus.tsx';
import { sideOpen, sideTab } from './ui.ts';
import { useNarrow } from './use_narrow.ts';

// The customer's masked file and orders, beside what they say.
export function CustomerPanel({ card }: { card: Card }) {
  const { file, fault, again } = useFile(card.customer.id);
  const narrow = useNarrow(1024);
  const orders = file?.orders ?? [];
  const records = file?.records ?? [];
  const tab = sideTab.value;
  return (
    <aside class="side" aria-label={t('side.title')}>
      <Tabs
        base="side"
        label={t('side.title')}
        selected={tab}
        onSelect={(id) => {
          sideTab.value = id as typeof tab;
        }}
        tabs={[
          { id: 'customer', label: t('side.customer') },
          { id: 'orders', label: counted(t('side.orders'), orders.length) },
          { id: 'records', label: counted(t('side.records'), records.length) },
        ]}
        after={
          narrow ? (
            <button
              type="button"
              class="ib"
              aria-label={t('close')}
              onClick={() => {
                sideOpen.value = false;
              }}
            >
              <Icon of={closeGlyph} size={18} />
            </button>
          ) : null
        }
      />
      <div class="sc" {...tabPanel('side', tab)} tabIndex={0}>
        {fault ? (
          <div class="sheet empty" role="alert">
            <b>{t('customer.failed')}</b>
            <p>{faultWords(fault)}</p>
            <button type="button" class="btn" onClick={again}>
              {t('retry')}
            </button>
          </div>
        ) : null}
        {tab === 'customer' ? <Identity card={card} file={file} /> : null}
        {file && tab !== 'records' ? (
          <Orders orders={orders} wanted={card.order} all={tab === 'orders'} />
        ) : null}
        {file && tab === 'records' ? <CustomerRecords records={records} /> : null}
      </div>
    </aside>
  );
}

const counted = (words: string, count: number) => (count > 0 ? `${words} ${count}` : words);

function useFile(id: string) {
  const [file, setFile] = useState<CustomerFile>();
  const [fault, setFault] = useState<Fault>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let here = true;
    setFault(undefined);
    void rest.customer(id).then((reply) => {
      if (!here) return;
      if (reply.ok) setFile(reply.value);
      else setFault(reply.fault);
    });
    return () => {
      here = false;
    };
  }, [id, turn]);
  return { file, fault, again: () => setTurn(turn + 1) };
}

function Identity({ card, file }: { card: Card; file: CustomerFile | undefined }) {
  const who = card.customer;
  const shop = shopOf(desk.value, card.storefront);
  const contacts: { label: Key; value: string | undefined }[] = [
    { label: 'customer.phone', value: file?.phone },
    { label: 'customer.email', value: file?.email },
    { label: 'customer.address', value: file?.address },
  ];
  const known = contacts.filter((one) => one.value);
  return (
    <section class="sheet">
      <div class="id">
        <Seal name={customerName(card)} customer size={40} />
        <div>
          <h2>
            {customerName(card)}
            {who.identified ? (
              <Icon of={verified} size={16} label={t('customer.identified')} />
            ) : null}
          </h2>
          <p class="tags">
            {shop ? <span class="tag line">{shop}</span> : null}
            {who.vip ? <span class="tag acc">VIP</span> : null}
            <span class="tag">
              {who.identified ? t('customer.identified') : t('customer.visitor')}
            </span>
            {isLocale(who.locale) ? (
              <span class="tag" lang={who.locale}>
                {languageNames[who.locale]}
              </span>
            ) : null}
          </p>
        </div>
      </div>
      {known.length > 0 ? (
        <dl class="kv">
          {known.map((one) => (
            <div key={one.label} class="kv-row">
              <dt>{t(one.label)}</dt>
              <dd>{one.value}</dd>
            </div>
          ))}
        </dl>
      ) : file ? (
        <p class="hint">{t('customer.noContact')}</p>
      ) : null}
    </section>
  );
}

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

// The order the conversation is about comes first and is open; the others open on a click.
function Orders(props: { orders: readonly Order[]; wanted: string | undefined; all: boolean }) {
  const sorted = [...props.orders].sort(
    (a, b) =>
      Number(b.number === props.wanted) - Number(a.number === props.wanted) ||
      b.placed_at - a.placed_at,
  );
  if (sorted.length === 0) {
    return props.all ? <p class="hint">{t('customer.noOrders')}</p> : null;
  }
  const shown = props.all ? sorted : sorted.slice(0, 3);
  return (
    <>
      {shown.map((order, i) => (
        <OrderSheet key={order.number} order={order} open={i === 0} />
      ))}
    </>
  );
}

function OrderSheet({ order, open }: { order: Order; open: boolean }) {
  const [shown, setShown] = useState(open);
  return (
    <section class="sheet">
      <button type="button" class="oh" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <Icon of={shown ? down : right} size={14} />
        <b>{order.number}</b>
        <span class={`tag ${toneOf[order.status] ?? ''}`}>{orderStatus(order.status)}</span>
      </button>
      {order.lines.slice(0, shown ? 20 : 1).map((line, i) => (
        <div key={i} class="ol">
          <span>
            {line.title} × {line.quantity}
            {line.variant ? <small>{line.variant}</small> : null}
          </span>
          <span>{formatMoney(locale.value, order.currency, line.price_minor * line.quantity)}</span>
        </div>
      ))}
      {shown ? (
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
      ) : null}
    </section>
  );
}

function shortDay(at: number): string {
  const day = new Date(at);
  return `${day.getMonth() + 1}/${day.getDate()}`;
}
