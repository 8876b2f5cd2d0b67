import { describe, expect, it } from 'vitest';
import { prepend } from '../earlier.ts';
import { EventLog } from '../event_log.ts';
import type { Ev } from '../frames.ts';
import * as LIMITS from '../limits.ts';
import { Outbox } from '../outbox.ts';
import { ReceiptSender } from '../receipts.ts';
import { TypingSeen, TypingSender } from '../typing.ts';
import { seeded, VirtualTime } from './virtual_time.ts';

const ev = (q: number): Ev => ({
  t: 'ev',
  c: 'c',
  q,
  id: `e${q}`,
  k: 'message',
  by: { role: 'agent' },
  at: q,
  b: { text: `${q}` },
});

describe('The event log', () => {
  it('applies any order of arrival, with repeats, as the one order', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = seeded(seed);
      const arrivals = Array.from({ length: 60 }, (_, i) => (i % 40) + 1).sort(
        () => random() - 0.5,
      );
      const log = new EventLog('c');
      const seen: number[] = [];
      for (const q of arrivals) seen.push(...log.apply(ev(q)).fresh.map((e) => e.q));
      expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
      expect(log.cursor).toBe(40);
      expect(log.hasGap).toBe(false);
    }
  });

  it('knows its gap', () => {
    const log = new EventLog('c');
    log.apply(ev(1));
    expect(log.apply(ev(5)).outcome).toBe('held');
    expect(log.hasGap).toBe(true);
    expect(log.cursor).toBe(1);
  });

  it('takes earlier events only as a run that ends where it begins', () => {
    const log = new EventLog('c', 10);
    log.apply(ev(11));
    expect(prepend(log, [ev(7), ev(9), ev(10)])).toBe(2);
    expect(log.floor).toBe(8);
    expect(prepend(log, [ev(7), ev(8)])).toBe(2);
    expect(log.events.map((e) => e.q)).toEqual([7, 8, 9, 10, 11]);
  });

  it('keeps a bounded number', () => {
    const log = new EventLog('c');
    for (let q = 1; q <= LIMITS.logEventsMax + 10; q += 1) log.apply(ev(q));
    expect(log.events.length).toBe(LIMITS.logEventsMax);
    expect(log.floor).toBe(10);
    for (let q = 0; q < LIMITS.heldEventsMax + 50; q += 1) log.apply(ev(log.cursor + 2 + q));
    expect(log.apply(ev(log.cursor + 1)).fresh.length).toBe(LIMITS.heldEventsMax + 1);
  });
});

