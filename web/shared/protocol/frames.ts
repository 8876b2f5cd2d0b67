/**
 * What a gateway sends in wire protocol `kefu.v1`, as TypeScript types. The words and rules are those
 * of PROTOCOL.md; `guards.ts` checks outside bytes against them. What a page sends is in
 * `commands.ts`. Times are UTC milliseconds; ids are UUID text.
 */

export type Id = string;
export type StaffRole = 'agent' | 'supervisor' | 'admin';
export type Role = 'customer' | StaffRole;
export type Presence = 'online' | 'away' | 'offline';

export type ErrorCode =
  | 'bad_request'
  | 'unsupported'
  | 'forbidden'
  | 'too_large'
  | 'forbidden_word'
  | 'conversation_closed'
  | 'stale_assignment'
  | 'offer_gone'
  | 'target_unavailable'
  | 'already_open'
  | 'key_conflict'
  | 'rate_limited'
  | 'prior_failed'
  | 'queue_full'
  | 'unavailable'
  | 'internal';

/** What a customer knows of a conversation's state. */
export type CustomerState = 'waiting' | 'active' | 'ended' | 'abandoned' | 'parked';
/** What staff know of it. */
export type CardState =
  | 'queued'
  | 'offered'
  | 'active'
  | 'wrap_up'
  | 'closed'
  | 'abandoned'
  | 'parked';
export type Solved = 'yes' | 'partly' | 'no';

export interface Place {
  position: number;
  waiting: number;
  /** Somebody who may still be asked is connected and online: not who has just declined or missed this very
   * conversation. Not said by the first gateways: then somebody is taken to be there. */
  staffed?: boolean;
  /** An agent is asked and decides: out of the line for that time, before all of it. */
  ringing?: boolean;
}

export interface OwnConversation {
  c: Id;
  state: CustomerState;
  topic: string;
  top: number;
  st: 'ok' | 'reset';
  agent?: { name: string };
  place?: Place;
  read: number;
  delivered: number;
  rated: boolean;
  opened: number;
  /** While waiting: when this wait began. A transfer or a return to the line begins another. */
  waiting_from?: number;
}

export interface CardCustomer {
  id: Id;
  name: string;
  identified: boolean;
  vip: boolean;
  locale: string;
}

export interface Card {
  c: Id;
  state: CardState;
  gen: number;
  customer: CardCustomer;
  topic: string;
  need_type?: string;
  order?: string;
  skill: Id;
  assignee?: Id;
  storefront: Id;
  top: number;
  opened: number;
  since: number;
  /** While queued or offered: when this wait for somebody began. */
  waiting_from?: number;
  /** While active: since when the customer's words are unanswered. */
  waiting_since?: number;
  preview?: { text: string; by: string; at: number };
  customer_read: number;
  customer_delivered: number;
  staff_read: number;
}

export interface Offer {
  id: Id;
  c: Id;
  expires_in_ms: number;
  card: Card;
  waited_ms: number;
  why: { skill: string; level: number; load: number; returning: boolean };
  /** It comes by a transfer: whose, and what was written for the next one. */
  handover?: { from: string; note: string };
}

export interface Me {
  presence: Presence;
  reason?: string;
  since: number;
  load: number;
  capacity: number;
  /** As on the wall; the first gateways do not say it. */
  closed_today?: number;
}

export interface Skill {
  id: Id;
  name: string;
  topic: string;
}

/** A shop of the organisation. */
export interface Shop {
  id: Id;
  name: string;
}

export interface Colleague {
  id: Id;
  name: string;
  presence: Presence;
  load: number;
  capacity: number;
  skills: { id: Id; level: number }[];
}

export interface WelcomeCustomer {
  t: 'welcome';
  role: 'customer';
  session: Id;
  now: number;
  beat_ms: number;
  max: { frame: number; text: number };
  token?: string;
  identified: boolean;
  name?: string;
  conversation?: OwnConversation;
}

export interface WelcomeStaff {
  t: 'welcome';
  role: StaffRole;
  session: Id;
  now: number;
  beat_ms: number;
  max: { frame: number; text: number };
  staff: { id: Id; name: string; role: StaffRole; locale: string };
  me: Me;
  /** The gateway knows what they chose to be. Not said by the first gateways. */
  chosen?: boolean;
  skills: Skill[];
  colleagues: Colleague[];
  /** Not said by the first gateways. */
  storefronts?: Shop[];
  cards: Card[];
  offers: Offer[];
  gone?: Id[];
}

export type Welcome = WelcomeCustomer | WelcomeStaff;

