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

/** The place, an honest range or why there is none, and the time already waited. */
function Line({ talk, config }: { talk: Talk; config: Config }) {
  const spokenAt = useRef(0);
  const place = talk.place;
  const grewS = useGrowth(place?.high_s);
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
        {nobody || place?.high_s === undefined ? (
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
        ) : (
          <Ruler lowS={place.low_s ?? 0} highS={place.high_s} waitedS={waitedMs / 1000} />
        )}
        {grewS ? (
          <p class="why">
            <Icon of={info} size={18} />
            <span>{t('waiting.grew', { n: Math.max(1, Math.round(grewS / 60)) })}</span>
          </p>
        ) : null}
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

function rangeText(lowS: number, highS: number): string {
  if (highS < 60) return t('waiting.under_minute');
  const low = Math.floor(lowS / 60);
  const high = Math.ceil(highS / 60);
  if (low === high || low === 0) return t('waiting.about', { n: high });
  return t('waiting.range', { low, high });
}

/** Band: what is still to come, low to high. Mark: what was waited. The text says both. */
function Ruler(props: { lowS: number; highS: number; waitedS: number }) {
  const { lowS, highS, waitedS } = props;
  const endS = Math.max(60, Math.ceil((waitedS + highS * 1.15) / 60) * 60);
  const at = (s: number) => Math.min(100, (s / endS) * 100);
  const minutes = endS / 60;
  const middle = minutes >= 4 ? Math.round((minutes * 2) / 3) : 0;
  const clear = (percent: number) => Math.abs(percent - at(waitedS)) > 22;
  return (
    <div class="ruler">
      <p class="said">
        <span>{t('waiting.expected')}</span>
        <b>{rangeText(lowS, highS)}</b>
      </p>
      <div class="bar-at" aria-hidden="true">
        <span
          class="range"
          style={{ left: `${at(waitedS + lowS)}%`, right: `${100 - at(waitedS + highS)}%` }}
        />
        <span class="at" style={{ left: `${at(waitedS)}%` }} />
      </div>
      <p class="scale">
        {clear(0) ? <span class="zero">0</span> : null}
        <b style={{ left: `${Math.min(84, Math.max(14, at(waitedS)))}%` }}>
          {t('waiting.waited', { time: formatClock(waitedS * 1000) })}
        </b>
        {middle && clear(at(middle * 60)) ? (
          <span class="mid" style={{ left: `${at(middle * 60)}%` }}>
            {t('waiting.minutes', { n: middle })}
          </span>
        ) : null}
        {clear(100) ? <span class="full-end">{t('waiting.minutes', { n: minutes })}</span> : null}
      </p>
    </div>
  );
}

const GROWTH_S_MIN = 30;

/** By how much the estimate grew since it was last said; it never counts up silently. */
function useGrowth(highS: number | undefined): number | undefined {
  const said = useRef<number | undefined>(undefined);
  const grew = useRef<number | undefined>(undefined);
  const before = said.current;
  if (highS === undefined || before === undefined || highS < before) {
    said.current = highS;
    grew.current = undefined;
  } else if (highS - before >= GROWTH_S_MIN) {
    said.current = highS;
    grew.current = highS - before;
  }
  return grew.current;
}
