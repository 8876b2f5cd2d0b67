import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '#ui/icon.tsx';
import { Menu } from '#ui/menu.tsx';
import { Ring } from '#ui/ring.tsx';
import { go, route } from '../route.ts';
import { now } from '../session/clock.ts';
import { accept, accepting, decline, declineUnsaid } from '../session/offers.ts';
import { desk, dispatch, sop } from '../session/store.ts';
import {
  declinesNow,
  type HeldOffer,
  leftOf,
  shopOf,
  unansweredSince,
  waitedOf,
} from '../state/desk.ts';
import { pick, t } from '../text.ts';
import { whyWords } from './event_words.tsx';
import { perform, showConversation, useAct } from './keys.ts';
import { customerName, elapsed, needLabel, topicGlyph, topicLabel } from './labels.ts';
import { deskRoute } from './open_chat.ts';

// Offers wait in line; the oldest is on the screen. The only thing that floats over the desk.
export function OfferToast() {
  const held = desk.value.offers[0];
  return held ? (
    <OfferCard key={held.offer.id} held={held} more={desk.value.offers.length - 1} />
  ) : null;
}

function OfferCard({ held, more }: { held: HeldOffer; more: number }) {
  const { offer } = held;
  const { card } = offer;
  const taking = accepting.value.has(offer.id);
  const declineMenu = useRef<(() => void) | null>(null);
  const left = leftOf(held, now.value);
  const [choosing, setChoosing] = useState(false);
  const unsaid = declinesNow(choosing && !taking, left);
  useEffect(() => {
    if (unsaid) void declineUnsaid(offer.id);
  }, [unsaid]);

  // Over by our clock and no word from the server yet: nothing can be accepted any more.
  useEffect(() => {
    if (left === 0) dispatch({ kind: 'offer-lapsed', offer: offer.id });
  }, [left === 0]);

  const take = async () => {
    if (route.value.page !== 'desk') go(deskRoute());
    if (await accept(offer.id)) showConversation(card.c);
  };
  useAct('accept', () => {
    void take();
    return true;
  });
  useAct('decline', () => {
    declineMenu.current?.();
    return true;
  });

  return (
    <section
      class="offer"
      role="alertdialog"
      aria-labelledby="offer-who"
      aria-describedby="offer-why"
    >
      <Who held={held} left={left} />
      <Facts held={held} />
      <div class="left" style={{ '--b': (100 * left) / Math.max(1, offer.expires_in_ms) }} />
      <div class="acts">
        <button
          type="button"
          class="btn primary"
          aria-busy={taking}
          aria-disabled={taking || undefined}
          onClick={() => perform('accept')}
        >
          {t(taking ? 'offer.accepting' : 'offer.accept')} <span class="kbd">F2</span>
        </button>
        <DeclineMenu
          shortcut={declineMenu}
          onToggle={setChoosing}
          onPick={(why) => void decline(offer.id, why)}
        />
      </div>
      {more > 0 ? <p class="more">{t('offer.more', { n: more })}</p> : null}
    </section>
  );
}

function Who({ held, left }: { held: HeldOffer; left: number }) {
  const { card, expires_in_ms } = held.offer;
  const about = [topicLabel(card.topic)];
  if (card.need_type) about.push(needLabel(card.need_type));
  const time = elapsed(waitedOf(held, now.value));
  return (
    <div class="hd">
      <Ring left={left} of={Math.max(expires_in_ms, left)}>
        {String(Math.ceil(left / 1000))}
      </Ring>
      <div>
        <h2 id="offer-who">
          <Icon of={topicGlyph(card.topic)} size={18} />
          {customerName(card)}
          {card.customer.vip ? <span class="tag acc">VIP</span> : null}
        </h2>
        <p>{t('offer.about', { about: about.join(' '), time })}</p>
      </div>
    </div>
  );
}

// Whom it is from, what was said, and why it came here.
function Facts({ held }: { held: HeldOffer }) {
  const { offer } = held;
  const { card, handover } = offer;
  const shop = shopOf(desk.value, card.storefront);
  const since = unansweredSince(held);
  const why = whyWords(offer.why, desk.value.staff?.id);
  return (
    <dl id="offer-why">
      {shop ? <Fact of={t('offer.shop')}>{shop}</Fact> : null}
      {card.order ? <Fact of={t('order.number')}>{card.order}</Fact> : null}
      {handover ? <Fact of={t('offer.from')}>{handover.from}</Fact> : null}
      {handover && handover.note !== '' ? (
        <Fact of={t('offer.handover')} class="told">
          {handover.note}
        </Fact>
      ) : null}
      {since === undefined ? null : (
        <Fact of={t('offer.unanswered')}>{elapsed(now.value - since)}</Fact>
      )}
      {card.preview ? (
        <Fact of={t('offer.said')} class="one" lang={card.customer.locale}>
          {card.preview.text}
        </Fact>
      ) : null}
      <Fact of={t('offer.why')}>
        {why === '' ? t('offer.whyLoad', { n: offer.why.load }) : why}
      </Fact>
    </dl>
  );
}

function Fact(props: { of: string; class?: string; lang?: string; children: ComponentChildren }) {
  const { of, ...rest } = props;
  return (
    <>
      <dt>{of}</dt>
      <dd {...rest} />
    </>
  );
}

function DeclineMenu(props: {
  shortcut: { current: (() => void) | null };
  onToggle: (open: boolean) => void;
  onPick: (reason: string) => void;
}) {
  const reasons = sop.value?.decline_reasons ?? [];
  const items = reasons.map((reason, i) => ({
    id: reason.key,
    label: pick(reason.label, reason.key),
    ...(i === 0 ? { heading: t('offer.declineWhy') } : {}),
  }));
  return (
    <Menu
      label={t('offer.declineWhy')}
      align="end"
      shortcut={props.shortcut}
      triggerClass="btn"
      trigger={
        <>
          {t('offer.decline')} <span class="kbd">⇧F2</span>
        </>
      }
      items={items.length > 0 ? items : [{ id: '', label: t('offer.decline') }]}
      onToggle={props.onToggle}
      onPick={props.onPick}
    />
  );
}
