import { describe, expect, it } from 'vitest';
import { groupsOf, keptOrder, neighbour, orderOf, urgentOf } from '../state/inbox.ts';
import { card, me } from './factory.ts';

const names = (cards: readonly { c: string }[]) => cards.map((one) => one.c);

describe('inbox groups', () => {
  const groups = groupsOf(
    [
      card({ c: 'new', waiting_since: 900 }),
      card({ c: 'old', waiting_since: 100 }),
      card({ c: 'quiet', preview: { text: '', by: 'agent', at: 10 } }),
      card({ c: 'busy', preview: { text: '', by: 'agent', at: 90 } }),
      card({ c: 'wrap', state: 'wrap_up' }),
      card({ c: 'seen', assignee: 'other', waiting_since: 1 }),
      card({ c: 'stranger', assignee: 'other' }),
      card({ c: 'line', state: 'queued' }),
    ],
    me,
    new Set(['seen']),
  );

  it('puts the longest waiting first', () => {
    expect(names(groups.waiting)).toEqual(['old', 'new']);
  });

  it('leads F8 to the longest waiting; while nobody waits it stays, or opens the newest', () => {
    expect(urgentOf(groups, 'busy')).toBe('old');
    const calm = { ...groups, waiting: [] };
    expect(urgentOf(calm, undefined)).toBe('busy');
    expect(urgentOf(calm, 'quiet')).toBe('quiet');
    expect(urgentOf(calm, 'seen')).toBe('busy');
    expect(urgentOf({ ...calm, active: [] }, 'wrap')).toBeUndefined();
  });

  it('puts the last said first among those that need nothing', () => {
    expect(names(groups.active)).toEqual(['busy', 'quiet']);
  });

  it('shows of others’ conversations only what is watched', () => {
    expect(names(groups.watched)).toEqual(['seen']);
  });

  it('leads Alt+↓ through waiting, active, wrap-up and watched', () => {
    expect(orderOf(groups)).toEqual(['old', 'new', 'busy', 'quiet', 'wrap', 'seen']);
  });
});

describe('moving through the list', () => {
  const order = ['a', 'b', 'c'];
  it.each([
    ['a', 1, 'b'],
    ['c', 1, 'a'],
    ['a', -1, 'c'],
    [undefined, 1, 'a'],
    ['gone', -1, 'c'],
  ] as const)('from %s by %i to %s', (from, by, to) => {
    expect(neighbour(order, from, by)).toBe(to);
  });

  it('goes nowhere in an empty list', () => {
    expect(neighbour([], 'a', 1)).toBeUndefined();
  });

  it('keeps rows in their places while somebody points at them', () => {
    expect(keptOrder(['a', 'b', 'c'], ['c', 'new', 'a'])).toEqual(['a', 'c', 'new']);
  });
});
