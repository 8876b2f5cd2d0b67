import { describe, expect, it } from 'vitest';
import type { Ev } from '#protocol';
import {
  type Desk,
  emptyDesk,
  holdOf,
  mayTake,
  publicTop,
  takerOf,
  unreadOf,
  waitingOf,
} from '../state/desk.ts';
import { type DeskInput, step } from '../state/desk_step.ts';
import { limits } from '../state/limits.ts';
import { byAgent, bySystem, card, ev, me, offer, welcome } from './factory.ts';

function run(desk: Desk, ...inputs: DeskInput[]) {
  let now = desk;
  const wants = inputs.flatMap((input) => {
    const next = step(now, input);
    now = next.desk;
    return next.wants;
  });
  return { desk: now, wants };
}
const greet = (part = {}): DeskInput => ({ kind: 'welcome', welcome: welcome(part), now: 1000 });
const frame = (of: Extract<DeskInput, { kind: 'frame' }>['frame']): DeskInput => ({
  kind: 'frame',
  frame: of,
  now: 1000,
});

describe('a welcome', () => {
  it('brings the cards and asks for the log of each new one', () => {
    const { desk, wants } = run(emptyDesk, greet({ cards: [card({ c: 'a' }), card({ c: 'b' })] }));
    expect([...desk.cards.keys()]).toEqual(['a', 'b']);
    expect(wants).toEqual([
      { kind: 'load', c: 'a' },
      { kind: 'load', c: 'b' },
    ]);
  });

  it('after a reconnect loads only what is new and remembers what went', () => {
    const before = run(emptyDesk, greet({ cards: [card({ c: 'a' }), card({ c: 'b' })] })).desk;
    const { desk, wants } = run(before, greet({ cards: [card({ c: 'b' }), card({ c: 'd' })] }));
    expect(wants).toEqual([{ kind: 'load', c: 'd', came: true }]);
    expect(desk.left.get('a')?.why).toBe('gone');
    expect(holdOf(desk, 'a')).toBe('left');
  });

  it('forgets the mark of what came unopened and is gone', () => {
    const both = greet({ cards: [card({ c: 'a' }), card({ c: 'b' })] });
    const came: Desk = { ...run(emptyDesk, both).desk, fresh: new Set(['a', 'b']) };
    expect([...run(came, greet({ cards: [card({ c: 'a' })] })).desk.fresh]).toEqual(['a']);
  });

  it('is overtaken by a fresh list of colleagues', () => {
    const late = {
      id: 'late',
      name: '晚到',
      presence: 'online' as const,
      load: 0,
      capacity: 6,
      skills: [],
    };
    const { desk } = run(emptyDesk, greet(), { kind: 'colleagues', colleagues: [late] });
    expect(desk.colleagues).toEqual([late]);
  });

  it('is overtaken by the names of skills and storefronts that an admin changed', () => {
    const shop = { id: 'storefront-1', name: 'Lamps' };
    const skill = { id: 'skill-1', name: 'Returns', topic: 'return' };
    const { desk } = run(
      emptyDesk,
      greet({ storefronts: [shop] }),
      frame({ t: 'names', skills: [skill], storefronts: [shop, { ...shop, id: 'new' }] }),
    );
    expect(desk.skills).toEqual([skill]);
    expect(desk.storefronts.map((one) => one.id)).toEqual(['storefront-1', 'new']);
  });

  it('asks again for what was watched and for the wall', () => {
    const watched = card({ c: 'w', assignee: 'other' });
    const before = run(
      emptyDesk,
      greet(),
      { kind: 'watched', card: watched },
      { kind: 'wall', on: true },
    ).desk;
    const { wants, desk } = run(before, greet());
    expect(wants).toEqual([{ kind: 'watch', c: 'w' }, { kind: 'wall' }]);
    expect(holdOf(desk, 'w')).toBe('watched');
  });
});

