import type { Ev } from './frames.ts';
import { byTag, customerFrames, ev, type FrameGuard, welcomeFields } from './guards.ts';
import {
  count,
  flag,
  isObject,
  list,
  maybe,
  number,
  oneOf,
  type Shape,
  shape,
  text,
} from './shapes.ts';

/** The guards of everything the server sends, to customers and to staff. */

const presence = oneOf('online', 'away', 'offline');

const card = shape({
  c: text,
  state: text,
  gen: count,
  customer: shape({ id: text, name: text, identified: flag, vip: flag, locale: text }),
  topic: text,
  need_type: maybe(text),
  order: maybe(text),
  skill: text,
  assignee: maybe(text),
  storefront: text,
  top: count,
  opened: number,
  since: number,
  waiting_from: maybe(number),
  waiting_since: maybe(number),
  preview: maybe(shape({ text, by: text, at: number })),
  customer_read: count,
  customer_delivered: count,
  staff_read: count,
});

const offer = shape({
  id: text,
  c: text,
  expires_in_ms: number,
  card,
  waited_ms: number,
  why: shape({ skill: text, level: number, load: number, returning: flag }),
  handover: maybe(shape({ from: text, note: text })),
});

const meFields: Shape = {
  presence,
  reason: maybe(text),
  since: number,
  load: number,
  capacity: count,
  closed_today: maybe(count),
};

const skillNames = list(shape({ id: text, name: text, topic: text }));
const shopNames = list(shape({ id: text, name: text }));

const welcomeStaff = shape({
  ...welcomeFields,
  staff: shape({ id: text, name: text, role: text, locale: text }),
  me: shape(meFields),
  chosen: maybe(flag),
  skills: skillNames,
  colleagues: list(
    shape({
      id: text,
      name: text,
      presence,
      load: number,
      capacity: count,
      skills: list(shape({ id: text, level: number })),
    }),
  ),
  storefronts: maybe(shopNames),
  cards: list(card),
  offers: list(offer),
  gone: maybe(list(text)),
});

const queue = shape({
  skill: text,
  name: text,
  waiting: count,
  oldest_queued_at: maybe(number),
  agents_online: count,
  why: text,
  list: list(
    shape({
      c: text,
      customer: maybe(text),
      name: text,
      topic: text,
      queued_at: number,
      waiting_from: maybe(number),
      points: number,
      offered_to: maybe(text),
    }),
  ),
});

const wallAgent = shape({
  staff: text,
  name: text,
  presence,
  reason: maybe(text),
  since: number,
  connected: flag,
  load: number,
  capacity: number,
  longest_unanswered_since: maybe(number),
  closed_today: count,
  score: maybe(number),
});

const ok = shape({
  card: maybe(card),
  cards: maybe(list(card)),
  total: maybe(count),
  me: maybe(shape(meFields)),
});

/** Any frame of the protocol. */
export const isServerFrame: FrameGuard = byTag({
  ...customerFrames,
  welcome: (v) =>
    customerFrames.welcome?.(v) ||
    (isObject(v) && v.role !== 'customer' && text(v.role) && welcomeStaff(v)),
  ok: (v) => (customerFrames.ok?.(v) ?? false) && ok(v),
  card: shape({ card }),
  'card.gone': shape({ c: text, why: text }),
  offer: shape({ offer }),
  'offer.gone': shape({ id: text, why: text }),
  me: shape(meFields),
  names: shape({ skills: skillNames, storefronts: shopNames }),
  wall: shape({
    v: count,
    full: maybe(flag),
    tiles: isObject,
    queues: list(queue),
    agents: list(wallAgent),
    gone: maybe(list(text)),
  }),
});

export function isEv(value: unknown): value is Ev {
  return ev(value);
}
