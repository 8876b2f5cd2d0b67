import { describe, expect, it } from 'vitest';
import type { Colleague } from '#protocol';
import { draftsFrom, withDraft } from '../state/drafts.ts';
import { limits } from '../state/limits.ts';
import { embedSnippet, originsFrom } from '../state/storefront.ts';
import { candidatesOf, skillRooms } from '../state/transfer.ts';
import { draftFrom, faultsOf, prefilled } from '../state/wrap_up.ts';

describe('the wrap-up', () => {
  const card = { topic: 'return', need_type: 'functional' };

  it('is prefilled from the card and still asks for the outcome', () => {
    expect(faultsOf(prefilled(card))).toEqual(['solved', 'solution']);
    expect(faultsOf(prefilled({ topic: '' }))).toEqual(['topic', 'needType', 'solved', 'solution']);
  });

  it('does not take white space for a solution', () => {
    const form = { ...prefilled(card), solved: 'yes' as const, solution: ' \n ' };
    expect(faultsOf(form)).toEqual(['solution']);
    expect(faultsOf({ ...form, solution: '換新' })).toEqual([]);
  });

  it('takes up a draft, and starts anew when it cannot be read', () => {
    const kept = { topic: 'order', needType: 'price', solved: 'no', solution: 'x' };
    expect(draftFrom(JSON.stringify(kept), card)).toEqual(kept);
    expect(draftFrom('{"solved":"maybe","solution":3}', card)).toEqual(prefilled(card));
    for (const broken of ['', '{', 'null', '[]']) {
      expect(draftFrom(broken, card)).toEqual(prefilled(card));
    }
  });
});

describe('drafts', () => {
  it('keep the latest of many and forget emptied ones', () => {
    let drafts = {};
    for (let i = 0; i <= limits.drafts; i += 1) drafts = withDraft(drafts, `c${i}`, 'x');
    expect(Object.keys(drafts)).toHaveLength(limits.drafts);
    expect(drafts).not.toHaveProperty('c0');
    expect(withDraft({ a: '1', b: '2' }, 'a', '')).toEqual({ b: '2' });
  });

  it('come back from storage without what is no text', () => {
    expect(draftsFrom('{"a":"1","b":2}')).toEqual({ a: '1' });
    for (const broken of [undefined, '', '{', 'null', '[1]', '"x"'])
      expect(draftsFrom(broken)).toEqual({});
  });
});

describe('to whom a conversation can go', () => {
  const person = (name: string, part: Partial<Colleague> = {}): Colleague => ({
    id: name,
    name,
    presence: 'online',
    load: 1,
    capacity: 6,
    skills: [],
    ...part,
  });
  const all = [
    person('full', { load: 6, skills: [{ id: 's', level: 5 }] }),
    person('away', { presence: 'away' }),
    person('room'),
    person('fit', { load: 4, skills: [{ id: 's', level: 2 }] }),
    person('me'),
  ];

  it('shows those who can take it first, by fit and then by room', () => {
    const found = candidatesOf(all, { skill: 's' }, 'me');
    expect(found.map((one) => [one.colleague.name, one.blocked, one.level, one.free])).toEqual([
      ['fit', undefined, 2, 2],
      ['room', undefined, 0, 5],
      ['full', 'full', 5, 0],
      ['away', 'away', 0, 5],
    ]);
  });

  it('says how many of a skill are online', () => {
    const rooms = skillRooms([{ id: 's', name: 'S', topic: 's' }], all);
    expect(rooms.map((room) => room.online)).toEqual([2]);
  });
});

describe('a storefront', () => {
  it('takes exact origins only', () => {
    expect(originsFrom('https://a.example/\nhttp://localhost:8081, https://a.example')).toEqual({
      origins: ['https://a.example', 'http://localhost:8081'],
      wrong: [],
    });
    expect(
      originsFrom('a.example https://a.example/shop ftp://a https://u@a.example *').wrong,
    ).toEqual(['a.example', 'https://a.example/shop', 'ftp://a', 'https://u@a.example', '*']);
  });

  it('has a snippet that names gateway and key, and leaves the language to the page', () => {
    expect(embedSnippet('https://chat.example', 'pk_1')).toBe(
      '<script>window.kefu ??= (...a) => (window.kefu.q ??= []).push(a)</script>\n' +
        '<script async src="https://chat.example/w/v1.js" data-site="pk_1"></script>',
    );
  });
});
