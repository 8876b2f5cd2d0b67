import { isCustomerFrame } from '#protocol';
import { FakeGateway, NO_FAULTS } from '../../shared/protocol/tests/fake_gateway.ts';
import { keys, seeded, VirtualTime } from '../../shared/protocol/tests/virtual_time.ts';
import { ChatModel } from '../app/model.ts';
import type { MessageRow, Talk } from '../app/view.ts';

/** A customer's chat in a browser of its own, against the gateway's promises. */
export function world(identity: () => string | undefined = () => undefined) {
  const time = new VirtualTime();
  const random = seeded(3);
  const gateway = new FakeGateway(time, random, NO_FAULTS);
  const kept: Record<string, string | undefined> = {};
  const store = (name: string) => ({
    load: () => kept[name],
    save: (text: string) => {
      kept[name] = text;
    },
  });
  const events: string[] = [];
  const newKey = keys();
  const make = (inherited?: Talk) =>
    new ChatModel(
      {
        open: gateway.open,
        timers: time,
        random,
        newKey,
        guard: isCustomerFrame,
        wallNow: () => time.now(),
        outbox: store('outbox'),
        token: store('token'),
        memory: store('memory'),
        site: 'pk',
        locale: () => 'en',
        identity: async () => identity(),
        event: (name) => events.push(name),
        forgotten: () => events.push('forgotten'),
      },
      () => {},
      inherited,
    );
  const model = make();
  return { time, gateway, model, make, events, kept };
}

export const texts = (model: ChatModel) =>
  (model.view.talk?.rows ?? []).flatMap((r) => (r.kind === 'message' ? [r.text] : []));
export const last = (model: ChatModel) => model.view.talk?.rows.at(-1) as MessageRow;
