import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Card, Solved } from '#protocol';
import { alert, close as closeGlyph } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { now } from '../session/clock.ts';
import { draftOf, dropUnsent, keepDraft } from '../session/drafts.ts';
import { groups, open, saveWrapUp, sop, talkOf } from '../session/store.ts';
import { tell } from '../session/toasts.ts';
import { refusalWords } from '../session/words.ts';
import { stepsOf } from '../state/sop.ts';
import { draftFrom, faultsOf, type WrapUp, type WrapUpFault } from '../state/wrap_up.ts';
import { pick, t } from '../text.ts';
import { useAct } from './keys.ts';
import { customerName, elapsed } from './labels.ts';
import { closeAsked } from './leaving.ts';
import { putOffWrapUp, wrapWanted } from './ui.ts';
import { isNarrow } from './use_narrow.ts';

const targetMs = 60_000;
const solvedOf: readonly Solved[] = ['yes', 'partly', 'no'];

// The service record (SOP 6.2.3). Saving it closes the conversation; the keyboard is enough: 1–3
// choose "solved" outside a text, F9 saves.
export function WrapUpDrawer({ card }: { card: Card }) {
  const draftId = `${card.c}.wrap`;
  const [form, setForm] = useState<WrapUp>(() => draftFrom(draftOf(draftId), card));
  const [faults, setFaults] = useState<readonly WrapUpFault[]>([]);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const root = useRef<HTMLElement>(null);
  const solution = useRef<HTMLTextAreaElement>(null);

  const change = (part: Partial<WrapUp>) => {
    const next = { ...form, ...part };
    setForm(next);
    keepDraft(draftId, JSON.stringify(next));
    if (faults.length > 0) setFaults(faultsOf(next));
  };
  const putOff = () => putOffWrapUp(card.c, true);
  useLayoutEffect(() => {
    if (solution.current) solution.current.value = form.solution;
    const typing = takeFocus(root.current, wrapWanted.value === card.c);
    if (typing && isNarrow(1024)) putOff(); // it would cover the text
  }, []);

  const save = async () => {
    if (busy) return;
    const missing = faultsOf(form);
    setFaults(missing);
    if (missing.length > 0 || form.solved === '') {
      root.current?.querySelector<HTMLElement>(`[data-field=${missing[0]}]`)?.focus();
      return;
    }
    if (!(await closeAsked(card))) return;
    setBusy(true);
    const refused = refusalWords(
      await saveWrapUp(card.c, {
        topic: form.topic,
        need_type: form.needType,
        solved: form.solved,
        solution: form.solution.trim(),
      }),
    );
    setBusy(false);
    if (refused !== undefined) return setWrong(refused);
    keepDraft(draftId, '');
    dropUnsent(card.c);
    tell(t('wrap.saved', { name: customerName(card) }), 'ok');
    const { waiting, active } = groups.value;
    open((waiting[0] ?? active[0])?.c);
  };
  useAct('end', () => {
    void save();
    return true;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const at = event.target as HTMLElement;
    // Before the agent has gone into the form, a digit may have been meant for something else.
    const inText = at === root.current || at.matches('textarea, select');
    const choice = solvedOf[Number(event.key) - 1];
    if (!inText && choice && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      change({ solved: choice });
    } else if (event.key === 'Escape') putOff();
  };

  const spent = Math.max(0, now.value - card.since);
  const steps = stepsOf(talkOf(card.c).events);
  const noFarewell = steps.some((step) => step.id === 'farewell' && !step.done);
  const bad = (fault: WrapUpFault) => faults.includes(fault);
  return (
    <aside
      ref={root}
      class="drawer"
      tabIndex={-1}
      aria-labelledby="wrap-title"
      onKeyDown={onKeyDown}
    >
      <header class="dh">
        <div>
          <h2 id="wrap-title">{t('wrap.title')}</h2>
          <p>
            {t('wrap.of', { name: customerName(card), time: elapsed(card.since - card.opened) })}
          </p>
        </div>
        <div class="end">
          <span class="gauge">
            <i style={{ '--b': Math.min(100, (100 * spent) / targetMs) }} />
            {t('wrap.timer', {
              n: Math.floor(spent / 1000) > 599 ? elapsed(spent) : Math.floor(spent / 1000),
              of: targetMs / 1000,
            })}
          </span>
          <button type="button" class="ib" aria-label={t('wrap.later')} onClick={putOff}>
            <Icon of={closeGlyph} size={18} />
          </button>
        </div>
      </header>
      <div class="db">
        {noFarewell ? (
          <p class="miss">
            <Icon of={alert} size={18} />
            {t('wrap.noFarewell')}
          </p>
        ) : null}
        <div class="two">
          <label class="f">
            <span class="lab">{t('wrap.topic')}</span>
            <select
              class="in"
              data-field="topic"
              value={form.topic}
              aria-invalid={bad('topic')}
              onChange={(event) => change({ topic: event.currentTarget.value })}
            >
              <option value="" disabled>
                {t('choose')}
              </option>
              {(sop.value?.topics ?? []).map((topic) => (
                <option key={topic.key} value={topic.key}>
                  {pick(topic.label, topic.key)}
                </option>
              ))}
            </select>
          </label>
          <label class="f">
            <span class="lab">{t('wrap.need')}</span>
            <select
              class="in"
              data-field="needType"
              value={form.needType}
              aria-invalid={bad('needType')}
              onChange={(event) => change({ needType: event.currentTarget.value })}
            >
              <option value="" disabled>
                {t('choose')}
              </option>
              {(sop.value?.need_types ?? []).map((need) => (
                <option key={need.key} value={need.key}>
                  {pick(need.label, need.key)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <fieldset>
          <legend>{t('wrap.solved')}</legend>
          <div class="seg">
            {solvedOf.map((id, i) => (
              <label key={id}>
                <input
                  type="radio"
                  name="solved"
                  data-field={i === 0 ? 'solved' : undefined}
                  checked={form.solved === id}
                  onChange={() => change({ solved: id })}
                />
                {t(`solved.${id}`)} <span class="kbd">{i + 1}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <label class="f">
          <span class="lab">{t('wrap.solution')}</span>
          <textarea
            ref={solution}
            class="in"
            rows={5}
            data-field="solution"
            aria-invalid={bad('solution')}
            placeholder={t('wrap.solutionHint')}
            onInput={(event) => change({ solution: event.currentTarget.value })}
          />
        </label>
        <div role="alert">
          {faults.length > 0 ? (
            <p class="err">
              <Icon of={alert} size={14} />
              {t('wrap.missing', {
                what: faults.map((fault) => t(`wrap.fault.${fault}`)).join(t('list.comma')),
              })}
            </p>
          ) : null}
          {wrong === '' ? null : (
            <p class="err">
              <Icon of={alert} size={14} />
              {wrong}
            </p>
          )}
        </div>
      </div>
      <footer class="df">
        <span class="hint">{t('wrap.kept')}</span>
        <div class="end">
          <button type="button" class="btn quiet" onClick={putOff}>
            {t('wrap.later')}
          </button>
          <button type="button" class="btn primary" disabled={busy} onClick={() => void save()}>
            {t('wrap.save')} <span class="kbd">F9</span>
          </button>
        </div>
      </footer>
    </aside>
  );
}

// Whoever ended the chat goes on in the form. When it ended by itself, what is being typed keeps the
// keys; without that they come to the drawer as a whole, where none of them chooses anything.
function takeFocus(drawer: HTMLElement | null, own: boolean): boolean {
  const at = document.activeElement;
  const isText = at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement;
  const typing = !own && isText && at.value !== '';
  if (own) drawer?.querySelector<HTMLElement>('input[name=solved]')?.focus();
  else if (!typing) drawer?.focus();
  return typing;
}
