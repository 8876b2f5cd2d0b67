import type { OutboxEntry } from '#protocol/outbox';
import type { Card, Ev, Id, ServerFrame, WelcomeStaff } from '#protocol';
import type { Desk, Left } from './desk.ts';
import { limits } from './limits.ts';
import { emptyLog, type Log, withEvent, withPage } from './log.ts';
import { withSample, withWall } from './wall.ts';

// One step of the desk: what came in, what is to be done about it. No clock, no socket, no DOM.
export type DeskInput =
  | { readonly kind: 'frame'; readonly frame: ServerFrame; readonly now: number }
  | { readonly kind: 'link'; readonly link: Desk['link']; readonly now: number }
  | { readonly kind: 'page'; readonly c: Id; readonly events: readonly Ev[]; readonly top: number }
  | { readonly kind: 'outbox'; readonly entries: readonly OutboxEntry[] }
  | { readonly kind: 'took'; readonly offer: Id; readonly card: Card }
  | { readonly kind: 'offer-over'; readonly offer: Id }
  | { readonly kind: 'watched'; readonly card: Card }
  | { readonly kind: 'unwatched'; readonly c: Id }
  | { readonly kind: 'read'; readonly c: Id; readonly read: number }
  | { readonly kind: 'me'; readonly me: Desk['me'] }
  | { readonly kind: 'wall'; readonly on: boolean };

export type Want =
  | { readonly kind: 'fetch'; readonly c: Id; readonly after: number; readonly limit: number }
  | { readonly kind: 'watch'; readonly c: Id }
  | { readonly kind: 'wall' }
  | { readonly kind: 'tell'; readonly what: 'offer' | 'missed' | 'message' | 'gone'; readonly c: Id };

export interface Step {
  readonly desk: Desk;
  readonly wants: readonly Want[];
}

const only = (desk: Desk): Step => ({ desk, wants: [] });

export function step(desk: Desk, input: DeskInput): Step {
  switch (input.kind) {
    case 'frame':
      return onFrame(desk, input.frame, input.now);
    case 'link':
      if (desk.link === input.link) return only(desk);
      return only({ ...desk, link: input.link, linkSince: input.now });
    case 'page':
      return only(onPage(desk, input.c, input.events, input.top));
    case 'outbox':
      return only({ ...desk, outbox: input.entries });
    case 'took':
      return withCard(withoutOffer(desk, input.offer), input.card);
    case 'offer-over':
      return only(withoutOffer(desk, input.offer));
    case 'watched':
      return withCard({ ...desk, watching: new Set(desk.watching).add(input.card.c) }, input.card);
    case 'unwatched':
      return only(unwatched(desk, input.c));
    case 'read':
      return only(patched(desk, input.c, (card) => ({
        ...card,
        staff_read: Math.max(card.staff_read, input.read),
      })));
    case 'me':
      return only({ ...desk, me: input.me });
    case 'wall':
      return only({ ...desk, wallWanted: input.on });
  }
}

function onFrame(desk: Desk, frame: ServerFrame, now: number): Step {
  switch (frame.t) {
    case 'welcome':
      return frame.role === 'customer' ? only(desk) : onWelcome(desk, frame, now);
    case 'ev':
      return onEvent(desk, frame);
    case 'card':
      return withCard(desk, frame.card);
    case 'card.gone':
      return gone(desk, frame.c, frame.why);
    case 'offer': {
      if (desk.offers.some((held) => held.offer.id === frame.offer.id)) return only(desk);
      const held = { offer: frame.offer, until: now + frame.offer.expires_in_ms };
      const next = { ...desk, offers: [...desk.offers, held] };
      return { desk: next, wants: [{ kind: 'tell', what: 'offer', c: frame.offer.c }] };
    }
    case 'offer.gone': {
      const held = desk.offers.find((one) => one.offer.id === frame.id);
      if (!held) return only(desk);
      const wants: Want[] =
        frame.why === 'missed' ? [{ kind: 'tell', what: 'missed', c: held.offer.c }] : [];
      return { desk: withoutOffer(desk, frame.id), wants };
    }
    case 'me': {
      const { t: _, ...me } = frame;
      return only({ ...desk, me });
    }
    case 'typing': {
      if (frame.by === 'agent') return only(desk);
      const typing = new Map(desk.typing);
      if (frame.on) typing.set(frame.c, now + limits.typingMs);
      else typing.delete(frame.c);
      return only({ ...desk, typing });
    }
    case 'receipt':
      return only(onReceipt(desk, frame.c, frame.by, frame.delivered, frame.read));
    case 'wall': {
      const next = withWall(desk.wall, frame, now);
      if ('resync' in next) return { desk, wants: [{ kind: 'wall' }] };
      return only({ ...desk, wall: next.wall, history: withSample(desk.history, next.wall) });
    }
    default:
      return only(desk);
  }
}

