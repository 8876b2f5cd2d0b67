import { useEffect, useRef } from 'preact/hooks';
import { LOCALES, type Locale } from '#i18n';
import { more } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { useCell } from './cells.ts';
import { Confirm } from './confirm.tsx';
import { choose, intend, setSound, sound } from './state.ts';
import { downloadTranscript } from './transcript.ts';
import type { Talk } from './view.ts';
import { locale, t } from './words.ts';

const NAMES: Record<Locale, string> = { 'zh-Hant': '繁體', 'zh-Hans': '简体', en: 'English' };

/** Language, sound, transcript, end. A disclosure: plain buttons in reading order. */
export function Menu({ talk }: { talk: Talk | undefined }) {
  const shown = useCell(false);
  const asking = useCell(false);
  const failed = useCell(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!shown.value) return;
    const away = (e: Event) => {
      if (!box.current?.contains(e.target as Node)) shown.value = false;
    };
    addEventListener('pointerdown', away);
    return () => removeEventListener('pointerdown', away);
  }, [shown.value]);

  const over = talk?.state === 'ended' || talk?.state === 'abandoned';
  const save = async () => {
    failed.value = talk ? !(await downloadTranscript(talk.c)) : false;
    if (!failed.value) shown.value = false;
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc anywhere inside closes it
    <div
      class="menu-at"
      ref={box}
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || !shown.value) return;
        e.preventDefault();
        shown.value = false;
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        class="ib l"
        aria-label={t('more')}
        aria-expanded={shown.value}
        onClick={() => {
          shown.value = !shown.value;
        }}
      >
        <Icon of={more} />
      </button>
      {shown.value ? (
        <div class="menu">
          <fieldset class="seg">
            <legend class="vh">{t('menu.language')}</legend>
            {LOCALES.map((l) => (
              <button
                key={l}
                type="button"
                lang={l}
                aria-pressed={locale() === l}
                onClick={() => void choose(l)}
              >
                {NAMES[l]}
              </button>
            ))}
          </fieldset>
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
          {talk ? (
            <button type="button" class="item" onClick={() => void save()}>
              {t('menu.transcript')}
            </button>
          ) : null}
          {failed.value ? (
            <p class="wrong" role="alert">
              {t('menu.transcript_failed')}
            </p>
          ) : null}
          {talk && !over ? (
            <button
              type="button"
              class="item bad"
              onClick={() => {
                shown.value = false;
                asking.value = true;
              }}
            >
              {t(talk.state === 'waiting' ? 'waiting.leave' : 'menu.end')}
            </button>
          ) : null}
        </div>
      ) : null}
      {asking.value && talk ? (
        <Confirm
          text={t(talk.state === 'waiting' ? 'waiting.leave_ask' : 'menu.end_ask')}
          yes={t(talk.state === 'waiting' ? 'waiting.leave' : 'menu.end')}
          no={t(talk.state === 'waiting' ? 'waiting.leave_stay' : 'menu.end_stay')}
          answered={(yes) => {
            asking.value = false;
            button.current?.focus();
            if (yes) intend({ do: 'leave' });
          }}
        />
      ) : null}
    </div>
  );
}
