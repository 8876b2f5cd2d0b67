import type { ComponentChildren } from 'preact';
import { formatDay, formatSpan, formatTime } from '#i18n';
import type { Card, Ev } from '#protocol';
import { lock } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Linked } from '#ui/links.tsx';
import { askedOf, type LedgerRow } from '../state/ledger.ts';
import { locale, t } from '../text.ts';
import { eventWords } from './event_words.tsx';
import { customerName, staffLabel } from './labels.ts';

export const dayOf = (at: number) => new Date(at).toDateString();

// One line of the ledger; `mark` is what stands under a message of ours.
export function LedgerLine(props: {
  row: LedgerRow;
  card: Card | undefined;
  last: boolean;
  mark?: (ev: Ev) => ComponentChildren;
}) {
  const { row, card } = props;
  if (row.kind === 'day') return <p class="day">{formatDay(locale.value, row.at)}</p>;
  if (row.kind === 'new') return <p class="newline">{t('thread.new')}</p>;
  const last = props.last ? ' last' : '';
  if (row.kind === 'rounds') return <Rounds events={row.events} last={last} />;
  const { ev } = row;
  const time = (
    <time dateTime={new Date(ev.at).toISOString()}>
      {formatTime(locale.value, ev.at)}
      {row.replyMs === undefined ? null : (
        <small>
          <span class="vh">{t('thread.gap')} </span>
          {formatSpan(locale.value, row.replyMs)}
        </small>
      )}
    </time>
  );
  if (ev.k === 'note') {
    return (
      <div class={`e us bk${last}`}>
        {time}
        <span class="n" />
        <Note label={t('note.label')} by={ev.by.name} text={ev.b.text ?? ''} />
      </div>
    );
  }
  if (ev.k !== 'message') {
    const handover = ev.k === 'transferred' ? ev.b.note : undefined;
    const alone = row.words === undefined && !handover;
    return (
      <>
        <div class={`e ev${alone ? last : ''}`}>
          {time}
          <span class="n" />
          <p>{eventWords(ev)}</p>
        </div>
        {handover ? (
          <div class={`e us bk${last}`}>
            <time />
            <span class="n" />
            <Note label={t('offer.handover')} by={ev.by.name} text={handover} />
          </div>
        ) : null}
        {row.words === undefined ? null : (
          <div class={`e${last}`}>
            <time />
            <span class="n" />
            <p class="bub" lang={card?.customer.locale}>
              <Linked text={row.words} />
            </p>
          </div>
        )}
      </>
    );
  }
  if (ev.by.role === 'customer') {
    return (
      <div class={`e${last}`}>
        {time}
        <span class="n" />
        <p class="bub" lang={card?.customer.locale}>
          <span class="vh">{card ? customerName(card) : ''}：</span>
          <Linked text={ev.b.text ?? ''} />
        </p>
      </div>
    );
  }
  return (
    <div class={`e us${last}`}>
      {time}
      <span class="n" />
      <div class="right">
        <p class="bub">
          <span class="vh">{ev.by.name ?? staffLabel(ev.by.id ?? '')}：</span>
          <Linked text={ev.b.text ?? ''} />
        </p>
        <div class="under">
          {row.speaker ? (
            <span class="speaker" aria-hidden="true">
              {ev.by.name ?? staffLabel(ev.by.id)}
            </span>
          ) : null}
          {props.mark?.(ev)}
        </div>
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
