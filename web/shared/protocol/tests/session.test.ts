import { describe, expect, it } from 'vitest';
import { backoffMs } from '../backoff.ts';
import { afterClose, waitMs } from '../close_codes.ts';
import type { Credentials } from '../commands.ts';
import type { ServerFrame } from '../frames.ts';
import { isCustomerFrame } from '../guards.ts';
import * as LIMITS from '../limits.ts';
import { type Answer, Session, type SessionStatus } from '../session.ts';
import { C, FakeGateway, NO_FAULTS } from './fake_gateway.ts';
import { seeded, VirtualTime } from './virtual_time.ts';

function world(options: { creds?: (renew: boolean) => Promise<Credentials | undefined> } = {}) {
  const time = new VirtualTime();
  const random = seeded(1);
  const gateway = new FakeGateway(time, random, NO_FAULTS);
  const states: SessionStatus[] = [];
  const frames: ServerFrame[] = [];
  const renewals: boolean[] = [];
  let cursor: number | undefined;
  const session = new Session(
    { open: gateway.open, timers: time, random, guard: isCustomerFrame },
    {
      backoffMsMax: 30_000,
      credentials: async (renew) => {
        renewals.push(renew);
        return options.creds
          ? options.creds(renew)
          : { kind: 'customer', storefront: 'pk', locale: 'en' };
      },
      resume: () => (cursor === undefined ? undefined : { c: C, q: cursor }),
      probe: () => ({ t: 'sync', c: C, after: 0, limit: 1 }),
      onWelcome: () => {
        cursor = 0;
      },
      onFrame: (f) => frames.push(f),
      onStatus: (s) => states.push(s),
      onLost: () => {},
    },
  );
  return { time, gateway, session, states, frames, renewals };
}

describe('Close codes', () => {
  it.each([
    [1000, 'resume'],
    [1001, 'resume'],
    [1002, 'never'],
    [1003, 'never'],
    [1006, 'resume'],
    [1007, 'never'],
    [1008, 'never'],
    [1009, 'never'],
    [4000, 'resume'],
    [4001, 'resume'],
    [4002, 'resume'],
    [4008, 'resume'],
    [4012, 'resume'],
    [4199, 'resume'],
    [4210, 'wait'],
    [4211, 'wait'],
    [4301, 'fresh'],
    [4401, 'sign_in'],
    [4403, 'sign_in'],
    [4501, 'never'],
    [4506, 'never'],
    [4599, 'never'],
  ] as const)('%i means %s', (code, what) => {
    expect(afterClose(code)).toBe(what);
  });

  it('name their wait in the reason, with a bound', () => {
    expect(waitMs('{"after_ms":1500}', 30_000, 600_000)).toBe(1500);
    expect(waitMs('after_ms=9000000', 30_000, 600_000)).toBe(600_000);
    expect(waitMs('', 30_000, 600_000)).toBe(30_000);
  });
});

describe('Back-off', () => {
  it('stays between its floor and a doubling ceiling', () => {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      expect(backoffMs(attempt, 500, 5_000, () => 0)).toBe(500);
      const most = backoffMs(attempt, 500, 5_000, () => 0.999999);
      expect(most).toBeLessThanOrEqual(5_000);
      expect(most).toBeGreaterThanOrEqual(Math.min(5_000, 990 * 2 ** attempt));
    }
  });
});