/** The customer's side of one event's `b`; staff bodies carry more, see PROTOCOL.md's table. */
export type EventKind =
  | 'opened'
  | 'queued'
  | 'offered'
  | 'accepted'
  | 'declined'
  | 'missed'
  | 'withdrawn'
  | 'message'
  | 'note'
  | 'transferred'
  | 'requeued'
  | 'ended'
  | 'wrapped_up'
  | 'closed'
  | 'abandoned'
  | 'rated'
  | 'parked';

export interface EventAuthor {
  role: 'customer' | 'agent' | 'supervisor' | 'system';
  id?: Id;
  name?: string;
}

export interface EventBody {
  text?: string;
  auto?: boolean;
  name?: string;
  topic?: string;
  need_type?: string;
  order?: string;
  locale?: string;
  reason?: string;
  by?: unknown;
  note?: string;
  from?: string;
  to_staff?: string;
  to_skill?: string;
  skill?: string;
  level?: number;
  staff?: string;
  offer?: string;
  until?: number;
  why?: unknown;
  due?: number;
  score?: number;
  solved?: unknown;
  tags?: string[];
  comment?: string;
  solution?: string;
}

export interface Ev {
  t: 'ev';
  c: Id;
  q: number;
  p?: number;
  id: Id;
  k: EventKind | (string & {});
  by: EventAuthor;
  at: number;
  key?: Id;
  b: EventBody;
}

export interface Ok {
  t: 'ok';
  r: number;
  conversation?: OwnConversation;
  card?: Card;
  /** The first of them, and how many there are. */
  cards?: Card[];
  total?: number;
  me?: Me;
  events?: Ev[];
  top?: number;
  more?: boolean;
}

export interface Err {
  t: 'err';
  r?: number;
  code: ErrorCode | (string & {});
  retry: boolean;
  after_ms?: number;
  text?: string;
  c?: Id;
  /** Of `forbidden_word`: only warned of, and taken with `confirmed`. */
  confirm?: boolean;
}

export interface Ack {
  t: 'ack';
  a: [r: number, q: number, dup: boolean][];
  c: Id;
}

export interface Receipt {
  t: 'receipt';
  c: Id;
  by?: 'customer' | 'agent';
  delivered: number;
  read: number;
}

export interface Typing {
  t: 'typing';
  c: Id;
  on: boolean;
  by?: 'customer' | 'agent';
}

export interface PlaceUpdate extends Place {
  t: 'place';
  c: Id;
}

export interface StateUpdate {
  t: 'state';
  c: Id;
  state: CustomerState;
  agent?: { name: string };
  waiting_from?: number;
}

export interface WallTiles {
  /** Those who ring at an agent's included. */
  waiting: number;
  ringing: number;
  longest_wait_ms: number;
  agents_online: number;
  agents_ready: number;
  capacity_free: number;
  active: number;
  closed_today: number;
  abandoned_today: number;
  service_level?: number;
  late: number;
}

export interface WallQueue {
  skill: Id | 'any';
  name: string;
  waiting: number;
  oldest_queued_at?: number;
  agents_online: number;
  why: 'none' | 'no_agent' | 'all_away' | 'all_full' | 'next' | 'excluded';
  /** Ringing ones first, then in order. */
  list: WallWaiting[];
}

export interface WallWaiting {
  c: Id;
  /** Absent from the first gateways: then a visitor goes by `c`. */
  customer?: Id;
  name: string;
  topic: string;
  queued_at: number;
  /** Absent from the first gateways: then since `queued_at`. */
  waiting_from?: number;
  points: number;
  /** At whose desk it rings now. */
  offered_to?: Id;
}

export interface WallAgent {
  staff: Id;
  name: string;
  presence: Presence;
  reason?: string;
  since: number;
  connected: boolean;
  load: number;
  capacity: number;
  longest_unanswered_since?: number;
  closed_today: number;
  score?: number;
}

export interface Wall {
  t: 'wall';
  v: number;
  full?: boolean;
  tiles: Partial<WallTiles>;
  queues: WallQueue[];
  agents: WallAgent[];
  gone?: Id[];
}

export type ServerFrame =
  | Welcome
  | Ev
  | Ok
  | Err
  | Ack
  | Receipt
  | Typing
  | PlaceUpdate
  | StateUpdate
  | { t: 'conversation'; conversation: OwnConversation }
  | { t: 'drain'; within_ms: number }
  | { t: 'card'; card: Card }
  | { t: 'card.gone'; c: Id; why: string }
  | { t: 'offer'; offer: Offer }
  | { t: 'offer.gone'; id: Id; why: string }
  | ({ t: 'me' } & Me)
  | { t: 'names'; skills: Skill[]; storefronts: Shop[] }
  | Wall;

export type ServerTag = ServerFrame['t'];
