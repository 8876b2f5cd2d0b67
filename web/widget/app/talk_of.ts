import type { Ev, OutboxEntry, OwnConversation, PeerMarks } from '#protocol';
import { buildRows, type Rating, rowOfEntry, SOLVED, type Talk } from './view.ts';

/** What this browser knows of the conversation beside the gateway's word on it. */
export interface Known {
  events: readonly Ev[];
  top: number;
  pending: readonly OutboxEntry[];
  marks: PeerMarks;
  typing: boolean;
  readUpTo: number;
  skipped: boolean;
}

export function isOver({ state }: Pick<OwnConversation, 'state'>): boolean {
  return state === 'ended' || state === 'abandoned';
}

/** Folds a conversation into what its screens draw. */
export function talkOf(own: OwnConversation, known: Known): Talk {
  const { events } = known;
  const opened = events.find((ev) => ev.k === 'opened')?.b;
  const end = events.findLast((ev) => ev.k === 'ended' || ev.k === 'abandoned');
  const fresh = events.filter(
    (ev) => ev.k === 'message' && ev.by.role !== 'customer' && ev.q > known.readUpTo,
  );
  const last = fresh.at(-1);
  return {
    c: own.c,
    top: known.top,
    state: own.state,
    topic: own.topic,
    waitingFrom: own.waiting_from ?? own.opened,
    rated: own.rated,
    skipped: known.skipped,
    rows: buildRows(events, known.pending, known.marks),
    typing: known.typing,
    unread: fresh.length,
    order: opened?.order,
    asked: opened?.text,
    agent: own.agent?.name || undefined,
    place: own.place && own.state === 'waiting' ? { staffed: true, ...own.place } : undefined,
    endedAt: end?.at,
    rating: ratingOf(events),
    lastUnread: last && { text: last.b.text ?? '', at: last.at, name: last.by.name },
  };
}

/** What another tab showed, and what was said since. */
export function withPending(talk: Talk, pending: readonly OutboxEntry[]): Talk {
  const added = pending.map(rowOfEntry).filter((row) => !talk.rows.some((r) => r.id === row.id));
  return { ...talk, rows: [...talk.rows, ...added] };
}

function ratingOf(events: readonly Ev[]): Rating | undefined {
  const b = events.findLast((ev) => ev.k === 'rated')?.b;
  if (b?.score === undefined) return undefined;
  return {
    score: b.score,
    tags: b.tags ?? [],
    comment: b.comment ?? '',
    solved: SOLVED.find((one) => one === b.solved),
  };
}
