import { plus } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Seal } from '#ui/seal.tsx';
import { rest, type SkillRow, type StaffMember } from '../../session/rest.ts';
import { desk } from '../../session/store.ts';
import { t } from '../../text.ts';
import { skillLabel } from '../labels.ts';
import { Count, Table } from './parts.tsx';
import { StaffEditor } from './staff_editor.tsx';
import { listed, useEdited, useList } from './use_list.ts';

// Staff by skill: one table, a row opens the editor.
export function StaffPart({ mayEdit }: { mayEdit: boolean }) {
  const list = useList<StaffMember>(() => listed(rest.staff(), 'staff'));
  const edited = useEdited(list);
  const skills = desk.value.skills;
  return (
    <section class="sheet part" aria-labelledby="staff-title">
      <header class="hd">
        <h1 id="staff-title">{t('admin.staff')}</h1>
        <Count of={list} />
        {mayEdit ? (
          <span class="end">
            <button type="button" class="btn primary" onClick={() => edited.edit('new')}>
              <Icon of={plus} size={16} />
              {t('staff.add')}
            </button>
          </span>
        ) : null}
      </header>
      <Table of={list} none={t('staff.none')}>
        <div class="scroll" role="group" tabIndex={0} aria-label={t('admin.staff')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('staff.name')}</th>
                <th scope="col">{t('staff.signIn')}</th>
                <th scope="col">{t('staff.role')}</th>
                <th scope="col" class="r">
                  {t('staff.capacity')}
                </th>
                {skills.map((skill) => (
                  <th key={skill.id} scope="col" class="c">
                    {skillLabel(skill.name)}
                  </th>
                ))}
                <th scope="col">{t('staff.state')}</th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((one) => (
                <Row
                  key={one.id}
                  one={one}
                  skills={skills}
                  {...(mayEdit ? { onEdit: () => edited.edit(one) } : {})}
                />
              ))}
            </tbody>
          </table>
        </div>
      </Table>
      {edited.isOpen ? (
        <StaffEditor
          key={edited.key}
          staff={edited.row}
          skills={skills}
          onSaved={list.put}
          onClose={edited.close}
        />
      ) : null}
    </section>
  );
}

function Row(props: { one: StaffMember; skills: readonly SkillRow[]; onEdit?: () => void }) {
  const { one } = props;
  return (
    <tr class={one.active ? '' : 'off'}>
      <th scope="row">
        <Seal name={one.display_name} size={22} dim={!one.active} />
        {props.onEdit ? (
          <button type="button" class="link" onClick={props.onEdit}>
            {one.display_name}
          </button>
        ) : (
          one.display_name
        )}
      </th>
      <td>{one.sign_in_name}</td>
      <td>{t(`role.${one.role}`)}</td>
      <td class="r">{one.capacity}</td>
      {props.skills.map((skill) => (
        <td key={skill.id} class="c">
          <Level n={one.skills.find((own) => own.id === skill.id)?.level ?? 0} />
        </td>
      ))}
      <td>
        {one.active ? (
          one.must_change_password ? (
            <span class="tag warn">{t('staff.oneTime')}</span>
          ) : (
            t('staff.active')
          )
        ) : (
          <span class="tag">{t('staff.inactive')}</span>
        )}
      </td>
    </tr>
  );
}

function Level({ n }: { n: number }) {
  return n === 0 ? <span class="no">—</span> : <b>{n}</b>;
}