describe('offers', () => {
  it('wait in line, are known by id and say when they end', () => {
    const { desk, wants } = run(
      emptyDesk,
      greet(),
      frame({ t: 'offer', offer: offer('1') }),
      frame({ t: 'offer', offer: offer('2', 5000) }),
      frame({ t: 'offer', offer: offer('1') }),
    );
    expect(desk.offers.map((held) => [held.offer.id, held.until])).toEqual([
      ['1', 21_000],
      ['2', 6000],
    ]);
    expect(wants).toHaveLength(2);
  });

  it('say so when one was missed, and nothing when it was withdrawn', () => {
    const two = run(emptyDesk, greet({ offers: [offer('1'), offer('2')] })).desk;
    const missed = run(two, frame({ t: 'offer.gone', id: '1', why: 'missed' }));
    expect(missed.wants).toEqual([{ kind: 'tell', what: 'missed', c: 'c-1' }]);
    const withdrawn = run(missed.desk, frame({ t: 'offer.gone', id: '2', why: 'withdrawn' }));
    expect(withdrawn.wants).toEqual([]);
    expect(withdrawn.desk.offers).toEqual([]);
  });

  it('are missed by the word of the gateway, also after our clock has put them away', () => {
    const two = run(emptyDesk, greet({ offers: [offer('1'), offer('2')] })).desk;
    const lapsed = run(
      two,
      { kind: 'offer-lapsed', offer: '1' },
      { kind: 'offer-lapsed', offer: '2' },
    );
    expect([lapsed.desk.offers, lapsed.desk.missed, lapsed.wants]).toEqual([[], [], []]);
    const told = run(
      lapsed.desk,
      frame({ t: 'offer.gone', id: '1', why: 'withdrawn' }),
      frame({ t: 'offer.gone', id: '2', why: 'missed' }),
    );
    expect(told.desk.missed.map((one) => one.c)).toEqual(['c-2']);
    expect(told.wants).toEqual([{ kind: 'tell', what: 'missed', c: 'c-2' }]);
    expect(told.desk.lapsed).toEqual([]);
  });

  it('stay among the missed until seen, or until the same customer was taken after all', () => {
    const ids = [...Array(limits.missed + 1)].map((_, i) => String(i));
    const gone = ids.map((id) => frame({ t: 'offer.gone', id, why: 'missed' }));
    const all = run(emptyDesk, greet({ offers: ids.map((id) => offer(id)) }), ...gone).desk;
    expect(all.missed.map((one) => one.c)).toEqual(ids.slice(1).map((id) => `c-${id}`));
    const took = run(all, { kind: 'took', offer: 'x', card: card({ c: 'c-1' }) }).desk;
    expect(took.missed.map((one) => one.c)).not.toContain('c-1');
    expect(run(took, { kind: 'missed-seen' }).desk.missed).toEqual([]);
  });

  it('are missed no more once the same customer is ours by whatever act', () => {
    const missed = run(
      emptyDesk,
      greet({ offers: [offer('1'), offer('2')] }),
      frame({ t: 'offer.gone', id: '1', why: 'missed' }),
      frame({ t: 'offer.gone', id: '2', why: 'missed' }),
    ).desk;
    const names = (desk: Desk) => desk.missed.map((one) => one.c);
    const given = run(missed, frame({ t: 'card', card: card({ c: 'c-1' }) })).desk;
    expect(names(given)).toEqual(['c-2']);
    const back = run(missed, greet({ cards: [card({ c: 'c-2' })] })).desk;
    expect(names(back)).toEqual(['c-1']);
    const other = card({ c: 'c-1', assignee: 'other' });
    expect(names(run(missed, { kind: 'watched', card: other }).desk)).toEqual(['c-1', 'c-2']);
  });

  it('that our clock put away are remembered up to a bound; the oldest is not told any more', () => {
    const ids = [...Array(limits.lapsed + 1)].map((_, i) => String(i));
    const { desk } = run(
      emptyDesk,
      greet({ offers: ids.map((id) => offer(id)) }),
      ...ids.map((id): DeskInput => ({ kind: 'offer-lapsed', offer: id })),
    );
    expect(desk.lapsed.map((one) => one.offer.id)).toEqual(ids.slice(1));
    const told = run(desk, frame({ t: 'offer.gone', id: '0', why: 'missed' }));
    expect([told.desk.missed, told.wants]).toEqual([[], []]);
  });

  it('become a card when taken', () => {
    const { desk } = run(emptyDesk, greet({ offers: [offer('1')] }), {
      kind: 'took',
      offer: '1',
      card: card({ c: 'c-1' }),
    });
    expect(desk.offers).toEqual([]);
    expect(holdOf(desk, 'c-1')).toBe('mine');
  });
});

