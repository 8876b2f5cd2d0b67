import { useMemo } from 'preact/hooks';
import { formatTime } from '#i18n';
import { alert, check, clock, read } from '#ui/glyphs.ts';
import { Linked } from '#ui/links.tsx';
import { labelOf } from './config.ts';
import { dayName, dayOf } from './days.ts';
import { endsGroup, needsOwnMeta } from './groups.ts';
import { Icon } from './icon.tsx';
import { Seal } from './seal.tsx';
import { config, intend } from './state.ts';
import type { MessageRow, Row, SystemRow } from './view.ts';
import { type Key, locale, t } from './words.ts';

/** The log's rows with day lines, and one seal and one time per group. */
export function Rows(props: { rows: readonly Row[]; agent?: string | undefined; days?: boolean }) {
  const { rows, agent, days = true } = props;
  const today = dayOf(Date.now());
  const here = locale();
  // The same list gives the same nodes, which Preact leaves alone.
  const nodes = useMemo(() => draw(rows, agent, days), [rows, agent, here, today]);
  return <>{nodes}</>;
}

function draw(rows: readonly Row[], agent: string | undefined, days: boolean) {
  let day = 0;
  return rows.map((row, i) => {
    const rowDay = dayOf(row.at);
    const line = rowDay === day || !days ? null : <p class="day">{dayName(row.at)}</p>;
    day = rowDay;
    return (
      <div class="row" key={row.id}>
        {line}
        {row.kind === 'system' ? (
          <System row={row} />
        ) : (
          <Message row={row} next={rows[i + 1]} agent={agent} />
        )}
      </div>
    );
  });
}

function System({ row }: { row: SystemRow }) {
  const here = locale();
  const time = formatTime(here, row.at);
  const key = `sys.${row.word}` as Key;
  const text = t(key, {
    name: row.name ?? t('chat.agent'),
    word: labelOf(config.value?.survey.score_words[(row.score ?? 0) - 1], here),
    time: row.due ? `${dayName(row.due)} ${formatTime(here, row.due)}` : '',
  });
  return (
    <p class="sys">
      <span>
        {text} · {time}
      </span>
    </p>
  );
}

function Message(props: { row: MessageRow; next: Row | undefined; agent: string | undefined }) {
  const { row, next } = props;
  const last = endsGroup(row, next);
  const name = row.name ?? props.agent ?? t('chat.agent');
  return (
    <div class={row.mine ? `msg me ${row.state ?? ''}` : 'msg'}>
      {row.mine ? null : last ? <Seal name={name} /> : <span />}
      <p class={last ? 'b last' : 'b'}>
        <span class="vh">{row.mine ? t('chat.you') : name}: </span>
        <Linked text={row.text} />
      </p>
      {needsOwnMeta(row, next) ? <Meta row={row} /> : null}
    </div>
  );
}

const MARKS = { queued: clock, sending: clock, sent: check, delivered: read, read, failed: alert };

function Meta({ row }: { row: MessageRow }) {
  const time = formatTime(locale(), row.at);
  if (!row.mine) return <p class="meta">{row.auto ? `${t('chat.auto')} · ${time}` : time}</p>;
  const state = row.state ?? 'sent';
  const said = t((isFinal(row) ? `err.${row.error}` : `chat.state_${state}`) as Key);
  if (state === 'queued' || state === 'failed')
    return (
      <div class={state === 'failed' ? 'meta bad' : 'meta'}>
        <Icon of={MARKS[state]} size={16} />
        <span>{said}</span>
        {state === 'failed' && row.key && !isFinal(row) ? act(row.key, 'retry') : null}
        {row.key && (state === 'failed' || row.deletable) ? act(row.key, 'discard') : null}
      </div>
    );
  return (
    <div class="meta">
      <span>{time}</span>
      <span class={`mark-${state}`}>
        <Icon of={MARKS[state]} size={16} />
      </span>
      <span class="vh">{said}</span>
    </div>
  );
}

/** Once more would end the same. */
const isFinal = ({ error }: MessageRow) => error === 'too_large' || error === 'conversation_closed';

function act(key: string, what: 'retry' | 'discard') {
  return (
    <button type="button" class="act" onClick={() => intend({ do: what, key })}>
      {t(what === 'retry' ? 'chat.retry' : 'chat.delete')}
    </button>
  );
}
