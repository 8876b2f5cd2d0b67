import type { OutboxEntry } from '#protocol/outbox';
import type {
  Card,
  Colleague,
  Id,
  Me,
  Offer,
  Skill,
  StaffResume,
  WelcomeStaff,
} from '#protocol';
import { type Log, missingAfter } from './log.ts';
import type { Sample, WallState } from './wall.ts';

// All that this window knows of the agent's work. Values only; `step` in desk_step.ts changes it.
export interface HeldOffer {
  readonly offer: Offer;
  readonly until: number; // server time
}

// A conversation that was ours (or watched) and has gone, kept while it is still on the screen.
export interface Left {
  readonly card: Card;
  readonly why: string;
}

export interface Desk {
  readonly link: 'connecting' | 'open' | 'lost';
  readonly linkSince: number;
  readonly staff: WelcomeStaff['staff'] | undefined;
  readonly me: Me | undefined;
  readonly maxText: number;
  readonly skills: readonly Skill[];
  readonly colleagues: readonly Colleague[];
  readonly cards: ReadonlyMap<Id, Card>;
  readonly offers: readonly HeldOffer[]; // oldest first; one is shown at a time
  readonly logs: ReadonlyMap<Id, Log>;
  readonly outbox: readonly OutboxEntry[]; // said, not yet in the log
  readonly typing: ReadonlyMap<Id, number>; // customer is typing, until (server time)
  readonly watching: ReadonlySet<Id>;
  readonly left: ReadonlyMap<Id, Left>;
  readonly wallWanted: boolean;
  readonly wall: WallState | undefined;
  readonly history: readonly Sample[];
}

export function emptyDesk(now: number): Desk {
  return {
    link: 'connecting',
    linkSince: now,
    staff: undefined,
    me: undefined,
    maxText: 4000,
    skills: [],
    colleagues: [],
    cards: new Map(),
    offers: [],
    logs: new Map(),
    outbox: [],
    typing: new Map(),
    watching: new Set(),
    left: new Map(),
    wallWanted: false,
    wall: undefined,
    history: [],
  };
}

// Cursors to resume from: of every conversation whose log is held.
export function resumeOf(desk: Desk): StaffResume {
  const out: StaffResume = {};
  for (const [c, log] of desk.logs) if (desk.cards.has(c)) out[c] = log.cursor;
  return out;
}

// Waiting conversations of this agent, for the timers, the nag and F8.
export function waitingOf(desk: Desk): { c: Id; since: number }[] {
  const out: { c: Id; since: number }[] = [];
  for (const card of desk.cards.values()) {
    if (card.assignee !== desk.staff?.id || card.state !== 'active') continue;
    if (card.waiting_since !== undefined) out.push({ c: card.c, since: card.waiting_since });
  }
  return out;
}

// Messages of the customer after public number `read`, as far as they are held.
export function unreadOf(log: Log | undefined, read: number): number {
  let count = 0;
  for (let i = (log?.events.length ?? 0) - 1; i >= 0; i -= 1) {
    const ev = log?.events[i];
    if (!ev || (ev.p !== undefined && ev.p <= read)) break;
    if (ev.k === 'message' && ev.by.role === 'customer') count += 1;
  }
  return count;
}

// The highest public number held: what a receipt says.
export function publicTop(log: Log | undefined): number {
  for (let i = (log?.events.length ?? 0) - 1; i >= 0; i -= 1) {
    const p = log?.events[i]?.p;
    if (p !== undefined) return p;
  }
  return 0;
}

export function holes(desk: Desk): { c: Id; after: number; limit: number }[] {
  const out: { c: Id; after: number; limit: number }[] = [];
  for (const [c, log] of desk.logs) {
    const missing = missingAfter(log);
    if (missing) out.push({ c, ...missing });
  }
  return out;
}

export function cardOf(desk: Desk, c: Id | undefined): Card | undefined {
  if (c === undefined) return undefined;
  return desk.cards.get(c) ?? desk.left.get(c)?.card;
}

export type Hold = 'mine' | 'wrap_up' | 'watched' | 'left';

// What this agent may do in a conversation.
export function holdOf(desk: Desk, c: Id): Hold {
  const card = desk.cards.get(c);
  if (!card) return 'left';
  if (card.assignee !== desk.staff?.id) return 'watched';
  if (card.state === 'active') return 'mine';
  if (card.state === 'wrap_up') return 'wrap_up';
  return 'watched';
}
