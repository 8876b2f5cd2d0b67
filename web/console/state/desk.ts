import type {
  Card,
  Colleague,
  Ev,
  Id,
  Me,
  Offer,
  Shop,
  Skill,
  StaffRole,
  WelcomeStaff,
} from '#protocol';
import type { Writing } from './drafts.ts';
import { limits } from './limits.ts';
import type { Sample, WallState } from './wall.ts';

// All that this window knows of the agent's work, but for the logs, which the protocol client
// holds. Values only; `step` in desk_step.ts changes it.
export interface HeldOffer {
  readonly offer: Offer;
  readonly until: number; // server time
}

// How long the customer of an offer has waited by now: told when it came, and on from there.
export function waitedOf(held: HeldOffer, now: number): number {
  const { expires_in_ms, waited_ms } = held.offer;
  return waited_ms + Math.max(0, expires_in_ms - leftOf(held, now));
}

// Since when nobody has answered, where that is longer than the present wait: it was so before the
// conversation was handed over.
export function unansweredSince({ offer }: HeldOffer): number | undefined {
  const { waiting_since, waiting_from } = offer.card;
  if (waiting_since === undefined || waiting_from === undefined) return undefined;
  return waiting_since < waiting_from ? waiting_since : undefined;
}

// How long it can still be accepted.
export function leftOf(held: HeldOffer, now: number): number {
  return Math.max(0, Math.min(held.offer.expires_in_ms, held.until - now));
}

// Whoever looks for a reason to decline has decided: with the clock about to run out the offer is declined
// without one, so that it does not count as missed.
export function declinesNow(choosing: boolean, left: number): boolean {
  return choosing && left > 0 && left <= limits.declineAheadMs;
}

// A conversation that was ours (or watched) and has gone, kept while it may be on the screen.
export interface Left {
  readonly card: Card;
  readonly why: string;
}

export interface Desk {
  readonly staff: WelcomeStaff['staff'] | undefined; // undefined before the first welcome
  readonly me: Me | undefined;
  readonly maxText: number;
  readonly skills: readonly Skill[];
  readonly storefronts: readonly Shop[];
  readonly colleagues: readonly Colleague[];
  readonly cards: ReadonlyMap<Id, Card>;
  readonly offers: readonly HeldOffer[]; // oldest first; one is shown at a time
  readonly lapsed: readonly HeldOffer[]; // over by our clock, and the gateway has not said how
  readonly missed: readonly Card[]; // offered here and not answered, until the agent has seen it
  readonly watching: ReadonlySet<Id>;
  readonly left: ReadonlyMap<Id, Left>;
  readonly fresh: ReadonlySet<Id>; // came by somebody else's act and were not opened yet
  readonly wallWanted: boolean;
  readonly wall: WallState | undefined;
  readonly history: readonly Sample[];
}

export const emptyDesk: Desk = {
  staff: undefined,
  me: undefined,
  maxText: 4000,
  skills: [],
  storefronts: [],
  colleagues: [],
  cards: new Map(),
  offers: [],
  lapsed: [],
  missed: [],
  watching: new Set(),
  left: new Map(),
  fresh: new Set(),
  wallWanted: false,
  wall: undefined,
  history: [],
};

export interface Waiting {
  readonly c: Id;
  readonly since: number;
}

// Whether offers can come here at all: supervisors and admins who are no agents have no capacity.
export function takesWork(desk: Desk): boolean {
  return desk.me !== undefined && desk.me.capacity > 0;
}

export type EmptyWords = 'desk.noneOnline' | 'desk.noneAway' | 'desk.noneWatched';

// What an empty desk says about itself; nothing before the gateway has said who we are.
export function emptyWords(desk: Desk): EmptyWords | undefined {
  if (!desk.me) return undefined;
  if (!takesWork(desk)) return 'desk.noneWatched';
  return desk.me.presence === 'online' ? 'desk.noneOnline' : 'desk.noneAway';
}

