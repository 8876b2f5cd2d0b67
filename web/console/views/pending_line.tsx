import { useEffect } from 'preact/hooks';
import { formatTime } from '#i18n';
import { isDeletable, type OutboxEntry } from '#protocol';
import { announce } from '#ui/announce.ts';
import { alert, clock } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { discard, link, sayAgain } from '../session/store.ts';
import { failureWords } from '../session/words.ts';
import { locale, t } from '../text.ts';
import { editInComposer } from './use_sending.ts';

// A message of ours that is not in the log: on its way, or why not and what can be done.
export function PendingLine({ entry }: { entry: OutboxEntry }) {
  const bad = entry.state === 'failed';
  const words = bad ? failureWords(entry.error) : t(onItsWay(entry));
  useEffect(() => {
    if (bad) announce(words);
  }, [bad]);
  return (
    <div class="e us last">
      <time dateTime={new Date(entry.at).toISOString()}>{formatTime(locale.value, entry.at)}</time>
      <span class="n" />
      <div class="right">
        <p class="bub">{entry.text}</p>
        <p class={`meta${bad ? ' bad' : ''}`}>
          <Icon of={bad ? alert : clock} size={16} />
          <span>{words}</span>
          {bad ? (
            <>
              <button
                type="button"
                onClick={() => sayAgain(entry.key, entry.c, entry.error?.confirm)}
              >
                {t(entry.error?.confirm ? 'thread.sendAnyway' : 'retry')}
              </button>
              <button type="button" onClick={() => editInComposer(entry)}>
                {t('edit')}
              </button>
            </>
          ) : null}
          {isDeletable(entry) ? (
            <button type="button" onClick={() => discard(entry.key)}>
              {t('delete')}
            </button>
          ) : null}
        </p>
      </div>
    </div>
  );
}

// Nothing is being sent without a line; with one, whatever waits its turn goes within moments.
const onItsWay = ({ state }: OutboxEntry) =>
  state === 'queued' && link.value.is !== 'ready' ? 'mark.queued' : 'mark.sending';
