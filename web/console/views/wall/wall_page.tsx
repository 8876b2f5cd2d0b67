import { useEffect, useState } from 'preact/hooks';
import type { Id } from '#protocol';
import { board } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import '../../styles/wall.css';
import '../../styles/tiles.css';
import '../../styles/agents.css';
import { formatTime } from '#i18n';
import { now } from '../../session/clock.ts';
import { desk, dispatch, watch, watchWall } from '../../session/store.ts';
import { locale, t } from '../../text.ts';
import { showConversation } from '../keys.ts';
import { isStale } from '../link_notice.tsx';
import { AgentMatrix } from './agent_matrix.tsx';
import { CardsDialog } from './cards_dialog.tsx';
import { DepthChart, LongestChart } from './charts.tsx';
import { QueueCards } from './queue_cards.tsx';
import { QueueDialog } from './queue_dialog.tsx';
import { WallTiles } from './wall_tiles.tsx';

// Live: what the queues and the agents are doing now. The wall is pushed by the server, never polled;
// asked for is only what one cell holds, while its dialog is open (`cards_dialog.tsx` says how often).
export function WallPage() {
  const [queue, setQueue] = useState<Id>();
  const [chats, setChats] = useState<{ readonly staff?: Id }>();
  useEffect(() => {
    watchWall(true);
    return () => watchWall(false);
  }, []);
  useEffect(() => {
    if (!isStale.value) dispatch({ kind: 'tick', now: now.value });
  }, [now.value]);
  const wall = desk.value.wall;
  if (!wall) {
    return (
      <main class="empty">
        <Icon of={board} />
        <b>{t('data.waiting')}</b>
      </main>
    );
  }
  const look = async (c: Id) => {
    if (await watch(c)) showConversation(c);
  };
  return (
    <main class={`wall${isStale.value ? ' old' : ''}`} aria-label={t('page.wall')}>
      <h1 class="vh">{t('page.wall')}</h1>
      <WallTiles wall={wall} history={desk.value.history} onLate={() => setChats({})} />
      <div class="wall-mid">
        <DepthChart wall={wall} history={desk.value.history} />
        <LongestChart wall={wall} history={desk.value.history} />
      </div>
      <QueueCards wall={wall} history={desk.value.history} onOpen={setQueue} />
      <AgentMatrix wall={wall} onOpen={(staff) => setChats({ staff })} />
      <p class="fresh">
        <span class={`dot ${isStale.value ? 'busy' : 'on'}`} />
        {isStale.value ? t('wall.old') : t('wall.live')}{' '}
        <time>{formatTime(locale.value, now.value)}</time>
      </p>
      {queue === undefined ? null : (
        <QueueDialog
          queue={wall.queues.find((one) => one.skill === queue)}
          agents={wall.agents}
          onLook={(c) => {
            setQueue(undefined);
            void look(c);
          }}
          onClose={() => setQueue(undefined)}
        />
      )}
      {chats === undefined ? null : (
        <CardsDialog
          wall={wall}
          {...chats}
          onLook={(c) => {
            setChats(undefined);
            void look(c);
          }}
          onClose={() => setChats(undefined)}
        />
      )}
    </main>
  );
}
