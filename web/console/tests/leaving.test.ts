import { expect, it } from 'vitest';
import type { OutboxEntry } from '#protocol';
import { leftBehind, unfinishedOf } from '../state/leaving.ts';
import { card, me } from './factory.ts';

const answered = card({ c: 'a' });
const waiting = card({ c: 'a', waiting_since: 5 });
const talk = (...states: OutboxEntry['state'][]) => ({
  pending: states.map((state) => ({ state })),
  typing: false,
});
const nothing = { unanswered: false, typing: false, unsent: 0, draft: false };

it('Nothing is asked where everything was answered and sent', () => {
  expect(unfinishedOf(answered, talk(), undefined)).toBeUndefined();
  expect(unfinishedOf(answered, talk(), '  \n')).toBeUndefined();
});

it('An unanswered customer, one who is typing, a message not sent or words in the composer are each a reason', () => {
  expect(unfinishedOf(waiting, talk(), '')).toEqual({ ...nothing, unanswered: true });
  const writes = { ...talk(), typing: true };
  expect(unfinishedOf(answered, writes, '')).toEqual({ ...nothing, typing: true });
  expect(unfinishedOf(answered, talk('failed', 'queued'), '')).toEqual({ ...nothing, unsent: 2 });
  expect(unfinishedOf(answered, talk(), 'half')).toEqual({ ...nothing, draft: true });
});

it('A reply that is under way has answered the customer', () => {
  expect(unfinishedOf(waiting, talk('sending'), '')).toBeUndefined();
  expect(unfinishedOf(waiting, talk('sent'), '')).toBeUndefined();
  expect(unfinishedOf(waiting, talk('sending', 'failed'), '')).toEqual({ ...nothing, unsent: 1 });
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
