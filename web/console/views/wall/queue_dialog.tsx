import { useEffect } from 'preact/hooks';
import type { Id, WallAgent, WallQueue } from '#protocol';
import { Dialog } from '#ui/dialog.tsx';
import { bell } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { placesOf } from '../../state/wall.ts';
import { t } from '../../text.ts';
import { skillLabel, staffLabel, topicLabel, waitingName } from '../labels.ts';
import { WaitTimer } from '../wait_timer.tsx';
import { AssignMenu, useAssigning } from './assign_menu.tsx';
import { whyWordsOf } from './queue_cards.tsx';
import { WatchLink } from './watch_link.tsx';

// Who waits in one queue, in order, and why; each can be looked at or given to an agent.
export function QueueDialog(props: {
  queue: WallQueue | undefined;
  agents: readonly WallAgent[];
  onLook: (c: Id) => void;
  onClose: () => void;
}) {
  const { queue } = props;
  const assigning = useAssigning(props.agents);
  useEffect(() => {
    if (!queue) props.onClose();
  }, [queue === undefined]);
  if (!queue) return null;

  const places = placesOf(queue.list);
  const nameOf = (staff: Id) =>
    props.agents.find((agent) => agent.staff === staff)?.name ?? staffLabel(staff);

  return (
    <Dialog
      wide
      title={t('queue.title', { name: skillLabel(queue.skill), n: queue.waiting })}
      closeLabel={t('close')}
      onClose={props.onClose}
    >
      <p class="lead">{whyWordsOf(queue)}</p>
      <ol class="line">
        {queue.list.map((one, i) => (
          <li key={one.c}>
            {one.offered_to === undefined ? (
              <span class="cnt">{places[i]}</span>
            ) : (
              <Icon of={bell} size={18} />
            )}
            <span class="line-t">
              <WatchLink name={waitingName(one)} onLook={() => props.onLook(one.c)} />
              <small>
                {one.offered_to === undefined
                  ? topicLabel(one.topic)
                  : t('queue.ringsAt', { name: nameOf(one.offered_to) })}
                {one.points > 0 ? ` · ${t('queue.points', { n: one.points })}` : ''}
              </small>
            </span>
            <WaitTimer since={one.waiting_from ?? one.queued_at} />
            <AssignMenu c={one.c} assigning={assigning} />
          </li>
        ))}
      </ol>
      {queue.waiting > queue.list.length ? (
        <p class="hint">{t('queue.rest', { n: queue.waiting - queue.list.length })}</p>
      ) : null}
    </Dialog>
  );
}
