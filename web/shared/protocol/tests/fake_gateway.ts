import type { Ev, OwnConversation, ServerFrame } from '../frames.ts';
import type { OpenSocket, SocketEvents } from '../ports.ts';
import type { VirtualTime } from './virtual_time.ts';

interface Link {
  events: SocketEvents;
  up: boolean;
  welcomed: boolean;
  cursor: number;
  failed: string[];
}

export interface Faults {
  /** Chance that a message is refused for now. */
  refuse: number;
  /** Chance that an answer or event is lost together with the line. */
  cut: number;
  /** Chance that an event reaches the client late, after its successor. */
  late: number;
}

export const NO_FAULTS: Faults = { refuse: 0, cut: 0, late: 0 };
export const C = '0190a000-0000-7000-8000-0000000000c1';

/**
 * The gateway's promises for one conversation, small enough to be read at once: a log with client
 * keys, `prior_failed`, resume, sync; on lines that break where the seed says.
 */
export class FakeGateway {
  readonly log: Ev[] = [];
  readonly #time: VirtualTime;
  readonly #random: () => number;
  readonly #keys = new Map<string, number>();
  faults: Faults;
  link: Link | undefined;
  connections = 0;
  received: Record<string, unknown>[] = [];
  /** Events of one `sync` at the most, as where their size cuts the answer. */
  syncEventsMax = 1000;
  /** Set for staff: what they are welcomed with, and the top of their card where it lags behind. */
  staffWelcome: (() => object) | undefined;
  cardTop: number | undefined;
  /** Whether a welcome brings the conversation. */
  opened = true;
  /** Set to refuse a start with this. */
  refuseStart: Record<string, unknown> | undefined;
  /** Set to refuse every message with this. */
  refuseMessage: Record<string, unknown> | undefined;
  /** Set to close every new connection with this code instead of a welcome. */
  closeAtHello: { code: number; reason: string } | undefined;

  constructor(time: VirtualTime, random: () => number, faults: Faults) {
    this.#time = time;
    this.#random = random;
    this.faults = faults;
  }

  readonly open: OpenSocket = (events) => {
    this.connections += 1;
    const link: Link = { events, up: true, welcomed: false, cursor: 0, failed: [] };
    this.link = link;
    this.#later(() => events.opened());
    return {
      send: (text) => {
        if (link.up) this.#later(() => this.#receive(link, text));
      },
      close: () => {
        link.up = false;
      },
    };
  };

  cut(code = 1006, reason = ''): void {
    const link = this.link;
    if (!link?.up) return;
    link.up = false;
    this.#later(() => link.events.closed(code, reason));
  }

  append(k: string, role: 'customer' | 'agent' | 'system', b: Ev['b'], key?: string): number {
    const q = this.log.length + 1;
    const ev: Ev = { t: 'ev', c: C, q, id: `e${q}`, k, by: { role }, at: q, b };
    if (key) ev.key = key;
    this.log.push(ev);
    this.#feed();
    return q;
  }

  send(frame: ServerFrame | Record<string, unknown>): void {
    const link = this.link;
    if (link) this.#deliver(link, frame);
  }

  #later(run: () => void): void {
    this.#time.after(10, run);
  }

  /** One wire: frames keep their order, but for those that `late` holds back. */
  #deliver(link: Link, frame: object): void {
    if (!link.up) return;
    if (this.#random() < this.faults.cut) {
      this.cut();
      return;
    }
    const text = JSON.stringify(frame);
    // The bus between nodes may reorder events; a socket does not reorder answers.
    const event = (frame as { t?: string }).t === 'ev';
    const late = event && this.#random() < this.faults.late ? 300 : 10;
    this.#time.after(late, () => {
      if (link.up) link.events.text(text);
    });
  }

  #feed(): void {
    const link = this.link;
    if (!link?.up || !link.welcomed) return;
    for (; link.cursor < this.log.length; link.cursor += 1) {
      const ev = this.log[link.cursor];
      if (ev) this.#deliver(link, ev);
    }
  }

  #receive(link: Link, text: string): void {
    if (!link.up) return;
    const m = JSON.parse(text) as Record<string, unknown> & { t: string; r?: number };
    this.received.push(m);
    if (m.t === 'hello') this.#hello(link, m);
    else if (m.t === 'bye' && m.forget) this.cut(1000, '');
    else if (m.t === 'message.send' && this.refuseMessage)
      this.#deliver(link, { t: 'err', r: m.r, ...this.refuseMessage });
    else if (m.t === 'message.send') this.#message(link, m);
    else if (m.t === 'sync') {
      const after = m.after as number;
      const to = after + Math.min(m.limit as number, this.syncEventsMax);
      this.#deliver(link, {
        t: 'ok',
        r: m.r,
        events: this.log.slice(after, to),
        top: this.log.length,
        more: to < this.log.length,
      });
    } else if (m.t === 'conversation.start' && this.refuseStart)
      this.#deliver(link, { t: 'err', r: m.r, ...this.refuseStart });
    else if (m.r !== undefined) this.#deliver(link, { t: 'ok', r: m.r });
  }

  #hello(link: Link, m: Record<string, unknown>): void {
    if (this.closeAtHello) {
      this.cut(this.closeAtHello.code, this.closeAtHello.reason);
      return;
    }
    if (this.staffWelcome) {
      const known = (m.resume as Record<string, number> | undefined)?.[C];
      link.cursor = Math.min(known ?? this.log.length, this.log.length);
      link.welcomed = true;
      this.#deliver(link, this.staffWelcome());
      this.#feed();
      return;
    }
    const resume = m.resume as { c: string; q: number } | undefined;
    link.cursor = resume?.q ?? 0;
    link.welcomed = true;
    this.#deliver(link, {
      t: 'welcome',
      role: 'customer',
      session: 's',
      now: 0,
      beat_ms: 25_000,
      max: { frame: 65_536, text: 4000 },
      identified: false,
      ...(this.opened ? { conversation: this.own(resume ? 'ok' : 'reset') } : {}),
    });
    if (this.opened) this.#feed();
  }

  own(st: 'ok' | 'reset' = 'reset'): OwnConversation {
    return {
      c: C,
      state: this.log.some((ev) => ev.k === 'ended') ? 'ended' : 'active',
      topic: 'order',
      top: this.log.length,
      st,
      read: 0,
      delivered: 0,
      rated: false,
      opened: 0,
    };
  }

  #message(link: Link, m: Record<string, unknown>): void {
    const key = m.key as string;
    const known = this.#keys.get(key);
    const refuse = (code: string, more: object = {}) =>
      this.#deliver(link, { t: 'err', r: m.r, code, retry: true, ...more });
    if (known === undefined) {
      const prior = link.failed.length > 0 && !link.failed.includes(key);
      if (prior) {
        link.failed.push(key);
        refuse('prior_failed');
        return;
      }
      if (link.failed[0] !== undefined && link.failed[0] !== key) {
        refuse('prior_failed');
        return;
      }
      if (this.#random() < this.faults.refuse) {
        if (!link.failed.includes(key)) link.failed.push(key);
        refuse('unavailable', { after_ms: 200 });
        return;
      }
      link.failed = link.failed.filter((k) => k !== key);
      const q = this.log.length + 1;
      this.#keys.set(key, q);
      this.append('message', 'customer', { text: m.text as string }, key);
      this.#deliver(link, { t: 'ack', c: C, a: [[m.r, q, false]] });
    } else this.#deliver(link, { t: 'ack', c: C, a: [[m.r, known, true]] });
  }
}
