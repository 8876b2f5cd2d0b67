import { useRef } from 'preact/hooks';
import type { Card, Ev } from '#protocol';
import { bell, note as noteGlyph, right } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { go } from '../route.ts';
import { now } from '../session/clock.ts';
import { current, desk, groups, open, talkOf, waiting, waitLimits } from '../session/store.ts';
import { emptyWords, type HeldOffer, lastWords, leftOf, shopOf, unreadOf } from '../state/desk.ts';
import { keptOrder } from '../state/inbox.ts';
import { burntShare, nagOf, phaseOf } from '../state/wait.ts';
import { t } from '../text.ts';
import { showConversation } from './keys.ts';
import { ago, customerName, elapsed, topicGlyph, topicLabel } from './labels.ts';
import { isStale } from './link_notice.tsx';
import { wrapWanted } from './ui.ts';
import { strays } from './unsent_words.ts';
import { useStill } from './use_still.ts';
import { WaitTimer } from './wait_timer.tsx';

export function Inbox() {
  const { still, release, on } = useStill();
  const kept = useKept(groups.value.waiting, still);
  return (
    <nav class="inbox" aria-label={t('inbox.title')}>
      <header class="inbox-h">
        <h2>{t('inbox.title')}</h2>
        {kept.changed ? (
          <button type="button" class="btn s quiet" onClick={release}>
            {t('inbox.reorder')}
          </button>
        ) : null}
      </header>
      <div class="rows" {...on}>
        <Groups waiting={kept.cards} />
        <ClosedToday />
      </div>
      <NagBar />
    </nav>
  );
}

function Groups({ waiting: late }: { waiting: readonly Card[] }) {
  const { active, wrapUp, watched } = groups.value;
  const { offers } = desk.value;
  const empty = emptyWords(desk.value);
  const rows = (cards: readonly Card[], wrap = false) =>
    cards.map((card) => <Row key={card.c} card={card} wrap={wrap} />);
  const count = late.length + active.length + wrapUp.length + watched.length + offers.length;
  return (
    <>
      <Group title={t('inbox.offers')} count={offers.length}>
        {offers.map((held) => (
          <OfferRow key={held.offer.id} held={held} />
        ))}
      </Group>
      <Group title={t('inbox.waiting')} count={late.length}>
        {rows(late)}
      </Group>
      <Group title={t('inbox.active')} count={active.length}>
        {rows(active)}
      </Group>
      <Group title={t('inbox.wrapUp')} count={wrapUp.length}>
        {rows(wrapUp, true)}
      </Group>
      <Group title={t('inbox.watched')} count={watched.length}>
        {rows(watched)}
      </Group>
      <UnsentGroup />
      {count === 0 ? <p class="inbox-none">{empty ? t(empty) : null}</p> : null}
    </>
  );
}

// As on the wall: by the day of the shop, not by this browser's.
function ClosedToday() {
  const closed = desk.value.me?.closed_today ?? 0;
  if (closed === 0) return null;
  return (
    <p class="grp">
      <b>{t('inbox.closed')}</b>
      <span>{closed}</span>
      <button
        type="button"
        aria-label={t('inbox.closedOpen')}
        onClick={() => go({ page: 'records' })}
      >
        <Icon of={right} size={14} />
      </button>
    </p>
  );
}

function Group(props: { title: string; count: number; children: preact.ComponentChildren }) {
  if (props.count === 0) return null;
  return (
    <section aria-label={`${props.title} ${props.count}`}>
      <p class="grp" aria-hidden="true">
        <b>{props.title}</b>
        <span>{props.count}</span>
      </p>
      <ul>{props.children}</ul>
    </section>
  );
}

// While the pointer or the focus is in the list, rows keep their places.
function useKept(cards: readonly Card[], still: boolean) {
  const order = useRef<string[]>([]);
  const wanted = cards.map((card) => card.c);
  order.current = still ? keptOrder(order.current, wanted) : wanted;
  const byId = new Map(cards.map((card) => [card.c, card]));
  const shown = order.current.flatMap((c) => byId.get(c) ?? []);
  return { cards: shown, changed: order.current.join() !== wanted.join() };
}

function OfferRow({ held }: { held: HeldOffer }) {
  const { card } = held.offer;
  const left = leftOf(held, now.value);
  return (
    <li>
      <div class="row">
        <Icon of={topicGlyph(card.topic)} />
        <span class="nm">
          <b>{customerName(card)}</b>
          {card.customer.vip ? <span class="tag acc">VIP</span> : null}
        </span>
        <span class="ago">{t('offer.left', { n: Math.ceil(left / 1000) })}</span>
        {card.preview ? (
          <span class="pv one" lang={card.customer.locale}>
            {card.preview.text}
          </span>
        ) : (
          <span class="pv one">{topicLabel(card.topic)}</span>
        )}
      </div>
    </li>
  );
}

