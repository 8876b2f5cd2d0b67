import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { announce } from '#ui/announce.ts';
import { now } from '../session/clock.ts';
import { current, desk, heard, waiting, waitLimits } from '../session/store.ts';
import { nagOf } from '../state/wait.ts';
import { t } from '../text.ts';

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

let last = 0;

function notified(): void {
  const news = heard.value;
  if (news.at === last || news.c === '') return;
  last = news.at;
  if (news.what === 'offer') {
    announce(t('offer.heard'));
    if (document.visibilityState === 'hidden' && canNotify()) {
      new Notification(t('offer.heard'), { tag: 'kefu-offer', icon: './icon.svg' });
    }
  } else if (news.what === 'message' && news.c !== current.peek()) {
    announce(t('inbox.heard', { n: waiting.peek().length }));
  }
}

const canNotify = () => 'Notification' in window && Notification.permission === 'granted';
