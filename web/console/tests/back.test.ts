import { describe, expect, it } from 'vitest';
import type { Card } from '#protocol';
import { backOf } from '../state/back.ts';
import { type Desk, emptyDesk } from '../state/desk.ts';
import { step } from '../state/desk_step.ts';
import { limits } from '../state/limits.ts';
import { byAgent, card, welcome } from './factory.ts';

const me = (presence: 'online' | 'away' | 'offline', reason?: string) => ({
  presence,
  ...(reason !== undefined && { reason }),
  since: 0,
  load: 0,
  capacity: 6,
});
const deskOf = (presence: 'online' | 'away', cards: Card[] = [], reason?: string): Desk =>
  step(emptyDesk, {
    kind: 'welcome',
    welcome: welcome({ me: me(presence, reason), cards }),
    now: 0,
  }).desk;
const mine = (c: string) => card({ c, state: 'active', assignee: byAgent.id });

describe('Who has the line again', () => {
  it('says again where they stood when the gateway was started anew', () => {
    const back = backOf(deskOf('online'), welcome({ me: me('offline') }), 3000);
    expect(back).toEqual({ taken: 0, again: { presence: 'online' }, offline: false });
    const away = backOf(deskOf('away', [], 'meal'), welcome({ me: me('offline') }), 3000);
    expect(away?.again).toEqual({ presence: 'away', reason: 'meal' });
  });

  it('says nothing of a place where nobody is asked for anything', () => {
    const boss = { ...me('away'), capacity: 0 };
    const before = step(emptyDesk, {
      kind: 'welcome',
      welcome: welcome({ me: boss, cards: [mine('a')] }),
      now: 0,
    }).desk;
    const anew = welcome({ me: { ...me('offline'), capacity: 0 } });
    expect(backOf(before, anew, 3000)).toEqual({ taken: 1, again: undefined, offline: false });
  });

  it('says again that they were away to a gateway that took them to be online for their chats', () => {
    const assumed = welcome({ me: me('online'), chosen: false });
    const late = limits.presenceAgainMs + 1;
    expect(backOf(deskOf('away', [], 'meal'), assumed, late)).toEqual({
      taken: 0,
      again: { presence: 'away', reason: 'meal' },
      offline: false,
    });
    expect(backOf(deskOf('away', [], 'missed'), assumed, 3000)?.again).toBeUndefined();
    const elsewhere = welcome({ me: me('online'), chosen: true });
    expect(backOf(deskOf('away', [], 'meal'), elsewhere, 3000)?.again).toBeUndefined();
  });

  it('is not put online again who went offline on another device meanwhile', () => {
    const home = welcome({ me: me('offline'), chosen: true });
    expect(backOf(deskOf('online'), home, 3000)).toEqual({
      taken: 0,
      again: undefined,
      offline: true,
    });
    const forgotten = welcome({ me: me('offline'), chosen: false });
    expect(backOf(deskOf('online'), forgotten, 3000)?.again).toEqual({ presence: 'online' });
  });

  it('is told that they are offline when the loss was long, or when they were sent away', () => {
    const late = limits.presenceAgainMs + 1;
    expect(backOf(deskOf('online'), welcome({ me: me('offline') }), late)).toEqual({
      taken: 0,
      again: undefined,
      offline: true,
    });
    const sent = backOf(deskOf('away', [], 'missed'), welcome({ me: me('offline') }), 3000);
    expect([sent?.again, sent?.offline]).toEqual([undefined, true]);
  });

  it('is told how many of their chats went to somebody else, and of nothing else', () => {
    const desk = deskOf('online', [mine('a'), mine('b'), card({ c: 'w', state: 'wrap_up' })]);
    const back = backOf(desk, welcome({ me: me('online'), cards: [mine('b')] }), 25_000);
    expect(back).toEqual({ taken: 1, again: undefined, offline: false });
  });

  it('learns nothing at the first welcome', () => {
    expect(backOf(emptyDesk, welcome({ me: me('offline') }), 0)).toBeUndefined();
  });
});