// Who went by somebody else's act, also before this page was loaded, with something written to them: the
// words are still here.
function UnsentGroup() {
  const all = strays();
  return (
    <Group title={t('inbox.unsent')} count={all.length}>
      {all.map(({ c, card, words }) => (
        <li key={c}>
          <button
            type="button"
            class="row"
            {...(current.value === c ? { 'aria-current': 'true' as const } : {})}
            onClick={() => open(c)}
          >
            <Icon of={noteGlyph} {...(card && { label: topicLabel(card.topic) })} />
            <span class="nm">
              <b>{card ? customerName(card) : t('customer.gone')}</b>
            </span>
            <span class="pv one">{words.join(' ')}</span>
          </button>
        </li>
      ))}
    </Group>
  );
}

function Row({ card, wrap }: { card: Card; wrap?: boolean }) {
  const talk = talkOf(card.c);
  const since = card.state === 'active' ? card.waiting_since : undefined;
  const phase = since === undefined ? 0 : phaseOf(now.value - since, waitLimits.value);
  // What its owner has not read is no news for who only looks on.
  const own = card.assignee === undefined || card.assignee === desk.value.staff?.id;
  const unread = own ? unreadOf(talk.events, card.staff_read) : 0;
  const chosen = current.value === card.c;
  const label = rowLanguage(card);
  const shop = shopOf(desk.value, card.storefront);
  return (
    <li>
      <button
        type="button"
        class={`row${unread > 0 ? ' un' : ''}`}
        data-p={phase}
        {...(chosen ? { 'aria-current': 'true' as const } : {})}
        onClick={() => {
          if (wrap) wrapWanted.value = card.c;
          open(card.c);
        }}
      >
        {since === undefined ? null : (
          <span class="wick" style={{ '--b': burntShare(now.value - since, waitLimits.value) }} />
        )}
        <Icon of={wrap ? noteGlyph : topicGlyph(card.topic)} label={topicLabel(card.topic)} />
        <span class="nm">
          <b>{customerName(card)}</b>
          {card.customer.vip ? <span class="tag acc">VIP</span> : null}
          {desk.value.fresh.has(card.c) ? <span class="tag acc">{t('inbox.fresh')}</span> : null}
          {shop || label ? (
            <span class="tags">
              {label ? <span class="tag line">{label}</span> : null}
              {shop ? <span class="tag line shop">{shop}</span> : null}
            </span>
          ) : null}
        </span>
        {since === undefined ? (
          <span class="ago">
            {wrap ? elapsed(now.value - card.since) : ago(card.preview?.at ?? card.since)}
          </span>
        ) : (
          <WaitTimer since={since} stale={isStale.value} />
        )}
        <span class="pv one" lang={card.customer.locale}>
          {talk.typing ? <Typing /> : previewOf(card, talk.events)}
        </span>
        {unread > 0 ? (
          <span class="cnt acc">
            {unread}
            <span class="vh"> {t('inbox.unread')}</span>
          </span>
        ) : null}
      </button>
    </li>
  );
}

function previewOf(card: Card, events: readonly Ev[]): string {
  const words = lastWords(events) ?? card.preview;
  return words ? worded(words) : topicLabel(card.topic);
}

function worded(words: { text: string; by: string }): string {
  return words.by === 'customer' ? words.text : t('inbox.ours', { text: words.text });
}

const languageMarks: Record<string, string> = { en: 'EN', 'zh-Hans': '简', 'zh-Hant': '繁' };

// Shown only when the customer speaks another language than this agent's screen.
function rowLanguage(card: Card): string | undefined {
  const mine = document.documentElement.lang;
  return card.customer.locale === mine ? undefined : languageMarks[card.customer.locale];
}

export function Typing() {
  return (
    <>
      <span class="typing" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>{' '}
      {t('inbox.typing')}
    </>
  );
}

// One reminder for all who wait too long; it stays until nobody does.
function NagBar() {
  const nag = nagOf(waiting.value, now.value, waitLimits.value);
  return (
    <div role="status">
      {nag.count > 0 ? (
        <div class="nag">
          <Icon of={bell} size={18} />
          {t('nag', { n: nag.count, s: Math.round(waitLimits.value.lateMs / 1000) })}
          <button type="button" class="btn s" onClick={() => showConversation(nag.longest)}>
            {t('nag.go')} <span class="kbd">F8</span>
          </button>
        </div>
      ) : null}
    </div>
  );
}
