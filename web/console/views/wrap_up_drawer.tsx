import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Card, Ev } from '#protocol';
import { alert, close as closeGlyph } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { now } from '../session/clock.ts';
import { talkOf } from '../session/store.ts';
import { stepsOf } from '../state/sop.ts';
import { endedBy, faultsOf, servedMs, type WrapUpFault } from '../state/wrap_up.ts';
import { t } from '../text.ts';
import { useAct } from './keys.ts';
import { customerName, elapsed, staffLabel } from './labels.ts';
import { putOffWrapUp, wrapWanted } from './ui.ts';
import { isNarrow } from './use_narrow.ts';
import { useWrapUp } from './use_wrap_up.ts';
import { solvedOf, WrapUpFields, WrapUpWrong } from './wrap_up_fields.tsx';

const targetMs = 60_000;

// The service record (SOP 6.2.3). Saving it closes the conversation; the keyboard is enough: 1–3
// choose "solved" outside a text, F9 saves.
export function WrapUpDrawer({ card }: { card: Card }) {
  const root = useRef<HTMLElement>(null);
  const toField = (name: WrapUpFault | undefined) =>
    root.current?.querySelector<HTMLElement>(`[data-field=${name}]`)?.focus();
  const wrap = useWrapUp(card, toField);
  const putOff = () => putOffWrapUp(card.c, true);
  useLayoutEffect(() => {
    const typing = takeFocus(root.current, wrapWanted.value === card.c, () =>
      toField(faultsOf(wrap.form)[0] ?? 'solved'),
    );
    if (typing && isNarrow(1024)) putOff(); // it would cover the text
  }, []);
  useAct('end', () => {
    void wrap.save();
    return true;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const at = event.target as HTMLElement;
    // Before the agent has gone into the form, a digit may have been meant for something else.
    const inText = at === root.current || at.matches('textarea');
    const choice = solvedOf[Number(event.key) - 1];
    if (!inText && choice && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      wrap.change({ solved: choice });
    } else if (event.key === 'Escape') putOff();
  };
  return (
    <aside
      ref={root}
      class="drawer"
      tabIndex={-1}
      aria-labelledby="wrap-title"
      onKeyDown={onKeyDown}
    >
      <Head card={card} onLater={putOff} />
      <div class="db">
        <NoFarewell card={card} />
        <WrapUpFields form={wrap.form} faults={wrap.faults} change={wrap.change} />
        <WrapUpWrong faults={wrap.faults} refused={wrap.refused} />
      </div>
      <footer class="df">
        <span class="hint">{wrap.kept ? t('wrap.kept') : null}</span>
        <div class="end">
          <button type="button" class="btn quiet" onClick={putOff}>
            {t('wrap.later')}
          </button>
          <button
            type="button"
            class="btn primary"
            disabled={wrap.busy}
            onClick={() => void wrap.save()}
          >
            {t('wrap.save')} <span class="kbd">F9</span>
          </button>
        </div>
      </footer>
    </aside>
  );
}

// Whose record it is, who ended the chat (on a phone the drawer covers it), and how long the record has taken of
// the time that the manual gives.
function Head({ card, onLater }: { card: Card; onLater: () => void }) {
  const spent = Math.max(0, now.value - card.since);
  const seconds = Math.floor(spent / 1000);
  const talk = talkOf(card.c);
  const served = servedMs(talk, card);
  const by = endedBy(talk.events);
  const name = customerName(card);
  return (
    <header class="dh">
      <div>
        <h2 id="wrap-title">{t('wrap.title')}</h2>
        <p>{served === undefined ? name : t('wrap.of', { name, time: elapsed(served) })}</p>
        {by ? <p>{endedWords(by)}</p> : null}
      </div>
      <div class="end">
        <span class="gauge">
          <i style={{ '--b': Math.min(100, (100 * spent) / targetMs) }} />
          {t('wrap.timer', { n: seconds > 599 ? elapsed(spent) : seconds, of: targetMs / 1000 })}
        </span>
        <button type="button" class="ib" aria-label={t('wrap.later')} onClick={onLater}>
          <Icon of={closeGlyph} size={18} />
        </button>
      </div>
    </header>
  );
}

function endedWords(by: Ev['by']): string {
  if (by.role === 'customer') return t('wrap.byCustomer');
  if (by.role === 'system') return t('wrap.bySystem');
  return t('wrap.byStaff', { name: staffLabel(by.id, by.name) });
}

function NoFarewell({ card }: { card: Card }) {
  const steps = stepsOf(talkOf(card.c).events);
  if (!steps.some((step) => step.id === 'farewell' && !step.done)) return null;
  return (
    <p class="miss">
      <Icon of={alert} size={18} />
      {t('wrap.noFarewell')}
    </p>
  );
}

// Whoever ended the chat goes on at what is still empty. When it ended by itself, what is being typed keeps the
// keys; without that they come to the drawer as a whole, where none of them chooses anything.
function takeFocus(drawer: HTMLElement | null, own: boolean, goOn: () => void): boolean {
  const at = document.activeElement;
  const isText = at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement;
  const typing = !own && isText && at.value !== '';
  if (own) goOn();
  else if (!typing) drawer?.focus();
  return typing;
}
