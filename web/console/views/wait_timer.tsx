import { clock } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { now } from '../session/clock.ts';
import { waitLimits } from '../session/store.ts';
import { phaseOf } from '../state/wait.ts';
import { t } from '../text.ts';
import { elapsed } from './labels.ts';

// Digits that count how long a customer has waited; the phase decides edge, ground and words.
export function WaitTimer(props: { since: number; words?: string; stale?: boolean }) {
  const ms = now.value - props.since;
  const phase = phaseOf(ms, waitLimits.value);
  return (
    <span class={`timer${props.stale ? ' stale' : ''}`} data-p={phase}>
      {phase === 1 || phase === 2 ? <Icon of={clock} size={14} /> : null}
      {elapsed(ms)}
      {phase === 3 ? ` ${t('wait.late')}` : null}
      {props.words ? <small>{props.words}</small> : null}
    </span>
  );
}