describe('A session', () => {
  it('says hello first and is ready with the welcome', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100);
    expect(session.status.is).toBe('ready');
    expect(gateway.received[0]).toMatchObject({ t: 'hello', v: 1, storefront: 'pk' });
    expect(gateway.received[0]).not.toHaveProperty('kind');
  });

  it('resumes after a loss', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100);
    gateway.cut(4000);
    await time.pass(2_000);
    expect(session.status.is).toBe('ready');
    expect(gateway.received.at(-1)).toMatchObject({ t: 'hello', resume: { c: C, q: 0 } });
  });

  it('comes back without resume when its session is unknown', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100);
    gateway.cut(4301);
    await time.pass(2_000);
    const hello = gateway.received.filter((m) => m.t === 'hello').at(-1);
    expect(hello).not.toHaveProperty('resume');
  });

  it('gives the line up when the device says it has no network, and is back at once with one', async () => {
    const { time, gateway, session, states } = world();
    session.start();
    await time.pass(100);
    gateway.closeAtHello = { code: 4000, reason: '' };
    session.netChanged(false);
    expect(session.status).toMatchObject({ is: 'waiting', limited: false });
    await time.pass(60_000);
    expect(session.status.is).not.toBe('ready');
    gateway.closeAtHello = undefined;
    states.length = 0;
    session.netChanged(true);
    await time.pass(100);
    expect(states.map((one) => one.is).slice(-2)).toEqual(['connecting', 'ready']);
  });

  it('has a line that was kept without a network prove itself soon', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100);
    session.netChanged(true);
    await time.pass(5_000);
    expect(gateway.connections).toBe(1);
    // The line is dead and nobody has said so.
    if (gateway.link) gateway.link.up = false;
    session.netChanged(true);
    await time.pass(LIMITS.proofMsMax + 2_000);
    expect(gateway.connections).toBe(2);
    expect(session.status.is).toBe('ready');
  });

  it('waits as long as it is told', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100);
    gateway.cut(4210, '{"after_ms":20000}');
    await time.pass(19_000);
    expect(session.status).toMatchObject({ is: 'waiting', limited: true });
    session.wake();
    expect(session.status.is).toBe('waiting');
    await time.pass(2_000);
    expect(session.status.is).toBe('ready');
  });

  it('asks for new credentials once, then stops', async () => {
    const { time, gateway, session, renewals } = world();
    gateway.closeAtHello = { code: 4401, reason: '' };
    session.start();
    await time.pass(10_000);
    expect(session.status).toEqual({ is: 'stopped', why: 'sign_in', code: 4401 });
    expect(renewals).toEqual([false, true]);
  });

  it('stops when there are no credentials', async () => {
    const { time, session } = world({ creds: async () => undefined });
    session.start();
    await time.pass(1_000);
    expect(session.status).toEqual({ is: 'stopped', why: 'sign_in' });
  });

  it('tries again when credentials cannot be fetched now', async () => {
    let calls = 0;
    const { time, session } = world({
      creds: async () => {
        calls += 1;
        if (calls < 3) throw new Error('offline');
        return { kind: 'customer', storefront: 'pk', locale: 'en' };
      },
    });
    session.start();
    await time.pass(20_000);
    expect(session.status.is).toBe('ready');
  });

  it('never comes back by itself after a refusal', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100);
    gateway.cut(4505);
    await time.pass(600_000);
    expect(session.status).toEqual({ is: 'stopped', why: 'refused', code: 4505 });
    expect(gateway.connections).toBe(1);
  });

  it('beats within the announced time and is silent otherwise', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100_000);
    const beats = gateway.received.filter((m) => m.t === 'beat').length;
    expect(beats).toBeGreaterThanOrEqual(3);
    expect(beats).toBeLessThanOrEqual(5);
  });

  it('drops a line that answers nothing and connects again', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100);
    const link = gateway.link;
    if (link) link.events = { opened() {}, text() {}, closed() {} };
    const answers: Answer[] = [];
    session.send({ t: 'sync', c: C, after: 0 }, (a) => answers.push(a));
    await time.pass(9_000);
    expect(answers).toEqual([]);
    if (link) link.up = false;
    await time.pass(5_000);
    expect(answers).toEqual([{ is: 'lost' }]);
    expect(gateway.connections).toBe(2);
    expect(session.status.is).toBe('ready');
  });

  it('answers every command exactly once, also when the line goes', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100);
    const answers: Answer[] = [];
    session.send({ t: 'sync', c: C, after: 0 }, (a) => answers.push(a));
    gateway.cut();
    await time.pass(60_000);
    expect(answers).toEqual([{ is: 'lost' }]);
    session.send({ t: 'sync', c: C, after: 0 }, (a) => answers.push(a));
    await time.pass(1_000);
    expect(answers.map((a) => a.is)).toEqual(['lost', 'ok']);
  });

  it('leaves a draining server inside the window', async () => {
    const { time, gateway, session } = world();
    session.start();
    await time.pass(100);
    gateway.send({ t: 'drain', within_ms: 5_000 });
    await time.pass(5_500);
    expect(gateway.connections).toBe(2);
    expect(session.status.is).toBe('ready');
  });

  it('counts frames it does not know and goes on', async () => {
    const { time, gateway, session, frames } = world();
    session.start();
    await time.pass(100);
    gateway.link?.events.text('{"t":"weather","c":"x"}\nnot json\n{"t":"place"}\n[]\n42');
    gateway.send({ t: 'place', c: C, position: 2, waiting: 3, staffed: true, later: 'field' });
    await time.pass(100);
    expect(session.unknownFrames).toBe(5);
    expect(frames.map((f) => f.t)).toEqual(['place']);
    expect(session.status.is).toBe('ready');
  });
});

