import { describe, expect, it } from 'vitest';
import { C } from '../../shared/protocol/tests/fake_gateway.ts';
import { last, texts, world } from './model_world.ts';

/** A shop's token for `sub`; `n` makes each one another. */
const jwt = (sub: string, n = 0) => `e30.${btoa(JSON.stringify({ sub, n }))}.sig`;

describe('The chat', () => {
  it('shows what was asked before it as the first words', async () => {
    const { time, gateway, model } = world();
    gateway.append('opened', 'customer', { topic: 'order', order: 'R1', text: 'It broke' });
    model.start();
    await time.pass(200);
    expect(texts(model)).toEqual(['It broke']);
    expect(model.view.talk).toMatchObject({ order: 'R1', asked: 'It broke' });
  });

  it('follows a message from queued to read', async () => {
    const { time, gateway, model } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    model.start();
    await time.pass(200);
    gateway.cut();
    await time.pass(50);
    model.intend({ do: 'say', c: C, text: 'hello' });
    expect(last(model)).toMatchObject({ text: 'hello', state: 'queued', deletable: true });
    await time.pass(5_000);
    expect(last(model)).toMatchObject({ text: 'hello', state: 'sent' });
    gateway.send({ t: 'receipt', c: C, by: 'agent', delivered: 2, read: 0 });
    await time.pass(50);
    expect(last(model).state).toBe('delivered');
    gateway.send({ t: 'receipt', c: C, by: 'agent', delivered: 2, read: 2 });
    await time.pass(50);
    expect(last(model).state).toBe('read');
  });

  it('counts what is unread until it was seen, also after a reload', async () => {
    const { time, gateway, model, kept } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    gateway.append('message', 'agent', { text: 'one' });
    gateway.append('message', 'agent', { text: 'two' });
    model.start();
    await time.pass(200);
    expect(model.view.talk?.unread).toBe(2);
    expect(model.view.talk?.lastUnread?.text).toBe('two');
    model.intend({ do: 'seen' });
    expect(model.view.talk?.unread).toBe(0);
    await time.pass(2_000);
    expect(gateway.received.filter((m) => m.t === 'receipt').at(-1)).toMatchObject({ read: 3 });
    expect(kept.memory).toContain('"read":3');
  });

  it('takes the state from the log when a state frame is missed', async () => {
    const { time, gateway, model, events } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    model.start();
    await time.pass(200);
    gateway.append('accepted', 'system', { name: 'Jing' });
    await time.pass(50);
    expect(model.view.talk).toMatchObject({ state: 'active', agent: 'Jing' });
    gateway.append('ended', 'agent', {});
    await time.pass(50);
    expect(model.view.talk).toMatchObject({ state: 'ended', agent: 'Jing' });
    expect(events).toEqual(['agent.joined', 'session.ended']);
  });

  it('takes somebody to be there where an older gateway does not say so', async () => {
    const { time, gateway, model } = world();
    const own = gateway.own.bind(gateway);
    gateway.own = () => ({ ...own(), state: 'waiting', place: { position: 2, waiting: 3 } });
    model.start();
    await time.pass(500);
    expect(model.view.talk?.place).toEqual({ position: 2, waiting: 3, staffed: true });
    gateway.send({ t: 'place', c: C, position: 1, waiting: 1 });
    await time.pass(500);
    expect(model.view.talk?.place).toEqual({ position: 1, waiting: 1, staffed: true });
  });

  it('counts a second wait from its own beginning, without the place of the first', async () => {
    const { time, gateway, model } = world();
    const place = { position: 2, waiting: 3, staffed: true };
    const own = gateway.own.bind(gateway);
    gateway.own = () => ({ ...own(), state: 'waiting', waiting_from: 1, place });
    gateway.append('opened', 'customer', { topic: 'order' });
    model.start();
    await time.pass(200);
    expect(model.view.talk).toMatchObject({ waitingFrom: 1, place });
    gateway.append('accepted', 'system', { name: 'Jing' });
    const requeued = gateway.append('requeued', 'system', {});
    await time.pass(50);
    expect(model.view.talk).toMatchObject({ state: 'waiting', waitingFrom: requeued });
    expect(model.view.talk?.place).toBeUndefined();
    gateway.send({ t: 'state', c: C, state: 'waiting', waiting_from: 77 });
    gateway.send({ t: 'place', c: C, position: 1, waiting: 1, staffed: false });
    await time.pass(50);
    expect(model.view.talk).toMatchObject({
      waitingFrom: 77,
      place: { position: 1, staffed: false },
    });
  });

  it('takes up that an agent is asked, and that the line has it back', async () => {
    const { time, gateway, model } = world();
    const own = gateway.own.bind(gateway);
    gateway.own = () => ({ ...own(), state: 'waiting', waiting_from: 1 });
    gateway.append('opened', 'customer', { topic: 'order' });
    model.start();
    await time.pass(200);
    gateway.send({ t: 'place', c: C, position: 1, waiting: 1, staffed: true, ringing: true });
    await time.pass(50);
    expect(model.view.talk?.place).toMatchObject({ ringing: true });
    gateway.send({ t: 'place', c: C, position: 1, waiting: 1, staffed: true });
    await time.pass(50);
    expect(model.view.talk?.place?.ringing).toBeUndefined();
  });

  it('believes the welcome about a wait, not the history that led to it', async () => {
    const { time, gateway, model } = world();
    const place = { position: 2, waiting: 3, staffed: true };
    gateway.append('opened', 'customer', { topic: 'order' });
    gateway.append('accepted', 'system', { name: 'Jing' });
    gateway.append('requeued', 'system', {});
    const own = gateway.own.bind(gateway);
    gateway.own = () => ({ ...own(), state: 'waiting', waiting_from: 50, place });
    model.start();
    await time.pass(200);
    expect(model.view.talk).toMatchObject({ state: 'waiting', waitingFrom: 50, place });
  });

  it('asks for a rating that was skipped once no more, over a reload', async () => {
    const { time, gateway, model, make } = world();
    for (const kind of ['opened', 'ended']) gateway.append(kind, 'customer', {});
    model.start();
    await time.pass(200);
    expect(model.view.talk?.skipped).toBe(false);
    model.intend({ do: 'mark', as: 'skipped' });
    const next = make();
    next.start();
    await time.pass(200);
    expect(next.view.talk).toMatchObject({ rated: false, skipped: true });
  });

  it('puts an ended conversation away only when asked to', async () => {
    const { time, gateway, model } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    model.start();
    await time.pass(200);
    model.intend({ do: 'mark', as: 'putAway' });
    expect(model.view.talk).toBeDefined();
    gateway.append('ended', 'agent', {});
    await time.pass(50);
    model.intend({ do: 'mark', as: 'putAway' });
    expect(model.view.talk).toBeUndefined();
  });

  it('keeps what the end was faster than, as not sent, for the next chat, wherever that begins', async () => {
    const { time, gateway, model } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    model.start();
    await time.pass(200);
    gateway.refuseMessage = { code: 'conversation_closed', retry: false };
    model.intend({ do: 'say', c: C, text: 'too late' });
    gateway.append('ended', 'agent', {});
    await time.pass(200);
    expect(last(model)).toMatchObject({ state: 'failed', error: 'conversation_closed' });
    gateway.refuseMessage = undefined;
    const c = '0190a000-0000-7000-8000-0000000000c2';
    gateway.send({ t: 'conversation', conversation: { ...gateway.own(), c, state: 'waiting' } });
    await time.pass(50);
    expect(model.view.talk?.c).toBe(c);
    expect(last(model)).toMatchObject({ text: 'too late', state: 'failed', error: undefined });
    model.intend({ do: 'retry', key: last(model).key ?? '' });
    await time.pass(50);
    expect(gateway.received.at(-1)).toMatchObject({ t: 'message.send', c, text: 'too late' });
  });

  it('says when the line is lost, and only then', async () => {
    const { time, gateway, model } = world();
    model.start();
    expect(model.view.lostAt).toBeUndefined();
    await time.pass(200);
    gateway.cut(4211, '{"after_ms":9000}');
    await time.pass(50);
    expect(model.view.net).toMatchObject({ is: 'waiting', limited: true });
    expect(model.view.lostAt).toBeDefined();
    await time.pass(10_000);
    expect(model.view).toMatchObject({ net: { is: 'ready' } });
    expect(model.view.lostAt).toBeUndefined();
  });

  it('takes the browser’s word that there is no network, and is back at once with one', async () => {
    const { time, gateway, model } = world();
    model.start();
    await time.pass(200);
    gateway.closeAtHello = { code: 4000, reason: '' };
    model.intend({ do: 'net', online: false });
    expect(model.view).toMatchObject({ net: { is: 'waiting', limited: false } });
    expect(model.view.lostAt).toBe(time.now());
    await time.pass(60_000);
    gateway.closeAtHello = undefined;
    model.intend({ do: 'net', online: true });
    await time.pass(100);
    expect(model.view.net).toEqual({ is: 'ready' });
  });

  it('forgets everything when the customer signs out, at the gateway, too', async () => {
    const { time, gateway, model, kept, events } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    kept.token = 'secret';
    model.start();
    await time.pass(200);
    model.intend({ do: 'say', c: C, text: 'mine' });
    model.intend({ do: 'forget' });
    expect(model.view.talk).toBeUndefined();
    expect(kept).toEqual({ token: '', memory: '{}', outbox: '[]' });
    expect(events).not.toContain('forgotten');
    await time.pass(100);
    expect(events).toContain('forgotten');
    expect(gateway.received.at(-1)).toEqual({ t: 'bye', forget: true });
    expect(model.client.log(C)).toBeUndefined();
  });

  it('ends a token of an earlier page that has said no hello yet', async () => {
    const { time, gateway, model, kept } = world();
    kept.token = 'secret';
    model.intend({ do: 'forget' });
    expect(kept.token).toBe('');
    await time.pass(100);
    expect(gateway.received).toMatchObject([
      { t: 'hello', token: 'secret' },
      { t: 'bye', forget: true },
    ]);
    expect(model.view.talk).toBeUndefined();
  });

  it('is nobody new before somebody looks at it again', async () => {
    const { time, gateway, model } = world();
    model.intend({ do: 'forget' });
    model.start();
    await time.pass(1_000);
    expect(gateway.connections).toBe(0);
    expect(model.view.net).toEqual({ is: 'stopped', why: 'left' });
    model.intend({ do: 'again' });
    await time.pass(100);
    expect(model.view.net).toEqual({ is: 'ready' });
  });

  it('does not start for the next visitor what the last one was about to', async () => {
    const { time, gateway, model } = world();
    model.start();
    await time.pass(200);
    model.intend({ do: 'start', topic: 'return', text: 'mine' });
    gateway.received.length = 0;
    model.intend({ do: 'forget' });
    await time.pass(100);
    model.intend({ do: 'again' });
    await time.pass(1_000);
    expect(gateway.received.filter((m) => m.t === 'hello')).toHaveLength(1);
    expect(gateway.received.filter((m) => m.t === 'conversation.start').length).toBeLessThan(2);
    expect(gateway.received.at(-1)).toMatchObject({ t: 'hello' });
    expect(model.view.notice).toBeUndefined();
  });

  it('keeps its connection when another tab shows the same customer', async () => {
    const { time, gateway, model } = world(() => jwt('u-1', 1));
    model.start();
    await time.pass(200);
    model.intend({ do: 'identify', token: jwt('u-1', 2) });
    await time.pass(1_000);
    expect(gateway.connections).toBe(1);
  });

  it('says hello again when somebody signs in, or somebody else does', async () => {
    const tokens = [undefined, jwt('u-1'), jwt('u-2')];
    const { time, gateway, model } = world(() => tokens.shift());
    model.start();
    await time.pass(200);
    model.intend({ do: 'identify', token: jwt('u-1') });
    await time.pass(1_000);
    expect(gateway.connections).toBe(2);
    model.intend({ do: 'identify', token: jwt('u-2') });
    await time.pass(1_000);
    expect(gateway.connections).toBe(3);
  });

  it('keeps fifty messages without a line and says when no more fit', async () => {
    const { time, gateway, model } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    model.start();
    await time.pass(200);
    gateway.closeAtHello = { code: 4000, reason: '' };
    gateway.cut();
    await time.pass(50);
    const taken = Array.from({ length: 51 }, (_, i) =>
      model.intend({ do: 'say', c: C, text: `${i}` }),
    );
    expect(taken).toEqual([...Array<boolean>(50).fill(true), false]);
    expect(model.view).toMatchObject({ queued: 50, notice: { code: 'full' } });
    gateway.closeAtHello = undefined;
    await time.pass(60_000);
    expect(gateway.log.filter((e) => e.k === 'message').length).toBe(50);
    expect(model.view.queued).toBe(0);
  });

  it('says once what two tabs that led were asked to say under one key', async () => {
    const { time, gateway, model, make } = world();
    gateway.append('opened', 'customer', { topic: 'order' });
    const [key, first] = ['0190a000-0000-7000-8000-0000000000a1', 'said once'];
    model.start();
    await time.pass(200);
    expect(model.intend({ do: 'say', c: C, text: first }, key)).toBe(true);
    await time.pass(1_000);
    model.stop();
    const next = make(model.view.talk);
    next.intend({ do: 'say', c: C, text: first }, key);
    next.intend({ do: 'say', c: C, text: first }, key);
    next.start();
    await time.pass(5_000);
    expect(gateway.log.map((e) => e.b.text)).toEqual([undefined, first]);
    expect(texts(next)).toEqual([first]);
    expect(next.view.queued).toBe(0);
  });

  it('goes on with what another tab showed, and with what is said meanwhile', async () => {
    const { time, gateway, model, make } = world();
    gateway.append('opened', 'customer', { topic: 'order', text: 'It broke' });
    model.start();
    await time.pass(200);
    const next = make(model.view.talk);
    gateway.closeAtHello = { code: 4000, reason: '' };
    model.stop();
    next.start();
    next.intend({ do: 'say', c: C, text: 'hello' });
    await time.pass(100);
    expect(texts(next)).toEqual(['It broke', 'hello']);
    gateway.closeAtHello = undefined;
    await time.pass(60_000);
    expect(texts(next)).toEqual(['It broke', 'hello']);
    expect(last(next).state).toBe('sent');
  });

  it('hears of a conversation that another device of the customer began', async () => {
    const { time, gateway, model } = world();
    gateway.opened = false;
    model.start();
    await time.pass(200);
    expect(model.view.talk).toBeUndefined();
    gateway.append('opened', 'customer', { topic: 'order', text: 'It broke' });
    gateway.send({ t: 'conversation', conversation: { ...gateway.own(), state: 'waiting' } });
    await time.pass(5_000);
    expect(model.view.talk).toMatchObject({ c: C, state: 'waiting', asked: 'It broke' });
    expect(gateway.connections).toBe(1);
  });

  it('looks once for an open conversation that is not here, and says when it is not found', async () => {
    const { time, gateway, model } = world();
    gateway.opened = false;
    model.start();
    await time.pass(200);
    gateway.refuseStart = { code: 'already_open', retry: false, c: C };
    for (const connections of [2, 3]) {
      const taken = model.intend({ do: 'start', topic: 'order', text: 'mine' });
      await time.pass(60_000);
      expect(await taken).toBe(false);
      expect(gateway.connections).toBe(connections);
      expect(model.view).toMatchObject({ busy: false, notice: { code: 'already_open' } });
    }
    gateway.opened = true;
    gateway.append('opened', 'customer', { topic: 'order' });
    model.intend({ do: 'dismiss' });
    model.intend({ do: 'start', topic: 'order', text: 'mine' });
    await time.pass(1_000);
    expect(model.view.talk?.c).toBe(C);
    expect(model.view.notice).toBeUndefined();
  });
});
