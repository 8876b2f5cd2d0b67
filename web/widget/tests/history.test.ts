import { describe, expect, it } from 'vitest';
import { LIMITS } from '#protocol';
import { C } from '../../shared/protocol/tests/fake_gateway.ts';
import { texts, world } from './model_world.ts';

describe('What was there before the page', () => {
  it.each(['requeued', 'transferred'])(
    'believes the welcome that it waits, though it was served before it was %s',
    async (kind) => {
      const { time, gateway, model } = world();
      for (const k of ['opened', 'accepted', kind]) gateway.append(k, 'system', { name: 'Jing' });
      const own = gateway.own.bind(gateway);
      gateway.own = () => ({ ...own(), state: 'waiting', waiting_from: 50 });
      model.start();
      await time.pass(200);
      expect(model.view.talk).toMatchObject({ state: 'waiting', waitingFrom: 50 });
      expect(model.view.talk?.agent).toBeUndefined();
      expect(model.view.talk?.rows.map((row) => row.kind === 'system' && row.word)).toEqual([
        'accepted',
        kind,
      ]);
    },
  );

  it('waits again when it is passed on, also where the state frame is missed', async () => {
    const { time, gateway, model } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    gateway.append('accepted', 'system', { name: 'Jing' });
    model.start();
    await time.pass(200);
    const from = gateway.append('transferred', 'agent', { name: 'Bao' });
    await time.pass(50);
    expect(model.view.talk).toMatchObject({ state: 'waiting', waitingFrom: from });
    expect(model.view.talk?.agent).toBeUndefined();
  });

  it('still names at the end whoever served it, over a reload', async () => {
    const { time, gateway, model } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    gateway.append('accepted', 'system', { name: 'Jing' });
    gateway.append('ended', 'agent', {});
    const own = gateway.own.bind(gateway);
    gateway.own = () => ({ ...own(), state: 'ended' });
    model.start();
    await time.pass(200);
    expect(model.view.talk).toMatchObject({ state: 'ended', agent: 'Jing' });
  });

  it('tells the page nothing of what was there before it, and all that comes after', async () => {
    const { time, gateway, model, make, events } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    gateway.append('accepted', 'system', { name: 'Jing' });
    gateway.append('message', 'agent', { text: 'one' });
    model.start();
    await time.pass(200);
    expect(texts(model)).toEqual(['one']);
    expect(events).toEqual([]);
    gateway.append('message', 'agent', { text: 'two' });
    await time.pass(50);
    expect(events).toEqual(['message']);
    gateway.cut();
    gateway.append('message', 'agent', { text: 'said while the line was lost' });
    gateway.append('ended', 'agent', {});
    await time.pass(5_000);
    expect(events).toEqual(['message', 'message', 'session.ended']);
    model.stop();
    const next = make();
    next.start();
    await time.pass(200);
    expect(texts(next)).toHaveLength(3);
    expect(events).toHaveLength(3);
  });

  it('holds no place for what is said next: what failed in a chat that was left is let go', async () => {
    const { time, gateway, make, kept } = world();
    const failed = (i: number) => ({
      key: `k${i}`,
      c: 'old',
      text: 'x',
      at: 0,
      state: 'failed',
      attempts: 1,
    });
    kept.outbox = JSON.stringify(
      Array.from({ length: LIMITS.outboxEntriesMax }, (_, i) => failed(i)),
    );
    const model = make();
    gateway.append('opened', 'customer', { topic: 'order' });
    model.start();
    await time.pass(200);
    expect(model.view.queued).toBe(0);
    expect(model.intend({ do: 'say', c: C, text: 'hello' })).toBe(true);
    await time.pass(200);
    expect(texts(model)).toEqual(['hello']);
  });
});
