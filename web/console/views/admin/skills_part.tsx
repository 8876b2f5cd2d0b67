import { useRef, useState } from 'preact/hooks';
import { Dialog } from '#ui/dialog.tsx';
import { plus } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { rest, type SkillRow } from '../../session/rest.ts';
import { sop } from '../../session/store.ts';
import { faultWords } from '../../session/words.ts';
import { pick, t } from '../../text.ts';
import { topicGlyph, topicLabel } from '../labels.ts';
import { FaultLine } from './parts.tsx';
import { listed, useList } from './use_list.ts';

// Skills are what topics ask for.
export function SkillsPart() {
  const list = useList<SkillRow>(() => listed(rest.skills(), 'skills'));
  const [edited, setEdited] = useState<SkillRow | 'new'>();
  return (
    <section class="sheet part" aria-labelledby="skills-title">
      <header class="hd">
        <h1 id="skills-title">{t('admin.skills')}</h1>
        <small>{list.rows.length}</small>
        <span class="end">
          <button type="button" class="btn primary" onClick={() => setEdited('new')}>
            <Icon of={plus} size={16} />
            {t('skill.add')}
          </button>
        </span>
      </header>
      <FaultLine fault={list.fault} />
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
                <button type="button" class="link" onClick={() => setEdited(skill)}>
                  {skill.name}
                </button>
              </th>
              <td>{topicLabel(skill.topic)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {list.rows.length === 0 && !list.busy && !list.fault ? (
        <p class="none">{t('skill.none')}</p>
      ) : null}
      {edited === undefined ? null : (
        <SkillEditor
          skill={edited === 'new' ? undefined : edited}
          onSaved={list.put}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

function SkillEditor(props: {
  skill: SkillRow | undefined;
  onSaved: (row: SkillRow) => void;
  onClose: () => void;
}) {
  const name = useRef<HTMLInputElement>(null);
  const [topic, setTopic] = useState(props.skill?.topic ?? sop.value?.topics[0]?.key ?? '');
  const [wrong, setWrong] = useState('');
  const save = async (event?: Event) => {
    event?.preventDefault();
    const draft = { name: name.current?.value.trim() ?? '', topic };
    if (draft.name === '') return setWrong(t('skill.nameMissing'));
    const reply = props.skill
      ? await rest.changeSkill(props.skill.id, draft)
      : await rest.addSkill(draft);
    if (!reply.ok) return setWrong(faultWords(reply.fault));
    props.onSaved(reply.value);
    props.onClose();
  };
  return (
    <Dialog
      title={props.skill?.name ?? t('skill.add')}
      closeLabel={t('close')}
      onClose={props.onClose}
      foot={
        <>
          <button type="button" class="btn quiet" onClick={props.onClose}>
            {t('cancel')}
          </button>
          <button type="button" class="btn primary" onClick={() => void save()}>
            {t('save')}
          </button>
        </>
      }
    >
      <form class="form" onSubmit={save}>
        <label class="f">
          <span class="lab">{t('skill.name')}</span>
          <input ref={name} class="in" defaultValue={props.skill?.name ?? ''} />
        </label>
        <label class="f">
          <span class="lab">{t('skill.topic')}</span>
          <select
            class="in"
            value={topic}
            onChange={(event) => setTopic(event.currentTarget.value)}
          >
            {(sop.value?.topics ?? []).map((one) => (
              <option key={one.key} value={one.key}>
                {pick(one.label, one.key)}
              </option>
            ))}
          </select>
          <span class="hint">{t('skill.topicHint')}</span>
        </label>
        <FaultLine fault={wrong} />
      </form>
    </Dialog>
  );
}
