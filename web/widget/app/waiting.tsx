import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatClock } from '#i18n';
import type { Place } from '#protocol';
import { bell, info, order as orderGlyph } from '#ui/glyphs.ts';
import { Log } from './chat.tsx';
import { Composer } from './composer.tsx';
import { type Config, type Hours, isStaffed, labelOf } from './config.ts';
import { Icon } from './icon.tsx';
import { Rows } from './rows.tsx';
import { outlook, type Said, saidOf, standing } from './standing.ts';
import { seconds, spoken, view } from './state.ts';
import type { Talk } from './view.ts';
import { locale, t } from './words.ts';

/** Whoever was served already keeps the chat as it was: only the first wait has a screen. */
export function Waiting({ talk, config }: { talk: Talk; config: Config }) {
  const notes = talk.rows.filter((row) => row.kind === 'system');
  const topic = config.topics.find((x) => x.key === talk.topic);
  // Nobody may be left to ask though somebody is there: that is no matter of hours.
  const hours = isStaffed(config, talk.topic) ? undefined : config.hours;
  useSpoken(talk.place, hours);
  if (!notes.some((row) => row.word === 'accepted'))
    return <Line talk={talk} hours={hours} topic={labelOf(topic?.label, locale())} />;
  return <Again talk={talk} hours={hours} told={notes.at(-1)?.word === 'requeued'} />;
}

/** Looked at with every tick of the clock; with the wait its words are over, too. */
function useSpoken(place: Place | undefined, hours: Hours | undefined): void {
  const said = useRef<Said | undefined>(undefined);
  useEffect(() => {
    const before = said.current;
    said.current = saidOf(place, before, Date.now(), hours);
    if (said.current && said.current !== before) spoken.value = said.current.words;
  });
  useEffect(
    () => () => {
      if (spoken.value === said.current?.words) spoken.value = '';
    },
    [],
  );
}

function waited(talk: Talk): string {
  const ms = Math.max(0, seconds.value + view.value.skewMs - talk.waitingFrom);
  return t('waiting.waited', { time: formatClock(ms) });
}

/** `told`: the last line of the log says already what is happening. */
function Again(props: { talk: Talk; hours: Hours | undefined; told: boolean }) {
  const { talk, hours, told } = props;
  return (
    <>
      <Log talk={talk} />
      <p class="why again">
        <Icon of={info} size={18} />
        <span>
          {told ? null : <span>{t('sys.requeued')} · </span>}
          {standing(talk.place, hours)} · <span class="num">{waited(talk)}</span>
        </span>
      </p>
      <Composer c={talk.c} placeholder={t('waiting.add')} />
    </>
  );
}

/** The place or why there is none, and the time already waited. */
function Line(props: { talk: Talk; hours: Hours | undefined; topic: string }) {
  const { talk, hours, topic } = props;
  const { place } = talk;
  const added = talk.rows.filter((r) => r.kind === 'message' && r.text !== talk.asked);
  const body = useRef<HTMLDivElement>(null);
  const addedBefore = useRef(added.length);
  useLayoutEffect(() => {
    const el = body.current;
    if (el && added.length > addedBefore.current) el.scrollTop = el.scrollHeight;
    addedBefore.current = added.length;
  }, [added.length]);

  return (
    <>
      <div class="w-body" ref={body}>
        {place?.staffed && place.position > 1 ? (
          <Ahead n={place.position - 1} />
        ) : (
          <h2>{standing(place, hours)}</h2>
        )}
        <p class="why">
          <Icon of={info} size={18} />
          <span>
            {outlook(place)}
            {locale() === 'en' ? ' ' : null}
            <span class="num">{waited(talk)}</span>
          </span>
        </p>
        <p class="why">
          <Icon of={bell} size={18} />
          <span>{t('waiting.keep')}</span>
        </p>
        <div class="block">
          <span class="lab">{t('waiting.told')}</span>
          <div class="pick">
            <span class="pic">
              <Icon of={orderGlyph} />
            </span>
            <span class="what">
              {[topic, talk.order].filter(Boolean).join(' · ')}
              {talk.asked ? <small class="asked">{talk.asked}</small> : null}
            </span>
          </div>
        </div>
        {added.length ? (
          <section class="block added" aria-label={t('waiting.added')}>
            <span class="lab">{t('waiting.added')}</span>
            <div class="log still">
              <Rows rows={added} days={false} />
            </div>
          </section>
        ) : null}
      </div>
      <Composer c={talk.c} placeholder={t('waiting.add')} />
    </>
  );
}

function Ahead({ n }: { n: number }) {
  return (
    <p class="place">
      {t('waiting.ahead')}
      <b>
        {n}
        <small>{t('waiting.people', { n })}</small>
      </b>
    </p>
  );
}
