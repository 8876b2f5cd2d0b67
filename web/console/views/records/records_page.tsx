import { useEffect, useState } from 'preact/hooks';
import { formatDay, formatSpan, formatTime } from '#i18n';
import { history, right } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import '../../styles/records.css';
import { hashOf } from '../../route.ts';
import { type Fault, rest, type ServiceRecord, type StaffMember } from '../../session/rest.ts';
import { account, desk, sop } from '../../session/store.ts';
import { faultWords } from '../../session/words.ts';
import { limits } from '../../state/limits.ts';
import { repeatedNames } from '../../state/twins.ts';
import { locale, pick, t } from '../../text.ts';
import {
  fieldLabel,
  needLabel,
  personName,
  solvedLabel,
  topicGlyph,
  topicLabel,
} from '../labels.ts';
import { RecordView } from './record_view.tsx';
import { type List, useRecords } from './use_records.ts';

// Service records (SOP 6.2.3): newest first; one opens to the whole log.
export function RecordsPage({ id }: { id?: string }) {
  // Before the gateway's welcome the sign-in says who it is, so that nothing is asked for twice.
  const me = desk.value.staff ?? account.value;
  const role = me?.role ?? 'agent';
  const [staff, setStaff] = useState('');
  const [topic, setTopic] = useState('');
  const [order, setOrder] = useState('');
  const people = usePeople(role !== 'agent');
  const list = useRecords(role === 'agent' ? (me?.id ?? '') : staff, topic, order);
  return (
    <main class="records" data-open={id === undefined ? undefined : ''}>
      <h1 class="vh">{t('page.records')}</h1>
      <section class="rec-list" aria-label={t('page.records')}>
        <header class="rec-h">
          <h2>{t('page.records')}</h2>
          {role === 'agent' ? null : (
            <select
              class="in"
              aria-label={t('records.staff')}
              value={staff}
              onChange={(event) => setStaff(event.currentTarget.value)}
            >
              <option value="">{t('records.everybody')}</option>
              {people.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.active ? one.name : t('records.former', { name: one.name })}
                </option>
              ))}
            </select>
          )}
          <select
            class="in"
            aria-label={fieldLabel('topic')}
            value={topic}
            onChange={(event) => setTopic(event.currentTarget.value)}
          >
            <option value="">{t('records.everyTopic')}</option>
            {(sop.value?.topics ?? []).map((one) => (
              <option key={one.key} value={one.key}>
                {pick(one.label, one.key)}
              </option>
            ))}
          </select>
          <OrderField onFind={setOrder} />
        </header>
        <Body list={list} chosen={id} />
      </section>
      {id === undefined ? (
        <div class="empty">
          <Icon of={history} />
          <b>{t('records.pick')}</b>
          <p>{t('records.pickHow')}</p>
        </div>
      ) : (
        <RecordView key={id} id={id} record={list.records.find((one) => one.conversation === id)} />
      )}
    </main>
  );
}

// The whole number, looked for when it is there whole: with Enter, or when the field is left or emptied.
function OrderField({ onFind }: { onFind: (order: string) => void }) {
  const find = (field: HTMLInputElement) => onFind(field.value.trim());
  return (
    <input
      class="in"
      type="search"
      enterKeyHint="search"
      autoComplete="off"
      maxLength={limits.orderNumber}
      aria-label={t('records.order')}
      placeholder={t('records.order')}
      onChange={(event) => find(event.currentTarget)}
      onInput={(event) => event.currentTarget.value === '' && find(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.isComposing) find(event.currentTarget);
      }}
    />
  );
}

interface Person {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
}

// Everybody who may have a record: also who takes no offers and took a conversation over, and who is
// deactivated. Until the list is there, and without it, the colleagues; it is asked for again when the
// page is.
function usePeople(wanted: boolean): readonly Person[] {
  const [people, setPeople] = useState<readonly Person[]>();
  useEffect(() => {
    if (!wanted) return;
    void rest.staff().then((reply) => {
      if (reply.ok) setPeople(peopleOf(reply.value.staff));
    });
  }, [wanted]);
  return people ?? desk.value.colleagues.map(({ id, name }) => ({ id, name, active: true }));
}

function peopleOf(staff: readonly StaffMember[]): readonly Person[] {
  const people = staff.map(({ id, display_name, active }) => ({ id, name: display_name, active }));
  return [...people.filter((one) => one.active), ...people.filter((one) => !one.active)];
}

function Body({ list, chosen }: { list: List; chosen: string | undefined }) {
  const { records, fault } = list;
  if (records.length === 0 && fault) return <Failed fault={fault} onAgain={list.again} />;
  if (records.length === 0 && !list.busy) return <p class="none">{t('records.none')}</p>;
  let day = '';
  const twins = repeatedNames(
    records.map((record) => ({ id: customerOf(record), name: record.customer })),
  );
  return (
    <div class="rec-rows">
      <ul>
        {records.map((record) => {
          const its = formatDay(locale.value, record.wrapped_up_at);
          const heading = its === day ? undefined : its;
          day = its;
          return (
            <RecordRow
              key={record.id}
              record={record}
              twin={twins.has(record.customer)}
              heading={heading}
              chosen={chosen === record.conversation}
            />
          );
        })}
      </ul>
      {fault ? <Failed fault={fault} /> : null}
      {list.more ? (
        <button type="button" class="btn" disabled={list.busy} onClick={list.next}>
          {t('records.more')}
        </button>
      ) : null}
    </div>
  );
}

// Without rows there is nothing else to press.
function Failed({ fault, onAgain }: { fault: Fault; onAgain?: () => void }) {
  return (
    <div class="rec-err">
      <p class="err" role="alert">
        {faultWords(fault)}
      </p>
      {onAgain ? (
        <button type="button" class="btn" onClick={onAgain}>
          {t('retry')}
        </button>
      ) : null}
    </div>
  );
}

const customerOf = (record: ServiceRecord) => record.customer_id ?? record.conversation;

const toneOf = { yes: 'ok', partly: 'warn', no: 'bad', unknown: 'warn' } as const;

function RecordRow(props: {
  record: ServiceRecord;
  heading: string | undefined;
  chosen: boolean;
  twin: boolean;
}) {
  const { record } = props;
  const name = personName(record.customer, customerOf(record));
  const mark = customerOf(record).slice(-4);
  return (
    <li>
      {props.heading ? <p class="grp">{props.heading}</p> : null}
      <a
        class="rec"
        href={hashOf({ page: 'records', id: record.conversation })}
        {...(props.chosen ? { 'aria-current': 'true' as const } : {})}
      >
        <Icon of={topicGlyph(record.topic)} size={18} />
        <span class="rec-t">
          <span>
            <b>{props.twin ? t('customer.twin', { name, mark }) : name}</b>
            <span class="tag">{topicLabel(record.topic)}</span>
            <span class={`tag ${toneOf[record.solved]}`}>{solvedLabel(record.solved)}</span>
          </span>
          <span class="one">{record.solution}</span>
          <small>
            {[
              record.staff_name,
              record.order ?? '',
              needLabel(record.need_type),
              formatSpan(locale.value, record.ended_at - record.accepted_at),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </small>
        </span>
        <span class="rec-e">
          <time dateTime={new Date(record.wrapped_up_at).toISOString()}>
            {formatTime(locale.value, record.wrapped_up_at)}
          </time>
          {record.score === undefined ? null : <b>{t('records.score', { n: record.score })}</b>}
        </span>
        <Icon of={right} size={14} />
      </a>
    </li>
  );
}
