import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { announce } from '#ui/announce.ts';
import { now } from '../session/clock.ts';
import { current, desk, heard, waiting, waitLimits } from '../session/store.ts';
import { waitedOf } from '../state/desk.ts';
import { nagOf } from '../state/wait.ts';
import { t } from '../text.ts';
import { customerName, elapsed, topicLabel } from './labels.ts';

// What reaches an agent who looks elsewhere: the title of the window, a notification for an offer
// while the window is hidden, and one polite sentence for messages in other conversations.
export function useAttention(): void {
  useEffect(() => {
    const stops = [effect(titled), effect(notified)];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}

function titled(): void {
  const nag = nagOf(waiting.value, now.value, waitLimits.value);
  const count = waiting.value.length + desk.value.offers.length;
  const marks = `${count > 0 ? `(${count}) ` : ''}${nag.count > 0 ? `⚠${nag.count} ` : ''}`;
  document.title = `${marks}${t('app.title')}`;
}

let last: unknown;

function notified(): void {
  const news = heard.value;
  if (news === last || news.c === '') return;
  last = news;
  if (news.what === 'offer') {
    const words = offerWords(news.c);
    announce(words);
    if (document.visibilityState === 'hidden' && canNotify()) {
      new Notification(words, { tag: 'kefu-offer', icon: './icon.svg' });
    }
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

const canNotify = () => 'Notification' in window && Notification.permission === 'granted';
