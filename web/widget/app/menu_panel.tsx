import { LOCALES, type Locale } from '#i18n';
import { type Cell, useCell } from './cells.ts';
import { Confirm } from './confirm.tsx';
import { unsent } from './drafts.ts';
import { choose, intend, setSound, sound } from './state.ts';
import { isOver } from './talk_of.ts';
import { downloadTranscript } from './transcript.ts';
import type { Talk } from './view.ts';
import { type Key, locale, t } from './words.ts';

const NAMES: Record<Locale, string> = { 'zh-Hant': '繁體', 'zh-Hans': '简体', en: 'English' };

/** Language, sound, transcript, end. A disclosure: plain buttons in reading order. */
export function MenuPanel(props: { talk: Talk | undefined; shown: boolean; put: () => void }) {
  const { talk, shown, put } = props;
  const asking = useCell(false);
  const waits = talk?.state === 'waiting';
  const leave = t(waits ? 'waiting.leave' : 'menu.end');
  const ask = () => {
    put();
    asking.value = true;
  };
  const failed = useCell<Key | undefined>(undefined);
  return (
    <>
      {shown ? (
        <div class="menu">
          {languages(failed)}
          <button
            type="button"
            class="item"
            role="switch"
            aria-checked={sound.value}
            onClick={() => setSound(!sound.value)}
          >
            {t('menu.sound')}
            <span class="switch" aria-hidden="true" />
          </button>
          {talk ? transcript(talk, failed, put) : null}
          {failed.value ? (
            <p class="wrong" role="alert">
              {t(failed.value)}
            </p>
          ) : null}
          {talk && !isOver(talk) ? (
            <button type="button" class="item bad" onClick={ask}>
              {leave}
            </button>
          ) : null}
        </div>
      ) : null}
      {asking.value && talk ? (
        <Confirm
          text={`${t(waits ? 'waiting.leave_ask' : 'menu.end_ask')} ${unsent() && t('ended.kept')}`}
          yes={leave}
          no={t(waits ? 'waiting.leave_stay' : 'menu.end_stay')}
          answered={(yes) => {
            asking.value = false;
            put();
            if (yes) intend({ do: 'leave' });
          }}
        />
      ) : null}
    </>
  );
}

/** Each by its own name; one that does not come is told. */
function languages(failed: Cell<Key | undefined>) {
  const speakIn = async (next: Locale) => {
    failed.value = undefined;
    if (!(await choose(next))) failed.value = 'menu.language_failed';
  };
  return (
    <fieldset class="seg">
      <legend class="vh">{t('menu.language')}</legend>
      {LOCALES.map((l) => (
        <button
          key={l}
          type="button"
          lang={l}
          aria-pressed={locale() === l}
          onClick={() => void speakIn(l)}
        >
          {NAMES[l]}
        </button>
      ))}
    </fieldset>
  );
}

function transcript(talk: Talk, failed: Cell<Key | undefined>, put: () => void) {
  const save = async () => {
    const isHere = await downloadTranscript(talk.c);
    failed.value = isHere ? undefined : 'menu.transcript_failed';
    if (isHere) put();
  };
  return (
    <button type="button" class="item" onClick={() => void save()}>
      {t('menu.transcript')}
    </button>
  );
}
