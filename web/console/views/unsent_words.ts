import type { Card, Id } from '#protocol';
import { allWrittenTo, draftOf, draftsTurn, unsentIn } from '../session/drafts.ts';
import { desk, pendingOfAll, talkOf } from '../session/store.ts';
import { draftId } from '../state/drafts.ts';

// What a customer was to read and never will from here: what is being written, and what was refused.
export function unsentWords(c: Id): string[] {
  const refused = talkOf(c).pending.filter(({ state }) => state === 'failed');
  const drafts = unsentIn(c).map((kind) => draftOf(draftId(c, kind)) ?? '');
  return [...refused.map(({ text }) => text), ...drafts];
}

// A customer who is on the desk no more while words to them are still here.
export interface Stray {
  readonly c: Id;
  readonly card: Card | undefined; // none of who was gone before this page was loaded
  readonly words: readonly string[];
}

// None before the gateway has said who is on the desk.
export function strays(): Stray[] {
  draftsTurn.value;
  const { staff, cards, left } = desk.value;
  if (!staff) return [];
  const refused = pendingOfAll().flatMap(({ c, state }) => (state === 'failed' ? [c] : []));
  return [...new Set([...left.keys(), ...refused, ...allWrittenTo()])].flatMap((c) => {
    const words = cards.has(c) ? [] : unsentWords(c);
    return words.length > 0 ? [{ c, card: left.get(c)?.card, words }] : [];
  });
}

export const strayOf = (c: Id | undefined): Stray | undefined =>
  c === undefined ? undefined : strays().find((one) => one.c === c);
