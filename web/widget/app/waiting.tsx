import { useEffect, useRef } from 'preact/hooks';
import { formatClock } from '#i18n';
import { bell, info, order as orderGlyph } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Log } from './chat.tsx';
import { Composer } from './composer.tsx';
import { type Config, labelOf } from './config.ts';
import { Rows } from './rows.tsx';
import { seconds, spoken, view } from './state.ts';
import type { Talk } from './view.ts';
import { locale, t } from './words.ts';

const SPOKEN_EVERY_MS = 30_000;

/** Whoever was served already keeps the chat as it was: only the first wait has a screen. */
export function Waiting({ talk, config }: { talk: Talk; config: Config }) {
  const notes = talk.rows.filter((row) => row.kind === 'system');
  if (!notes.some((row) => row.word === 'accepted')) return <Line talk={talk} config={config} />;
  return (
    <>
      <Log talk={talk} />
      {notes.at(-1)?.word === 'requeued' ? null : (
        <p class="why again" role="status">
          <Icon of={info} size={18} />
          <span>{t('sys.requeued')}</span>
        </p>
      )}
      <Composer c={talk.c} placeholder={t('waiting.add')} />
    </>
  );
}

/** The place or why there is none, and the time already waited. */
function Line({ talk, config }: { talk: Talk; config: Config }) {
  const spokenAt = useRef(0);
  const place = talk.place;
  const ahead = place ? place.position - 1 : undefined;
  const topic = labelOf(config.topics.find((x) => x.key === talk.topic)?.label, locale());
  const waitedMs = Math.max(0, seconds.value + view.value.skewMs - talk.opened);
  // Whoever is offered to an agent has left the line, and may come back into it.
  const nobody = place !== undefined && !config.online;
  const added = talk.rows.filter((r) => r.kind === 'message' && r.text !== talk.asked);

  useEffect(() => {
    const now = Date.now();
    if (ahead === undefined || now - spokenAt.current < SPOKEN_EVERY_MS) return;
    spokenAt.current = now;
    spoken.value = nobody
      ? t('waiting.nobody')
      : ahead
        ? t('waiting.status', { n: ahead })
        : t('waiting.next');
  }, [ahead, nobody]);

  return (
    <>
      <div class="w-body">
        {nobody ? <h2>{t('waiting.nobody')}</h2> : <Ahead n={ahead} />}
        <p class="why">
          <Icon of={info} size={18} />
          <span>
            {place === undefined
              ? ''
              : nobody
                ? t('waiting.nobody_why', { n: place.position })
                : t('waiting.no_range')}{' '}
            {t('waiting.waited', { time: formatClock(waitedMs) })}
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

function Ahead({ n }: { n: number | undefined }) {
  if (n === undefined) return <h2>{t('waiting.place_unknown')}</h2>;
  if (n === 0) return <h2>{t('waiting.next')}</h2>;
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