describe('the waiting timer', () => {
  const start = run(emptyDesk, greet({ cards: [card({ c: 'c1', top: 2 })] })).desk;
  const said = (...events: ReturnType<typeof ev>[]): DeskInput => ({
    kind: 'applied',
    c: 'c1',
    events,
  });

  it('starts with the oldest unanswered message of the customer', () => {
    const { desk } = run(start, said(ev({ q: 3, at: 500 })), said(ev({ q: 4, at: 900 })));
    expect(waitingOf(desk)).toEqual([{ c: 'c1', since: 500 }]);
  });

  it('stops with a public reply, not with a note or an automatic message', () => {
    const waiting = run(start, said(ev({ q: 3, at: 500 }))).desk;
    const note = run(waiting, said(ev({ q: 4, k: 'note', by: byAgent }))).desk;
    expect(waitingOf(note)).toHaveLength(1);
    const auto = run(note, said(ev({ q: 5, by: byAgent, b: { text: 'x', auto: true } }))).desk;
    expect(waitingOf(auto)).toHaveLength(1);
    expect(waitingOf(run(auto, said(ev({ q: 6, by: byAgent }))).desk)).toEqual([]);
  });

  it('is not started again by events that the card already counts', () => {
    expect(run(start, said(ev({ q: 2 }))).desk).toBe(start);
  });

  it('is replaced by the server’s next card', () => {
    const waiting = run(start, said(ev({ q: 3, at: 500 }))).desk;
    const { desk } = run(waiting, frame({ t: 'card', card: card({ c: 'c1', top: 3 }) }));
    expect(waitingOf(desk)).toEqual([]);
  });

  it('is not ours in a conversation that we only watch', () => {
    const watched = card({ c: 'w', assignee: 'other', waiting_since: 1 });
    expect(waitingOf(run(start, { kind: 'watched', card: watched }).desk)).toEqual([]);
  });
});

describe('reading', () => {
  it('never goes back, also when a card under way says less', () => {
    const start = run(emptyDesk, greet({ cards: [card({ c: 'c1', staff_read: 4 })] })).desk;
    const { desk } = run(
      start,
      { kind: 'read', c: 'c1', read: 9 },
      { kind: 'read', c: 'c1', read: 7 },
      frame({ t: 'card', card: card({ c: 'c1', staff_read: 5 }) }),
    );
    expect(desk.cards.get('c1')?.staff_read).toBe(9);
  });

  it('counts the customer’s messages after the mark, not ours and not system lines', () => {
    const events = [
      ev({ q: 1 }),
      ev({ q: 2 }),
      ev({ q: 3, by: byAgent }),
      ev({ q: 4, k: 'queued' }),
      ev({ q: 5 }),
    ];
    expect(unreadOf(events, 1)).toBe(2);
    expect(unreadOf(events, 5)).toBe(0);
    expect(unreadOf([], 0)).toBe(0);
  });

  it('takes the receipt’s number from the last public event', () => {
    const { p: _, ...hidden } = ev({ q: 6, k: 'note' });
    expect(publicTop([ev({ q: 5, p: 4 }), hidden])).toBe(4);
    expect(publicTop([])).toBe(0);
  });
});

