// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import type { WallQueue } from '#protocol';

vi.mock('../session/store.ts', () => ({}));
vi.mock('../views/labels.ts', () => ({}));
vi.mock('../views/wait_timer.tsx', () => ({}));

import { whyWordsOf } from '../views/wall/queue_cards.tsx';

const queue = (why: WallQueue['why'], ringing: boolean): WallQueue => ({
  skill: 's',
  name: 's',
  waiting: ringing ? 1 : 0,
  agents_online: 1,
  why,
  list: ringing
    ? [
        {
          c: 'a',
          name: '王*明',
          topic: 't',
          queued_at: 0,
          waiting_from: 0,
          points: 0,
          offered_to: 'x',
        },
      ]
    : [],
});

it('A queue whose last customer rings does not say that nobody waits', () => {
  expect(whyWordsOf(queue('none', true))).toBe('why.ringing');
  expect(whyWordsOf(queue('none', false))).toBe('why.none');
  expect(whyWordsOf(queue('all_full', true))).toBe('why.all_full');
});
