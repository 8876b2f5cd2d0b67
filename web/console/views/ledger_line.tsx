import type { ComponentChildren } from 'preact';
import { formatDay, formatSpan, formatTime } from '#i18n';
import type { Card, Ev } from '#protocol';
import { lock } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Linked } from '#ui/links.tsx';
import type { LedgerRow } from '../state/ledger.ts';
import { locale, t } from '../text.ts';
import { eventWords } from './event_words.tsx';
import { customerName } from './labels.ts';

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
        <div class="note">
          <p class="hd">
            <Icon of={lock} size={14} />
            <b>{t('note.label')}</b>
            {ev.by.name ?? ''}
          </p>
          <p>
            <Linked text={ev.b.text ?? ''} />
          </p>
        </div>
      </div>
    );
  }
  if (ev.k !== 'message') {
    return (
      <>
        <div class={`e ev${row.words === undefined ? last : ''}`}>
          {time}
          <span class="n" />
          <p>{eventWords(ev)}</p>
        </div>
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
          <span class="vh">{ev.by.name ?? t('you')}：</span>
          <Linked text={ev.b.text ?? ''} />
        </p>
        {props.mark?.(ev)}
      </div>
    </div>
  );
}
