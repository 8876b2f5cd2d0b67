import { expect, it } from 'vitest';
import { leftBehind, unfinishedOf } from '../state/leaving.ts';
import { card, me } from './factory.ts';

it('Nothing is asked where everything was answered and sent', () => {
  expect(unfinishedOf(card({ c: 'a' }), [], undefined)).toBeUndefined();
  expect(unfinishedOf(card({ c: 'a' }), [], '  \n')).toBeUndefined();
});

it('An unanswered customer, a message on its way or words in the composer are each a reason', () => {
  const waiting = card({ c: 'a', waiting_since: 5 });
  expect(unfinishedOf(waiting, [], '')).toEqual({ unanswered: true, unsent: 0, draft: false });
  expect(
    unfinishedOf(card({ c: 'a' }), [{ state: 'failed' }, { state: 'queued' }], ''),
  ).toMatchObject({
    unsent: 2,
  });
  expect(unfinishedOf(card({ c: 'a' }), [], 'half')).toMatchObject({ draft: true });
});

it('A reply that is under way has answered the customer', () => {
  const waiting = card({ c: 'a', waiting_since: 5 });
  expect(unfinishedOf(waiting, [{ state: 'sending' }], '')).toBeUndefined();
  expect(unfinishedOf(waiting, [{ state: 'sent' }], '')).toBeUndefined();
  expect(unfinishedOf(waiting, [{ state: 'sending' }, { state: 'failed' }], '')).toMatchObject({
    unanswered: false,
    unsent: 1,
  });
});

it('Whoever goes leaves behind whom they serve and what they have not written, not what they watch', () => {
  const cards = [
    card({ c: 'a' }),
    card({ c: 'b', state: 'wrap_up' }),
    card({ c: 'c', assignee: 'somebody else' }),
  ];
  expect(leftBehind(cards, me, 3, [])).toEqual({ open: 1, wrapUps: 1, drafts: 3, unsent: 0 });
  expect(leftBehind(cards.slice(2), me, 0, [])).toBeUndefined();
});

it('Whoever goes leaves behind every message that nobody is known to have, with nothing else, too', () => {
  const pending = [{ state: 'queued' }, { state: 'failed' }, { state: 'sending' }] as const;
  const left = leftBehind([], me, 0, [...pending, { state: 'sent' }]);
  expect(left).toEqual({ open: 0, wrapUps: 0, drafts: 0, unsent: 3 });
  expect(leftBehind([], me, 0, [{ state: 'sent' }])).toBeUndefined();
});
