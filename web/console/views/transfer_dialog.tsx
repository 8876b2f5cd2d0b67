import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Card, Id } from '#protocol';
import { Dialog } from '#ui/dialog.tsx';
import { alert } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Seal } from '#ui/seal.tsx';
import { desk, refreshColleagues, transfer } from '../session/store.ts';
import { tell } from '../session/toasts.ts';
import { refusalWords } from '../session/words.ts';
import { type Candidate, candidatesOf, skillRooms } from '../state/transfer.ts';
import { t } from '../text.ts';
import { customerName, isAnySkill, skillLabel } from './labels.ts';
import { PresenceDot } from './presence_dot.tsx';
import { transferOf } from './ui.ts';

// Somebody who is not there has no room to speak of.
function roomWords(blocked: Candidate['blocked'], free: number): string {
  if (blocked === 'full') return t('transfer.full');
  return blocked === undefined ? t('transfer.free', { n: free }) : '';
}

const fitWords = (skill: Id, level: number) =>
  level > 0
    ? t('why.skill', { skill: skillLabel(skill), level })
    : t('transfer.unskilled', { skill: skillLabel(skill) });

// Hands a conversation to a colleague or back to a skill's line. The note tells the next one what
// the customer shall not have to say twice.
export function TransferDialog({ c }: { c: Id }) {
  const card = desk.value.cards.get(c);
  const handing = useHandingOver(c);
  const [isFresh, setIsFresh] = useState(false);
  useLayoutEffect(() => focusFirst(handing.note.current), []);
  useEffect(() => void refreshColleagues().then(() => setIsFresh(true)), []);
  // Who has come since may stand before it now; whoever has begun to choose or to write is left alone.
  useLayoutEffect(() => {
    if (isFresh && isUntouched(handing.note.current)) focusFirst(handing.note.current);
  }, [isFresh]);
  useEffect(() => {
    if (!card) close();
  }, [card === undefined]);
  if (!card) return null;
  const { to, setTo, wrong } = handing;
  return (
    <Dialog
      title={t('transfer.title', { name: customerName(card) })}
      closeLabel={t('close')}
      onClose={close}
      foot={
        <>
          <button type="button" class="btn quiet" onClick={close}>
            {t('cancel')}
          </button>
          <button
            type="button"
            class="btn primary"
            disabled={handing.busy}
            onClick={() => void handing.send()}
          >
            {t('transfer.send')}
          </button>
        </>
      }
    >
      <Colleagues card={card} to={to} onChoose={setTo} />
      <Lines to={to} onChoose={setTo} />
      <label class="f">
        <span class="lab">{t('transfer.note')}</span>
        <textarea ref={handing.note} class="in" rows={3} placeholder={t('transfer.noteHint')} />
      </label>
      <div role="alert">
        {wrong === '' ? null : (
          <p class="err">
            <Icon of={alert} size={14} />
            {wrong}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function isUntouched(note: HTMLTextAreaElement | null): boolean {
  const dialog = note?.closest('dialog');
  const at = document.activeElement;
  const isAtChoices = at instanceof HTMLInputElement && dialog?.contains(at) === true;
  return isAtChoices && !dialog?.querySelector('input:checked');
}

// Not the button that closes it, where the browser puts it: Space would be a way out.
function focusFirst(note: HTMLElement | null): void {
  const whom = note?.closest('dialog')?.querySelector<HTMLElement>('input:not(:disabled)');
  (whom ?? note)?.focus();
}

function close(): void {
  transferOf.value = undefined;
}

// To whom (`staff:<id>` or `skill:<id>`), with which note, and what is wrong with that.
function useHandingOver(c: Id) {
  const note = useRef<HTMLTextAreaElement>(null);
  const [to, setTo] = useState('');
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async () => {
    const words = note.current?.value.trim() ?? '';
    if (to === '') return setWrong(t('transfer.pick'));
    if (words === '') {
      setWrong(t('transfer.noteMissing'));
      note.current?.focus();
      return;
    }
    const [kind, id = ''] = to.split(':');
    setBusy(true);
    const answer = await transfer(c, kind === 'staff' ? { staff: id } : { skill: id }, words);
    setBusy(false);
    const refused = refusalWords(answer);
    if (refused !== undefined) return setWrong(refused);
    tell(t('transfer.done'), 'ok');
    close();
  };
  return { note, to, setTo, wrong, busy, send };
}

interface Choosing {
  readonly to: string;
  readonly onChoose: (to: string) => void;
}

function Colleagues({ card, to, onChoose }: Choosing & { card: Card }) {
  const candidates = candidatesOf(desk.value.colleagues, card, desk.value.staff?.id ?? '');
  return (
    <fieldset class="targets">
      <legend class="lab">{t('transfer.staff')}</legend>
      {candidates.length === 0 ? <p class="hint">{t('transfer.nobody')}</p> : null}
      {candidates.map(({ colleague, level, free, blocked }) => (
        <label key={colleague.id} class="target" data-off={blocked === undefined ? undefined : ''}>
          <input
            type="radio"
            name="to"
            disabled={blocked !== undefined}
            checked={to === `staff:${colleague.id}`}
            onChange={() => onChoose(`staff:${colleague.id}`)}
          />
          <Seal name={colleague.name} size={28} dim={blocked !== undefined} />
          <span>
            <b>{colleague.name}</b>
            <small>
              <PresenceDot of={colleague.presence} />
              {t(`presence.${colleague.presence}`)}
              {isAnySkill(card.skill) ? '' : ` · ${fitWords(card.skill, level)}`}
            </small>
          </span>
          <small class="num">{roomWords(blocked, free)}</small>
        </label>
      ))}
    </fieldset>
  );
}

function Lines({ to, onChoose }: Choosing) {
  const rooms = skillRooms(desk.value.skills, desk.value.colleagues);
  return (
    <fieldset class="targets">
      <legend class="lab">{t('transfer.skill')}</legend>
      {rooms.map(({ skill, online }) => (
        <label key={skill.id} class="target">
          <input
            type="radio"
            name="to"
            checked={to === `skill:${skill.id}`}
            onChange={() => onChoose(`skill:${skill.id}`)}
          />
          <span>
            <b>{skillLabel(skill.id)}</b>
          </span>
          <small class={online === 0 ? 'num warn' : 'num'}>
            {t('transfer.online', { n: online })}
            {online === 0 ? ` · ${t('transfer.waits')}` : ''}
          </small>
        </label>
      ))}
    </fieldset>
  );
}
