import type { ComponentChildren } from 'preact';
import { formatDay, formatSpan, formatTime } from '#i18n';
import type { Card, Ev } from '#protocol';
import { lock } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Linked } from '#ui/links.tsx';
import { askedOf, type LedgerRow } from '../state/ledger.ts';
import type { OrderFinder } from '../state/order_named.ts';
import { locale, t } from '../text.ts';
import { CustomerWords } from './customer_words.tsx';
import { eventWords } from './event_words.tsx';
import { customerName, staffLabel } from './labels.ts';

export const dayOf = (at: number) => new Date(at).toDateString();

interface LineProps {
  readonly row: LedgerRow;
  readonly card: Card | undefined;
  readonly last: boolean;
  readonly find?: OrderFinder | undefined; // orders that a number in the customer's words leads to
  readonly mark?: (ev: Ev) => ComponentChildren;
}

// One line of the ledger; `mark` is what stands under a message of ours: whether it came of itself, unless
// the reader says more.
export function LedgerLine(props: LineProps) {
  const { row, card } = props;
  if (row.kind === 'day') return <p class="day">{formatDay(locale.value, row.at)}</p>;
  if (row.kind === 'new') return <p class="newline">{t('thread.new')}</p>;
  const last = props.last ? ' last' : '';
  if (row.kind === 'rounds') return <Rounds events={row.events} last={last} />;
  const { ev } = row;
  if (ev.k === 'note') {
    return (
      <Line also={` us bk${last}`} row={row}>
        <Note label={t('note.label')} by={ev.by.name} text={ev.b.text ?? ''} />
      </Line>
    );
  }
  if (ev.k !== 'message') return <EventLines {...props} row={row} last={last} />;
  if (ev.by.role === 'customer') {
    return (
      <Line also={last} row={row}>
        <p class="bub" lang={card?.customer.locale}>
          <span class="vh">{card ? customerName(card) : ''}: </span>
          <CustomerWords text={ev.b.text ?? ''} find={props.find} />
        </p>
      </Line>
    );
  }
  return (
    <Line also={` us${last}`} row={row}>
      <Ours row={row} mark={props.mark ? props.mark(ev) : <Auto ev={ev} />} />
    </Line>
  );
}

function Auto({ ev }: { ev: Ev }) {
  if (ev.b.auto !== true) return null;
  return (
    <p class="meta">
      <AutoTag />
    </p>
  );
}

export const AutoTag = () => <span class="tag">{t('thread.auto')}</span>;

type EventRow = Extract<LedgerRow, { kind: 'ev' }>;

// `also`: its other classes, each after a space. Without a row it belongs to the line before it, and has no
// time of its own.
function Line(props: { also: string; row?: EventRow; children: ComponentChildren }) {
  return (
    <div class={`e${props.also}`}>
      {props.row ? <Time row={props.row} /> : <time />}
      <span class="n" />
      {props.children}
    </div>
  );
}

function Time({ row }: { row: EventRow }) {
  return (
    <time dateTime={new Date(row.ev.at).toISOString()}>
      {formatTime(locale.value, row.ev.at)}
      {row.replyMs === undefined ? null : (
        <small>
          <span class="vh">{t('thread.gap')} </span>
          {formatSpan(locale.value, row.replyMs)}
        </small>
      )}
    </time>
  );
}

// What happened, and the words that came with it: a handover's note, the customer's first question.
function EventLines(props: Omit<LineProps, 'row' | 'last'> & { row: EventRow; last: string }) {
  const { row, last } = props;
  const { ev } = row;
  const handover = ev.k === 'transferred' ? ev.b.note : undefined;
  const alone = row.words === undefined && !handover;
  return (
    <>
      <Line also={` ev${alone ? last : ''}`} row={row}>
        <p>{eventWords(ev)}</p>
      </Line>
      {handover ? (
        <Line also={` us bk${last}`}>
          <Note label={t('offer.handover')} by={ev.by.name} text={handover} />
        </Line>
      ) : null}
      {row.words === undefined ? null : (
        <Line also={last}>
          <p class="bub" lang={props.card?.customer.locale}>
            <CustomerWords text={row.words} find={props.find} />
          </p>
        </Line>
      )}
    </>
  );
}

function Ours({ row, mark }: { row: EventRow; mark: ComponentChildren }) {
  const { by, b } = row.ev;
  return (
    <div class="right">
      <p class="bub">
        <span class="vh">{by.name ?? staffLabel(by.id ?? '')}: </span>
        <Linked text={b.text ?? ''} />
      </p>
      <div class="under">
        {row.speaker ? (
          <span class="speaker" aria-hidden="true">
            {by.name ?? staffLabel(by.id)}
          </span>
        ) : null}
        {mark}
      </div>
    </div>
  );
}

function Note(props: { label: string; by: string | undefined; text: string }) {
  return (
    <div class="note">
      <p class="hd">
        <Icon of={lock} size={14} />
        <b>{props.label}</b>
        {props.by ?? ''}
      </p>
      <p>
        <Linked text={props.text} />
      </p>
    </div>
  );
}

function Rounds({ events, last }: { events: readonly Ev[]; last: string }) {
  const asked = askedOf(events);
  const n = asked.reduce((sum, one) => sum + one.n, 0);
  const who = asked.map((one) => t('thread.asked', { name: staffLabel(one.staff), n: one.n }));
  const first = events[0]?.at ?? 0;
  return (
    <div class={`e ev${last}`}>
      <time dateTime={new Date(first).toISOString()}>{formatTime(locale.value, first)}</time>
      <span class="n" />
      <details class="rounds">
        <summary>{t('thread.rounds', { n, who: who.join(t('list.comma')) })}</summary>
        <ol>
          {events.map((ev) => (
            <li key={ev.id}>
              <time dateTime={new Date(ev.at).toISOString()}>
                {formatTime(locale.value, ev.at)}
              </time>
              <span>{eventWords(ev)}</span>
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}
