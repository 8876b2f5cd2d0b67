import type { Presence, WelcomeStaff } from '#protocol';
import type { Desk } from './desk.ts';
import { limits } from './limits.ts';

// What a person is to learn who has the line again: what went meanwhile, and where they stand. Pure.
export interface Back {
  readonly taken: number; // chats of theirs that are in other hands
  readonly again: { readonly presence: Presence; readonly reason?: string } | undefined;
  readonly offline: boolean; // they take nothing any more and do not know it
}

// A gateway that was started anew does not know who was there. Within the time for which it would
// have kept the place itself, the page says so again; later it is the person's to say. Whoever has
// chats is taken to be online there: that they were away is said again however long it took. One
// that knows what they chose is right: they went home on another device.
export function backOf(before: Desk, welcome: WelcomeStaff, lost_ms: number): Back | undefined {
  if (!before.staff || !before.me) return undefined;
  const here = new Set(welcome.cards.map((card) => card.c));
  const mine = [...before.cards.values()].filter(
    (card) => card.state === 'active' && card.assignee === before.staff?.id,
  );
  const taken = mine.filter((card) => !here.has(card.c)).length;
  const { presence, reason, capacity } = before.me;
  if (capacity === 0) return { taken, again: undefined, offline: false }; // asked for nothing
  const gone = presence !== 'offline' && welcome.me.presence === 'offline';
  const assumed = presence === 'away' && welcome.me.presence === 'online';
  const forgotten = (gone || assumed) && welcome.chosen !== true;
  // The router's own away is not the person's to say.
  const again = forgotten && reason !== 'missed' && (assumed || lost_ms <= limits.presenceAgainMs);
  return {
    taken,
    again: again ? { presence, ...(reason !== undefined && { reason }) } : undefined,
    offline: gone && !again,
  };
}
