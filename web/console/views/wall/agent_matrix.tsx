import { useState } from 'preact/hooks';
import type { Id, WallAgent } from '#protocol';
import { Seal } from '#ui/seal.tsx';
import { now } from '../../session/clock.ts';
import { waitLimits } from '../../session/store.ts';
import { phaseOf } from '../../state/wait.ts';
import {
  type AgentOrder,
  agentCounts,
  agentState,
  sortedAgents,
  type WallState,
} from '../../state/wall.ts';
import { t } from '../../text.ts';
import { awayLabel, elapsed } from '../labels.ts';
import { PresenceDot } from '../presence_dot.tsx';
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
          <AgentCell
            key={agent.staff}
            agent={agent}
            lostAt={wall.lostAt.get(agent.staff)}
            onOpen={() => props.onOpen(agent.staff)}
          />
        ))}
      </ul>
    </section>
  );
}

function stateWords(agent: WallAgent): string {
  const state = agentState(agent);
  if (state === 'lost') return t('presence.lost');
  if (agent.capacity === 0) return t('wall.tookOver'); // a supervisor who took a chat over
  return state === 'away' ? awayLabel(agent.reason) : t(`presence.${state}`);
}

// Opens the chats of that agent.
function AgentCell(props: { agent: WallAgent; lostAt: number | undefined; onOpen: () => void }) {
  const { agent } = props;
  const since = agent.longest_unanswered_since;
  const phase = since === undefined ? 0 : phaseOf(now.value - since, waitLimits.value);
  const state = agentState(agent);
  const isLost = state === 'lost';
  const stateSince = isLost ? props.lostAt : agent.since;
  return (
    <li class={phase === 3 ? 'hot' : ''}>
      <button type="button" onClick={props.onOpen}>
        <Seal name={agent.name} size={28} dim={isLost || state === 'offline'} />
        <b>{agent.name}</b>
        {since === undefined ? <span /> : <WaitTimer since={since} />}
        <span class="stt">
          <PresenceDot of={state} />
          <span class={isLost ? 'one over' : 'one'}>{stateWords(agent)}</span>{' '}
          {stateSince === undefined ? null : <time>{elapsed(now.value - stateSince)}</time>}
        </span>
        <span class="ld">
          <span class="pips" aria-hidden="true">
            {Array.from({ length: Math.min(12, agent.capacity) }, (_, i) => (
              <i key={i} class={i < agent.load ? 'u' : ''} />
            ))}
          </span>
          <span>
            <span class="vh">{t('load.title')} </span>
            {agent.capacity > 0 ? `${agent.load}/${agent.capacity}` : agent.load}
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
