import type { Card, Colleague, Ev, Id, Me, ServerFrame, WelcomeStaff } from '#protocol';
import { type Arrival, arrivalOf } from './arrival.ts';
import type { Desk, HeldOffer, Left } from './desk.ts';
import { limits } from './limits.ts';
import { withSample, withWall } from './wall.ts';

// One step of the desk: what came in, and what is to be done about it. No clock, no socket, no DOM.
export type DeskInput =
  | { readonly kind: 'welcome'; readonly welcome: WelcomeStaff; readonly now: number }
  | { readonly kind: 'frame'; readonly frame: ServerFrame; readonly now: number }
  | { readonly kind: 'applied'; readonly c: Id; readonly events: readonly Ev[] }
  | { readonly kind: 'loaded'; readonly c: Id; readonly events: readonly Ev[] } // of a card that came
  | { readonly kind: 'opened'; readonly c: Id } // it is on the screen
  | { readonly kind: 'took'; readonly offer: Id; readonly card: Card }
  | { readonly kind: 'took-over'; readonly card: Card } // what was watched
  | { readonly kind: 'offer-over'; readonly offer: Id }
  | { readonly kind: 'offer-lapsed'; readonly offer: Id } // by our clock
  | { readonly kind: 'missed-seen' }
  | { readonly kind: 'watched'; readonly card: Card }
  | { readonly kind: 'unwatched'; readonly c: Id }
  | { readonly kind: 'read'; readonly c: Id; readonly read: number }
  | { readonly kind: 'me'; readonly me: Me }
  | { readonly kind: 'colleagues'; readonly colleagues: readonly Colleague[] }
  | { readonly kind: 'wall'; readonly on: boolean }
  | { readonly kind: 'tick'; readonly now: number }; // while the wall is looked at

export type Want =
  // The latest page of its log; `came`: say then what was loaded.
  | { readonly kind: 'load'; readonly c: Id; readonly came?: true }
  | { readonly kind: 'watch'; readonly c: Id }
  | { readonly kind: 'wall' }
  | {
      readonly kind: 'tell';
      readonly what: 'offer' | 'missed' | 'message' | 'gone';
      readonly c: Id;
    }
  | { readonly kind: 'came'; readonly c: Id; readonly how: Arrival };

export interface Step {
  readonly desk: Desk;
  readonly wants: readonly Want[];
}

const only = (desk: Desk): Step => ({ desk, wants: [] });

export function step(desk: Desk, input: DeskInput): Step {
  switch (input.kind) {
    case 'welcome':
      return onWelcome(desk, input.welcome, input.now);
    case 'frame':
      return onFrame(desk, input.frame, input.now);
    case 'applied':
      return onApplied(desk, input.c, input.events);
    case 'loaded':
      return onLoaded(desk, input.c, input.events);
    case 'opened':
      return only(seenFresh(desk, input.c));
    case 'took':
      return withCard(withoutOffer(desk, input.offer), input.card);
    case 'took-over':
      return withCard(notWatching(desk, input.card.c), input.card);
    case 'offer-over':
      return only(withoutOffer(desk, input.offer));
    case 'offer-lapsed':
      return only(lapsed(desk, input.offer));
    case 'missed-seen':
      return only({ ...desk, missed: [] });
    case 'watched':
      return withCard({ ...desk, watching: new Set(desk.watching).add(input.card.c) }, input.card);
    case 'unwatched':
      return only(unwatched(desk, input.c));
    case 'read':
      return only(withRead(desk, input.c, input.read));
    case 'me':
      return only({ ...desk, me: input.me });
    case 'colleagues':
      return only({ ...desk, colleagues: input.colleagues });
    case 'wall':
      return only({ ...desk, wallWanted: input.on });
    case 'tick':
      return only(sampled(desk, input.now));
  }
}

function sampled(desk: Desk, now: number): Desk {
  if (!desk.wall) return desk;
  const history = withSample(desk.history, desk.wall, now);
  return history === desk.history ? desk : { ...desk, history };
}

