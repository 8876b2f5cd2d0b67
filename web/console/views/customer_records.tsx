import { formatDay } from '#i18n';
import { hashOf } from '../route.ts';
import type { CustomerRecord } from '../session/rest.ts';
import { desk } from '../session/store.ts';
import { mayOpenRecord } from '../state/desk.ts';
import { locale, t } from '../text.ts';
import { solvedLabel, topicLabel } from './labels.ts';

const toneOf: Record<CustomerRecord['solved'], string> = {
  yes: 'ok',
  partly: 'warn',
  no: 'bad',
  unknown: '',
};

// What the customer came with before: nobody has to ask what a colleague was told already.
export function CustomerRecords({ records }: { records: readonly CustomerRecord[] }) {
  if (records.length === 0) return <p class="hint">{t('side.noRecords')}</p>;
  return (
    <ul class="recs" aria-label={t('side.recordsAll')}>
      {records.map((one) => (
        <li key={one.conversation} class="sheet">
          <p class="oh">
            <Topic of={one} />
            <time dateTime={new Date(one.ended_at).toISOString()}>
              {formatDay(locale.value, one.ended_at)}
            </time>
            <span class={`tag ${toneOf[one.solved]}`}>{solvedLabel(one.solved)}</span>
          </p>
          {one.solution ? <p class="told">{one.solution}</p> : null}
          <p class="hint">
            {one.staff_name}
            {one.score === undefined
              ? ''
              : ` · ${t('records.rating')} ${t('records.score', { n: one.score })}`}
          </p>
        </li>
      ))}
    </ul>
  );
}

// A way to the whole conversation for whoever may read it.
function Topic({ of: record }: { of: CustomerRecord }) {
  const words = topicLabel(record.topic);
  if (!mayOpenRecord(record, desk.value.staff)) return <b>{words}</b>;
  return (
    <a
      class="link"
      href={hashOf({ page: 'records', id: record.conversation })}
      aria-label={`${words} ${formatDay(locale.value, record.ended_at)}`}
    >
      {words}
    </a>
  );
}
