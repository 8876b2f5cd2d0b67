import { effect, untracked } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { announce } from '#ui/announce.ts';
import { now } from '../session/clock.ts';
import { current, desk, type Heard, heard, waiting, waitLimits } from '../session/store.ts';
import { tell } from '../session/toasts.ts';
import type { Arrival } from '../state/arrival.ts';
import { waitedOf } from '../state/desk.ts';
import { nagOf } from '../state/wait.ts';
import { t } from '../text.ts';
import { customerName, elapsed, staffLabel, takenBy, topicLabel } from './labels.ts';
import { missedWords } from './missed_notice.tsx';
import { strays } from './unsent_words.ts';

// What reaches an agent who looks elsewhere: the title of the window, a notification for an offer
// while the window is hidden, and one polite sentence for messages in other conversations.
export function useAttention(): void {
  useEffect(() => {
    const kept = new Set<string>();
    const stops = [effect(titled), effect(notified), effect(() => wordsKept(kept))];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}

function titled(): void {
  const nag = nagOf(waiting.value, now.value, waitLimits.value);
  const count = waiting.value.length + desk.value.offers.length + idleFresh();
  const marks = `${count > 0 ? `(${count}) ` : ''}${nag.count > 0 ? `⚠${nag.count} ` : ''}`;
  document.title = `${marks}${t('app.title')}`;
}

// What came by somebody else's act and is not counted among those who wait for a reply.
function idleFresh(): number {
  const waits = new Set(waiting.value.map((one) => one.c));
  return [...desk.value.fresh].filter((c) => !waits.has(c)).length;
}

let last: unknown;

function notified(): void {
  const news = heard.value;
  if (news === last || news.c === '') return;
  last = news;
  untracked(() => told(news));
}

function told(news: Heard): void {
  if (news.what === 'offer') {
    const words = offerWords(news.c);
    announce(words);
    notify(words, 'kefu-offer');
  } else if (news.what === 'came' && news.how) {
    const words = arrivalWords(news.c, news.how);
    tell(words);
    notify(words, 'kefu-came');
  } else if (news.what === 'missed') {
    notify(missedWords(desk.peek()), 'kefu-missed');
  } else if (news.what === 'gone' && news.c !== current.peek()) {
    takenWords(news.c);
  } else if (news.what === 'message' && news.c !== current.peek()) {
    announce(t('inbox.heard', { n: waiting.peek().length }));
  }
}

// Who it is, how long they have waited, and from whom they come.
function offerWords(c: string): string {
  const held = desk.peek().offers.find((one) => one.offer.c === c);
  if (!held) return t('offer.heard');
  const { card, handover } = held.offer;
  const parts = [
    t('offer.heard'),
    customerName(card),
    topicLabel(card.topic),
    t('offer.waited', { time: elapsed(waitedOf(held, now.peek())) }),
  ];
  if (handover) parts.push(t('offer.heardFrom', { name: handover.from }));
  return parts.join(t('list.comma'));
}

// A supervisor took it over while the agent looked elsewhere.
function takenWords(c: string): void {
  const left = desk.peek().left.get(c);
  const boss = left?.why === 'taken' ? takenBy(c) : undefined;
  if (left && boss) tell(t('left.takenOf', { boss, name: customerName(left.card) }));
}

// Who went while something was being written or sent to them is still in the list. A refusal may come
// later than the news; `kept`: who has been told of.
function wordsKept(kept: Set<string>): void {
  const all = strays();
  for (const c of kept) if (!all.some((one) => one.c === c)) kept.delete(c);
  const fresh = all.filter(({ c }) => !kept.has(c));
  for (const { c } of fresh) kept.add(c);
  untracked(() => {
    const elsewhere = fresh.filter(({ c }) => c !== current.value);
    for (const { card } of elsewhere)
      if (card) tell(t('left.unsent', { name: customerName(card) }));
    const n = elsewhere.filter(({ card }) => !card).length;
    if (n > 0) tell(t('left.unsentGone', { n }));
  });
}

// By whose act a conversation is here that nobody asked for.
function arrivalWords(c: string, how: Arrival): string {
  const card = desk.peek().cards.get(c);
  const name = card ? customerName(card) : '';
  if (how.why === 'auto') return t('came.auto', { name });
  if (how.why === 'transfer')
    return t('came.transfer', { name, from: staffLabel(how.from, how.name) });
  return how.by === undefined
    ? t('came.assigned', { name })
    : t('came.assignedBy', { name, boss: how.by });
}

function notify(words: string, tag: string): void {
  if (document.visibilityState !== 'hidden') return;
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  new Notification(words, { tag, icon: './icon.svg' });
}
