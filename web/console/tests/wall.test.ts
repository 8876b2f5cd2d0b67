import { describe, expect, it } from 'vitest';
import type { Wall, WallAgent, WallQueue } from '#protocol';
import { axisWidthOf } from '#ui/plot.ts';
import { limits } from '../state/limits.ts';
import {
  agentCounts,
  layersOf,
  longestWait,
  minuteMarks,
  placesOf,
  ringingIn,
  sortedAgents,
  type WallState,
  withSample,
  withWall,
} from '../state/wall.ts';

const queue = (skill: string, waiting: number): WallQueue => ({
  skill,
  name: skill,
  waiting,
  agents_online: 1,
  why: 'next',
  list: [],
});
const agent = (name: string, part: Partial<WallAgent> = {}): WallAgent => ({
  staff: name,
  name,
  presence: 'online',
  since: 0,
  connected: true,
  load: 0,
  capacity: 6,
  closed_today: 0,
  ...part,
});
const frame = (part: Partial<Wall>): Wall => ({
  t: 'wall',
  v: 1,
  tiles: {},
  queues: [],
  agents: [],
  ...part,
});
const full = frame({
  v: 7,
  full: true,
  tiles: { waiting: 3, late: 1 },
  queues: [queue('a', 2), queue('b', 1)],
  agents: [agent('x'), agent('y')],
});

function shown(step: ReturnType<typeof withWall>): WallState {
  if ('resync' in step) throw new Error('asked again');
  return step.wall;
}

describe('who waits in a queue', () => {
  const waits = (c: string, offered_to?: string) => ({
    c,
    name: '王*明',
    topic: 'return',
    queued_at: 0,
    waiting_from: 0,
    points: 0,
    ...(offered_to && { offered_to }),
  });

  it('has a place in line, or rings at somebody and has none', () => {
    const list = [waits('a', 'x'), waits('b'), waits('c')];
    expect(placesOf(list)).toEqual([undefined, 1, 2]);
    expect(ringingIn({ ...queue('s', 3), list })).toBe(1);
  });
});

describe('the longest wait of all', () => {
  it('goes on between two changes of the wall, and is nothing when nobody waits', () => {
    const one = (skill: string, since?: number) => ({
      ...queue(skill, since === undefined ? 0 : 1),
      ...(since !== undefined && { oldest_queued_at: since }),
    });
    const wall = (...queues: ReturnType<typeof one>[]): WallState => ({
      v: 1,
      at: 0,
      tiles: { longest_wait_ms: 1 },
      queues,
      agents: [],
      lostAt: new Map(),
    });
    const both = wall(one('a', 5000), one('b', 3000), one('c'));
    expect([longestWait(both, 10_000), longestWait(both, 12_000)]).toEqual([7000, 9000]);
    expect(longestWait(both, 2000)).toBe(0);
    expect(longestWait(wall(one('c')), 9000)).toBe(0);
  });
});

describe('the axis of the longest wait', () => {
  it('is as wide as its longest words', () => {
    expect(axisWidthOf(['0:00', '4:00'])).toBeLessThan(axisWidthOf(['0:00', '12:00']));
    expect(axisWidthOf([])).toBe(axisWidthOf(['0']));
  });

  it('marks whole minutes, at most six of them', () => {
    expect(minuteMarks(270_000, 180_000, 0.1)).toEqual([0, 60_000, 120_000, 240_000]);
    expect(minuteMarks(3_600_000, 180_000, 0.1).length).toBeLessThanOrEqual(6);
  });

  it('leaves the words of the limit room, above and below', () => {
    for (let top = 240_000; top < 7_200_000; top += 61_000)
      for (const mark of minuteMarks(top, 180_000, 0.12))
        expect(Math.abs(mark - 180_000) / top).toBeGreaterThanOrEqual(0.12);
    expect(minuteMarks(1_500_000, 180_000, 0.12)).not.toContain(300_000);
  });
});

describe('the wall', () => {
  const before = shown(withWall(undefined, full, 10));

  it('takes a change that is the next one', () => {
    const after = shown(
      withWall(before, frame({ v: 8, tiles: { waiting: 5 }, queues: [queue('b', 4)] }), 20),
    );
    expect(after.tiles).toEqual({ waiting: 5, late: 1 });
    expect(after.queues.map((one) => one.waiting)).toEqual([2, 4]);
    expect(after.at).toBe(20);
  });

  it('drops what is gone and adds what is new', () => {
    const after = shown(
      withWall(before, frame({ v: 8, agents: [agent('z')], gone: ['x', 'b'] }), 20),
    );
    expect(after.agents.map((one) => one.name)).toEqual(['y', 'z']);
    expect(after.queues.map((one) => one.skill)).toEqual(['a']);
  });

  it.each([7, 9, 3])('asks again after version %i', (v) => {
    expect(withWall(before, frame({ v }), 20)).toEqual({ resync: true });
  });

  it('asks again for a change without a picture before it', () => {
    expect(withWall(undefined, frame({ v: 1 }), 0)).toEqual({ resync: true });
  });

  it('takes a full picture at any version', () => {
    expect(shown(withWall(before, { ...full, v: 2 }, 30)).v).toBe(2);
  });
});

