// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Answer, Card } from '#protocol';
import type { WallState } from '../state/wall.ts';
import { speak } from '../text.ts';
import { card } from './factory.ts';
import { ownBox } from './own_box.ts';

const asked = vi.hoisted(() => ({ of: [] as (string | undefined)[], answers: [] as unknown[] }));
vi.mock('../session/store.ts', async (original) => ({
  ...(await original<object>()),
  wallCards: (staff: string | undefined) => {
    asked.of.push(staff);
    return asked.answers.shift();
  },
}));

import { CardsDialog } from '../views/wall/cards_dialog.tsx';

const agent = {
  staff: 'ann',
  name: 'Ann',
  presence: 'online' as const,
  since: 0,
  connected: true,
  load: 1,
  capacity: 6,
  closed_today: 0,
};
const wall = (v: number, agents = [agent]): WallState => ({
  v,
  at: 0,
  tiles: {},
  queues: [],
  agents,
  lostAt: new Map(),
});
const ok = (cards: Card[], total = cards.length): Answer => ({
  is: 'ok',
  ok: { t: 'ok', r: 1, cards, total },
});
const named = (c: string, name: string, part: Partial<Card> = {}) => {
  const one = card({ c, assignee: 'ann', ...part });
  return { ...one, customer: { ...one.customer, name } };
};

const box = ownBox();
const looked: string[] = [];
let closed = 0;
const show = async (state: WallState, staff?: string) => {
  await act(async () =>
    render(
      <CardsDialog
        wall={state}
        {...(staff !== undefined && { staff })}
        onLook={(c) => looked.push(c)}
        onClose={() => {
          closed += 1;
        }}
      />,
      box,
    ),
  );
  await act(async () => {}); // what was answered is shown
};
const rows = () => [...box.querySelectorAll('.line > li')].map((row) => row.textContent);

beforeEach(async () => {
  await speak('en');
  asked.of.length = 0;
  asked.answers.length = 0;
  looked.length = 0;
  closed = 0;
});

it('An agent’s chats stand in the order of the gateway, the name of each being the way in', async () => {
  const wrap = named('b', '陳*安', { state: 'wrap_up', waiting_since: 5 });
  asked.answers.push(ok([named('a', '王*明', { waiting_since: 5 }), wrap]));
  await show(wall(1), 'ann');
  expect(asked.of).toEqual(['ann']);
  expect(rows().map((text) => /王\*明|陳\*安/.exec(text ?? '')?.[0])).toEqual(['王*明', '陳*安']);
  expect(box.querySelectorAll('.line .timer')).toHaveLength(1);
  expect(box.querySelectorAll('.line .btn')).toHaveLength(1);
  const look = box.querySelector<HTMLButtonElement>('.line button');
  expect([look?.textContent, look?.getAttribute('aria-label')]).toEqual(['王*明', 'Watch 王*明']);
  expect(box.querySelector('.line li')?.querySelectorAll('[aria-label*="王*明"]')).toHaveLength(1);
  look?.click();
  expect(looked).toEqual(['a']);
});

it('It is asked again when the wall has news, and an answer that was overtaken is dropped', async () => {
  let late: (answer: Answer) => void = () => {};
  asked.answers.push(new Promise<Answer>((resolve) => (late = resolve)), ok([named('n', 'New')]));
  await show(wall(1), 'ann');
  await show(wall(2), 'ann');
  expect(asked.of).toEqual(['ann', 'ann']);
  await act(async () => late(ok([named('o', 'Old')])));
  expect(rows().join()).toContain('New');
  expect(rows().join()).not.toContain('Old');
});

it('A refusal is said, and what was known stays', async () => {
  const refused = { is: 'refused', err: { t: 'err', r: 1, code: 'forbidden', retry: false } };
  asked.answers.push(ok([named('a', 'Known')]), refused);
  await show(wall(1));
  await show(wall(2));
  expect(asked.of).toEqual([undefined, undefined]);
  expect(box.querySelector('[role=alert]')?.textContent).not.toBe('');
  expect(rows().join()).toContain('Known');
});

it('Of too many it says how many are not listed; nobody late is said in words', async () => {
  asked.answers.push(ok([named('a', 'One')], 3), ok([]));
  await show(wall(1));
  expect(box.querySelector('.hint')?.textContent).toContain('2');
  await show(wall(2));
  expect(box.querySelector('.hint')?.textContent).toContain('too long');
});

it('It closes when the agent leaves the wall', async () => {
  asked.answers.push(ok([]), ok([]));
  await show(wall(1), 'ann');
  await show(wall(2, []), 'ann');
  expect(closed).toBe(1);
});
