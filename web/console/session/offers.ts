import { effect, signal } from '@preact/signals';
import type { Answer, Id } from '#protocol';
import { t } from '../text.ts';
import { acceptWhileOffered } from './acceptance.ts';
import { account, desk, dispatch, link, open, report, request } from './store.ts';
import { tell } from './toasts.ts';

// Accepting and declining what is offered.

// Offers that were accepted here and not answered for good yet.
export const accepting = signal<ReadonlySet<Id>>(new Set());

function setAccepting(offer: Id, on: boolean): void {
  const all = new Set(accepting.value);
  if (on) all.add(offer);
  else all.delete(offer);
  accepting.value = all;
}

const held = (offer: Id) => desk.value.offers.find((one) => one.offer.id === offer);

// Answers whether the conversation is ours now. Every other end is said.
export async function accept(offer: Id): Promise<boolean> {
  const c = held(offer)?.offer.c;
  if (c === undefined || accepting.value.has(offer)) return false;
  setAccepting(offer, true);
  const answer = await acceptWhileOffered({
    ask: () => request({ t: 'offer.accept', offer }),
    stands: () => held(offer) !== undefined,
    worthAsking: (after) => worthAsking(offer, after),
    notYet: () => tell(t('offer.notYet'), 'bad'),
  });
  setAccepting(offer, false);
  if (answer.is === 'ok' && answer.ok.card) dispatch({ kind: 'took', offer, card: answer.ok.card });
  else if (answer.is === 'refused') dispatch({ kind: 'offer-over', offer });
  // The answer may have been lost and the acceptance not: then it is on a card of ours by now.
  const card = desk.value.cards.get(c);
  const ours = card !== undefined && card.assignee === desk.value.staff?.id;
  if (ours) open(c);
  else if (account.value === undefined) return false;
  else if (answer.is === 'refused') report(answer);
  else tell(t('error.offer_gone'), 'bad');
  return ours;
}

const askAgainMs = 500;

function worthAsking(offer: Id, after: Answer): Promise<void> {
  return new Promise((resolve) => {
    let pause = after.is === 'refused' ? (after.err.after_ms ?? askAgainMs) : 0;
    let done = false;
    const stop = effect(() => {
      if (done || (held(offer) && link.value.is !== 'ready')) return;
      done = true;
      if (!held(offer)) pause = 0;
      setTimeout(() => {
        stop();
        resolve();
      }, pause);
    });
  });
}

// Answers whether it was declined.
export async function decline(offer: Id, reason: string): Promise<boolean> {
  const answer = await request({
    t: 'offer.decline',
    offer,
    ...(reason === '' ? {} : { reason }),
  });
  // Not declined yet where the gateway says "not now": the offer stays to be declined again.
  if (answer.is !== 'lost' && !(answer.is === 'refused' && answer.err.retry))
    dispatch({ kind: 'offer-over', offer });
  return report(answer);
}

// While its agent was choosing a reason.
export async function declineUnsaid(offer: Id): Promise<void> {
  if (await decline(offer, '')) tell(t('offer.declinedUnsaid'));
}