describe('what this window has seen', () => {
  const at = (ms: number): WallState => ({
    v: 1,
    at: ms,
    tiles: {},
    queues: [queue('a', ms)],
    agents: [],
    lostAt: new Map(),
  });

  it('keeps a point every five seconds', () => {
    let history = withSample([], at(0), 0);
    history = withSample(history, at(4999), 4999);
    history = withSample(history, at(5000), 5000);
    expect(history.map((sample) => sample.waiting.a)).toEqual([0, 5000]);
  });

  it('goes on with the longest wait while the wall stands still', () => {
    const still = { ...at(1000), queues: [{ ...queue('a', 1), oldest_queued_at: 1000 }] };
    let history = withSample([], still, 1000);
    history = withSample(history, still, 6000);
    history = withSample(history, still, 11_000);
    expect(history.map((sample) => sample.tiles.longest_wait_ms)).toEqual([0, 5000, 10_000]);
  });

  it('keeps an hour and lets the oldest go', () => {
    let history: ReturnType<typeof withSample> = [];
    for (let i = 0; i <= limits.wallSamples; i += 1)
      history = withSample(history, at(i * 5000), i * 5000);
    expect(history).toHaveLength(limits.wallSamples);
    expect(history[0]?.at).toBe(5000);
  });
});

describe('the depth chart', () => {
  const queues = ['a', 'b', 'c', 'd', 'e', 'f'].map((skill, i) => ({ skill, waiting: i }));
  const history = [{ at: 0, tiles: {}, waiting: { a: 1, e: 2, f: 3 } }];

  it('draws each of five queues', () => {
    const layers = layersOf(queues.slice(0, 5), history);
    expect(layers.map((layer) => layer.skill)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('leaves nobody out when there are more', () => {
    const layers = layersOf(queues, history);
    expect(layers.map((layer) => layer.skill)).toEqual(['a', 'b', 'c', 'd', undefined]);
    expect(layers.at(-1)).toMatchObject({ now: 9, waiting: [5] });
  });
});

describe('the order of agents', () => {
  const all = [
    agent('calm'),
    agent('off', { presence: 'offline' }),
    agent('late', { longest_unanswered_since: 10, load: 1 }),
    agent('later', { longest_unanswered_since: 90, load: 6 }),
    agent('away', { presence: 'away' }),
  ];
  const names = (by: Parameters<typeof sortedAgents>[1]) =>
    sortedAgents(all, by).map((one) => one.name);

  it('puts the longest unanswered first, then by state', () => {
    expect(names('unanswered')).toEqual(['late', 'later', 'calm', 'away', 'off']);
  });

  it('puts the fullest first among those online', () => {
    expect(names('load')).toEqual(['later', 'late', 'calm', 'away', 'off']);
  });

  it('sorts by name and counts by state', () => {
    expect(names('name')).toEqual(['away', 'calm', 'late', 'later', 'off']);
    expect(agentCounts(all)).toEqual({ online: 3, away: 1, lost: 0, offline: 1 });
  });

  it('puts whoever has lost the line after those who are there, and before who has gone', () => {
    const some = [...all.slice(0, 2), agent('cut', { connected: false }), ...all.slice(4)];
    const order = ['calm', 'away', 'cut', 'off'];
    for (const by of ['unanswered', 'load'] as const)
      expect(sortedAgents(some, by).map((one) => one.name)).toEqual(order);
  });

  it('does not count a supervisor who has only what they took over', () => {
    const boss = agent('z', { presence: 'away', capacity: 0, load: 1 });
    expect(agentCounts([boss])).toEqual({ online: 0, away: 0, lost: 0, offline: 0 });
  });

  it('counts nobody as online who has no connection', () => {
    const lost = [
      agent('a', { connected: false }),
      agent('b', { presence: 'away', connected: false }),
    ];
    const gone = agent('c', { presence: 'offline', connected: false });
    expect(agentCounts([...lost, gone, agent('d')])).toEqual({
      online: 1,
      away: 0,
      lost: 2,
      offline: 1,
    });
  });
});

describe('since when a line is gone', () => {
  const at = (...steps: readonly [connected: boolean, now: number][]) => {
    let wall = shown(withWall(undefined, full, 0));
    for (const [connected, now] of steps) {
      const change = frame({ v: wall.v + 1, agents: [agent('x', { connected })] });
      wall = shown(withWall(wall, change, now));
    }
    return wall;
  };

  it('is when this window was told of it, until the line is back', () => {
    expect(at([false, 50], [false, 90]).lostAt).toEqual(new Map([['x', 50]]));
    expect(at([false, 50], [true, 90]).lostAt.size).toBe(0);
    expect(at([false, 50], [true, 60], [false, 70]).lostAt).toEqual(new Map([['x', 70]]));
  });

  it('is not known of who had lost it before the window was told anything', () => {
    const agents = [agent('x', { connected: false }), agent('y', { presence: 'offline' })];
    const wall = shown(withWall(at([false, 50]), { ...full, v: 20, agents }, 60));
    const later = frame({ v: 21, agents: [agent('x', { connected: false, load: 1 })] });
    expect(shown(withWall(wall, later, 70)).lostAt.size).toBe(0);
  });
});
