import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Card, Id, OutboxEntry } from '#protocol';
import { check, down, read as readGlyph } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { useVirtualEnd } from '#ui/virtual_list.ts';
import { desk, loadEarlier, seen, type Talk, talkOf } from '../session/store.ts';
import { type LedgerRow, ledgerRows, newestOf, type Unread } from '../state/ledger.ts';
import type { OrderFinder } from '../state/order_named.ts';
import { t } from '../text.ts';
import { Typing } from './inbox.tsx';
import { AutoTag, dayOf, LedgerLine } from './ledger_line.tsx';
import { PendingLine } from './pending_line.tsx';

type Row =
  | LedgerRow
  | { readonly kind: 'pending'; readonly key: string; readonly entry: OutboxEntry };

// The conversation as a ledger: time, spine, words. The end stays in view as it grows; earlier
// pages come when the reader scrolls up.
export function Ledger(props: {
  readonly card: Card;
  readonly unread: Unread | undefined;
  readonly find: OrderFinder | undefined; // orders that a number in the talk leads to
}) {
  const { card } = props;
  const c = card.c;
  const talk = talkOf(c);
  const scroller = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false); // the end is out of view
  const [atTop, setAtTop] = useState(false); // the first row that is held is in view

  const rows = useRows(talk, props.unread);
  const earlier = useEarlier(c);
  const list = useVirtualEnd({
    count: rows.length,
    keyOf: (index) => rows[index]?.key ?? String(index),
    scroller,
    estimate: 46,
    onEnd: (inView) => setAway(!inView),
    onScroll: (first) => {
      if (atTop !== (first === 0)) setAtTop(first === 0);
      if (first < 6 && rows.length > 20) void earlier();
    },
  });

  // Whoever says something wants to see it, wherever they were reading.
  const mine = talk.pending.at(-1)?.key ?? newestOf(talk.events, desk.value.staff?.id);
  useLayoutEffect(() => {
    if (mine !== undefined) list.toEnd();
  }, [mine]);
  useSeen(c, rows.length, away, list.atEnd);

  return (
    <div class="ledger-wrap">
      <div
        class="ledger"
        ref={scroller}
        role="log"
        aria-live="off"
        tabIndex={0}
        aria-label={t('thread.log')}
      >
        <Roll list={list} rows={rows} card={card} talk={talk} find={props.find} />
      </div>
      {talk.floor > 0 && atTop ? (
        <button type="button" class="btn s pill-old" onClick={() => void earlier()}>
          {t('thread.earlier')}
        </button>
      ) : null}
      {away ? (
        <button type="button" class="btn s pill-new" onClick={list.toEnd}>
          <Icon of={down} size={14} />
          {t('thread.newest')}
        </button>
      ) : null}
      <div class="typing-row">{talk.typing ? <Typing /> : null}</div>
    </div>
  );
}

// Loads the page before the first that is held, one at a time.
function useEarlier(c: Id): () => Promise<void> {
  const loading = useRef(false);
  return async () => {
    if (loading.current || talkOf(c).floor === 0) return;
    loading.current = true;
    await loadEarlier(c);
    loading.current = false;
  };
}

// The rows that are in view, each at its place.
function Roll(props: {
  readonly list: ReturnType<typeof useVirtualEnd>;
  readonly rows: readonly Row[];
  readonly card: Card;
  readonly talk: Talk;
  readonly find: OrderFinder | undefined;
}) {
  const { list, rows, card, talk, find } = props;
  return (
    <div class="roll" style={{ height: `${list.height}px` }}>
      {list.items.map((item) => {
        const row = rows[item.index];
        if (!row) return null;
        return (
          <div
            key={row.key}
            class="at"
            data-index={item.index}
            ref={list.measure}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <OneRow
              row={row}
              card={card}
              last={item.index === rows.length - 1}
              talk={talk}
              find={find}
            />
          </div>
        );
      })}
    </div>
  );
}

// What was said and done, and then what is still to be sent.
function useRows(talk: Talk, unread: Unread | undefined): readonly Row[] {
  const count = talk.events.length;
  const lastQ = talk.events.at(-1)?.q;
  const logged = useMemo(
    () => ledgerRows(talk.events, unread, dayOf, talk.floor > 0),
    [count, lastQ, talk.floor, unread],
  );
  const pending = talk.pending.map((entry): Row => ({ kind: 'pending', key: entry.key, entry }));
  return pending.length > 0 ? [...logged, ...pending] : logged;
}

function OneRow(props: {
  readonly row: Row;
  readonly card: Card;
  readonly last: boolean;
  readonly talk: Talk;
  readonly find: OrderFinder | undefined;
}) {
  const { row, talk } = props;
  if (row.kind === 'pending') return <PendingLine entry={row.entry} />;
  return (
    <LedgerLine
      row={row}
      card={props.card}
      last={props.last}
      find={props.find}
      mark={(ev) => <Mark p={ev.p ?? 0} auto={ev.b.auto === true} talk={talk} />}
    />
  );
}

// What is at the end of a visible, focused page has been read.
function useSeen(c: string, count: number, away: boolean, atEnd: () => boolean): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible' && document.hasFocus() && atEnd()) seen(c);
    };
    const id = setTimeout(look, 150);
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(id);
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [c, count, away]);
}

// Ticks: stored, delivered, read. Said once, under the newest message that has each.
function Mark(props: { p: number; auto: boolean; talk: Talk }) {
  const { p, auto, talk } = props;
  const said = auto ? <AutoTag /> : null;
  const state = p <= talk.read ? 'read' : p <= talk.delivered ? 'delivered' : 'sent';
  const newest = newestOurs(talk, state);
  if (newest !== p) return said ? <p class="meta">{said}</p> : null;
  return (
    <p class="meta">
      {said}
      {t(`mark.${state}`)}
      <Icon of={state === 'read' ? readGlyph : check} size={16} />
    </p>
  );
}

function newestOurs(talk: Talk, state: 'read' | 'delivered' | 'sent'): number {
  for (let i = talk.events.length - 1; i >= 0; i -= 1) {
    const ev = talk.events[i];
    if (ev?.k !== 'message' || ev.by.role === 'customer' || ev.p === undefined) continue;
    if (state === 'read' && ev.p > talk.read) continue;
    if (state === 'delivered' && ev.p > talk.delivered) continue;
    return ev.p;
  }
  return 0;
}
