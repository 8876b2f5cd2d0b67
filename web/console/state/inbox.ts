import type { Card } from '#protocol';

// The inbox: this agent's conversations in groups, in the order they want attention.
export interface InboxGroups {
  readonly waiting: readonly Card[]; // longest waiting first
  readonly active: readonly Card[]; // last said first
  readonly wrapUp: readonly Card[]; // longest in wrap-up first
  readonly watched: readonly Card[]; // opened to read, not ours
}

const byId = (a: Card, b: Card) => (a.c < b.c ? -1 : a.c > b.c ? 1 : 0);
const lastSaid = (card: Card) => card.preview?.at ?? card.since;

export function groupsOf(
  cards: Iterable<Card>,
  me: string,
  watching: ReadonlySet<string>,
): InboxGroups {
  const waiting: Card[] = [];
  const active: Card[] = [];
  const wrapUp: Card[] = [];
  const watched: Card[] = [];
  for (const card of cards) {
    if (card.assignee !== me) {
      if (watching.has(card.c)) watched.push(card);
    } else if (card.state === 'wrap_up') wrapUp.push(card);
    else if (card.state !== 'active') continue;
    else if (card.waiting_since !== undefined) waiting.push(card);
    else active.push(card);
  }
  waiting.sort((a, b) => (a.waiting_since ?? 0) - (b.waiting_since ?? 0) || byId(a, b));
  active.sort((a, b) => lastSaid(b) - lastSaid(a) || byId(a, b));
  wrapUp.sort((a, b) => a.since - b.since || byId(a, b));
  watched.sort(byId);
  return { waiting, active, wrapUp, watched };
}

export function orderOf(groups: InboxGroups): string[] {
  const all = [...groups.waiting, ...groups.active, ...groups.wrapUp, ...groups.watched];
  return all.map((card) => card.c);
}

// F8: whoever has waited longest; while nobody waits the chat that one is in, or the newest.
export function urgentOf(groups: InboxGroups, current: string | undefined): string | undefined {
  const { waiting, active } = groups;
  if (waiting[0]) return waiting[0].c;
  return active.some((card) => card.c === current) ? current : active[0]?.c;
}

// Alt+↑/↓: the neighbour in the order shown, wrapping; the first when nothing is open.
export function neighbour(order: readonly string[], current: string | undefined, by: 1 | -1) {
  if (order.length === 0) return undefined;
  const at = current === undefined ? -1 : order.indexOf(current);
  if (at < 0) return order[by === 1 ? 0 : order.length - 1];
  return order[(at + by + order.length) % order.length];
}

// While the pointer or the focus is in a group its rows keep their places: known rows stay, new
// ones come last, gone ones leave.
export function keptOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const alive = new Set(wanted);
  const kept = shown.filter((c) => alive.has(c));
  const known = new Set(kept);
  return [...kept, ...wanted.filter((c) => !known.has(c))];
}
