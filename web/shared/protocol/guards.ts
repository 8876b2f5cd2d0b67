import type { ServerFrame } from './frames.ts';
import {
  type Check,
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

/**
 * Checks of outside bytes against the frame types: enough that no later line can meet a missing or
 * mistyped field. What is newer than the first protocol may be absent: a page stays open while the
 * gateway is rolled back. Unknown fields pass; an unknown tag is no server frame. What a customer receives
 * is here, what only staff receive in `staff_guards.ts`, so that the widget does not carry it.
 */

export type FrameGuard = (value: unknown) => value is ServerFrame;

const named = shape({ name: text });
const placeFields: Shape = {
  position: count,
  waiting: count,
  staffed: maybe(flag),
  ringing: maybe(flag),
};
const customerState = oneOf('waiting', 'active', 'ended', 'abandoned', 'parked');
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
  waiting_from: maybe(number),
});

export const ev = shape({
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

export const welcomeFields: Shape = {
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

const okFields: Shape = {
  r: count,
  conversation: maybe(own),
  events: maybe(list(ev)),
  top: maybe(count),
  more: maybe(flag),
};

/** By tag; `ok` and `welcome` are widened for staff. */
export const customerFrames: Readonly<Record<string, Check>> = {
  welcome: (v) => isObject(v) && v.role === 'customer' && welcomeCustomer(v),
  ev,
  ok: shape(okFields),
  err: shape({
    r: maybe(count),
    code: text,
    retry: flag,
    after_ms: maybe(number),
    text: maybe(text),
    c: maybe(text),
    confirm: maybe(flag),
  }),
  ack: shape({
    c: text,
    a: list((v) => Array.isArray(v) && v.length >= 3 && count(v[0]) && count(v[1]) && flag(v[2])),
  }),
  receipt: shape({ c: text, by: maybe(text), delivered: count, read: count }),
  typing: shape({ c: text, on: flag, by: maybe(text) }),
  conversation: shape({ conversation: own }),
  place: shape({ c: text, ...placeFields }),
  state: shape({ c: text, state: customerState, agent: maybe(named), waiting_from: maybe(number) }),
  drain: shape({ within_ms: count }),
};

export function byTag(checks: Readonly<Record<string, Check>>): FrameGuard {
  return (value): value is ServerFrame =>
    isObject(value) &&
    typeof value.t === 'string' &&
    Object.hasOwn(checks, value.t) &&
    (checks[value.t]?.(value) ?? false);
}

export const isCustomerFrame: FrameGuard = byTag(customerFrames);

export interface Parsed {
  frames: ServerFrame[];
  /** Lines that are no JSON or no frame of ours: newer servers may send them; they are counted. */
  unknown: number;
}

/** One WebSocket text frame holds one or more envelopes separated by newlines. */
export function parseFrame(data: string, isFrame: FrameGuard): Parsed {
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
    if (isFrame(value)) parsed.frames.push(value);
    else parsed.unknown += 1;
  }
  return parsed;
}
