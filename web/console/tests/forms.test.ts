import { describe, expect, it } from 'vitest';
import type { Colleague } from '#protocol';
import { draftsFrom, keptText, unsentOf, withDraft } from '../state/drafts.ts';
import { limits } from '../state/limits.ts';
import { hoursFrom, offsetChoices, sameHours, weekForm } from '../state/opening_hours.ts';
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

  it('that others would read are a conversation’s replies and notes, not white space or a form', () => {
    const kept = { 'a.reply': 'x', 'a.note': ' \n', 'a.wrap': '{}', 'b.note': 'y' };
    expect(unsentOf(kept, 'a')).toEqual(['reply']);
    expect(unsentOf(kept, 'b')).toEqual(['note']);
    expect(unsentOf(kept, 'c')).toEqual([]);
  });

  it('come back from storage without what is no text', () => {
    expect(draftsFrom(keptText({ a: '1' }, 0))).toEqual({ a: '1' });
    expect(draftsFrom('{"at":0,"drafts":{"a":"1","b":2}}')).toEqual({ a: '1' });
    for (const broken of [undefined, '', '{', 'null', '[1]', '"x"', '{"drafts":["x"]}'])
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
  });

  it.each([
    ['http://127.0.0.1:9555/shop', 'path', 'http://127.0.0.1:9555'],
    ['https://a.example/?q', 'path', 'https://a.example'],
    ['a.example', 'form', 'https://a.example'],
    ['localhost:8081', 'form', 'https://localhost:8081'],
    ['https://u@a.example', 'form', 'https://a.example'],
    ['ftp://a.example', 'form', 'https://shop.example'],
    ['*', 'form', 'https://shop.example'],
  ])(
    'has an origin that is wrong, %s, told with what is wrong and what to write',
    (word, why, meant) => {
      expect(originsFrom(`https://b.example ${word}`)).toEqual({
        origins: ['https://b.example'],
        wrong: [{ word, why, meant }],
      });
    },
  );

  it('has a snippet that names gateway and key, and leaves the language to the page', () => {
    expect(embedSnippet('https://chat.example', 'pk_1')).toBe(
      '<script>window.kefu ??= (...a) => (window.kefu.q ??= []).push(a)</script>\n' +
        '<script async src="https://chat.example/w/v1.js" data-site="pk_1"></script>',
    );
    expect(embedSnippet('https://chat.example', 'pk_1', '#076077')).not.toContain('data-color');
  });

  it('has a snippet that brings the launcher its colour, for nothing is asked before it is opened', () => {
    expect(embedSnippet('https://chat.example', 'pk_1', '#FFCC00')).toContain(
      ' data-site="pk_1" data-color="#ffcc00" data-ink="#1b2126"></script>',
    );
  });
});

describe('the hours of a storefront', () => {
  const hours = {
    utc_offset_min: 480,
    week: [
      { day: 1, from_min: 540, to_min: 1080 },
      { day: 5, from_min: 1320, to_min: 1560 },
      { day: 7, from_min: 0, to_min: 1440 },
    ],
  };

  it('come out of the form as they went in', () => {
    expect(hoursFrom({ offsetMin: 480, days: weekForm(hours) })).toEqual({ hours });
    expect(weekForm(hours).map((one) => [one.open, one.from, one.to])).toEqual([
      [true, '09:00', '18:00'],
      [false, '09:00', '18:00'],
      [false, '09:00', '18:00'],
      [false, '09:00', '18:00'],
      [true, '22:00', '02:00'],
      [false, '09:00', '18:00'],
      [true, '00:00', '00:00'],
    ]);
  });

  it('begin with a usual week where there are none', () => {
    expect(weekForm(null).filter((one) => one.open)).toHaveLength(5);
  });

  it('name the first open day that lacks a time', () => {
    const days = weekForm(hours);
    const without = days.map((one) => (one.day === 5 ? { ...one, to: '' } : one));
    expect(hoursFrom({ offsetMin: 0, days: without })).toEqual({ wrong: 5 });
    for (const from of ['24:00', '9', '09:60', 'noon'])
      expect(
        hoursFrom({ offsetMin: 0, days: [{ day: 2, open: true, from, to: '10:00' }] }),
      ).toEqual({ wrong: 2 });
    const closed = days.map((one) => ({ ...one, open: false, from: '' }));
    expect(hoursFrom({ offsetMin: 0, days: closed })).toEqual({
      hours: { utc_offset_min: 0, week: [] },
    });
  });

  it('are the same in any order, and none is not an empty week', () => {
    expect(sameHours(hours, { ...hours, week: [...hours.week].reverse() })).toBe(true);
    expect(sameHours(hours, { ...hours, utc_offset_min: 540 })).toBe(false);
    expect(sameHours(null, undefined)).toBe(true);
    expect(sameHours({ utc_offset_min: 0, week: [] }, null)).toBe(false);
  });

  it('offer every clock there is, and one that is set besides', () => {
    const labels = (of: number) => offsetChoices(of).map((one) => one.label);
    expect(labels(480)).toContain('UTC+08:00');
    expect(labels(480)).toContain('UTC+05:45');
    expect(labels(480)[0]).toBe('UTC−12:00');
    expect(labels(7)).toHaveLength(labels(480).length + 1);
  });
});
