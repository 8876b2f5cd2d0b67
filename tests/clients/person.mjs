/** A customer or one of the staff, by PROTOCOL.md alone, over whichever line they are given. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { within } from './lines.mjs';
import { faultsOf } from './shapes.mjs';

export class Person {
  /** conversation → its events, as they were pushed; numbers without holes are checked at once. */
  logs = new Map();
  /** Kinds of frames that came. */
  told = new Set();
  #side;
  #line;
  #last = 0;
  #frames = [];
  #changed = () => {};
  #fault;

  /** `side`: customer or staff. */
  constructor(side, line) {
    this.#side = side;
    this.#line = line;
    assert.equal(line.protocol, 'kefu.v1');
    this.#read().catch((error) => {
      this.#fault = error;
      this.#changed();
    });
  }

  async say(frame) {
    await this.#line.send(JSON.stringify(frame));
  }

  /** Resolves to the one answer of a command; an error of the gateway fails the test. */
  async ask(command) {
    this.#last += 1;
    const r = this.#last;
    await this.say({ ...command, r });
    const answer = await this.get(
      (one) => one.r === r || (one.t === 'ack' && one.a.some(([acked]) => acked === r)),
      `an answer to ${command.t}`,
    );
    assert.notEqual(answer.t, 'err', `${command.t}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** As `ask`, with a key of its own: what is done once however often it is sent. */
  act(command) {
    return this.ask({ key: randomUUID(), ...command });
  }

  /** The first frame that came and was not taken yet for which it holds. */
  get(holds, what) {
    const found = async () => {
      for (;;) {
        if (this.#fault) throw this.#fault;
        const at = this.#frames.findIndex(holds);
        if (at >= 0) return this.#frames.splice(at, 1)[0];
        await new Promise((resolve) => {
          this.#changed = resolve;
        });
      }
    };
    return within(found(), what);
  }

  event(k, c, holds = () => true) {
    return this.get(
      (one) => one.t === 'ev' && one.k === k && one.c === c && holds(one),
      `${k} of ${c}`,
    );
  }

  async leave() {
    await this.say({ t: 'bye' });
    return within(this.#line.closed, 'closed');
  }

  async #read() {
    let gone = false;
    this.#line.closed.then(() => {
      gone = true;
    });
    while (!gone) {
      const text = await Promise.race([
        this.#line.receive(),
        this.#line.closed.then(() => undefined),
      ]);
      if (text === undefined) return;
      assert.equal(typeof text, 'string', 'chat is text');
      for (const frame of text.split('\n').map((one) => JSON.parse(one))) this.#take(frame);
      this.#changed();
    }
  }

  #take(frame) {
    assert.deepEqual(faultsOf(frame, this.#side), [], JSON.stringify(frame));
    this.told.add(frame.t);
    if (frame.t === 'ev') {
      const log = this.logs.get(frame.c) ?? [];
      assert.equal(frame.q, (log.at(-1)?.q ?? frame.q - 1) + 1, 'what is pushed has no hole');
      this.logs.set(frame.c, [...log, frame]);
    }
    this.#frames.push(frame);
  }
}

const post = (url, body, more) =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Kefu': '1', ...more },
    body: JSON.stringify(body),
  });

/** Signs in as the console does; resolves to the cookies. */
export async function cookieOf(origin, { name, password }) {
  const reply = await post(`${origin}/api/sign-in`, { name, password });
  assert.equal(reply.status, 200);
  return reply.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** Resolves to a ticket for one hello. */
export async function ticketOf(origin, staff) {
  const reply = await post(`${origin}/api/ticket`, {}, { Cookie: await cookieOf(origin, staff) });
  assert.equal(reply.status, 200);
  return (await reply.json()).ticket;
}
