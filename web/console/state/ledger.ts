import type { Ev } from '#protocol';

// Rows of the ledger: the log, with what stands between its entries.
export type LedgerRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string }
  | {
      readonly kind: 'ev';
      readonly key: string;
      readonly ev: Ev;
      readonly replyMs?: number; // how long the customer's turn had waited for this answer
      readonly words?: string; // the customer's first words, said when the conversation was opened
    };

export interface Unread {
  readonly read: number;
  readonly top: number;
}

const isTurn = (ev: Ev) => ev.k === 'message' && ev.by.role === 'customer';
const isAnswer = (ev: Ev) => ev.k === 'message' && ev.by.role !== 'customer' && ev.b.auto !== true;

// `unread`: what had been read (a public number) and what was there (a log number) when the
// conversation was opened; the divider stands between. Undefined: none. `dayOf` names the day of an instant in the reader's time zone.
export function ledgerRows(
  events: readonly Ev[],
  unread: Unread | undefined,
  dayOf: (at: number) => string,
  more = false, // the log goes on before the first event: its day is not begun here
): LedgerRow[] {
  const rows: LedgerRow[] = [];
  let day: string | undefined;
  let divided = unread === undefined;
  let turn: number | undefined;
  for (let i = 0; i < events.length; i += 1) {
    const ev = events[i] as Ev;
    const its = dayOf(ev.at);
    if (its !== day && !(more && i === 0)) rows.push({ kind: 'day', key: `d${its}`, at: ev.at });
    day = its;
    if (!divided && isTurn(ev) && isBetween(ev, unread)) {
      rows.push({ kind: 'new', key: 'new' });
      divided = true;
    }
    const replyMs = isAnswer(ev) && turn !== undefined ? ev.at - turn : undefined;
    if (isAnswer(ev)) turn = undefined;
    else if (isTurn(ev)) turn ??= ev.at;
    const words = firstWords(ev, events[i + 1]);
    if (words !== undefined) turn ??= ev.at;
    rows.push({
      kind: 'ev',
      key: ev.id,
      ev,
      ...(replyMs === undefined ? {} : { replyMs }),
      ...(words === undefined ? {} : { words }),
    });
  }
  return rows;
}

function isBetween(ev: Ev, unread: Unread | undefined): boolean {
  return unread !== undefined && (ev.p ?? 0) > unread.read && ev.q <= unread.top;
}

// Words given with the opening are shown once, also where they follow as a message of their own.
function firstWords(ev: Ev, next: Ev | undefined): string | undefined {
  if (ev.k !== 'opened' || !ev.b.text) return undefined;
  const repeated = next !== undefined && isTurn(next) && next.b.text === ev.b.text;
  return repeated ? undefined : ev.b.text;
}

// The newest entry of the log that this person wrote: its client key, so that it is the same as the entry
// of the outbox that it came from.
export function newestOf(events: readonly Ev[], staff: string | undefined): string | undefined {
  if (staff === undefined) return undefined;
  const own = events.findLast(
    (ev) => (ev.k === 'message' || ev.k === 'note') && ev.by.id === staff && ev.b.auto !== true,
  );
  return own && (own.key ?? own.id);
}
