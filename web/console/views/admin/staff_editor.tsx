import { useRef, useState } from 'preact/hooks';
import { LOCALES } from '#i18n';
import type { StaffRole } from '#protocol';
import { Dialog } from '#ui/dialog.tsx';
import { SureButton } from '#ui/sure_button.tsx';
import { rest, type SkillRow, type StaffDraft, type StaffMember } from '../../session/rest.ts';
import { faultWords } from '../../session/words.ts';
import { t } from '../../text.ts';
import { languageNames } from '../settings_menus.tsx';
import { Copyable, FaultLine } from './parts.tsx';
import { SkillLevels } from './skill_levels.tsx';

const roles: readonly StaffRole[] = ['agent', 'supervisor', 'admin'];

interface EditorProps {
  readonly staff: StaffMember | undefined; // undefined: a new one
  readonly skills: readonly SkillRow[];
  readonly onSaved: (row: StaffMember) => void;
  readonly onClose: () => void;
}

export function StaffEditor({ staff, skills, onSaved, onClose }: EditorProps) {
  const form = useRef<HTMLFormElement>(null);
  const [levels, setLevels] = useState<readonly { id: string; level: number }[]>(
    staff?.skills ?? [],
  );
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const [password, setPassword] = useState<string>();

  const save = async (more: StaffDraft = {}) => {
    const draft = { ...draftOf(form.current), skills: levels, ...more };
    if (!draft.display_name || (!staff && !draft.sign_in_name))
      return setWrong(t('staff.nameMissing'));
    setBusy(true);
    const reply = staff ? await rest.changeStaff(staff.id, draft) : await rest.addStaff(draft);
    setBusy(false);
    if (!reply.ok) {
      return setWrong(faultWords(reply.fault));
    }
    const { password: once, ...row } = reply.value;
    onSaved(row);
    if (once) setPassword(once);
    else onClose();
  };

  if (password !== undefined) {
    return (
      <Dialog
        title={t('staff.passwordTitle')}
        closeLabel={t('close')}
        onClose={onClose}
        foot={
          <button type="button" class="btn primary" onClick={onClose}>
            {t('staff.passwordTaken')}
          </button>
        }
      >
        <Copyable label={t('staff.password')} text={password} hint={t('staff.passwordHint')} />
      </Dialog>
    );
  }
  return (
    <Dialog
      wide
      title={staff ? staff.display_name : t('staff.add')}
      closeLabel={t('close')}
      onClose={onClose}
      foot={
        <>
          {staff ? (
            <SureButton
              class="btn start"
              disabled={busy}
              label={t('staff.reset')}
              sure={t('staff.resetSure')}
              onSure={() => void save({ reset_password: true })}
            />
          ) : null}
          <button type="button" class="btn quiet" onClick={onClose}>
            {t('cancel')}
          </button>
          <button type="button" class="btn primary" disabled={busy} onClick={() => void save()}>
            {staff ? t('save') : t('staff.create')}
          </button>
        </>
      }
    >
      <form
        ref={form}
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div class="two">
          <label class="f">
            <span class="lab">{t('staff.name')}</span>
            <input class="in" name="display_name" defaultValue={staff?.display_name ?? ''} />
            <span class="hint">{t('staff.nameHint')}</span>
          </label>
          <label class="f">
            <span class="lab">{t('staff.signIn')}</span>
            <input
              class="in"
              name="sign_in_name"
              autocapitalize="none"
              spellcheck={false}
              autocomplete="off"
              defaultValue={staff?.sign_in_name ?? ''}
              disabled={staff !== undefined}
            />
          </label>
        </div>
        <div class="two">
          <label class="f">
            <span class="lab">{t('staff.role')}</span>
            <select class="in" name="role" defaultValue={staff?.role ?? 'agent'}>
              {roles.map((role) => (
                <option key={role} value={role} selected={role === (staff?.role ?? 'agent')}>
                  {t(`role.${role}`)}
                </option>
              ))}
            </select>
          </label>
          <label class="f">
            <span class="lab">{t('menu.language')}</span>
            <select class="in" name="locale">
              <option value="" selected={!staff?.locale}>
                {t('staff.ofBrowser')}
              </option>
              {LOCALES.map((id) => (
                <option key={id} value={id} selected={id === staff?.locale}>
                  {languageNames[id]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div class="two">
          <label class="f">
            <span class="lab">{t('staff.capacity')}</span>
            <input
              class="in"
              name="capacity"
              type="number"
              min={1}
              max={50}
              defaultValue={String(staff?.capacity ?? 6)}
            />
            <span class="hint">{t('staff.capacityHint')}</span>
          </label>
          <div class="f">
            <span class="lab">{t('staff.state')}</span>
            <label class="check">
              <input type="checkbox" name="active" defaultChecked={staff?.active ?? true} />
              {t('staff.active')}
            </label>
            <label class="check">
              <input
                type="checkbox"
                name="auto_accept"
                defaultChecked={staff?.auto_accept ?? false}
              />
              {t('staff.autoAccept')}
            </label>
          </div>
        </div>
        <SkillLevels skills={skills} levels={levels} onChange={setLevels} />
        <FaultLine fault={wrong} />
      </form>
    </Dialog>
  );
}

function draftOf(form: HTMLFormElement | null): StaffDraft {
  const data = new FormData(form ?? undefined);
  const word = (name: string) => String(data.get(name) ?? '').trim();
  const capacity = Math.max(1, Math.min(50, Math.round(Number(word('capacity')) || 1)));
  const signIn = word('sign_in_name');
  return {
    display_name: word('display_name'),
    role: word('role') as StaffRole,
    locale: word('locale'),
    capacity,
    active: data.has('active'),
    auto_accept: data.has('auto_accept'),
    ...(signIn === '' ? {} : { sign_in_name: signIn }),
  };
}
