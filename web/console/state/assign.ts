import type { Id, WallAgent } from '#protocol';
import { limits } from './limits.ts';

/** Whom a supervisor can give a conversation to. */
export interface Assignable {
  readonly agent: WallAgent;
  /** Chats until the agent's own capacity; 0: only a supervisor gives more. */
  readonly free: number;
  /** Nor may a supervisor: the gateway refuses it. */
  readonly isFull: boolean;
}

/**
 * Who is here, the freest first, and after them who is away: routing gives those nothing, a supervisor
 * may. Without a line, offline, or the `holder` of it already: not at all.
 */
export function assignableTo(agents: readonly WallAgent[], holder?: Id): Assignable[] {
  const isAway = (one: Assignable) => Number(one.agent.presence !== 'online');
  const room = (one: Assignable) => one.agent.capacity - one.agent.load;
  return agents
    .filter((one) => one.connected && one.presence !== 'offline' && one.staff !== holder)
    .filter((one) => one.capacity > 0) // a supervisor who has only what they took over
    .map((agent) => ({
      agent,
      free: Math.max(0, agent.capacity - agent.load),
      isFull: agent.load >= agent.capacity + limits.overCapacity,
    }))
    .sort(
      (a, b) =>
        isAway(a) - isAway(b) || room(b) - room(a) || a.agent.name.localeCompare(b.agent.name),
    );
}