function onFrame(desk: Desk, frame: ServerFrame, now: number): Step {
  switch (frame.t) {
    case 'card':
      return isOfDesk(desk, frame.card) ? came(withCard(desk, frame.card)) : only(desk);
    case 'card.gone':
      return gone(desk, frame.c, frame.why);
    case 'offer':
      if (desk.offers.some((held) => held.offer.id === frame.offer.id)) return only(desk);
      return {
        desk: { ...desk, offers: [...desk.offers, heldOffer(frame.offer, now)] },
        wants: [{ kind: 'tell', what: 'offer', c: frame.offer.c }],
      };
    case 'offer.gone':
      return offerGone(desk, frame.id, frame.why);
    case 'me': {
      const { t: _, ...me } = frame;
      return only({ ...desk, me });
    }
    case 'names':
      return only({ ...desk, skills: frame.skills, storefronts: frame.storefronts });
    case 'wall': {
      const next = withWall(desk.wall, frame, now);
      if ('resync' in next) return { desk, wants: desk.wallWanted ? [{ kind: 'wall' }] : [] };
      return only(sampled({ ...desk, wall: next.wall }, now));
    }
    default:
      return only(desk);
  }
}

const heldOffer = (offer: HeldOffer['offer'], now: number): HeldOffer => ({
  offer,
  until: now + offer.expires_in_ms,
});

// The server's picture replaces ours; what is watched is asked for again.
function onWelcome(desk: Desk, welcome: WelcomeStaff, now: number): Step {
  const known = new Set(welcome.cards.map((card) => card.c));
  const left = new Map(desk.left);
  const watched: Card[] = [];
  for (const card of desk.cards.values()) {
    if (known.has(card.c)) continue;
    if (desk.watching.has(card.c)) watched.push(card);
    else left.set(card.c, { card, why: 'gone' });
  }
  let next: Desk = {
    ...desk,
    staff: welcome.staff,
    me: welcome.me,
    maxText: welcome.max.text,
    skills: welcome.skills,
    storefronts: welcome.storefronts ?? [],
    colleagues: welcome.colleagues,
    cards: new Map(watched.map((card) => [card.c, card])),
    offers: welcome.offers.map((offer) => heldOffer(offer, now)),
    lapsed: [],
    left: bounded(left),
    fresh: new Set([...desk.fresh].filter((c) => known.has(c))),
  };
  const wants: Want[] = watched.map((card) => ({ kind: 'watch', c: card.c }));
  if (desk.wallWanted) wants.push({ kind: 'wall' });
  for (const card of welcome.cards) {
    next = withCard(next, card).desk;
    // At the first welcome everything is new and nothing has come.
    if (!desk.cards.has(card.c))
      wants.push({ kind: 'load', c: card.c, ...(desk.staff && { came: true }) });
  }
  return { desk: next, wants };
}

// A card replaces the one before it. Receipts of ours may be under way: what we have read stays. Whoever is
// ours, by an offer or by somebody else's act, is not missed any more.
function withCard(desk: Desk, card: Card): Step {
  const before = desk.cards.get(card.c);
  const read = Math.max(card.staff_read, before?.staff_read ?? 0);
  const cards = new Map(desk.cards).set(card.c, { ...card, staff_read: read });
  const left = new Map(desk.left);
  left.delete(card.c);
  const wants: Want[] = before ? [] : [{ kind: 'load', c: card.c }];
  const next = card.assignee === desk.staff?.id ? notMissed(desk, card.c) : desk;
  return { desk: { ...next, cards, left }, wants };
}

// One that is neither was under way while it was watched no more.
const isOfDesk = ({ cards, staff, watching }: Desk, { c, assignee }: Card): boolean =>
  cards.has(c) || assignee === staff?.id || watching.has(c);

// A card that was not here before may have come by somebody else's act: its log says how.
function came(step: Step): Step {
  return {
    ...step,
    wants: step.wants.map((want) => (want.kind === 'load' ? { ...want, came: true } : want)),
  };
}

// Its whole log is here, or it came by itself: with an older log the rest is still to come.
function onLoaded(desk: Desk, c: Id, events: readonly Ev[]): Step {
  const whole = (events.at(-1)?.q ?? 0) >= (desk.cards.get(c)?.top ?? 0);
  return whole ? arrived(desk, c, events) : only(desk);
}

