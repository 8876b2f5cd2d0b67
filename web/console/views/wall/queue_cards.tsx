import type { Id, WallQueue } from '#protocol';
import { alert } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Spark } from '#ui/spark.tsx';
import { now } from '../../session/clock.ts';
import { desk, waitLimits } from '../../session/store.ts';
import { phaseOf } from '../../state/wait.ts';
import { ringingIn, type Sample, type WallState } from '../../state/wall.ts';
import { t } from '../../text.ts';
import { skillLabel, topicGlyph } from '../labels.ts';
import { WaitTimer } from '../wait_timer.tsx';

const whyKey = {
  none: 'why.none',
  no_agent: 'why.no_agent',
  all_away: 'why.all_away',
  all_full: 'why.all_full',
  next: 'why.next',
  excluded: 'why.excluded',
} as const;

// Why its customers still wait. Nobody is in line while the last of them rings.
export function whyWordsOf(queue: WallQueue): string {
  if (queue.why === 'none' && ringingIn(queue) > 0) return t('why.ringing');
  return t(whyKey[queue.why] ?? 'why.none');
}

// One card per skill: how many wait, how long, and why they still do.
export function QueueCards(props: {
  wall: WallState;
  history: readonly Sample[];
  onOpen: (skill: Id) => void;
}) {
  return (
    <section class="queues" aria-label={t('wall.queues')}>
      {props.wall.queues.map((queue) => (
        <QueueCard
          key={queue.skill}
          queue={queue}
          trend={props.history.map((sample) => sample.waiting[queue.skill] ?? 0)}
          onOpen={() => props.onOpen(queue.skill)}
        />
      ))}
    </section>
  );
}

function QueueCard(props: { queue: WallQueue; trend: readonly number[]; onOpen: () => void }) {
  const { queue } = props;
  const since = queue.oldest_queued_at;
  const phase = since === undefined ? 0 : phaseOf(now.value - since, waitLimits.value);
  const ringing = ringingIn(queue);
  const stuck = queue.waiting > 0 && queue.why !== 'next' && queue.why !== 'none';
  const topic = desk.value.skills.find((skill) => skill.id === queue.skill)?.topic ?? '';
  return (
    <button type="button" class="sheet q" data-p={phase} onClick={props.onOpen}>
      <span class="q-h">
        <Icon of={topicGlyph(topic)} size={16} />
        <b class="one">{skillLabel(queue.skill)}</b>
        {since === undefined ? null : <WaitTimer since={since} />}
      </span>
      <span class="q-n">
        {queue.waiting}
        <small>
          {t('queue.waiting')}
          {ringing > 0 ? ` · ${t('queue.ringing', { n: ringing })}` : ''}
        </small>
        <Spark values={props.trend} width={84} />
      </span>
      <span class={stuck ? 'why' : 'q-w'}>
        {stuck ? <Icon of={alert} size={14} /> : null}
        <span>
          {whyWordsOf(queue)}
          {stuck ? '' : ` · ${t('queue.online', { n: queue.agents_online })}`}
        </span>
      </span>
    </button>
  );
}
