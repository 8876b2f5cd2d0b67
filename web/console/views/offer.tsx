import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '#ui/icon.tsx';
import { Menu } from '#ui/menu.tsx';
import { Ring } from '#ui/ring.tsx';
import { go, route } from '../route.ts';
import { now } from '../session/clock.ts';
import { accept, accepting, decline } from '../session/offers.ts';
import { desk, dispatch, sop } from '../session/store.ts';
import { type HeldOffer, leftOf, shopOf, unansweredSince, waitedOf } from '../state/desk.ts';
import { pick, t } from '../text.ts';
import { whyWords } from './event_words.tsx';
import { perform, showConversation, useAct } from './keys.ts';
import { customerName, elapsed, needLabel, saidBy, topicGlyph, topicLabel } from './labels.ts';
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
  const seconds = Math.ceil(left / 1000);

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

  const about = [topicLabel(card.topic)];
  if (card.need_type) about.push(needLabel(card.need_type));
  const shop = shopOf(desk.value, card.storefront);
  const since = unansweredSince(held);
  const why = whyWords(offer.why, desk.value.staff?.id);
  const reasons = sop.value?.decline_reasons ?? [];
  return (
    <section
      class="offer"
      role="alertdialog"
      aria-labelledby="offer-who"
      aria-describedby="offer-why"
    >
      <div class="hd">
        <Ring left={left} of={Math.max(offer.expires_in_ms, left)}>
          {String(seconds)}
        </Ring>
        <div>
          <h2 id="offer-who">
            <Icon of={topicGlyph(card.topic)} size={18} />
            {customerName(card)}
            {card.customer.vip ? <span class="tag acc">VIP</span> : null}
          </h2>
          <p>
            {t('offer.about', { about: about.join(' '), time: elapsed(waitedOf(held, now.value)) })}
          </p>
        </div>
      </div>
      <dl id="offer-why">
        {shop ? (
          <>
            <dt>{t('offer.shop')}</dt>
            <dd>{shop}</dd>
          </>
        ) : null}
        {card.order ? (
          <>
            <dt>{t('order.number')}</dt>
            <dd>{card.order}</dd>
          </>
        ) : null}
        {offer.handover ? (
          <>
            <dt>{t('offer.from')}</dt>
            <dd>{offer.handover.from}</dd>
            {offer.handover.note === '' ? null : (
              <>
                <dt>{t('offer.handover')}</dt>
                <dd class="told">{offer.handover.note}</dd>
              </>
            )}
          </>
        ) : null}
        {since === undefined ? null : (
          <>
            <dt>{t('offer.unanswered')}</dt>
            <dd>{elapsed(now.value - since)}</dd>
          </>
        )}
        {card.preview ? (
          <>
            <dt>{saidBy(card.preview.by)}</dt>
            <dd class="one" lang={card.customer.locale}>
              {card.preview.text}
            </dd>
          </>
        ) : null}
        <dt>{t('offer.why')}</dt>
        <dd>{why === '' ? t('offer.whyLoad', { n: desk.value.me?.load ?? 0 }) : why}</dd>
      </dl>
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
        <Menu
          label={t('offer.declineWhy')}
          align="end"
          shortcut={declineMenu}
          triggerClass="btn"
          trigger={
            <>
              {t('offer.decline')} <span class="kbd">⇧F2</span>
            </>
          }
          items={
            reasons.length > 0
              ? reasons.map((reason, i) => ({
                  id: reason.key,
                  label: pick(reason.label, reason.key),
                  ...(i === 0 ? { heading: t('offer.declineWhy') } : {}),
                }))
              : [{ id: '', label: t('offer.decline') }]
          }
          onPick={(reason) => void decline(offer.id, reason)}
        />
      </div>
      {more > 0 ? <p class="more">{t('offer.more', { n: more })}</p> : null}
    </section>
  );
}
