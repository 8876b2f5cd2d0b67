import { useEffect, useRef, useState } from 'preact/hooks';
import type { Card, Id } from '#protocol';
import { Dialog } from '#ui/dialog.tsx';
import { Seal } from '#ui/seal.tsx';
import { now } from '../../session/clock.ts';
import { desk, wallCards } from '../../session/store.ts';
import { refusalWords } from '../../session/words.ts';
import { limits } from '../../state/limits.ts';
import { twinMarks } from '../../state/twins.ts';
import type { WallState } from '../../state/wall.ts';
import { t } from '../../text.ts';
import { customerName, staffLabel, topicLabel } from '../labels.ts';
import { WaitTimer } from '../wait_timer.tsx';
import { AssignMenu, useAssigning } from './assign_menu.tsx';
import { WatchLink } from './watch_link.tsx';

interface Found {
  readonly cards: readonly Card[];
  readonly total: number;
}

// What is behind a cell of the wall, or behind the number of those who are late: the chats that are
// being answered, the longest unanswered first; each can be watched or given to somebody else.
export function CardsDialog(props: {
  wall: WallState;
  staff?: Id; // without: all that are late
  onLook: (c: Id) => void;
  onClose: () => void;
}) {
  const { wall, staff } = props;
  const agent = wall.agents.find((one) => one.staff === staff);
  const gone = staff !== undefined && agent === undefined;
  const { found, fault, ask } = useCards(wall, staff);
  const assigning = useAssigning(wall.agents);
  useEffect(() => {
    if (gone) props.onClose();
  }, [gone]);
  if (gone) return null;
  const marks = twinMarks([...(found?.cards ?? []), ...desk.value.cards.values()]);
  return (
    <Dialog
      wide
      title={
        agent
          ? t('chats.of', { name: agent.name, n: found?.total ?? '…' })
          : t('chats.late', { n: found?.total ?? '…' })
      }
      closeLabel={t('close')}
      onClose={props.onClose}
    >
      {fault === undefined ? null : (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {found?.total === 0 ? <p class="hint">{t(agent ? 'chats.none' : 'chats.noneLate')}</p> : null}
      <ol class="line">
        {found?.cards.map((card) => (
          <Chat
            key={card.c}
            card={card}
            name={customerName(card, marks)}
            detail={agent ? stateWords(card) : holderName(wall, card)}
            onLook={() => props.onLook(card.c)}
          >
            {card.state === 'active' ? (
              <AssignMenu
                c={card.c}
                assigning={assigning}
                holder={card.assignee}
                onGiven={() => void ask()}
              />
            ) : null}
          </Chat>
        ))}
      </ol>
      {found && found.total > found.cards.length ? (
        <p class="hint">{t('queue.rest', { n: found.total - found.cards.length })}</p>
      ) : null}
    </Dialog>
  );
}

function Chat(props: {
  card: Card;
  name: string;
  detail: string;
  onLook: () => void;
  children: preact.ComponentChildren;
}) {
  const { card, name } = props;
  const since = card.state === 'active' ? card.waiting_since : undefined;
  return (
    <li>
      <Seal name={name} customer size={28} />
      <span class="line-t">
        <WatchLink name={name} onLook={props.onLook} />
        <small>
          {topicLabel(card.topic)} · {props.detail}
        </small>
      </span>
      {since === undefined ? null : <WaitTimer since={since} />}
      {props.children}
    </li>
  );
}

const stateWords = (card: Card) =>
  t(
    card.state === 'wrap_up'
      ? 'inbox.wrapUp'
      : card.waiting_since === undefined
        ? 'chats.answered'
        : 'chats.unanswered',
  );

const holderName = (wall: WallState, card: Card) =>
  wall.agents.find((one) => one.staff === card.assignee)?.name ?? staffLabel(card.assignee);

// Asked again when the wall tells anything new, and now and then: what changes within one agent's chats
// need not show on the wall. An answer that is overtaken by a later one is dropped.
function useCards(wall: WallState, staff: Id | undefined) {
  const [found, setFound] = useState<Found>();
  const [fault, setFault] = useState<string>();
  const asked = useRef(0);
  const ask = async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await wallCards(staff);
    if (mine !== asked.current) return;
    setFault(refusalWords(answer));
    if (answer.is !== 'ok') return;
    const cards = answer.ok.cards ?? [];
    setFound({ cards, total: answer.ok.total ?? cards.length });
  };
  const round = Math.floor(now.value / limits.wallCardsEveryMs);
  useEffect(() => {
    void ask();
  }, [staff, wall.v, round]);
  useEffect(
    () => () => {
      asked.current += 1; // closed: nobody hears the answer
    },
    [],
  );
  return { found, fault, ask };
}
