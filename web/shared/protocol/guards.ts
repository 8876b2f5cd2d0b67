import type { Ev, ServerFrame, ServerTag } from './frames.ts';

/**
 * Checks of outside bytes against the frame types: enough that no later line can meet a missing or
 * mistyped field. Unknown fields pass; an unknown tag is no server frame.
 */

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const text: Check = (v) => typeof v === 'string';
const flag: Check = (v) => typeof v === 'boolean';
const number: Check = (v) => typeof v === 'number' && Number.isFinite(v);
const count: Check = (v) => Number.isSafeInteger(v) && (v as number) >= 0;
const maybe =
  (check: Check): Check =>
  (v) =>
    v === undefined || check(v);
const list =
  (check: Check): Check =>
  (v) =>
    Array.isArray(v) && v.every(check);
const oneOf =
  (...words: string[]): Check =>
  (v) =>
    words.includes(v as string);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const shape =
  (fields: Shape): Check =>
  (v) =>
    isObject(v) && Object.entries(fields).every(([name, check]) => check(v[name]));

const named = shape({ name: text });
const placeFields: Shape = {
  position: count,
  waiting: count,
  low_s: maybe(number),
  high_s: maybe(number),
};
const customerState = oneOf('waiting', 'active', 'ended', 'abandoned', 'parked');
const presence = oneOf('online', 'away', 'offline');

const own = shape({
  c: text,
  state: customerState,
  topic: text,
  top: count,
  st: oneOf('ok', 'reset'),
  agent: maybe(named),
  place: maybe(shape(placeFields)),
  read: count,
  delivered: count,
  rated: flag,
  opened: number,
});

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
});

const meFields: Shape = {
  presence,
  reason: maybe(text),
  since: number,
  load: number,
  capacity: count,
};

const ev = shape({
  t: oneOf('ev'),
  c: text,
  q: count,
  p: maybe(count),
  id: text,
  k: text,
  by: shape({ role: text, id: maybe(text), name: maybe(text) }),
  at: number,
  key: maybe(text),
  b: isObject,
});

const welcomeFields: Shape = {
  session: text,
  now: number,
  beat_ms: number,
  max: shape({ frame: count, text: count }),
};

const welcomeCustomer = shape({
  ...welcomeFields,
  token: maybe(text),
  identified: flag,
  name: maybe(text),
  conversation: maybe(own),
});

const welcomeStaff = shape({
  ...welcomeFields,
  staff: shape({ id: text, name: text, role: text, locale: text }),
  me: shape(meFields),
  skills: list(shape({ id: text, name: text, topic: text })),
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
  list: list(shape({ c: text, name: text, topic: text, queued_at: number, points: number })),
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

const SERVER: Readonly<Record<ServerTag, Check>> = {
  welcome: (v) =>
    isObject(v) && (v.role === 'customer' ? welcomeCustomer(v) : text(v.role) && welcomeStaff(v)),
  ev,
  ok: shape({
    r: count,
    conversation: maybe(own),
    card: maybe(card),
    me: maybe(shape(meFields)),
    events: maybe(list(ev)),
    top: maybe(count),
    more: maybe(flag),
  }),
  err: shape({
    r: maybe(count),
    code: text,
    retry: flag,
    after_ms: maybe(number),
    text: maybe(text),
    c: maybe(text),
  }),
  ack: shape({
    c: text,
    a: list((v) => Array.isArray(v) && v.length >= 3 && count(v[0]) && count(v[1]) && flag(v[2])),
  }),
  receipt: shape({ c: text, by: maybe(text), delivered: count, read: count }),
  typing: shape({ c: text, on: flag, by: maybe(text) }),
  place: shape({ c: text, ...placeFields }),
  state: shape({ c: text, state: customerState, agent: maybe(named) }),
  drain: shape({ within_ms: count }),
  card: shape({ card }),
  'card.gone': shape({ c: text, why: text }),
  offer: shape({ offer }),
  'offer.gone': shape({ id: text, why: text }),
  me: shape(meFields),
  wall: shape({
    v: count,
    full: maybe(flag),
    tiles: isObject,
    queues: list(queue),
    agents: list(wallAgent),
    gone: maybe(list(text)),
  }),
};

export function isServerFrame(value: unknown): value is ServerFrame {
  if (!isObject(value) || typeof value.t !== 'string' || !Object.hasOwn(SERVER, value.t))
    return false;
  return SERVER[value.t as ServerTag](value);
}

export function isEv(value: unknown): value is Ev {
  return ev(value);
}

export interface Parsed {
  frames: ServerFrame[];
  /** Lines that are no JSON or no frame of ours: newer servers may send them; they are counted. */
  unknown: number;
}

/** One WebSocket text frame holds one or more envelopes separated by newlines. */
export function parseFrame(data: string): Parsed {
  const parsed: Parsed = { frames: [], unknown: 0 };
  for (const line of data.split('\n')) {
    if (line === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      parsed.unknown += 1;
      continue;
    }
    if (isServerFrame(value)) parsed.frames.push(value);
    else parsed.unknown += 1;
  }
  return parsed;
}
