// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { beforeEach, expect, it, vi } from 'vitest';
import type { WallAgent } from '#protocol';
import { assignableTo } from '../state/assign.ts';
import { speak } from '../text.ts';
import { AssignMenu } from '../views/wall/assign_menu.tsx';
import { ownBox } from './own_box.ts';

const agent = (staff: string, load: number, part: Partial<WallAgent> = {}): WallAgent => ({
  staff,
  name: staff,
  presence: 'online',
  since: 0,
  connected: true,
  load,
  capacity: 6,
  closed_today: 0,
  ...part,
});
const names = (all: WallAgent[], holder?: string) =>
  assignableTo(all, holder).map((one) => one.agent.staff);

it('the freest stands first, who is away after those who are here', () => {
  const away = agent('away', 0, { presence: 'away' });
  expect(names([agent('b', 3), away, agent('over', 7), agent('c', 1), agent('a', 3)])).toEqual([
    'c',
    'a',
    'b',
    'over',
    'away',
  ]);
});

it('who is offline, has no line or has the chat already cannot be chosen', () => {
  const off = agent('off', 0, { presence: 'offline' });
  expect(names([agent('a', 0), off, agent('lost', 0, { connected: false })], 'a')).toEqual([]);
});

it('a supervisor who has only what they took over is given nothing', () => {
  expect(names([agent('boss', 1, { presence: 'away', capacity: 0 })])).toEqual([]);
});

it('a supervisor may give two more than the capacity', () => {
  const full = assignableTo([agent('a', 5), agent('b', 6), agent('c', 7), agent('d', 8)]);
  expect(full.map((one) => [one.agent.staff, one.free, one.isFull])).toEqual([
    ['a', 1, false],
    ['b', 0, false],
    ['c', 0, false],
    ['d', 0, true],
  ]);
});

const give = vi.fn(async () => true);
const box = ownBox();
beforeEach(async () => {
  give.mockClear();
  await speak('en');
  HTMLElement.prototype.hidePopover = () => {}; // the DOM of the tests has no popovers
});

it('the menu says why somebody takes nothing by routing, and gives it all the same', async () => {
  const away = agent('ann', 2, { presence: 'away', reason: 'missed' });
  const agents = [agent('bob', 6), agent('cid', 8), away];
  await act(async () =>
    render(<AssignMenu c="x" assigning={{ agents, busy: false, give }} />, box),
  );
  const items = [...box.querySelectorAll<HTMLButtonElement>('[role^=menuitem]')];
  expect(items.map((one) => one.textContent)).toEqual([
    'bobat capacity, can still be given',
    'cidFull',
    'annAway after missed offers · room for 4',
  ]);
  const isOff = (one: HTMLButtonElement) =>
    one.disabled || one.getAttribute('aria-disabled') === 'true';
  expect(items.map(isOff)).toEqual([false, true, false]);
  await act(async () => items[2]?.click());
  expect(give).toHaveBeenCalledWith('x', away);
  await act(async () => items[0]?.click());
  expect(give).toHaveBeenCalledWith('x', agents[0]);
});
