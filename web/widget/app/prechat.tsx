import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import {
  chat,
  complaint,
  type Glyph,
  more,
  order as orderGlyph,
  product,
  returned,
  truck,
} from '#ui/glyphs.ts';
import type { OrderHint } from '../bridge.ts';
import { type Cell, useCell } from './cells.ts';
import { type Config, isStaffed, labelOf } from './config.ts';
import { asked, asking, orderNo, saying, topicKey, unsent } from './drafts.ts';
import { Icon } from './icon.tsx';
import { keysTo } from './keys.ts';
import { isShort, leftOf } from './left.ts';
import { intend, order, orders, talkScreens, view } from './state.ts';
import { locale, t } from './words.ts';

/** By the topic's icon name. */
const GLYPHS: Record<string, Glyph> = {
  order: orderGlyph,
  truck,
  return: returned,
  complaint,
  product,
  more,
};

/** Until the talk's words are here, too, where nobody is there: that it is so, if not until when. */
const nobodyLead = (config: Config) => talkScreens.value?.closedLead(config) ?? t('prechat.nobody');

/** One screen, three things; only the topic must be chosen, and an order is never asked for twice. */
export function PreChat({ config }: { config: Config }) {
  const topic = useCell(topicKey.text);
  const missing = useCell(false);
  const left = useCell(leftOf(asking.text || unsent()));
  const number = useRef<HTMLInputElement>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const { name, busy, net } = view.value;
  const chosen = config.topics.find((one) => one.key === topic.value);

  useEffect(() => {
    if (words.current) words.current.value = asking.text || unsent();
    return keysTo(title.current);
  }, []);

  const start = (e: Event) => {
    e.preventDefault();
    missing.value = !chosen;
    if (chosen) begin(chosen.key, number.current, words.current);
    else document.querySelector<HTMLInputElement>('.needs input')?.focus();
  };

  return (
    <form class="w-form" onSubmit={start} noValidate>
      <div class="w-body">
        <h2 ref={title} tabIndex={-1}>
          {name ? t('prechat.hello_name', { name }) : t('prechat.hello')}
        </h2>
        <p class="lead">
          {isStaffed(config, topic.value) ? t('prechat.lead') : nobodyLead(config)}
        </p>
        {topics(config, topic, missing)}
        <About number={number} />
        {area(words, left)}
        <p class="consent">{t('prechat.consent')}</p>
      </div>
      <footer class="w-foot">
        <button
          class="btn primary full"
          type="submit"
          disabled={busy || net.is === 'stopped' || left.value < 0}
          aria-busy={busy}
        >
          {t(busy ? 'prechat.starting' : 'prechat.start')}
        </button>
      </footer>
    </form>
  );
}

function begin(
  topic: string,
  number: HTMLInputElement | null,
  words: HTMLTextAreaElement | null,
): void {
  const no = number ? number.value.trim() : order.value?.no;
  const text = words?.value.trim();
  intend({ do: 'start', topic, ...(no && { order: no }), ...(text && { text }) }, (taken) => {
    if (!taken) return;
    asked();
    saying.text = '';
  });
}

function topics(config: Config, topic: Cell<string>, missing: Cell<boolean>) {
  return (
    <>
      <fieldset class="block needs" aria-describedby={missing.value ? 'topic-missing' : undefined}>
        <legend class="vh">{t('prechat.topic')}</legend>
        {config.topics.map((one) => (
          <label key={one.key} class={topic.value === one.key ? 'on' : ''}>
            <input
              type="radio"
              class="vh"
              name="topic"
              value={one.key}
              checked={topic.value === one.key}
              onChange={() => {
                topic.value = topicKey.text = one.key;
                missing.value = false;
              }}
            />
            <Icon of={GLYPHS[one.icon] ?? chat} />
            {labelOf(one.label, locale())}
            {config.online && one.staffed === false ? <small>{t('prechat.away')}</small> : null}
          </label>
        ))}
      </fieldset>
      {missing.value ? (
        <p class="wrong" id="topic-missing" role="alert">
          {t('prechat.topic_missing')}
        </p>
      ) : null}
    </>
  );
}

/** The order of the page, one of the customer's, or a number; what is begun stays. */
function About({ number }: { number: RefObject<HTMLInputElement | null> }) {
  const choosing = useCell(false);
  const typing = useCell(orderNo.text !== '');
  const box = useRef<HTMLDivElement>(null);
  const OrderList = talkScreens.value?.OrderList;
  useEffect(() => {
    // What was pressed has made room: the keyboard goes on with what is there instead.
    if (document.hasFocus() && document.activeElement === document.body)
      box.current?.querySelector<HTMLElement>('button,:checked,.field')?.focus();
  }, [choosing.value, order.value]);
  return (
    <div class="block" ref={box}>
      {order.value && !choosing.value ? (
        picked(order.value, choosing)
      ) : orders.value.length && OrderList && !typing.value ? (
        <OrderList choosing={choosing} />
      ) : (
        <>
          <label class="lab" for="order">
            {t('prechat.order_number')}
            <small>{t('prechat.optional')}</small>
          </label>
          <input
            id="order"
            ref={number}
            class="field"
            maxLength={64}
            defaultValue={orderNo.text}
            onInput={(e) => {
              orderNo.text = e.currentTarget.value;
              typing.value = true;
            }}
            autocomplete="off"
            autocapitalize="characters"
          />
        </>
      )}
    </div>
  );
}

function area(words: RefObject<HTMLTextAreaElement | null>, left: Cell<number>) {
  const LeftNote = talkScreens.value?.LeftNote;
  return (
    <div class="block">
      <label class="lab" for="words">
        {t('prechat.text')}
        <small>{t('prechat.optional')}</small>
      </label>
      <textarea
        id="words"
        ref={words}
        class="field area"
        rows={3}
        aria-describedby={isShort(left.value) ? 'left' : undefined}
        placeholder={t('prechat.text_example')}
        onInput={(e) => {
          asking.text = e.currentTarget.value;
          saying.text = '';
          left.value = leftOf(asking.text);
        }}
      />
      {LeftNote ? <LeftNote left={left.value} /> : null}
    </div>
  );
}

/** An order in words. */
export function What({ order: { no, title, status } }: { order: OrderHint }) {
  return (
    <span class="what">
      {title ?? no}
      <small>{[title && no, status].filter(Boolean).join(' · ')}</small>
    </span>
  );
}

function picked(one: OrderHint, choosing: Cell<boolean>) {
  return (
    <>
      <span class="lab">{t('prechat.order')}</span>
      <div class="pick">
        <span class="pic">
          <Icon of={orderGlyph} />
        </span>
        <What order={one} />
        <button
          type="button"
          onClick={() => {
            if (!orders.value.length) order.value = undefined;
            choosing.value = true;
          }}
        >
          {t('prechat.order_change')}
        </button>
      </div>
    </>
  );
}
