import { useEffect } from 'preact/hooks';
import { formatTime } from '#i18n';
import { isDeletable, type OutboxEntry } from '#protocol';
import { announce } from '#ui/announce.ts';
import { alert, clock } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { desk, discard, link, sayAgain } from '../session/store.ts';
import { failureWords } from '../session/words.ts';
import { holdOf } from '../state/desk.ts';
import { locale, t } from '../text.ts';
import { copied } from './unsent.tsx';
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
          {bad ? <Mend entry={entry} /> : null}
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

// Where no reply can be written any more, it can only be carried elsewhere.
function Mend({ entry }: { entry: OutboxEntry }) {
  if (holdOf(desk.value, entry.c) !== 'mine')
    return (
      <button type="button" onClick={(event) => copyLine(entry.text, event.currentTarget)}>
        {t('copy')}
      </button>
    );
  return (
    <>
      <button type="button" onClick={() => sayAgain(entry.key, entry.c, entry.error?.confirm)}>
        {t(entry.error?.confirm ? 'thread.sendAnyway' : 'retry')}
      </button>
      <button type="button" onClick={() => editInComposer(entry)}>
        {t('edit')}
      </button>
    </>
  );
}

export function copyLine(words: string, button: HTMLElement): void {
  const bubble = button.closest('.e')?.querySelector('.bub');
  void copied(words, () => bubble && getSelection()?.selectAllChildren(bubble));
}

// Nothing is being sent without a line; with one, whatever waits its turn goes within moments.
const onItsWay = ({ state }: OutboxEntry) =>
  state === 'queued' && link.value.is !== 'ready' ? 'mark.queued' : 'mark.sending';
