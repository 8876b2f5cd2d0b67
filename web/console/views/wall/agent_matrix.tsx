import { useState } from 'preact/hooks';
import type { Id, WallAgent } from '#protocol';
import { Seal } from '#ui/seal.tsx';
import { now } from '../../session/clock.ts';
import { waitLimits } from '../../session/store.ts';
import { phaseOf } from '../../state/wait.ts';
import { type AgentOrder, agentCounts, sortedAgents, type WallState } from '../../state/wall.ts';
import { t } from '../../text.ts';
import { awayLabel, elapsed } from '../labels.ts';
import { WaitTimer } from '../wait_timer.tsx';

const orders: readonly AgentOrder[] = ['unanswered', 'load', 'name'];

// Everybody on one sheet: state and for how long, load, the longest unanswered customer.
export function AgentMatrix(props: { wall: WallState; onOpen: (staff: Id) => void }) {
  const { wall } = props;
  const [by, setBy] = useState<AgentOrder>('unanswered');
  const agents = sortedAgents(wall.agents, by);
  const counts = agentCounts(wall.agents);
  return (
    <section class="sheet agents" aria-labelledby="agents-title">
      <header class="hd">
        <h2 id="agents-title">{t('wall.agents')}</h2>
        <small>{t(counts.lost > 0 ? 'wall.countsLost' : 'wall.counts', counts)}</small>
        <span class="end">
          <select
            class="in"
            aria-label={t('wall.order')}
            value={by}
            onChange={(event) => setBy(event.currentTarget.value as AgentOrder)}
          >
            {orders.map((id) => (
              <option key={id} value={id}>
                {t(`order.by.${id}`)}
              </option>
            ))}
          </select>
        </span>
      </header>
      {agents.length === 0 ? <p class="none">{t('wall.noAgents')}</p> : null}
      <ul>
        {agents.map((agent) => (
          <AgentCell key={agent.staff} agent={agent} onOpen={() => props.onOpen(agent.staff)} />
        ))}
      </ul>
    </section>
  );
}

const dotOf = { online: 'on', away: 'busy', offline: 'off' } as const;

const presenceWords = (agent: WallAgent) =>
  agent.presence === 'away' ? awayLabel(agent.reason) : t(`presence.${agent.presence}`);

// Opens the chats of that agent.
function AgentCell({ agent, onOpen }: { agent: WallAgent; onOpen: () => void }) {
  const since = agent.longest_unanswered_since;
  const phase = since === undefined ? 0 : phaseOf(now.value - since, waitLimits.value);
  const asked = agent.capacity > 0; // or a supervisor who took a chat over
  const state = asked ? presenceWords(agent) : t('wall.tookOver');
  const lost = agent.presence !== 'offline' && !agent.connected;
  return (
    <li class={phase === 3 ? 'hot' : ''}>
      <button type="button" onClick={onOpen}>
        <Seal name={agent.name} size={28} dim={agent.presence === 'offline'} />
        <b>{agent.name}</b>
        {since === undefined ? <span /> : <WaitTimer since={since} />}
        <span class="stt">
          <span class={`dot ${dotOf[agent.presence]}`} />
          <span class="one">{state}</span> <time>{elapsed(now.value - agent.since)}</time>
          {lost ? <span class="over">{t('wall.disconnected')}</span> : null}
        </span>
        <span class="ld">
          <span class="pips" aria-hidden="true">
            {Array.from({ length: Math.min(12, agent.capacity) }, (_, i) => (
              <i key={i} class={i < agent.load ? 'u' : ''} />
            ))}
          </span>
          <span>
            <span class="vh">{t('load.title')} </span>
            {asked ? `${agent.load}/${agent.capacity}` : agent.load}
          </span>
          <span class="shut">{t('wall.closed', { n: agent.closed_today })}</span>
          {agent.score === undefined ? null : (
            <span class="mean">
              <span class="vh">{t('wall.score')} </span>
              {agent.score.toFixed(1)}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
