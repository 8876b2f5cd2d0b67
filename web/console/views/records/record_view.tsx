import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatDay } from '#i18n';
import { close as closeGlyph } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { hashOf } from '../../route.ts';
import {
  type Fault,
  rest,
  type ServiceRecord,
  type WholeConversation,
} from '../../session/rest.ts';
import { faultWords } from '../../session/words.ts';
import { ledgerRows } from '../../state/ledger.ts';
import { locale, t } from '../../text.ts';
import {
  customerName,
  elapsed,
  fieldLabel,
  needLabel,
  solvedLabel,
  topicLabel,
} from '../labels.ts';
import { dayOf, LedgerLine } from '../ledger_line.tsx';

// The whole log of one conversation, as it is in the record.
export function RecordView({ id, record }: { id: string; record: ServiceRecord | undefined }) {
  const [found, setFound] = useState<WholeConversation>();
  const [fault, setFault] = useState<Fault>();
  useEffect(() => {
    void rest.conversation(id).then((reply) => {
      if (reply.ok) setFound(reply.value);
      else setFault(reply.fault);
    });
  }, [id]);
  const rows = useMemo(() => ledgerRows(found?.events ?? [], undefined, dayOf), [found]);
  return (
    <section class="rec-view" aria-label={t('records.log')}>
      <header class="dh">
        <div>
          <h2>{found ? customerName(found.card) : (record?.customer ?? '')}</h2>
          <p class="one">
            {found
              ? `${formatDay(locale.value, found.card.opened)} · ${topicLabel(found.card.topic)}`
              : ''}
          </p>
        </div>
        <div class="end">
          <a class="btn" href={rest.transcriptPath(id, found?.card.opened ?? Date.now())} download>
            {t('records.transcript')}
          </a>
          <a class="ib" href={hashOf({ page: 'records' })} aria-label={t('close')}>
            <Icon of={closeGlyph} size={18} />
          </a>
        </div>
      </header>
      {fault ? (
        <p class="err" role="alert">
          {faultWords(fault)}
        </p>
      ) : null}
      {record ? <Summary record={record} /> : null}
      <div class="rec-log" role="log" aria-live="off" tabIndex={0} aria-label={t('records.log')}>
        {rows.map((row, i) => (
          <LedgerLine key={row.key} row={row} card={found?.card} last={i === rows.length - 1} />
        ))}
        {found?.cut ? <p class="hint">{t('records.cut')}</p> : null}
      </div>
    </section>
  );
}

// A later wait, after a transfer or a return to the line, was longer than the first.
const waitedAgain = (record: ServiceRecord) =>
  (record.longest_wait_ms ?? 0) >= record.accepted_at - record.opened_at + 1000;

function Summary({ record }: { record: ServiceRecord }) {
  return (
    <dl class="rec-sum">
      <div>
        <dt>{fieldLabel('solved')}</dt>
        <dd>{solvedLabel(record.solved)}</dd>
      </div>
      {record.need_type === '' ? null : (
        <div>
          <dt>{fieldLabel('need_type')}</dt>
          <dd>{needLabel(record.need_type)}</dd>
        </div>
      )}
      <div>
        <dt>{t('records.wait')}</dt>
        <dd>{elapsed(record.accepted_at - record.opened_at)}</dd>
      </div>
      {waitedAgain(record) ? (
        <div>
          <dt>{t('records.longest')}</dt>
          <dd>{elapsed(record.longest_wait_ms ?? 0)}</dd>
        </div>
      ) : null}
      <div>
        <dt>{t('records.talk')}</dt>
        <dd>{elapsed(record.ended_at - record.accepted_at)}</dd>
      </div>
      {record.score === undefined ? null : (
        <div>
          <dt>{t('records.rating')}</dt>
          <dd>{t('records.score', { n: record.score })}</dd>
        </div>
      )}
      <div class="wide">
        <dt>{fieldLabel('solution')}</dt>
        <dd>{record.solution}</dd>
      </div>
      {record.score_comment ? (
        <div class="wide">
          <dt>{t('records.comment')}</dt>
          <dd>{record.score_comment}</dd>
        </div>
      ) : null}
    </dl>
  );
}
