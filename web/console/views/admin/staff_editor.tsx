import { useState } from 'preact/hooks';
import { LOCALES } from '#i18n';
import type { StaffRole } from '#protocol';
import { Dialog } from '#ui/dialog.tsx';
import { rest, type SkillRow, type StaffDraft, type StaffMember } from '../../session/rest.ts';
import { desk, refreshColleagues } from '../../session/store.ts';
import { t } from '../../text.ts';
import { ask } from '../ask.tsx';
import { languageNames } from '../settings_menus.tsx';
import { Check, Choices, EditorFrame, Field, useSaving } from './editor_frame.tsx';
import { Copyable } from './parts.tsx';
import { SkillLevels } from './skill_levels.tsx';
import { seenOf } from './use_list.ts';
import { type RowKind, useRow } from './use_row.ts';

const roles: readonly StaffRole[] = ['agent', 'supervisor', 'admin'];

const staffKind: RowKind<StaffMember, 'staff'> = {
  list: rest.staff,
  key: 'staff',
  words: () => ({
    display_name: t('staff.name'),
    role: t('staff.role'),
    locale: t('menu.language'),
    capacity: t('staff.capacity'),
    active: t('staff.state'),
    auto_accept: t('staff.autoAccept'),
    skills: t('staff.skills'),
    must_change_password: t('staff.oneTime'),
  }),
};

interface EditorProps {
  readonly staff: StaffMember | undefined; // undefined: a new one
  readonly skills: readonly SkillRow[];
  readonly onSaved: (row: StaffMember) => void;
  readonly onClose: () => void;
}

export function StaffEditor({ staff, skills, onSaved, onClose }: EditorProps) {
  const [levels, setLevels] = useState<readonly { id: string; level: number }[]>(
    staff?.skills ?? [],
  );
  const [once, setOnce] = useState<Once>();
  const row = useRow(staff, staffKind);
  const { base, shown } = row;
  const saving = useSaving(row.refused);

  const save = async (form: FormData, more: StaffDraft = {}) => {
    const draft = { ...draftOf(form), skills: levels, ...seenOf(base), ...more };
    if (!draft.display_name || (!staff && !draft.sign_in_name))
      return saving.setWrong(
        t('staff.nameMissing'),
        draft.display_name ? 'sign_in_name' : 'display_name',
      );
    if (base?.active && !draft.active && !(await mayLeave(base))) return;
    const saved = await saving.run(() =>
      staff ? rest.changeStaff(staff.id, draft) : rest.addStaff(draft),
    );
    if (!saved) return;
    const { password, ...next } = saved;
    onSaved(next);
    if (password) setOnce({ password, name: next.display_name, account: next.sign_in_name });
    else onClose();
  };

  const reload = async (form: FormData) => {
    const next = await row.reload({ ...draftOf(form), skills: levels });
    if (next) setLevels(next.skills);
  };

  if (once) return <OncePassword of={once} onClose={onClose} />;
  return (
    <EditorFrame
      wide
      title={staff ? staff.display_name : t('staff.add')}
      saving={saving}
      row={row}
      onReload={(form) => void reload(form)}
      save={staff ? t('save') : t('staff.create')}
      risk={
        staff && {
          label: t('staff.reset'),
          sure: t('staff.resetSure'),
          run: (form) => void save(form, { reset_password: true }),
        }
      }
      onSave={(form) => void save(form)}
      onClose={onClose}
    >
      <Person staff={shown} />
      <Access staff={shown} />
      <Work staff={shown} />
      <SkillLevels skills={skills} levels={levels} onChange={setLevels} />
    </EditorFrame>
  );
}

// How much comes to them, and whether anything does.
function Work({ staff }: { staff: StaffMember | undefined }) {
  return (
    <div class="two">
      <Field label={t('staff.capacity')} hint={t('staff.capacityHint')}>
        <input
          class="in"
          name="capacity"
          type="number"
          min={1}
          max={50}
          defaultValue={String(staff?.capacity ?? 6)}
        />
      </Field>
      <div class="f">
        <span class="lab">{t('staff.state')}</span>
        <Check name="active" on={staff?.active ?? true} label={t('staff.active')} />
        <Check name="auto_accept" on={staff?.auto_accept ?? false} label={t('staff.autoAccept')} />
      </div>
    </div>
  );
}

// Whoever still serves somebody does not go unasked.
async function mayLeave(staff: StaffMember): Promise<boolean> {
  await refreshColleagues();
  const n = desk.value.colleagues.find((one) => one.id === staff.id)?.load ?? 0;
  if (n === 0) return true;
  return ask({
    title: t('staff.leaveAsk', { name: staff.display_name }),
    lines: [t('staff.leaveOpen', { n })],
    yes: t('staff.leaveDo'),
  });
}

function Person({ staff }: { staff: StaffMember | undefined }) {
  return (
    <div class="two">
      <Field label={t('staff.name')} hint={t('staff.nameHint')}>
        <input class="in" name="display_name" defaultValue={staff?.display_name ?? ''} />
      </Field>
      <Field label={t('staff.signIn')}>
        <input
          class="in"
          name="sign_in_name"
          autocapitalize="none"
          spellcheck={false}
          autocomplete="off"
          defaultValue={staff?.sign_in_name ?? ''}
          disabled={staff !== undefined}
        />
      </Field>
    </div>
  );
}

function Access({ staff }: { staff: StaffMember | undefined }) {
  return (
    <div class="two">
      <Field label={t('staff.role')}>
        <Choices
          name="role"
          chosen={staff?.role ?? 'agent'}
          of={roles.map((id) => ({ id, label: t(`role.${id}`) }))}
        />
      </Field>
      <Field label={t('menu.language')}>
        <Choices
          name="locale"
          chosen={staff?.locale ?? ''}
          of={[
            { id: '', label: t('staff.ofBrowser') },
            ...LOCALES.map((id) => ({ id, label: languageNames[id] })),
          ]}
        />
      </Field>
    </div>
  );
}

interface Once {
  readonly password: string;
  readonly name: string;
  readonly account: string;
}

function OncePassword({ of, onClose }: { of: Once; onClose: () => void }) {
  return (
    <Dialog
      title={t('staff.passwordTitle', { name: of.name })}
      closeLabel={t('close')}
      insists
      onClose={onClose}
      foot={
        <button type="button" class="btn primary" onClick={onClose}>
          {t('staff.passwordTaken')}
        </button>
      }
    >
      <p>{t('staff.passwordOf', { account: of.account })}</p>
      <Copyable label={t('staff.password')} text={of.password} hint={t('staff.passwordHint')} />
    </Dialog>
  );
}

function draftOf(data: FormData): StaffDraft {
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
