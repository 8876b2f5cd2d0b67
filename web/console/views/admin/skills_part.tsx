import { plus } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { rest, type SkillRow } from '../../session/rest.ts';
import { sop } from '../../session/store.ts';
import { pick, t } from '../../text.ts';
import { topicGlyph, topicLabel } from '../labels.ts';
import { Choices, EditorFrame, Field, useSaving } from './editor_frame.tsx';
import { Count, Table } from './parts.tsx';
import { listed, seenOf, useEdited, useList } from './use_list.ts';
import { type RowKind, useRow } from './use_row.ts';

// Skills are what topics ask for.
export function SkillsPart() {
  const list = useList<SkillRow>(() => listed(rest.skills(), 'skills'));
  const edited = useEdited(list);
  return (
    <section class="sheet part" aria-labelledby="skills-title">
      <header class="hd">
        <h1 id="skills-title">{t('admin.skills')}</h1>
        <Count of={list} />
        <span class="end">
          <button type="button" class="btn primary" onClick={() => edited.edit('new')}>
            <Icon of={plus} size={16} />
            {t('skill.add')}
          </button>
        </span>
      </header>
      <Table of={list} none={t('skill.none')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('skill.name')}</th>
              <th scope="col">{t('skill.topic')}</th>
            </tr>
          </thead>
          <tbody>
            {list.rows.map((skill) => (
              <tr key={skill.id}>
                <th scope="row">
                  <Icon of={topicGlyph(skill.topic)} size={18} />
                  <button type="button" class="link" onClick={() => edited.edit(skill)}>
                    {skill.name}
                  </button>
                </th>
                <td>{topicLabel(skill.topic)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Table>
      {edited.isOpen ? (
        <SkillEditor
          key={edited.key}
          skill={edited.row}
          onSaved={list.put}
          onClose={edited.close}
        />
      ) : null}
    </section>
  );
}

const skillKind: RowKind<SkillRow, 'skills'> = {
  list: rest.skills,
  key: 'skills',
  words: () => ({ name: t('skill.name'), topic: t('skill.topic') }),
};

const skillIn = (form: FormData) => ({
  name: String(form.get('name')).trim(),
  topic: String(form.get('topic') ?? ''),
});

function SkillEditor(props: {
  skill: SkillRow | undefined;
  onSaved: (row: SkillRow) => void;
  onClose: () => void;
}) {
  const row = useRow(props.skill, skillKind);
  const saving = useSaving(row.refused);
  const save = async (form: FormData) => {
    const draft = { ...skillIn(form), ...seenOf(row.base) };
    if (draft.name === '') return saving.setWrong(t('skill.nameMissing'), 'name');
    const { skill } = props;
    const saved = await saving.run(() =>
      skill ? rest.changeSkill(skill.id, draft) : rest.addSkill(draft),
    );
    if (!saved) return;
    props.onSaved(saved);
    props.onClose();
  };
  const topics = sop.value?.topics ?? [];
  return (
    <EditorFrame
      title={props.skill?.name ?? t('skill.add')}
      saving={saving}
      row={row}
      onReload={(form) => void row.reload(skillIn(form))}
      save={t('save')}
      onSave={(form) => void save(form)}
      onClose={props.onClose}
    >
      <Field label={t('skill.name')}>
        <input class="in" name="name" defaultValue={row.shown?.name ?? ''} />
      </Field>
      <Field label={t('skill.topic')} hint={t('skill.topicHint')}>
        <Choices
          name="topic"
          chosen={row.shown?.topic ?? topics[0]?.key ?? ''}
          of={topics.map((one) => ({ id: one.key, label: pick(one.label, one.key) }))}
        />
      </Field>
    </EditorFrame>
  );
}