describe('The outbox', () => {
  const draft = (key: string) => ({ key, c: 'c', text: key, at: 0 });

  it('is bounded', () => {
    const outbox = new Outbox();
    for (let i = 0; i < LIMITS.outboxEntriesMax; i += 1)
      expect(outbox.enqueue(draft(`${i}`))).toBeDefined();
    expect(outbox.enqueue(draft('one more'))).toBeUndefined();
  });

  it('has a bounded number under way per conversation', () => {
    const outbox = new Outbox();
    for (let i = 0; i < 20; i += 1) outbox.enqueue(draft(`${i}`));
    expect(outbox.takeDue(0).length).toBe(LIMITS.outboxInFlightMax);
    expect(outbox.takeDue(0).length).toBe(0);
  });

  it('takes a retryable refusal and all behind it back, and waits as told', () => {
    const outbox = new Outbox();
    for (const key of ['a', 'b', 'c']) outbox.enqueue(draft(key));
    outbox.takeDue(0);
    outbox.acknowledged('a', 1);
    outbox.refused('b', 1, { code: 'rate_limited', retry: true, after_ms: 700 }, 100);
    outbox.refused('c', 1, { code: 'prior_failed', retry: true }, 110);
    expect(outbox.takeDue(799)).toEqual([]);
    expect(outbox.nextDue(200)).toBe(800);
    expect(outbox.takeDue(800).map((e) => e.key)).toEqual(['b', 'c']);
  });

  it('lets the rest go on after a final refusal', () => {
    const outbox = new Outbox();
    for (const key of ['a', 'b']) outbox.enqueue(draft(key));
    outbox.takeDue(0);
    outbox.refused('a', 1, { code: 'forbidden_word', retry: false }, 0);
    outbox.acknowledged('b', 1);
    expect(outbox.entries.map((e) => e.state)).toEqual(['failed', 'sent']);
    expect(outbox.entries[0]?.error?.code).toBe('forbidden_word');
  });

  it('sends one that was warned of once more when its author confirms it, and no other so', () => {
    const outbox = new Outbox();
    for (const key of ['a', 'b']) outbox.enqueue(draft(key));
    outbox.takeDue(0);
    const warning = { code: 'forbidden_word', retry: false, text: '100%' };
    outbox.refused('a', 1, { ...warning, confirm: true }, 0);
    outbox.refused('b', 1, warning, 0);
    expect(outbox.entries.map((e) => e.error?.confirm)).toEqual([true, undefined]);
    outbox.retry('a', 'c', undefined, true);
    outbox.retry('b', 'd');
    expect(outbox.takeDue(0).map((e) => e.confirmed)).toEqual([true, undefined]);
  });

  it('sends a failed one again under a new key, at the end', () => {
    const outbox = new Outbox();
    for (const key of ['a', 'b']) outbox.enqueue(draft(key));
    outbox.takeDue(0);
    outbox.refused('a', 1, { code: 'too_large', retry: false }, 0);
    expect(outbox.retry('a', 'new')).toBe(true);
    expect(outbox.entries.map((e) => e.key)).toEqual(['b', 'new']);
    expect(outbox.takeDue(0).map((e) => e.key)).toEqual(['new']);
  });

  it('deletes only what is certainly not stored', () => {
    const outbox = new Outbox();
    outbox.enqueue(draft('a'));
    expect(outbox.delete('a')).toBe(true);
    outbox.enqueue(draft('b'));
    outbox.takeDue(0);
    expect(outbox.delete('b')).toBe(false);
    outbox.disconnected();
    expect(outbox.delete('b')).toBe(false);
  });

  it('takes what an end was faster than along to the next conversation, and nothing else', () => {
    const outbox = new Outbox();
    for (const key of ['late', 'long', 'stored']) outbox.enqueue(draft(key));
    outbox.takeDue(0);
    outbox.refused('late', 1, { code: 'conversation_closed', retry: false }, 0);
    outbox.refused('long', 1, { code: 'too_large', retry: false }, 0);
    outbox.acknowledged('stored', 1);
    outbox.carry('c');
    expect(outbox.of('c').map((e) => e.error?.code)).toEqual([
      'conversation_closed',
      'too_large',
      undefined,
    ]);
    outbox.carry('next');
    expect(outbox.of('next')).toMatchObject([{ key: 'late', state: 'failed' }]);
    expect(outbox.of('next')[0]?.error).toBeUndefined();
    outbox.retry('late', 'again');
    expect(outbox.takeDue(0)).toMatchObject([{ key: 'again', c: 'next', text: 'late' }]);
  });

  it('ignores an answer to an older attempt', () => {
    const outbox = new Outbox();
    outbox.enqueue(draft('a'));
    outbox.takeDue(0);
    outbox.disconnected();
    outbox.takeDue(0);
    outbox.refused('a', 1, { code: 'unavailable', retry: true }, 0);
    expect(outbox.entries[0]?.state).toBe('sending');
  });

  it('reads what it saved and nothing else', () => {
    let saved = '';
    const storage = {
      load: () => saved,
      save: (t: string) => {
        saved = t;
      },
    };
    const outbox = new Outbox(storage);
    outbox.enqueue(draft('a'));
    outbox.enqueue(draft('b'));
    outbox.takeDue(0);
    outbox.acknowledged('a', 1);
    expect(new Outbox(storage).entries).toMatchObject([{ key: 'b', state: 'queued', attempts: 1 }]);
    for (const broken of ['', '{', '7', 'null', '[1,null,{"key":1}]', '{"key":"a"}']) {
      saved = broken;
      expect(new Outbox(storage).entries).toEqual([]);
    }
  });
});

describe('Typing', () => {
  it('is told at most once in three seconds and ends by itself', async () => {
    const time = new VirtualTime();
    const told: [number, boolean][] = [];
    const sender = new TypingSender(time, (_c, on) => told.push([time.now(), on]));
    for (let i = 0; i < 10; i += 1) {
      sender.input('c', true);
      await time.pass(500);
    }
    await time.pass(10_000);
    expect(told).toEqual([
      [0, true],
      [3_000, true],
      [9_500, false],
    ]);
  });

  it('of others expires after six seconds', async () => {
    const time = new VirtualTime();
    let changes = 0;
    const seen = new TypingSeen(time, () => {
      changes += 1;
    });
    seen.signal('c', true);
    await time.pass(4_000);
    seen.signal('c', true);
    await time.pass(5_000);
    expect(seen.isTyping('c')).toBe(true);
    await time.pass(1_500);
    expect(seen.isTyping('c')).toBe(false);
    expect(changes).toBe(2);
  });
});

describe('Receipts', () => {
  it('only rise, once a second, and are said again after a reconnect', async () => {
    const time = new VirtualTime();
    const said: [number, number][] = [];
    const receipts = new ReceiptSender(time, (_c, delivered, read) => {
      said.push([delivered, read]);
      return true;
    });
    receipts.delivered('c', 3);
    receipts.read('c', 2);
    receipts.delivered('c', 1);
    await time.pass(1_000);
    receipts.read('c', 5);
    await time.pass(1_000);
    receipts.reconnected(new Set(['c']));
    await time.pass(1_000);
    expect(said).toEqual([
      [3, 2],
      [5, 5],
      [5, 5],
    ]);
  });
});