function onWelcome(desk: Desk, frame: WelcomeStaff, now: number): Step {
  const known = new Set(frame.cards.map((card) => card.c));
  const left = new Map(desk.left);
  for (const card of desk.cards.values()) {
    if (!known.has(card.c) && !desk.watching.has(card.c)) left.set(card.c, { card, why: 'gone' });
  }
  const watched = [...desk.cards.values()].filter(
    (card) => desk.watching.has(card.c) && !known.has(card.c),
  );
  const base: Desk = {
    ...desk,
    link: 'open',
    linkSince: now,
    staff: frame.staff,
    me: frame.me,
    maxText: frame.max.text,
    skills: frame.skills,
    colleagues: frame.colleagues,
    cards: new Map(watched.map((card) => [card.c, card])),
    offers: frame.offers.map((offer) => ({ offer, until: now + offer.expires_in_ms })),
    typing: new Map(),
    left: bounded(left),
  };
  const wants: Want[] = watched.map((card) => ({ kind: 'watch', c: card.c }));
  if (desk.wallWanted) wants.push({ kind: 'wall' });
  let next = base;
  for (const card of frame.cards) {
    const one = withCard(next, card);
    next = one.desk;
    wants.push(...one.wants);
  }
  return { desk: next, wants };
}

// A card is the server's word on a conversation; the first one opens its log and asks for its
// latest page. What comes after the card's `top` is pushed.
function withCard(desk: Desk, card: Card): Step {
  const cards = new Map(desk.cards).set(card.c, card);
  const left = new Map(desk.left);
  left.delete(card.c);
  const log = desk.logs.get(card.c);
  if (log) {
    const logs = new Map(desk.logs).set(card.c, { ...log, top: Math.max(log.top, card.top) });
    return only({ ...desk, cards, left, logs });
  }
  const after = Math.max(0, card.top - limits.openingPage);
  const logs = new Map(desk.logs).set(card.c, emptyLog(after, card.top));
  const wants: Want[] = [{ kind: 'fetch', c: card.c, after, limit: limits.openingPage }];
  return { desk: { ...desk, cards, left, logs }, wants: card.top > 0 ? wants : [] };
}

function onEvent(desk: Desk, ev: Ev): Step {
  const log = desk.logs.get(ev.c);
  if (!log) return only(desk);
  const next = withEvent(log, ev);
  const wants: Want[] = [];
  if (next.held.length > log.held.length) {
    wants.push({ kind: 'fetch', c: ev.c, after: next.cursor, limit: limits.syncPage });
  }
  if (ev.k === 'message' && ev.by.role === 'customer' && next.cursor > log.cursor) {
    wants.push({ kind: 'tell', what: 'message', c: ev.c });
  }
  const applied = settled(desk, ev.c, log, next);
  return { desk: applied, wants };
}

function onPage(desk: Desk, c: Id, events: readonly Ev[], top: number): Desk {
  const log = desk.logs.get(c);
  return log ? settled(desk, c, log, withPage(log, events, top)) : desk;
}

// Puts a log back and folds what is new in it into card and typing.
function settled(desk: Desk, c: Id, before: Log, after: Log): Desk {
  if (before === after) return desk;
  let card = desk.cards.get(c);
  const typing = new Map(desk.typing);
  for (const ev of after.events) {
    if (ev.q <= before.cursor) continue;
    if (ev.by.role === 'customer') typing.delete(c);
    if (card) card = folded(card, ev);
  }
  const logs = new Map(desk.logs).set(c, after);
  const cards = card ? new Map(desk.cards).set(c, card) : desk.cards;
  return { ...desk, logs, cards, typing };
}

// The card moves with the log until the server's next card replaces it, so that the waiting timer
// starts and stops with the message itself.
function folded(card: Card, ev: Ev): Card {
  if (ev.q <= card.top) return card;
  const next: Card = { ...card, top: ev.q };
  if (ev.k !== 'message') return next;
  next.preview = { text: ev.b.text ?? '', by: ev.by.role, at: ev.at };
  if (ev.by.role === 'customer') next.waiting_since ??= ev.at;
  else if (ev.b.auto !== true) delete next.waiting_since;
  return next;
}

function onReceipt(
  desk: Desk,
  c: Id,
  by: 'customer' | 'agent' | undefined,
  delivered: number,
  read: number,
): Desk {
  return patched(desk, c, (card) =>
    by === 'agent'
      ? { ...card, staff_read: Math.max(card.staff_read, read) }
      : {
          ...card,
          customer_delivered: Math.max(card.customer_delivered, delivered),
          customer_read: Math.max(card.customer_read, read),
        },
  );
}

function patched(desk: Desk, c: Id, change: (card: Card) => Card): Desk {
  const card = desk.cards.get(c);
  return card ? { ...desk, cards: new Map(desk.cards).set(c, change(card)) } : desk;
}

function withoutOffer(desk: Desk, id: Id): Desk {
  return { ...desk, offers: desk.offers.filter((held) => held.offer.id !== id) };
}

function gone(desk: Desk, c: Id, why: string): Step {
  const card = desk.cards.get(c);
  if (!card) return only(desk);
  const cards = new Map(desk.cards);
  cards.delete(c);
  const watching = new Set(desk.watching);
  watching.delete(c);
  const left = bounded(new Map(desk.left).set(c, { card, why }));
  return { desk: { ...desk, cards, watching, left }, wants: [{ kind: 'tell', what: 'gone', c }] };
}

function unwatched(desk: Desk, c: Id): Desk {
  const watching = new Set(desk.watching);
  watching.delete(c);
  const card = desk.cards.get(c);
  if (!card || card.assignee === desk.staff?.id) return { ...desk, watching };
  const cards = new Map(desk.cards);
  cards.delete(c);
  const logs = new Map(desk.logs);
  logs.delete(c);
  return { ...desk, watching, cards, logs };
}

function bounded(left: Map<Id, Left>): Map<Id, Left> {
  for (const c of left.keys()) {
    if (left.size <= 20) break;
    left.delete(c);
  }
  return left;
}
