import { useState } from 'preact/hooks';
import type { Card, Id } from '#protocol';
import { eye, transfer as transferGlyph, user, verified } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Seal } from '#ui/seal.tsx';
import { desk, talkOf, unwatch } from '../session/store.ts';
import { type Hold, holdOf, mayTake, shopOf, unreadOf } from '../state/desk.ts';
import type { OrderFinder } from '../state/order_named.ts';
import { t } from '../text.ts';
import { BackButton } from './back_button.tsx';
import { Foot } from './foot.tsx';
import { perform, useAct } from './keys.ts';
import { customerName, holderLabel, needLabel, topicLabel } from './labels.ts';
import { endAsked } from './leaving.ts';
import { Ledger } from './ledger.tsx';
import { isStale } from './link_notice.tsx';
import { SopStrip } from './sop_strip.tsx';
import { takeAsked } from './taking_over.ts';
import { putOffWrapUp, sideOpen, transferOf, wrapLater, wrapWanted } from './ui.ts';
import { WaitTimer } from './wait_timer.tsx';

// One conversation: head, SOP strip, ledger, composer or a sentence why there is none.
export function Thread({ card, find }: { card: Card; find: OrderFinder | undefined }) {
  const hold = holdOf(desk.value, card.c);
  const talk = talkOf(card.c);
  // Where reading had got to when the conversation was opened: the unread line stays there.
  const [unread] = useState(() =>
    card.waiting_since === undefined && unreadOf(talk.events, card.staff_read) === 0
      ? undefined
      : { read: card.staff_read, top: card.top },
  );
  useAct('transfer', () => {
    if (hold !== 'mine') return false;
    transferOf.value = card.c;
    return true;
  });
  useAct('end', () => {
    if (hold === 'mine') void endAsked(card.c);
    else if (hold === 'wrap_up') {
      wrapWanted.value = card.c;
      putOffWrapUp(card.c, false);
    } else return false;
    return true;
  });
  useAct('take', () => {
    if (!mayTake(desk.value, card.c)) return false;
    void takeAsked(card.c);
    return true;
  });
  return (
    <section class="thread" aria-label={t('thread.with', { name: customerName(card) })}>
      <Head card={card} hold={hold} />
      {hold === 'watched' ? <WatchBar card={card} /> : null}
      <SopStrip card={card} />
      <Ledger card={card} unread={unread} find={find} />
      <Foot card={card} hold={hold} />
    </section>
  );
}

function Head({ card, hold }: { card: Card; hold: Hold }) {
  return (
    <header class="th">
      <BackButton />
      <Seal name={customerName(card)} customer size={36} />
      <Who card={card} />
      {hold === 'mine' && card.waiting_since !== undefined ? (
        <WaitTimer since={card.waiting_since} words={t('wait.you')} stale={isStale.value} />
      ) : null}
      <HeadActs c={card.c} hold={hold} />
      <button
        type="button"
        class="ib only-narrow"
        aria-label={t('side.open')}
        aria-expanded={sideOpen.value}
        onClick={() => {
          sideOpen.value = !sideOpen.value;
        }}
      >
        <Icon of={user} />
      </button>
    </header>
  );
}

function Who({ card }: { card: Card }) {
  const facts = [topicLabel(card.topic)];
  if (card.need_type) facts.push(needLabel(card.need_type));
  if (card.order) facts.push(card.order);
  const shop = shopOf(desk.value, card.storefront);
  if (shop) facts.push(shop);
  return (
    <div class="t">
      <h2>
        <span class="one">{customerName(card)}</span>
        {card.customer.identified ? (
          <Icon of={verified} size={18} label={t('customer.identified')} />
        ) : null}
        {card.customer.vip ? <span class="tag acc">VIP</span> : null}
      </h2>
      <p class="one">{facts.join(' · ')}</p>
    </div>
  );
}

function HeadActs({ c, hold }: { c: Id; hold: Hold }) {
  const end = (words: string) => (
    <button type="button" class="btn" onClick={() => perform('end')}>
      {words} <span class="kbd">F9</span>
    </button>
  );
  return (
    <>
      {hold === 'wrap_up' ? <span class="tag">{t('thread.ended')}</span> : null}
      {hold === 'wrap_up' && wrapLater.value.has(c) ? end(t('wrap.title')) : null}
      {hold === 'mine' ? (
        <>
          <button
            type="button"
            class="btn fold"
            aria-label={t('transfer.do')}
            onClick={() => perform('transfer')}
          >
            <Icon of={transferGlyph} size={16} />
            {t('transfer.do')}
          </button>
          {end(t('thread.end'))}
        </>
      ) : null}
    </>
  );
}

function WatchBar({ card }: { card: Card }) {
  return (
    <p class="watch-bar">
      <Icon of={eye} size={18} />
      <span>
        <b>{t('watch.on')}</b>{' '}
        {card.assignee ? t('watch.of', { name: holderLabel(card) }) : t('watch.unowned')}
      </span>
      {mayTake(desk.value, card.c) ? (
        <button type="button" class="btn s primary" onClick={() => perform('take')}>
          {t('take.do')} <span class="kbd">F4</span>
        </button>
      ) : null}
      <button type="button" class="btn s" onClick={() => void unwatch(card.c)}>
        {t('watch.stop')}
      </button>
    </p>
  );
}