describe('a conversation that goes', () => {
  it('stays readable with the reason, and only the newest of them are kept', () => {
    let { desk } = run(emptyDesk, greet({ cards: [card({ c: 'a' })] }));
    desk = run(desk, frame({ t: 'card.gone', c: 'a', why: 'transferred' })).desk;
    expect(desk.left.get('a')?.why).toBe('transferred');
    for (let i = 0; i < 25; i += 1) {
      const c = `x${i}`;
      desk = run(
        desk,
        frame({ t: 'card', card: card({ c }) }),
        frame({ t: 'card.gone', c, why: 'closed' }),
      ).desk;
    }
    expect(desk.left.size).toBe(20);
    expect(desk.left.has('a')).toBe(false);
  });

  it('comes back as a card when it is ours again', () => {
    const { desk } = run(
      emptyDesk,
      greet({ cards: [card({ c: 'a' })] }),
      frame({ t: 'card.gone', c: 'a', why: 'requeued' }),
      frame({ t: 'card', card: card({ c: 'a' }) }),
    );
    expect(desk.left.size).toBe(0);
    expect(holdOf(desk, 'a')).toBe('mine');
  });

  it('does not come back with a card that was under way when watching stopped', () => {
    const watched = card({ c: 'w', assignee: 'other' });
    const late = frame({ t: 'card', card: { ...watched, top: 9 } });
    const seen = run(emptyDesk, greet(), { kind: 'watched', card: watched }, late).desk;
    expect(seen.cards.get('w')?.top).toBe(9);
    const { desk, wants } = run(seen, { kind: 'unwatched', c: 'w' }, late);
    expect([desk.cards.has('w'), wants]).toEqual([false, []]);
    expect(run(desk, frame({ t: 'card', card: card({ c: 'w' }) })).desk.cards.has('w')).toBe(true);
  });

  it('is forgotten when watching stops, but not when it is ours', () => {
    const watched = card({ c: 'w', assignee: 'other' });
    const { desk } = run(
      emptyDesk,
      greet({ cards: [card({ c: 'a' })] }),
      { kind: 'watched', card: watched },
      { kind: 'unwatched', c: 'w' },
      { kind: 'unwatched', c: 'a' },
    );
    expect([...desk.cards.keys()]).toEqual(['a']);
    expect(desk.cards.get('a')?.assignee).toBe(me);
  });
});

describe('a conversation that is taken over', () => {
  const watched = card({ c: 'w', assignee: 'other' });
  const boss = { id: me, name: '周雅文', role: 'supervisor' as const, locale: 'en' };
  const watching = run(emptyDesk, greet({ staff: boss }), { kind: 'watched', card: watched }).desk;
  const own = card({ c: 'w', assignee: me, gen: 2 });

  it('is taken by who supervises and watches, before its talk has ended', () => {
    expect(mayTake(watching, 'w')).toBe(true);
    const agent = run(emptyDesk, greet(), { kind: 'watched', card: watched }).desk;
    expect(mayTake(agent, 'w')).toBe(false);
    for (const state of ['wrap_up', 'closed', 'abandoned'] as const) {
      const over = frame({ t: 'card', card: { ...watched, state } });
      expect(mayTake(run(watching, over).desk, 'w')).toBe(false);
    }
  });

  it('is theirs and watched no more: it goes like any other of theirs', () => {
    const { desk, wants } = run(watching, { kind: 'took-over', card: own });
    expect(holdOf(desk, 'w')).toBe('mine');
    expect(mayTake(desk, 'w')).toBe(false);
    expect(desk.watching.size).toBe(0);
    expect(wants).toEqual([]);
    expect(run(desk, { kind: 'unwatched', c: 'w' }).desk.cards.has('w')).toBe(true);
  });

  it('is not news to who took it', () => {
    const taken = ev({ q: 9, k: 'accepted', b: { staff: me, name: 'Z', why: 'taken' } });
    const { desk } = run(watching, { kind: 'took-over', card: own });
    expect(run(desk, { kind: 'applied', c: 'w', events: [taken] }).wants).toEqual([]);
  });

  it('names who has it now by its log', () => {
    const before = ev({ q: 3, k: 'accepted', b: { staff: 'a', name: 'Ann', why: 'offer' } });
    const taken = ev({ q: 5, k: 'accepted', b: { staff: 'z', name: 'Zhou', why: 'taken' } });
    expect(takerOf([before, taken, ev({ q: 6, k: 'note' })])).toEqual({ id: 'z', name: 'Zhou' });
    expect(takerOf([])).toBeUndefined();
  });
});

