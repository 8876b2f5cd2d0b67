import type { SkillRow } from '../../session/rest.ts';
import { t } from '../../text.ts';
import { skillLabel } from '../labels.ts';

type Levels = readonly { id: string; level: number }[];

// Proficiency per skill: a slider each, so that arrows, Home, End and the digits 0–5 set it.
export function SkillLevels(props: {
  skills: readonly SkillRow[];
  levels: Levels;
  onChange: (levels: Levels) => void;
}) {
  const levelOf = (id: string) => props.levels.find((one) => one.id === id)?.level ?? 0;
  const set = (id: string, level: number) => {
    const others = props.levels.filter((one) => one.id !== id);
    props.onChange(level === 0 ? others : [...others, { id, level }]);
  };
  return (
    <fieldset class="levels">
      <legend class="lab">
        {t('staff.skills')}
        <small>{t('staff.skillsHint')}</small>
      </legend>
      {props.skills.length === 0 ? <p class="hint">{t('skill.none')}</p> : null}
      {props.skills.map((skill) => (
        <LevelRow
          key={skill.id}
          name={skillLabel(skill.name)}
          level={levelOf(skill.id)}
          onSet={(level) => set(skill.id, level)}
        />
      ))}
    </fieldset>
  );
}

function LevelRow(props: { name: string; level: number; onSet: (level: number) => void }) {
  const { level } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: level + 1,
      ArrowUp: level + 1,
      ArrowLeft: level - 1,
      ArrowDown: level - 1,
      Home: 0,
      End: 5,
      Delete: 0,
    };
    const digit = /^[0-5]$/.test(event.key) ? Number(event.key) : undefined;
    const wanted = digit ?? steps[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    props.onSet(Math.max(0, Math.min(5, wanted)));
  };
  return (
    <div class="level">
      <span>{props.name}</span>
      <div
        class="dots"
        role="slider"
        tabIndex={0}
        aria-label={props.name}
        aria-valuemin={0}
        aria-valuemax={5}
        aria-valuenow={level}
        aria-valuetext={level === 0 ? t('skill.no') : t('skill.level', { n: level })}
        onKeyDown={onKeyDown}
      >
        {[1, 2, 3, 4, 5].map((n) => (
          // Pointer only: the slider itself has the keyboard.
          <span
            key={n}
            class={n <= level ? 'on' : ''}
            onClick={() => props.onSet(n === level ? n - 1 : n)}
          >
            {n}
          </span>
        ))}
      </div>
    </div>
  );
}
