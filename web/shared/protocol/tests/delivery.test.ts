import { describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { loadEarlier } from '../earlier.ts';
import type { Card, Me } from '../frames.ts';
import { isCustomerFrame } from '../guards.ts';
import { isServerFrame } from '../staff_guards.ts';
import { C, FakeGateway, type Faults } from './fake_gateway.ts';
import { keys, seeded, VirtualTime } from './virtual_time.ts';

function world(seed: number, faults: Faults) {
  const time = new VirtualTime();
  const random = seeded(seed);
  const gateway = new FakeGateway(time, random, faults);
  let saved: string | undefined;
  const seen: number[] = [];
  const make = () =>
    new Client(
      {
        open: gateway.open,
        timers: time,
        random,
        newKey,
        guard: isCustomerFrame,
        wallNow: () => time.now(),
        outbox: {
          load: () => saved,
          save: (text) => {
            saved = text;
          },
        },
      },
      {
        side: 'customer',
        credentials: async () => ({ kind: 'customer', storefront: 'pk_x', locale: 'en' }),
        status: () => {},
        welcome: () => {},
        frame: () => {},
        applied: (_c, events) => seen.push(...events.map((e) => e.q)),
        changed: () => {},
      },
    );
  const newKey = keys();
  return { time, random, gateway, make, seen };
}

describe('Messages on lines that break', () => {
  for (let seed = 1; seed <= 60; seed += 1)
    it(`arrive exactly once and in order, seed ${seed}`, async () => {
      const faults = { refuse: 0.15, cut: 0.06, late: 0.1 };
      const { time, random, gateway, make, seen } = world(seed, faults);
      gateway.append('opened', 'customer', { topic: 'order' });
      const client = make();
      client.session.start();
      const said: string[] = [];
      for (let i = 0; i < 30; i += 1) {
        if (random() < 0.15) gateway.cut(random() < 0.5 ? 1006 : 4000);
        if (random() < 0.3) gateway.append('message', 'agent', { text: `a${i}` });
        if (client.say(C, `m${i}`)) said.push(`m${i}`);
        await time.pass(random() * 600);
      }
      gateway.faults = { refuse: 0, cut: 0, late: 0 };
      await time.pass(120_000);

      const stored = gateway.log.filter((e) => e.k === 'message' && e.by.role === 'customer');
      expect(stored.map((e) => e.b.text)).toEqual(said);
      expect(client.log(C)?.events.map((e) => e.id)).toEqual(gateway.log.map((e) => e.id));
      expect(seen).toEqual(gateway.log.map((e) => e.q));
      expect(client.outbox.entries).toEqual([]);
    });

  for (let seed = 100; seed <= 120; seed += 1)
    it(`survive a reload of the page, seed ${seed}`, async () => {
      const { time, random, gateway, make } = world(seed, { refuse: 0.1, cut: 0.05, late: 0 });
      gateway.append('opened', 'customer', { topic: 'order' });
      let client = make();
      client.session.start();
      const said: string[] = [];
      for (let i = 0; i < 20; i += 1) {
        if (client.say(C, `m${i}`)) said.push(`m${i}`);
        await time.pass(random() * 200);
        if (random() < 0.2) {
          client.session.stop();
          client = make();
          client.session.start();
        }
      }
      gateway.faults = { refuse: 0, cut: 0, late: 0 };
      await time.pass(120_000);
      const stored = gateway.log.filter((e) => e.k === 'message');
      expect(stored.map((e) => e.b.text)).toEqual(said);
      expect(client.outbox.entries).toEqual([]);
    });

  it('keeps commands with a key until they are answered', async () => {
    const { time, gateway, make } = world(7, { refuse: 0, cut: 0, late: 0 });
    const client = make();
    const answer = client.submit({ t: 'survey.rate', key: client.newKey(), c: C, score: 5 });
    client.session.start();
    await time.pass(16);
    gateway.cut();
    await time.pass(60_000);
    expect((await answer).is).toBe('ok');
    const sent = gateway.received.filter((m) => m.t === 'survey.rate');
    expect(new Set(sent.map((m) => m.key)).size).toBe(1);
  });
});

describe('What lies before the log', () => {
  async function followed(fromQ: number) {
    const all = world(11, { refuse: 0, cut: 0, late: 0 });
    const client = all.make();
    for (let i = 1; i <= 450; i += 1) all.gateway.append('message', 'agent', { text: `a${i}` });
    client.follow(C, fromQ);
    client.session.start();
    await all.time.pass(1_000);
    const earlier = async () => {
      const loading = loadEarlier(client, C);
      await all.time.pass(1_000);
      return loading;
    };
    const first = () => client.log(C)?.events[0]?.q;
    return { ...all, client, earlier, first };
  }

  it('is loaded a page at a time', async () => {
    const { earlier, first } = await followed(440);
    expect(await earlier()).toBe(200);
    expect(first()).toBe(241);
    expect(await earlier()).toBe(200);
    expect(await earlier()).toBe(40);
    expect(first()).toBe(1);
    expect(await earlier()).toBe(0);
  });

  it('is loaded whole though each answer is cut short', async () => {
    const { gateway, earlier, first } = await followed(440);
    gateway.syncEventsMax = 91;
    expect(await earlier()).toBe(200);
    expect(first()).toBe(241);
  });

  it('stays as it is when the connection goes in between', async () => {
    const { gateway, time, client, earlier, first } = await followed(440);
    gateway.syncEventsMax = 91;
    const before = first();
    const loading = loadEarlier(client, C);
    await time.pass(30);
    gateway.cut();
    await time.pass(30_000);
    expect(await loading).toBe(0);
    expect(first()).toBe(before);
    expect(await earlier()).toBe(200);
  });
});

describe('Conversations that were left', () => {
  const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

  it('are kept for a while, the earliest left is forgotten first', () => {
    const { make } = world(12, { refuse: 0, cut: 0, late: 0 });
    const client = make();
    for (let n = 0; n < 300; n += 1) {
      client.follow(id(n), 0);
      client.unfollow(id(n));
      client.unfollow(id(n));
    }
    expect(client.log(id(299))).toBeDefined();
    expect(client.log(id(260))).toBeDefined();
    expect(client.log(id(259))).toBeUndefined();
  });

  it('get no receipts after a reconnect', async () => {
    const { time, gateway, make } = world(13, { refuse: 0, cut: 0, late: 0 });
    const client = make();
    client.session.start();
    await time.pass(1_000);
    for (let n = 0; n < 300; n += 1) {
      client.follow(id(n), 0);
      client.read(id(n), 1);
      await time.pass(2_000);
      client.unfollow(id(n));
    }
    client.read(C, 1);
    await time.pass(2_000);
    gateway.received.length = 0;
    gateway.cut();
    await time.pass(30_000);
    const receipts = gateway.received.filter((m) => m.t === 'receipt');
    expect(receipts.map((m) => m.c)).toEqual([C]);
  });
});

describe('A record that came back from a backup', () => {
  const me: Me = { presence: 'online', since: 0, load: 1, capacity: 4 };
  const cardOf = (top: number): Card => ({
    c: C,
    state: 'active',
    gen: 1,
    customer: { id: 'u', name: 'N', identified: false, vip: false, locale: 'en' },
    topic: 'order',
    skill: 's',
    storefront: 'f',
    top,
    opened: 0,
    since: 0,
    customer_read: 0,
    customer_delivered: 0,
    staff_read: 0,
  });

  function staffed() {
    const { time, random, gateway } = world(17, { refuse: 0, cut: 0, late: 0 });
    gateway.staffWelcome = () => ({
      t: 'welcome',
      role: 'agent',
      session: 's',
      now: 0,
      beat_ms: 25_000,
      max: { frame: 65_536, text: 4000 },
      staff: { id: 'a', name: 'A', role: 'agent', locale: 'en' },
      me,
      skills: [],
      colleagues: [],
      storefronts: [],
      cards: [cardOf(gateway.cardTop ?? gateway.log.length)],
      offers: [],
    });
    const client = new Client(
      {
        open: gateway.open,
        timers: time,
        random,
        newKey: keys(),
        guard: isServerFrame,
        wallNow: () => time.now(),
      },
      {
        side: 'staff',
        credentials: async () => ({ kind: 'staff', ticket: 't' }),
        status: () => {},
        welcome: () => {},
        frame: () => {},
        applied: () => {},
        changed: () => {},
      },
    );
    const texts = () => client.log(C)?.events.map((e) => e.b.text);
    return { time, gateway, client, texts };
  }

  it('is followed by staff from what it holds, new events included', async () => {
    const { time, gateway, client, texts } = staffed();
    client.session.start();
    await time.pass(200);
    for (let i = 1; i <= 10; i += 1) gateway.append('message', 'agent', { text: `a${i}` });
    await time.pass(200);
    expect(client.log(C)?.cursor).toBe(10);
    gateway.cut();
    gateway.log.length = 4;
    await time.pass(10_000);
    expect(texts()).toEqual(['a1', 'a2', 'a3', 'a4']);
    gateway.append('message', 'agent', { text: 'new' });
    await time.pass(200);
    expect(texts()).toEqual(['a1', 'a2', 'a3', 'a4', 'new']);
  });

  it('ends what shows the customer typing when they leave or the chat ends', async () => {
    const { time, gateway, client } = staffed();
    client.session.start();
    await time.pass(200);
    for (const kind of ['ended', 'abandoned']) {
      gateway.send({ t: 'typing', c: C, on: true });
      gateway.append('message', 'agent', { text: 'ours' });
      await time.pass(50);
      expect(client.isTyping(C)).toBe(true);
      gateway.append(kind, 'customer', {});
      await time.pass(50);
      expect(client.isTyping(C)).toBe(false);
    }
  });

  it('is told from a card that merely lags behind', async () => {
    const { time, gateway, client } = staffed();
    client.session.start();
    await time.pass(200);
    for (let i = 1; i <= 10; i += 1) gateway.append('message', 'agent', { text: `a${i}` });
    await time.pass(200);
    const first = client.log(C)?.events[0];
    gateway.cardTop = 9;
    gateway.cut();
    await time.pass(10_000);
    expect(client.log(C)?.cursor).toBe(10);
    expect(client.log(C)?.events[0]).toBe(first);
  });
});
