import type { Id, Wall, WallAgent, WallQueue, WallTiles } from '#protocol';
import { limits } from './limits.ts';

// The live wall: a full picture, then versioned changes. A version that is not the next one means
// that something was lost: ask again.
export interface WallState {
  readonly v: number;
  readonly at: number; // when the last news came
  readonly tiles: Partial<WallTiles>;
  readonly queues: readonly WallQueue[];
  readonly agents: readonly WallAgent[];
  readonly lostAt: ReadonlyMap<Id, number>; // who lost their line while this window looked on
}

export type WallStep = { readonly wall: WallState } | { readonly resync: true };

export function withWall(before: WallState | undefined, frame: Wall, now: number): WallStep {
  if (frame.full === true) {
    const { v, tiles, queues, agents } = frame;
    return { wall: { v, at: now, tiles, queues, agents, lostAt: new Map() } };
  }
  if (!before || frame.v !== before.v + 1) return { resync: true };
  const gone = new Set<string>(frame.gone ?? []);
  const agents = merged(before.agents, frame.agents, (agent) => agent.staff, gone);
  return {
    wall: {
      v: frame.v,
      at: now,
      tiles: { ...before.tiles, ...frame.tiles },
      queues: merged(before.queues, frame.queues, (queue) => queue.skill, gone),
      agents,
      lostAt: lostAtOf(before, agents, now),
    },
  };
}

function merged<T>(
  before: readonly T[],
  changed: readonly T[],
  id: (one: T) => string,
  gone: ReadonlySet<string>,
): T[] {
  const news = new Map(changed.map((one) => [id(one), one]));
  const out: T[] = [];
  for (const one of before) {
    if (gone.has(id(one))) continue;
    out.push(news.get(id(one)) ?? one);
    news.delete(id(one));
  }
  return [...out, ...news.values()];
}

// The wire says that a line is gone and not since when.
function lostAtOf(before: WallState, agents: readonly WallAgent[], now: number): Map<Id, number> {
  const had = new Set(before.agents.filter((one) => one.connected).map((one) => one.staff));
  const out = new Map<Id, number>();
  for (const agent of agents) {
    if (agentState(agent) !== 'lost') continue;
    const at = had.has(agent.staff) ? now : before.lostAt.get(agent.staff);
    if (at !== undefined) out.set(agent.staff, at);
  }
  return out;
}

// What this window has seen since it was opened. It is no report: it starts empty each time.
export interface Sample {
  readonly at: number;
  readonly tiles: Partial<WallTiles>;
  readonly waiting: Readonly<Record<string, number>>; // by skill
}

export function withSample(
  history: readonly Sample[],
  wall: WallState,
  now: number,
): readonly Sample[] {
  const last = history.at(-1);
  if (last && now - last.at < limits.wallSampleMs) return history;
  const waiting: Record<string, number> = {};
  for (const queue of wall.queues) waiting[queue.skill] = queue.waiting;
  const tiles = { ...wall.tiles, longest_wait_ms: longestWait(wall, now) };
  const next = [...history, { at: now, tiles, waiting }];
  return next.length > limits.wallSamples ? next.slice(next.length - limits.wallSamples) : next;
}

// The lines of the depth chart: each queue its own, and from the fifth on together, so that the sum is
// everybody who waits.
export interface Layer {
  readonly skill: string | undefined; // undefined: the others together
  readonly now: number;
  readonly waiting: readonly number[]; // by sample
}

export const layersMax = 5;

export function layersOf(
  queues: readonly { skill: string; waiting: number }[],
  history: readonly Sample[],
): Layer[] {
  const own = queues.length > layersMax ? layersMax - 1 : queues.length;
  const layer = (skill: string | undefined, of: readonly { skill: string; waiting: number }[]) => ({
    skill,
    now: of.reduce((sum, queue) => sum + queue.waiting, 0),
    waiting: history.map((sample) =>
      of.reduce((sum, queue) => sum + (sample.waiting[queue.skill] ?? 0), 0),
    ),
  });
  const layers = queues.slice(0, own).map((queue) => layer(queue.skill, [queue]));
  const rest = queues.slice(own);
  return rest.length > 0 ? [...layers, layer(undefined, rest)] : layers;
}

// Places in a queue's line: 1, 2, 3…; undefined for those who ring at an agent's already.
export function placesOf(list: WallQueue['list']): (number | undefined)[] {
  let place = 0;
  return list.map((one) => {
    if (one.offered_to !== undefined) return undefined;
    place += 1;
    return place;
  });
}

// How long the longest of all waits has lasted by now; the tile is only as fresh as its last change.
export function longestWait(wall: WallState, now: number): number {
  const since = wall.queues.flatMap((queue) => queue.oldest_queued_at ?? []);
  return since.length === 0 ? 0 : Math.max(0, now - Math.min(...since));
}

export const ringingIn = (queue: WallQueue): number =>
  queue.list.filter((one) => one.offered_to !== undefined).length;

// Where an axis of time has its marks, as shares of `top`: whole minutes, at most about five, none so
// near to the limit that their words would touch (`apart` is a share, too).
export function minuteMarks(top: number, limit: number, apart: number): number[] {
  const step = Math.max(1, Math.ceil(top / 60_000 / 5)) * 60_000;
  const marks: number[] = [];
  for (let ms = 0; ms <= top; ms += step) {
    if (Math.abs(ms - limit) / top >= apart) marks.push(ms);
  }
  return marks;
}

export type AgentOrder = 'unanswered' | 'load' | 'name';

export type AgentState = WallAgent['presence'] | 'lost';

// What an agent wants to be holds only while there is a line: whoever is on duty without one can answer nobody.
export function agentState({ presence, connected }: WallAgent): AgentState {
  return connected || presence === 'offline' ? presence : 'lost';
}

const order: Record<AgentState, number> = { online: 0, away: 1, lost: 2, offline: 3 };

export function sortedAgents(agents: readonly WallAgent[], by: AgentOrder): WallAgent[] {
  const never = Number.POSITIVE_INFINITY;
  const share = (agent: WallAgent) => (agent.capacity > 0 ? agent.load / agent.capacity : 0);
  return [...agents].sort((a, b) => {
    const state = order[agentState(a)] - order[agentState(b)];
    if (by === 'name') return a.name.localeCompare(b.name);
    if (by === 'load') return state || share(b) - share(a) || a.name.localeCompare(b.name);
    const waits = (a.longest_unanswered_since ?? never) - (b.longest_unanswered_since ?? never);
    if (!Number.isNaN(waits) && waits !== 0) return waits;
    return state || a.name.localeCompare(b.name);
  });
}

// Supervisors who took a chat over and are asked for nothing are not counted.
export function agentCounts(agents: readonly WallAgent[]): Record<AgentState, number> {
  const counts = { online: 0, away: 0, lost: 0, offline: 0 };
  for (const agent of agents) if (agent.capacity > 0) counts[agentState(agent)] += 1;
  return counts;
}