describe('a conversation that comes by itself', () => {
  const boss = { role: 'supervisor' as const, id: 'staff-9', name: '周雅文' };
  const taken = (why: string, by: Ev['by'] = byAgent) =>
    ev({ q: 3, k: 'accepted', by, b: { staff: me, name: '林靜宜', why } });
  const opened = ev({ q: 1, k: 'opened', b: { text: '裂了' } });
  const arrives = (...events: Ev[]) => {
    const desk = run(emptyDesk, greet()).desk;
    const came = run(desk, frame({ t: 'card', card: card({ c: 'c1', top: 3 }) }));
    expect(came.wants).toEqual([{ kind: 'load', c: 'c1', came: true }]);
    return run(came.desk, { kind: 'loaded', c: 'c1', events });
  };

  it('is told with the supervisor who assigned it, and is new until it is opened', () => {
    const { desk, wants } = arrives(opened, taken('assigned', boss));
    expect(wants).toEqual([{ kind: 'came', c: 'c1', how: { why: 'assigned', by: '周雅文' } }]);
    expect([...desk.fresh]).toEqual(['c1']);
    expect(run(desk, { kind: 'opened', c: 'c1' }).desk.fresh.size).toBe(0);
    expect(run(desk, frame({ t: 'card.gone', c: 'c1', why: 'assigned' })).desk.fresh.size).toBe(0);
  });

  it('is told when it was accepted automatically or handed over without asking', () => {
    expect(arrives(opened, taken('auto')).wants).toMatchObject([{ how: { why: 'auto' } }]);
    const given = ev({ q: 2, k: 'transferred', by: byAgent, b: { from: 'staff-2', note: '…' } });
    expect(arrives(opened, given, taken('transfer')).wants).toMatchObject([
      { how: { why: 'transfer', from: 'staff-2' } },
    ]);
    const handed = { ...given, by: boss, b: { from: boss.id, note: '…' } };
    expect(arrives(opened, handed, taken('transfer')).wants).toMatchObject([
      { how: { why: 'transfer', from: boss.id, name: boss.name } },
    ]);
  });

  it('is not told where they took it themselves', () => {
    const given = ev({ q: 1, k: 'transferred', by: byAgent, b: { from: 'staff-2', note: '…' } });
    const asked = ev({ q: 2, k: 'offered', by: bySystem, b: { staff: me } });
    expect(arrives(asked, taken('offer')).wants).toEqual([]);
    expect(arrives(given, asked, taken('transfer')).wants).toEqual([]);
    expect(arrives(opened, taken('assigned', { ...boss, id: me })).wants).toEqual([]);
  });

  it('is not told by an older stay: the rest of the log is waited for', () => {
    const { desk, wants } = arrives(ev({ q: 1, k: 'accepted', b: { staff: me, why: 'auto' } }));
    expect(wants).toEqual([]);
    const news = run(desk, { kind: 'applied', c: 'c1', events: [taken('assigned', boss)] });
    expect(news.wants).toMatchObject([{ kind: 'came', how: { why: 'assigned' } }]);
  });

  it('is nothing new at the first welcome, after a reload', () => {
    const { wants } = run(emptyDesk, greet({ cards: [card({ c: 'c1' })] }));
    expect(wants).toEqual([{ kind: 'load', c: 'c1' }]);
  });
});
