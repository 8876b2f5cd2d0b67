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
      readonly speaker?: true; // who said this and what is above it stands below it
    }
  // Many offers one after the other, with what became of each.
  | { readonly kind: 'rounds'; readonly key: string; readonly events: readonly Ev[] };

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
  const named = lastOfEach(events);
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
      ...(named.has(ev.id) ? { speaker: true as const } : {}),
    });
  }
  return folded(rows);
}

// Where more than one of us spoke: the last message of each turn of one of them.
function lastOfEach(events: readonly Ev[]): ReadonlySet<string> {
  const said = events.filter((ev) => ev.k === 'message');
  const ours = said.filter((ev) => ev.by.role !== 'customer' && ev.by.id !== undefined);
  if (new Set(ours.map((ev) => ev.by.id)).size < 2) return new Set();
  const last = said.filter(
    (ev, i) =>
      ev.by.role !== 'customer' && ev.by.id !== undefined && said[i + 1]?.by.id !== ev.by.id,
  );
  return new Set(last.map((ev) => ev.id));
}

const roundKinds: ReadonlySet<Ev['k']> = new Set(['offered', 'missed', 'declined', 'withdrawn']);
const foldedFrom = 4; // rows; fewer are read faster than opened

// What went on between an agent's leaving and the next one's coming is one row, so that the talk and
// the note for the next one stay in view.
function folded(rows: readonly LedgerRow[]): LedgerRow[] {
  const out: LedgerRow[] = [];
  let run: Ev[] = [];
  const close = (held: readonly LedgerRow[]) => {
    const first = run[0];
    if (first && run.length >= foldedFrom)
      out.push({ kind: 'rounds', key: `r${first.id}`, events: run });
    else out.push(...held);
    run = [];
  };
  let held: LedgerRow[] = [];
  for (const row of rows) {
    if (row.kind === 'ev' && roundKinds.has(row.ev.k)) {
      run.push(row.ev);
      held.push(row);
      continue;
    }
    close(held);
    held = [];
    out.push(row);
  }
  close(held);
  return out;
}

// How often each was asked, who was asked first comes first.
export function askedOf(events: readonly Ev[]): { readonly staff: string; readonly n: number }[] {
  const asked = new Map<string, number>();
  for (const ev of events) {
    if (ev.k !== 'offered' || ev.b.staff === undefined) continue;
    asked.set(ev.b.staff, (asked.get(ev.b.staff) ?? 0) + 1);
  }
  return [...asked].map(([staff, n]) => ({ staff, n }));
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
