// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { beforeEach, expect, it } from 'vitest';
import type { WallAgent } from '#protocol';
import { now } from '../session/clock.ts';
import { speak } from '../text.ts';
import { AgentMatrix } from '../views/wall/agent_matrix.tsx';
import { ownBox } from './own_box.ts';

const box = ownBox();
const show = (part: Partial<WallAgent>, lostAt?: number) => {
  const agent: WallAgent = {
    ...{ staff: 'ann', name: 'Ann', presence: 'online', since: 0, connected: true },
    ...{ load: 1, capacity: 6, closed_today: 0, ...part },
  };
  const lost = new Map(lostAt === undefined ? [] : [['ann', lostAt]]);
  const wall = { v: 1, at: 0, tiles: {}, queues: [], agents: [agent], lostAt: lost };
  act(() => render(<AgentMatrix wall={wall} onOpen={() => {}} />, box));
};
const state = () => box.querySelector('.stt')?.textContent?.trim();
const isGreen = () => box.querySelector('.stt .dot.on') !== null;

beforeEach(async () => {
  await speak('en');
  now.value = 420_000;
});

it('An agent who is there is green, with their state and for how long', () => {
  show({});
  expect([state(), isGreen()]).toEqual(['Online 7:00', true]);
});

it('An agent whose line is gone is not green, whatever they had chosen to be', () => {
  for (const part of [
    { presence: 'online' },
    { presence: 'away', reason: 'meal' },
    { capacity: 0 }, // a supervisor who took a chat over
  ] as const) {
    show({ ...part, connected: false });
    expect([state(), isGreen()]).toEqual(['Disconnected', false]);
    expect(box.querySelector('.seal.dim')).not.toBeNull();
  }
});

it('Since when the line is gone is said where this window saw it go', () => {
  show({ connected: false }, 410_000);
  expect([state(), isGreen()]).toEqual(['Disconnected 10 s', false]);
});

it('Whoever has signed out is offline, and not told as cut off', () => {
  show({ presence: 'offline', connected: false });
  expect([state(), isGreen()]).toEqual(['Offline 7:00', false]);
});