describe('Forgetting the customer', () => {
  async function forgets(run: ReturnType<typeof world>, after_ms: number) {
    run.session.start();
    await run.time.pass(after_ms);
    let done = false;
    void run.session.forget().then(() => {
      done = true;
    });
    return () => done;
  }
  const byes = (gateway: FakeGateway) => gateway.received.filter((m) => m.t === 'bye');
  const stopped = { is: 'stopped', why: 'left' };

  it('ends the token and waits until the gateway has closed', async () => {
    const run = world();
    const done = await forgets(run, 200);
    await run.time.pass(5);
    expect(done()).toBe(false);
    await run.time.pass(50);
    expect(done()).toBe(true);
    expect(byes(run.gateway)).toEqual([{ t: 'bye', forget: true }]);
    expect(run.session.status).toEqual(stopped);
    await run.time.pass(60_000);
    expect(run.gateway.connections).toBe(1);
  });

  it('waits for a connection that is under way, and tells nothing of it', async () => {
    const run = world();
    const done = await forgets(run, 15);
    await run.time.pass(100);
    expect(done()).toBe(true);
    expect(byes(run.gateway)).toEqual([{ t: 'bye', forget: true }]);
    expect(run.states).not.toContainEqual({ is: 'ready' });
  });

  it('hears nothing more in between', async () => {
    const run = world();
    await forgets(run, 200);
    const before = run.frames.length;
    run.gateway.append('message', 'agent', { text: 'for you only' });
    await run.time.pass(50);
    expect(run.frames.length).toBe(before);
  });

  it('gives up after three seconds, and at once without a connection', async () => {
    const run = world();
    run.session.start();
    await run.time.pass(200);
    // Whatever is sent now is lost.
    if (run.gateway.link) run.gateway.link.up = false;
    let done = false;
    void run.session.forget().then(() => {
      done = true;
    });
    await run.time.pass(2_900);
    expect(done).toBe(false);
    await run.time.pass(200);
    expect(done).toBe(true);
    expect(run.session.status).toEqual(stopped);

    const off = world();
    await off.session.forget();
    expect(off.session.status).toEqual(stopped);
    expect(off.gateway.connections).toBe(0);
  });

  it('does not try again when the connection is refused instead', async () => {
    const run = world();
    run.gateway.closeAtHello = { code: 4401, reason: '' };
    const done = await forgets(run, 5);
    await run.time.pass(100);
    expect(done()).toBe(true);
    expect(run.session.status).toEqual(stopped);
    await run.time.pass(60_000);
    expect(run.gateway.connections).toBe(1);
  });
});
