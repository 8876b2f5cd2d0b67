import { useState } from 'preact/hooks';
import type { Id, WallAgent } from '#protocol';
import { down } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Menu } from '#ui/menu.tsx';
import { assign, report } from '../../session/store.ts';
import { tell } from '../../session/toasts.ts';
import { type Assignable, assignableTo } from '../../state/assign.ts';
import { t } from '../../text.ts';
import { awayLabel } from '../labels.ts';

export interface Assigning {
  readonly agents: readonly WallAgent[];
  readonly busy: boolean;
  readonly give: (c: Id, staff: WallAgent) => Promise<boolean>;
}

// One assignment at a time: what the menus say of free places is true again after it.
export function useAssigning(agents: readonly WallAgent[]): Assigning {
  const [busy, setBusy] = useState(false);
  const give = async (c: Id, staff: WallAgent) => {
    setBusy(true);
    const done = report(await assign(c, staff.staff));
    setBusy(false);
    if (done) tell(t('queue.assigned', { name: staff.name }), 'ok');
    return done;
  };
  return { agents, busy, give };
}

// Whom a conversation can be given to; `holder` has it already.
export function AssignMenu(props: {
  c: Id;
  assigning: Assigning;
  holder?: Id | undefined;
  onGiven?: () => void;
}) {
  const { agents, busy, give } = props.assigning;
  const able = assignableTo(agents, props.holder);
  const choices = able.map((one) => ({
    id: one.agent.staff,
    label: one.agent.name,
    hint: hintOf(one),
    disabled: one.isFull || busy,
  }));
  const pick = async (staff: Id) => {
    const agent = able.find((one) => one.agent.staff === staff)?.agent;
    if (agent && (await give(props.c, agent))) props.onGiven?.();
  };
  return (
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
        choices.length > 0 ? choices : [{ id: '', label: t('transfer.nobody'), disabled: true }]
      }
      onPick={(staff) => void pick(staff)}
    />
  );
}

function hintOf({ agent, free, isFull }: Assignable): string {
  const room = isFull
    ? t('transfer.full')
    : free > 0
      ? t('transfer.free', { n: free })
      : t('queue.over');
  return agent.presence === 'online' ? room : `${awayLabel(agent.reason)} · ${room}`;
}