// An agent reads only what they served themselves, whoever supervises reads all. The record has a name
// and no id: of two who are called the same, the other one is told that there is no such record.
export function mayOpenRecord(
  record: { readonly staff_name: string },
  reader: Desk['staff'],
): boolean {
  if (!reader) return false;
  return reader.role !== 'agent' || reader.name === record.staff_name;
}

// Customers who wait for this agent's reply: for the timers, the nag and F8.
export function waitingOf(desk: Desk): Waiting[] {
  const out: Waiting[] = [];
  for (const card of desk.cards.values()) {
    if (card.assignee !== desk.staff?.id || card.state !== 'active') continue;
    if (card.waiting_since !== undefined) out.push({ c: card.c, since: card.waiting_since });
  }
  return out;
}

// Messages of the customer after public number `read`, as far as they are held.
export function unreadOf(events: readonly Ev[], read: number): number {
  let count = 0;
  for (let i = events.length - 1; i >= 0; i -= 1) {
    const ev = events[i];
    if (!ev || (ev.p !== undefined && ev.p <= read)) break;
    if (ev.k === 'message' && ev.by.role === 'customer') count += 1;
  }
  return count;
}

// The newest words that a person said, as far as they are held: a greeting of the system says nothing
// about what is asked.
export function lastWords(events: readonly Ev[]): { text: string; by: string } | undefined {
  for (let i = events.length - 1; i >= 0; i -= 1) {
    const ev = events[i];
    const said = ev?.k === 'opened' || (ev?.k === 'message' && ev.b.auto !== true);
    if (ev && said && ev.b.text) return { text: ev.b.text, by: ev.by.role };
  }
  return undefined;
}

// The highest public number held: what a receipt says.
export function publicTop(events: readonly Ev[]): number {
  for (let i = events.length - 1; i >= 0; i -= 1) {
    const p = events[i]?.p;
    if (p !== undefined) return p;
  }
  return 0;
}

export function cardOf(desk: Desk, c: Id | undefined): Card | undefined {
  if (c === undefined) return undefined;
  return desk.cards.get(c) ?? desk.left.get(c)?.card;
}

// The shop's name, where the organisation has more than one.
export function shopOf(desk: Desk, storefront: Id): string | undefined {
  if (desk.storefronts.length < 2) return undefined;
  return desk.storefronts.find((one) => one.id === storefront)?.name;
}

export type Hold = 'mine' | 'wrap_up' | 'watched' | 'left';

// What this agent may do in a conversation.
export function holdOf(desk: Desk, c: Id): Hold {
  const card = desk.cards.get(c);
  if (!card) return 'left';
  if (card.assignee !== desk.staff?.id) return 'watched';
  if (card.state === 'active') return 'mine';
  return card.state === 'wrap_up' ? 'wrap_up' : 'watched';
}

// Who supervises takes over what they watch, until its talk has ended.
export function mayTake(desk: Desk, c: Id): boolean {
  const state = desk.cards.get(c)?.state;
  const talks = state === 'queued' || state === 'offered' || state === 'active';
  return talks && holdOf(desk, c) === 'watched' && (desk.staff?.role ?? 'agent') !== 'agent';
}

// Whose it is by its log, as far as it is held: a supervisor is nobody's colleague to transfer to.
export function takerOf(events: readonly Ev[]): { id: Id | undefined; name: string } | undefined {
  const taken = events.findLast((ev) => ev.k === 'accepted');
  return taken && { id: taken.b.staff, name: taken.b.name ?? '' };
}

// What can be written there: notes also by whoever supervises.
export function mayWrite(hold: Hold, role: StaffRole | undefined): readonly Writing[] {
  if (hold === 'mine') return ['reply', 'note'];
  const note = hold === 'wrap_up' || (hold === 'watched' && role !== 'agent');
  return note ? ['note'] : [];
}
