import { useMemo } from 'preact/hooks';
import type { Card } from '#protocol';
import { check, down } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { sop, talkOf } from '../session/store.ts';
import { currentStep, stepsOf } from '../state/sop.ts';
import { pick, t } from '../text.ts';
import { useAct } from './keys.ts';
import { needLabel, topicGlyph, topicLabel } from './labels.ts';
import { sopOpen } from './ui.ts';

// A name that nothing is gained by cutting.
const isBrief = (name: string) => name.length <= 7;

// The five reception steps, the one reached, and on request what each asks for.
export function SopStrip({ card }: { card: Card }) {
  const { events } = talkOf(card.c);
  const steps = useMemo(() => stepsOf(events), [events.length, events.at(-1)?.q]);
  const now = currentStep(steps);
  const named = new Map(sop.value?.steps.map((step) => [step.key, step]) ?? []);
  const label = (id: string) => pick(named.get(id)?.label, t(`step.${id as 'greet'}`));
  const need = card.need_type ? ` ${needLabel(card.need_type)}` : '';
  const topic = `${topicLabel(card.topic)}${need}`;
  useAct('sop', () => {
    sopOpen.value = !sopOpen.value;
    return true;
  });
  return (
    <>
      <section class="sop" aria-label={t('sop.title')}>
        <ol>
          {steps.map((step, i) => (
            <li
              key={step.id}
              class={`${step.done ? 'done' : step.id === now ? 'now' : ''}${isBrief(label(step.id)) ? ' brief' : ''}`}
              {...(step.id === now ? { 'aria-current': 'step' as const } : {})}
            >
              <span>{step.done ? <Icon of={check} size={14} label={t('sop.done')} /> : i + 1}</span>
              <span>{label(step.id)}</span>
            </li>
          ))}
        </ol>
        <div class="branch">
          <span class="topic">
            <span class="tag acc">
              <Icon of={topicGlyph(card.topic)} size={14} />
              {topic}
            </span>
          </span>
          <button
            type="button"
            class="ib"
            style="--k-h-m:28px"
            aria-label={t('sop.more')}
            aria-expanded={sopOpen.value}
            onClick={() => {
              sopOpen.value = !sopOpen.value;
            }}
          >
            <Icon of={down} size={16} />
          </button>
        </div>
      </section>
      {sopOpen.value ? (
        <ul class="sop-more">
          {steps.map((step) => (
            <li key={step.id}>
              <b>{label(step.id)}</b>
              <span>{pick(named.get(step.id)?.hint, t(`hint.${step.id}`))}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
