import {
  type CustomerState,
  type Ev,
  isDeletable,
  type OutboxEntry,
  type PeerMarks,
  type Place,
  type Solved,
} from '#protocol';

/** What the screens draw: plain values, so that another tab can draw the same. */

export type MessageState = OutboxEntry['state'] | 'delivered' | 'read';

export interface MessageRow {
  kind: 'message';
  id: string;
  /** Absent of what is not in the log. */
  q?: number;
  mine: boolean;
  text: string;
  at: number;
  auto?: boolean | undefined;
  name?: string | undefined;
  state?: MessageState | undefined;
  /** Error word of a failed one. */
  error?: string | undefined;
  /** Client key, for retry and delete. */
  key?: string | undefined;
  deletable?: boolean | undefined;
}

export type SystemWord =
  | 'accepted'
  | 'transferred'
  | 'requeued'
  | 'ended'
  | 'abandoned'
  | 'rated'
  | 'parked';

export interface SystemRow {
  kind: 'system';
  id: string;
  word: SystemWord;
  at: number;
  name?: string | undefined;
  due?: number | undefined;
  score?: number | undefined;
}

export type Row = MessageRow | SystemRow;

export type Net =
  | { is: 'connecting' }
  | { is: 'ready' }
  | { is: 'waiting'; retryAt: number; limited: boolean }
  | { is: 'stopped'; why: 'left' | 'sign_in' | 'refused' };

export const SOLVED: readonly Solved[] = ['yes', 'partly', 'no'];

export interface Rating {
  score: number;
  solved?: Solved | undefined;
  tags: string[];
  comment: string;
}

export interface Talk {
  c: string;
  /** The highest number known, also of what is still to come here. */
  top: number;
  state: CustomerState;
  topic: string;
  order?: string | undefined;
  /** What was said before the chat. */
  asked?: string | undefined;
  agent?: string | undefined;
  place?: Place | undefined;
  /** When this wait for somebody began. */
  waitingFrom: number;
  endedAt?: number | undefined;
  rated: boolean;
  /** The question for a rating was passed over. */
  skipped: boolean;
  rating?: Rating | undefined;
  rows: Row[];
  typing: boolean;
  unread: number;
  lastUnread?: { name?: string | undefined; text: string; at: number } | undefined;
}

export interface ChatView {
  net: Net;
  /** When the line was lost; absent while it is up or was never up. */
  lostAt?: number | undefined;
  name?: string | undefined;
  identified: boolean;
  /** Server time minus ours. */
  skewMs: number;
  /** Absent: nothing yet, or the customer asked for a new one. */
  talk?: Talk | undefined;
  busy: boolean;
  notice?: { code: string; afterS?: number } | undefined;
  queued: number;
}

export const EMPTY: ChatView = {
  net: { is: 'connecting' },
  identified: false,
  skewMs: 0,
  busy: false,
  queued: 0,
};

const SYSTEM = new Set<string>([
  'accepted',
  'transferred',
  'requeued',
  'ended',
  'abandoned',
  'rated',
  'parked',
]);

function stateOf(q: number, marks: PeerMarks): MessageState {
  if (q <= marks.read) return 'read';
  return q <= marks.delivered ? 'delivered' : 'sent';
}

function rowOf(ev: Ev, marks: PeerMarks): Row | undefined {
  if (ev.k === 'message' || (ev.k === 'opened' && ev.b.text)) {
    const mine = ev.by.role === 'customer';
    return {
      kind: 'message',
      id: ev.id,
      q: ev.q,
      mine,
      text: ev.b.text ?? '',
      at: ev.at,
      auto: ev.b.auto,
      name: mine ? undefined : ev.by.name,
      state: mine ? stateOf(ev.q, marks) : undefined,
    };
  }
  if (!SYSTEM.has(ev.k)) return undefined;
  return {
    kind: 'system',
    id: ev.id,
    word: ev.k as SystemWord,
    at: ev.at,
    name: ev.b.name,
    due: ev.b.due,
    score: ev.b.score,
  };
}

export function rowOfEntry(e: OutboxEntry): MessageRow {
  return {
    kind: 'message',
    id: e.key,
    mine: true,
    text: e.text,
    at: e.at,
    state: e.state,
    key: e.key,
    deletable: isDeletable(e),
    error: e.error?.code,
  };
}

const UNDER_WAY = ['transferred', 'requeued'];

/** A new rating, and whatever becomes of what was under way. */
function replaces(later: Row, row: Row): boolean {
  if (row.kind !== 'system' || later.kind !== 'system') return false;
  if (later.word === 'rated') return row.word === 'rated';
  return UNDER_WAY.includes(row.word);
}

/** The log, then what is on its way. An acknowledged message that is in the log is shown once. */
export function buildRows(
  events: readonly Ev[],
  pending: readonly OutboxEntry[],
  marks: PeerMarks,
): Row[] {
  const rows = events.flatMap((ev) => rowOf(ev, marks) ?? []);
  return [
    ...rows.filter((row, i) => !rows.slice(i + 1).some((later) => replaces(later, row))),
    ...pending.map(rowOfEntry),
  ];
}
