import type { Card, OutboxEntry } from '#protocol';

// What would be left behind by ending a conversation or by going away: the reasons to ask first. Pure.
export interface Unfinished {
  readonly unanswered: boolean; // the customer spoke last
  readonly typing: boolean; // they are writing just now
  readonly unsent: number; // messages that are not even on their way
  readonly draft: boolean; // words in the composer
}

interface Talked {
  readonly pending: readonly Pick<OutboxEntry, 'state'>[];
  readonly typing: boolean; // the customer
}

// Undefined: nothing is left behind, and nothing has to be asked: whoever ends many chats a day ends them with one
// key. A message under way gets there before the end does, so it answers the customer.
export function unfinishedOf(
  card: Pick<Card, 'waiting_since'>,
  { pending, typing }: Talked,
  draft: string | undefined,
): Unfinished | undefined {
  const unsent = pending.filter(({ state }) => state === 'queued' || state === 'failed').length;
  const unanswered = card.waiting_since !== undefined && unsent === pending.length;
  const words = (draft ?? '').trim() !== '';
  if (!unanswered && !typing && unsent === 0 && !words) return undefined;
  return { unanswered, typing, unsent, draft: words };
}

export interface LeftBehind {
  readonly open: number; // customers who are being served
  readonly wrapUps: number;
  readonly drafts: number; // kept texts that are not sent
  readonly unsent: number; // messages that nobody is known to have
}

// Undefined: nobody and nothing is left behind.
export function leftBehind(
  cards: Iterable<Card>,
  me: string | undefined,
  drafts: number,
  pending: readonly Pick<OutboxEntry, 'state'>[],
): LeftBehind | undefined {
  const unsent = pending.filter(({ state }) => state !== 'sent').length;
  let open = 0;
  let wrapUps = 0;
  for (const card of cards) {
    if (card.assignee !== me) continue;
    if (card.state === 'active') open += 1;
    else if (card.state === 'wrap_up') wrapUps += 1;
  }
  if (open + wrapUps + drafts + unsent === 0) return undefined;
  return { open, wrapUps, drafts, unsent };
}
