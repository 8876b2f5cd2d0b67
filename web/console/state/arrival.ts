import type { Ev, Id } from '#protocol';

// How a conversation came to somebody who did not take it by an own act.
export interface Arrival {
  readonly why: 'assigned' | 'auto' | 'transfer';
  readonly by?: string; // the supervisor's name
  readonly from?: Id; // whose it was
  readonly name?: string; // of who gave it
}

// By the newest acceptance in `events`. Undefined: an offer to them that they accepted, or an own assignment.
export function arrivalOf(events: readonly Ev[], me: Id | undefined): Arrival | undefined {
  const at = events.findLastIndex((ev) => ev.k === 'accepted');
  const taken = events[at];
  if (!taken || taken.b.staff !== me) return undefined;
  const { why } = taken.b;
  if (why === 'auto') return { why };
  if (why === 'transfer') {
    const given = events.findLastIndex((ev, i) => ev.k === 'transferred' && i < at);
    const asked = events.slice(given + 1, at).some((ev) => ev.k === 'offered' && ev.b.staff === me);
    const { b, by } = events[given] ?? {};
    if (asked) return undefined;
    return { why, ...(b?.from && { from: b.from }), ...(by?.name && { name: by.name }) };
  }
  if (why !== 'assigned' || taken.by.id === me) return undefined;
  return { why, ...(taken.by.name === undefined ? {} : { by: taken.by.name }) };
}
