import { describe, expect, it } from 'vitest';
import type { Card } from '#protocol';
import {
  declinesNow,
  emptyDesk,
  emptyWords,
  lastWords,
  leftOf,
  mayOpenRecord,
  mayWrite,
  shopOf,
  takesWork,
  unansweredSince,
  waitedOf,
} from '../state/desk.ts';
import { step } from '../state/desk_step.ts';
import { byAgent, ev, offer, welcome } from './factory.ts';

const greeted = (part = {}) =>
  step(emptyDesk, { kind: 'welcome', welcome: welcome(part), now: 1000 }).desk;

it('an earlier record is a way in for whoever supervises, and for the agent who served it', () => {
  const reader = (role: 'agent' | 'supervisor') => ({ id: 'a', name: 'Lin', role, locale: 'en' });
  expect(mayOpenRecord({ staff_name: 'Xu' }, undefined)).toBe(false);
  expect(mayOpenRecord({ staff_name: 'Xu' }, reader('agent'))).toBe(false);
  expect(mayOpenRecord({ staff_name: 'Lin' }, reader('agent'))).toBe(true);
  expect(mayOpenRecord({ staff_name: 'Xu' }, reader('supervisor'))).toBe(true);
});

describe('who takes conversations', () => {
  const seen = (me: { presence: 'online' | 'away'; capacity: number }) =>
    greeted({ me: { since: 0, load: 0, ...me } });

  it('is somebody with room for one; a supervisor who only watches is told how', () => {
    expect(takesWork(emptyDesk)).toBe(false);
    expect(emptyWords(emptyDesk)).toBeUndefined();
    expect(takesWork(seen({ presence: 'online', capacity: 0 }))).toBe(false);
    expect(emptyWords(seen({ presence: 'online', capacity: 0 }))).toBe('desk.noneWatched');
  });

  it('is told to wait, or to go online', () => {
    expect(takesWork(seen({ presence: 'away', capacity: 6 }))).toBe(true);
    expect(emptyWords(seen({ presence: 'away', capacity: 6 }))).toBe('desk.noneAway');
    expect(emptyWords(seen({ presence: 'online', capacity: 6 }))).toBe('desk.noneOnline');
  });
});

describe('what can be written', () => {
  it('is a reply only in a chat of one’s own, and a note also once it is over or by who supervises', () => {
    expect(mayWrite('mine', 'agent')).toEqual(['reply', 'note']);
    expect(mayWrite('wrap_up', 'agent')).toEqual(['note']);
    expect(mayWrite('watched', 'supervisor')).toEqual(['note']);
    expect(mayWrite('watched', 'agent')).toEqual([]);
    expect(mayWrite('left', 'admin')).toEqual([]);
  });
});

describe('the shop of a conversation', () => {
  it('is named where there is more than one', () => {
    const one = { id: 'shop-1', name: '日器官網' };
    const two = { id: 'shop-2', name: '日器海外店' };
    expect(shopOf(greeted({ storefronts: [one] }), 'shop-1')).toBeUndefined();
    const both = greeted({ storefronts: [one, two] });
    expect(shopOf(both, 'shop-2')).toBe('日器海外店');
    expect(shopOf(both, 'made since')).toBeUndefined();
  });
});

describe('the time of an offer', () => {
  it('declines for who is choosing why, shortly before it is over', () => {
    const choosing = [20_000, 1501, 1500, 1, 0].map((left) => declinesNow(true, left));
    expect(choosing).toEqual([false, false, true, true, false]);
    expect(declinesNow(false, 1000)).toBe(false);
  });

  it('tells how long nobody has answered where that is longer than the present wait', () => {
    const of = (part: Pick<Card, 'waiting_since' | 'waiting_from'>) => {
      const one = offer('o');
      return unansweredSince({ offer: { ...one, card: { ...one.card, ...part } }, until: 0 });
    };
    expect(of({ waiting_since: 1000, waiting_from: 9000 })).toBe(1000);
    expect(of({ waiting_since: 9000, waiting_from: 9000 })).toBeUndefined();
    expect(of({ waiting_from: 9000 })).toBeUndefined();
    expect(of({ waiting_since: 1000 })).toBeUndefined();
  });

  it('goes on from what was told, and what is left never exceeds what was given', () => {
    const held = { offer: offer('o', 20_000), until: 21_000 };
    expect(waitedOf(held, 1000)).toBe(5000);
    expect(waitedOf(held, 4000)).toBe(8000);
    expect(leftOf(held, 4000)).toBe(17_000);
    // Our clock may be behind by a little, or the offer over.
    expect([waitedOf(held, 0), leftOf(held, 0)]).toEqual([5000, 20_000]);
    expect(leftOf(held, 30_000)).toBe(0);
  });
});

describe('the newest words', () => {
  it('are a person’s, not the greeting of the system', () => {
    const opened = ev({ q: 1, k: 'opened', b: { text: '裂了' } });
    const greeting = ev({ q: 2, by: byAgent, b: { text: '您好', auto: true } });
    expect(lastWords([opened, greeting])).toEqual({ text: '裂了', by: 'customer' });
    expect(lastWords([opened, greeting, ev({ q: 3, by: byAgent, b: { text: '在' } })])).toEqual({
      text: '在',
      by: 'agent',
    });
    expect(lastWords([ev({ q: 1, k: 'note', b: { text: '內部' } })])).toBeUndefined();
  });
});