function arrived(desk: Desk, c: Id, events: readonly Ev[]): Step {
  const card = desk.cards.get(c);
  const how = arrivalOf(events, desk.staff?.id);
  if (!how || card?.state !== 'active' || card.assignee !== desk.staff?.id) return only(desk);
  return {
    desk: { ...desk, fresh: new Set(desk.fresh).add(c) },
    wants: [{ kind: 'came', c, how }],
  };
}

function seenFresh(desk: Desk, c: Id): Desk {
  if (!desk.fresh.has(c)) return desk;
  const fresh = new Set(desk.fresh);
  fresh.delete(c);
  return { ...desk, fresh };
}

// The card moves with the log until the server's next card replaces it, so that the waiting timer
// starts and stops with the message itself.
function onApplied(desk: Desk, c: Id, events: readonly Ev[]): Step {
  const before = desk.cards.get(c);
  if (!before) return only(desk);
  let card = before;
  const wants: Want[] = [];
  for (const ev of events) {
    if (ev.q <= card.top) continue;
    card = folded(card, ev);
    if (ev.k === 'message' && ev.by.role === 'customer')
      wants.push({ kind: 'tell', what: 'message', c });
  }
  const next = arrived(desk, c, events);
  if (card === before) return next;
  const cards = new Map(desk.cards).set(c, card);
  return { desk: { ...next.desk, cards }, wants: [...wants, ...next.wants] };
}

function folded(card: Card, ev: Ev): Card {
  const next: Card = { ...card, top: ev.q };
  if (ev.k !== 'message') return next;
  next.preview = { text: ev.b.text ?? '', by: ev.by.role, at: ev.at };
  if (ev.by.role === 'customer') next.waiting_since ??= ev.at;
  else if (ev.b.auto !== true) delete next.waiting_since;
  return next;
}

function withRead(desk: Desk, c: Id, read: number): Desk {
  const card = desk.cards.get(c);
  if (!card || read <= card.staff_read) return desk;
  return { ...desk, cards: new Map(desk.cards).set(c, { ...card, staff_read: read }) };
}

function withoutOffer(desk: Desk, id: Id): Desk {
  const others = (all: readonly HeldOffer[]) => all.filter((held) => held.offer.id !== id);
  return { ...desk, offers: others(desk.offers), lapsed: others(desk.lapsed) };
}

// It rings no longer; whether it was missed or withdrawn is the gateway's to say.
function lapsed(desk: Desk, id: Id): Desk {
  const held = desk.offers.find((one) => one.offer.id === id);
  if (!held) return desk;
  const next = withoutOffer(desk, id);
  return { ...next, lapsed: [...next.lapsed, held].slice(-limits.lapsed) };
}

const notMissed = (desk: Desk, c: Id): Desk => ({
  ...desk,
  missed: desk.missed.filter((card) => card.c !== c),
});

function offerGone(desk: Desk, id: Id, why: string): Step {
  const held = [...desk.offers, ...desk.lapsed].find((one) => one.offer.id === id);
  if (!held) return only(desk);
  const next = withoutOffer(desk, id);
  if (why !== 'missed') return only(next);
  const { c, card } = held.offer;
  const missed = [...notMissed(next, c).missed, card].slice(-limits.missed);
  return { desk: { ...next, missed }, wants: [{ kind: 'tell', what: 'missed', c }] };
}

function gone(desk: Desk, c: Id, why: string): Step {
  const card = desk.cards.get(c);
  if (!card) return only(desk);
  const cards = new Map(desk.cards);
  cards.delete(c);
  const left = bounded(new Map(desk.left).set(c, { card, why }));
  const next = { ...notWatching(seenFresh(desk, c), c), cards, left };
  return { desk: next, wants: [{ kind: 'tell', what: 'gone', c }] };
}

function notWatching(desk: Desk, c: Id): Desk {
  const watching = new Set(desk.watching);
  watching.delete(c);
  return { ...desk, watching };
}

function unwatched(desk: Desk, c: Id): Desk {
  const next = notWatching(desk, c);
  const card = desk.cards.get(c);
  if (!card || card.assignee === desk.staff?.id) return next;
  const cards = new Map(desk.cards);
  cards.delete(c);
  return { ...next, cards };
}

function bounded(left: Map<Id, Left>): Map<Id, Left> {
  for (const c of left.keys()) {
    if (left.size <= limits.left) break;
    left.delete(c);
  }
  return left;
}
