import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatClock } from '#i18n';
import type { Place } from '#protocol';
import { bell, info, order as orderGlyph } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Log } from './chat.tsx';
import { Composer } from './composer.tsx';
import { type Config, labelOf } from './config.ts';
import { Rows } from './rows.tsx';
import { outlook, type Said, saidOf, standing } from './standing.ts';
import { seconds, spoken, view } from './state.ts';
import type { Talk } from './view.ts';
import { locale, t } from './words.ts';

/** Whoever was served already keeps the chat as it was: only the first wait has a screen. */
export function Waiting({ talk, config }: { talk: Talk; config: Config }) {
  const notes = talk.rows.filter((row) => row.kind === 'system');
  const topic = config.topics.find((x) => x.key === talk.topic);
  const { place } = talk;
  useSpoken(place);
  if (!notes.some((row) => row.word === 'accepted'))
    return <Line talk={talk} place={place} topic={labelOf(topic?.label, locale())} />;
  return <Again talk={talk} place={place} told={notes.at(-1)?.word === 'requeued'} />;
}

/** Looked at with every tick of the clock; with the wait its words are over, too. */
function useSpoken(place: Place | undefined): void {
  const said = useRef<Said | undefined>(undefined);
  useEffect(() => {
    const before = said.current;
    said.current = saidOf(place, before, Date.now());
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
function Again(props: { talk: Talk; place: Place | undefined; told: boolean }) {
  const { talk, place, told } = props;
  return (
    <>
      <Log talk={talk} />
      <p class="why again">
        <Icon of={info} size={18} />
        <span>
          {told ? null : <span>{t('sys.requeued')} · </span>}
          {standing(place)} · <span class="num">{waited(talk)}</span>
        </span>
      </p>
      <Composer c={talk.c} placeholder={t('waiting.add')} />
    </>
  );
}

/** The place or why there is none, and the time already waited. */
function Line(props: { talk: Talk; place: Place | undefined; topic: string }) {
  const { talk, place, topic } = props;
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
          <h2>{standing(place)}</h2>
        )}
        <p class="why">
          <Icon of={info} size={18} />
          <span>
            {outlook(place)} <span class="num">{waited(talk)}</span>
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
