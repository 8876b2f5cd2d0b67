import { useEffect, useState } from 'preact/hooks';
import type { Id, WallAgent, WallQueue } from '#protocol';
import { Dialog } from '#ui/dialog.tsx';
import { bell, down, eye } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Menu } from '#ui/menu.tsx';
import { assign, report } from '../../session/store.ts';
import { tell } from '../../session/toasts.ts';
import { placesOf } from '../../state/wall.ts';
import { t } from '../../text.ts';
import { awayLabel, skillLabel, staffLabel, topicLabel, waitingName } from '../labels.ts';
import { WaitTimer } from '../wait_timer.tsx';
import { whyWordsOf } from './queue_cards.tsx';

// Who waits in one queue, in order, and why; each can be looked at or given to an agent.
export function QueueDialog(props: {
  queue: WallQueue | undefined;
  agents: readonly WallAgent[];
  onLook: (c: Id) => void;
  onClose: () => void;
}) {
  const { queue } = props;
  const [busy, setBusy] = useState<Id>();
  useEffect(() => {
    if (!queue) props.onClose();
  }, [queue === undefined]);
  if (!queue) return null;

  const able = props.agents
    .filter((agent) => agent.presence === 'online' && agent.connected)
    .sort((a, b) => b.capacity - b.load - (a.capacity - a.load) || a.name.localeCompare(b.name));
  // They are at their desks, but routing gives them nothing until they come back.
  const away = props.agents.filter((agent) => agent.presence === 'away' && agent.connected);
  const choices = [
    ...able.map((agent) => ({
      id: agent.staff,
      label: agent.name,
      hint: t('transfer.free', { n: Math.max(0, agent.capacity - agent.load) }),
      disabled: agent.load >= agent.capacity || busy !== undefined,
    })),
    ...away.map((agent) => ({
      id: agent.staff,
      label: agent.name,
      hint: awayLabel(agent.reason),
      disabled: true,
    })),
  ];
  const places = placesOf(queue.list);
  const nameOf = (staff: Id) =>
    props.agents.find((agent) => agent.staff === staff)?.name ?? staffLabel(staff);
  const give = async (c: Id, staff: Id) => {
    setBusy(c);
    const done = report(await assign(c, staff));
    setBusy(undefined);
    const name = able.find((agent) => agent.staff === staff)?.name ?? '';
    if (done) tell(t('queue.assigned', { name }), 'ok');
  };

  return (
    <Dialog
      wide
      title={t('queue.title', { name: skillLabel(queue.skill), n: queue.waiting })}
      closeLabel={t('close')}
      onClose={props.onClose}
    >
      <p class="lead">{whyWordsOf(queue)}</p>
      {queue.list.length === 0 ? <p class="hint">{t('queue.empty')}</p> : null}
      <ol class="line">
        {queue.list.map((one, i) => (
          <li key={one.c}>
            {one.offered_to === undefined ? (
              <span class="cnt">{places[i]}</span>
            ) : (
              <Icon of={bell} size={18} />
            )}
            <span class="line-t">
              <b>{waitingName(one)}</b>
              <small>
                {one.offered_to === undefined
                  ? topicLabel(one.topic)
                  : t('queue.ringsAt', { name: nameOf(one.offered_to) })}
                {one.points > 0 ? ` · ${t('queue.points', { n: one.points })}` : ''}
              </small>
            </span>
            <WaitTimer since={one.waiting_from ?? one.queued_at} />
            <button
              type="button"
              class="ib"
              aria-label={t('queue.look', { name: waitingName(one) })}
              onClick={() => props.onLook(one.c)}
            >
              <Icon of={eye} size={18} />
            </button>
            <Menu
              label={t('queue.assignTo')}
              align="end"
              triggerClass="btn"
              trigger={
                <>
                  {t('queue.assign')}
                  <Icon of={down} size={14} />
                </>
              }
              items={
                choices.length > 0
                  ? choices
                  : [{ id: '', label: t('transfer.nobody'), disabled: true }]
              }
              onPick={(staff) => void give(one.c, staff)}
            />
          </li>
        ))}
      </ol>
      {queue.waiting > queue.list.length ? (
        <p class="hint">{t('queue.rest', { n: queue.waiting - queue.list.length })}</p>
      ) : null}
    </Dialog>
  );
}
