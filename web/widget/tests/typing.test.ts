import { expect, it } from 'vitest';
import { isCustomerFrame } from '#protocol';
import { C, FakeGateway, NO_FAULTS } from '../../shared/protocol/tests/fake_gateway.ts';
import { keys, seeded, VirtualTime } from '../../shared/protocol/tests/virtual_time.ts';
import { ChatModel } from '../app/model.ts';

it.each(['transferred', 'requeued', 'accepted', 'parked', 'ended', 'abandoned'])(
  'nobody is shown typing any more once the chat is %s',
  async (kind) => {
    const time = new VirtualTime();
    const random = seeded(3);
    const gateway = new FakeGateway(time, random, NO_FAULTS);
    const store = { load: () => undefined, save: () => {} };
    const model = new ChatModel(
      {
        ...{ open: gateway.open, timers: time, random, newKey: keys(), guard: isCustomerFrame },
        ...{ wallNow: () => time.now(), outbox: store, token: store, memory: store, site: 'pk' },
        ...{ locale: () => 'en', identity: async () => undefined },
        ...{ event: () => {}, forgotten: () => {} },
      },
      () => {},
    );
    gateway.append('opened', 'customer', { topic: 'order' });
    gateway.append('accepted', 'agent', { name: 'Lin' });
    model.start();
    await time.pass(200);
    gateway.send({ t: 'typing', c: C, on: true });
    gateway.append('message', 'customer', { text: 'mine' });
    await time.pass(50);
    expect(model.view.talk?.typing).toBe(true);
    gateway.append(kind, 'system', { name: 'Xu' });
    await time.pass(50);
    expect(model.view.talk?.typing).toBe(false);
  },
);
