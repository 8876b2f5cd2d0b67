import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Solved } from '#protocol';
import { alert } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import type { Choice } from '../session/rest.ts';
import { sop } from '../session/store.ts';
import type { WrapUp, WrapUpFault } from '../state/wrap_up.ts';
import { pick, t } from '../text.ts';
import { fieldLabel, solvedLabel } from './labels.ts';

// The fields of the service record. `data-field` is where a fault of that name leads.
export interface FieldsProps {
  readonly form: WrapUp;
  readonly faults: readonly WrapUpFault[];
  readonly change: (part: Partial<WrapUp>) => void;
}

export const solvedOf: readonly Solved[] = ['yes', 'partly', 'no'];

export function WrapUpFields(props: FieldsProps) {
  const { form, faults, change } = props;
  return (
    <>
      <div class="two">
        <Chosen
          field="topic"
          label={fieldLabel('topic')}
          value={form.topic}
          wrong={faults.includes('topic')}
          of={sop.value?.topics ?? []}
          onChoose={(topic) => change({ topic })}
        />
        <Chosen
          field="needType"
          label={fieldLabel('need_type')}
          value={form.needType}
          wrong={faults.includes('needType')}
          of={sop.value?.need_types ?? []}
          onChoose={(needType) => change({ needType })}
        />
      </div>
      <SolvedChoice
        chosen={form.solved}
        wrong={faults.includes('solved')}
        onChoose={(solved) => change({ solved })}
      />
      <Solution {...props} />
    </>
  );
}

function Chosen(props: {
  field: WrapUpFault;
  label: string;
  value: string;
  wrong: boolean;
  of: readonly Choice[];
  onChoose: (key: string) => void;
}) {
  return (
    <label class="f">
      <span class="lab">{props.label}</span>
      <select
        class="in"
        data-field={props.field}
        value={props.value}
        aria-invalid={props.wrong}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        <option value="" disabled>
          {t('choose')}
        </option>
        {props.of.map((one) => (
          <option key={one.key} value={one.key}>
            {pick(one.label, one.key)}
          </option>
        ))}
      </select>
    </label>
  );
}

function SolvedChoice(props: {
  chosen: Solved | '';
  wrong: boolean;
  onChoose: (id: Solved) => void;
}) {
  return (
    <fieldset role="radiogroup" aria-invalid={props.wrong}>
      <legend>{fieldLabel('solved')}</legend>
      <div class="seg">
        {solvedOf.map((id, i) => (
          <label key={id}>
            <input
              type="radio"
              name="solved"
              data-field={i === 0 ? 'solved' : undefined}
              checked={props.chosen === id}
              onChange={() => props.onChoose(id)}
            />
            {solvedLabel(id)} <span class="kbd">{i + 1}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

// The text is the DOM's own: it begins with the draft.
function Solution({ form, faults, change }: FieldsProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (area.current) area.current.value = form.solution;
  }, []);
  return (
    <label class="f">
      <span class="lab">{fieldLabel('solution')}</span>
      <textarea
        ref={area}
        class="in"
        rows={5}
        data-field="solution"
        aria-invalid={faults.includes('solution')}
        placeholder={t('wrap.solutionHint')}
        onInput={(event) => change({ solution: event.currentTarget.value })}
      />
    </label>
  );
}

// What is missing, and what the gateway says against it.
export function WrapUpWrong({
  faults,
  refused,
}: {
  faults: FieldsProps['faults'];
  refused: string;
}) {
  const words: string[] = [];
  if (faults.length > 0) {
    const what = faults
      .map((fault) => fieldLabel(fault === 'needType' ? 'need_type' : fault))
      .join(t('list.comma'));
    words.push(t('wrap.missing', { what }));
  }
  if (refused !== '') words.push(refused);
  return (
    <div role="alert">
      {words.map((one) => (
        <p key={one} class="err">
          <Icon of={alert} size={14} />
          {one}
        </p>
      ))}
    </div>
  );
}
