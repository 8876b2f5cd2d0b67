import { CatchUp } from './catch_up.ts';
import type { Command, Credentials, CustomerResume, StaffResume } from './commands.ts';
import { EventLog } from './event_log.ts';
import type { Card, Ev, Id, OwnConversation, ServerFrame, Welcome } from './frames.ts';
import type { FrameGuard } from './guards.ts';
import * as LIMITS from './limits.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';
import { OutboxPump } from './outbox_pump.ts';
import type { NewKey, OpenSocket, Random, TextStorage, Timers } from './ports.ts';
import { ReceiptSender } from './receipts.ts';
import { type Answer, Session, type SessionStatus } from './session.ts';
import { TypingSeen, TypingSender } from './typing.ts';

export interface ClientPorts {
  open: OpenSocket;
  timers: Timers;
  random: Random;
  newKey: NewKey;
  /** `isCustomerFrame` or, for staff, `isServerFrame`. */
  guard: FrameGuard;
  /** Wall clock in UTC ms, for the time shown beside a message that is still on its way. */
  wallNow(): number;
  outbox?: TextStorage;
}

export interface ClientHooks {
  side: 'customer' | 'staff';
  credentials(renew: boolean): Promise<Credentials | undefined>;
  status(status: SessionStatus): void;
  welcome(welcome: Welcome): void;
  /** `conversation`, `place`, `state`, `card`, `card.gone`, `offer`, `offer.gone`, `me`, `wall`. */
  frame(frame: ServerFrame): void;
  /** Events that were applied just now, in order. */
  applied(c: Id, events: readonly Ev[]): void;
  /** Log, outbox, marks or typing of a conversation changed. */
  changed(c: Id): void;
}

/** What the other side has received and read, in public numbers. */
export interface PeerMarks {
  delivered: number;
  read: number;
}

const NO_MARKS: PeerMarks = { delivered: 0, read: 0 };

/**
 * The conversations of one session: a `Session` kept up, an `EventLog` for each conversation, one
 * `Outbox`, receipts and typing. For customers and staff alike; the difference is in `side`.
 */
export class Client {
  readonly #ports: ClientPorts;
  readonly #hooks: ClientHooks;
  readonly session: Session;
  readonly outbox: Outbox;
  readonly #logs = new Map<Id, EventLog>();
  readonly #followed = new Set<Id>();
  /** Not followed any more, the earliest first. */
  readonly #left = new Set<Id>();
  readonly #marks = new Map<Id, PeerMarks>();
  readonly #parked: { command: Command; done(answer: Answer): void }[] = [];
  readonly #typingSender: TypingSender;
  readonly #typingSeen: TypingSeen;
  readonly #receipts: ReceiptSender;
  readonly #catchUp: CatchUp;
  readonly #pump: OutboxPump;

  constructor(ports: ClientPorts, hooks: ClientHooks) {
    this.#ports = ports;
    this.#hooks = hooks;
    this.outbox = new Outbox(ports.outbox);
    this.#typingSender = new TypingSender(ports.timers, (c, on) =>
      this.session.signal({ t: 'typing', c, on }),
    );
    this.#typingSeen = new TypingSeen(ports.timers, (c) => hooks.changed(c));
    this.#receipts = new ReceiptSender(ports.timers, (c, delivered, read) => {
      if (this.session.status.is !== 'ready') return false;
      this.session.signal({ t: 'receipt', c, delivered, read });
      return true;
    });
    this.session = new Session(
      { open: ports.open, timers: ports.timers, random: ports.random, guard: ports.guard },
      {
        backoffMsMax:
          hooks.side === 'staff' ? LIMITS.staffBackoffMsMax : LIMITS.customerBackoffMsMax,
        credentials: (renew) => hooks.credentials(renew),
        resume: () => this.#resume(),
        probe: () => this.#probe(),
        onWelcome: (w) => this.#welcome(w),
        onFrame: (f) => this.#frame(f),
        onStatus: (s) => hooks.status(s),
        onLost: () => this.#lost(),
      },
    );
    this.#catchUp = new CatchUp(ports.timers, this.session, {
      applied: (log, fresh) => this.#applied(log, fresh),
      refused: (c) => this.unfollow(c),
    });
    this.#pump = new OutboxPump(this.outbox, this.session, ports.timers, {
      stored: (c, q) => this.#stored(c, q),
      changed: (c) => hooks.changed(c),
    });
  }

  // ---- conversations

  log(c: Id): EventLog | undefined {
    return this.#logs.get(c);
  }

  marks(c: Id): PeerMarks {
    return this.#marks.get(c) ?? NO_MARKS;
  }

  isTyping(c: Id): boolean {
    return this.#typingSeen.isTyping(c);
  }

  /** Follows a conversation from `after` on; answers the log, the existing one if there is one. */
  follow(c: Id, after: number, top = after): EventLog {
    let log = this.#logs.get(c);
    if (!log) {
      log = new EventLog(c, after);
      this.#logs.set(c, log);
    }
    this.#followed.add(c);
    this.#left.delete(c);
    log.top = Math.max(log.top, top);
    this.#catchUp.soon(log);
    return log;
  }

  /** Its log stays readable for a while; it is not resumed any more. */
  unfollow(c: Id): void {
    this.#catchUp.cancel(c);
    if (!this.#followed.delete(c)) return;
    this.#left.add(c);
    const [oldest] = this.#left;
    if (oldest !== undefined && this.#left.size > LIMITS.leftLogsMax) this.forget(oldest);
  }

  forget(c: Id): void {
    this.#catchUp.cancel(c);
    this.#followed.delete(c);
    this.#left.delete(c);
    this.#logs.delete(c);
    this.#marks.delete(c);
    this.#receipts.forget(c);
  }

  // ---- saying things

  /** Undefined when the outbox is full. The same `key` again says nothing twice. */
  say(c: Id, text: string, gen?: number, key = this.#ports.newKey()): OutboxEntry | undefined {
    const entry = this.outbox.enqueue({
      key,
      c,
      text,
      at: this.#ports.wallNow(),
      ...(gen !== undefined && { gen }),
    });
    if (!entry) return undefined;
    this.#typingSender.stop(true);
    this.#pump.run();
    this.#hooks.changed(c);
    return entry;
  }

  /** `confirmed`: its author was warned of a word in it, and means it. */
  retry(key: Id, gen?: number, confirmed?: boolean): void {
    const c = this.outbox.entries.find((e) => e.key === key)?.c;
    if (c === undefined || !this.outbox.retry(key, this.#ports.newKey(), gen, confirmed)) return;
    this.#pump.run();
    this.#hooks.changed(c);
  }

  discard(key: Id): void {
    const c = this.outbox.entries.find((e) => e.key === key)?.c;
    if (c !== undefined && this.outbox.delete(key)) this.#hooks.changed(c);
  }

  typed(c: Id, hasText: boolean): void {
    this.#typingSender.input(c, hasText);
  }

  /** Everything up to public number `p` was on the screen of a visible page. */
  read(c: Id, p: number): void {
    this.#receipts.read(c, p);
  }

  // ---- commands

  /** Sent once; `lost` when the connection goes first. Cards in the answer are followed. */
  async request(command: Command): Promise<Answer> {
    const answer = await this.session.request(command);
    this.#adopt(answer);
    return answer;
  }

  /**
   * For commands with a client key: sent again after each reconnect until there is an answer. Never
   * resolves with `lost` unless `stop` is called.
   */
  submit(command: Command & { key: Id }): Promise<Answer> {
    return new Promise((resolve) => this.#submit(command, resolve));
  }

  newKey(): Id {
    return this.#ports.newKey();
  }

  /** Ends the session and gives up what waits for one. */
  stop(): void {
    this.session.stop();
    this.#giveUp();
  }

  /** Signed out: nothing that was said or heard stays, and the gateway ends the token, too. */
  async forgetAll(): Promise<void> {
    this.outbox.clear();
    for (const c of [...this.#logs.keys()]) this.forget(c);
    await this.session.forget();
    this.#giveUp();
  }

  // ---- inside

  #giveUp(): void {
    for (const p of this.#parked.splice(0)) p.done({ is: 'lost' });
  }

  #submit(command: Command, done: (answer: Answer) => void): void {
    if (this.session.status.is !== 'ready') {
      this.#parked.push({ command, done });
      return;
    }
    this.session.send(command, (answer) => {
      if (answer.is === 'lost') this.#parked.push({ command, done });
      else {
        this.#adopt(answer);
        done(answer);
      }
    });
  }

  /** What an answer says about a conversation is taken before the caller hears of it. */
  #adopt(answer: Answer): void {
    if (answer.is !== 'ok') return;
    if (answer.ok.card) this.#card(answer.ok.card);
    if (answer.ok.conversation) this.#own(answer.ok.conversation);
  }

  /** A customer has one conversation at a time: the newest is the one that is followed. */
  #own(own: OwnConversation): void {
    for (const c of [...this.#followed]) if (c !== own.c) this.unfollow(c);
    const log = this.follow(own.c, 0);
    this.outbox.carry(own.c);
    this.outbox.dropFailed(this.#followed);
    log.top = Math.max(log.top, own.top);
    this.#catchUp.soon(log);
    this.#mark(own.c, own.delivered, own.read);
  }

  #resume(): CustomerResume | StaffResume | undefined {
    const logs = [...this.#followed].flatMap((c) => this.#logs.get(c) ?? []);
    if (this.#hooks.side === 'customer') {
      const log = logs.at(-1);
      return log ? { c: log.c, q: log.cursor } : undefined;
    }
    return Object.fromEntries(logs.slice(-200).map((log) => [log.c, log.cursor]));
  }

  #probe(): Command | undefined {
    const c = [...this.#followed].at(-1);
    const log = c === undefined ? undefined : this.#logs.get(c);
    if (log) return { t: 'sync', c: log.c, after: log.cursor, limit: 1 };
    // Answered whether or not anything was watched.
    return this.#hooks.side === 'staff'
      ? { t: 'conversation.unwatch', c: '00000000-0000-7000-8000-000000000000' }
      : undefined;
  }

  #welcome(welcome: Welcome): void {
    if (welcome.role === 'customer') {
      if (welcome.conversation) {
        if (welcome.conversation.st === 'reset') this.#logs.get(welcome.conversation.c)?.reset();
        this.#own(welcome.conversation);
      }
    } else {
      for (const c of welcome.gone ?? []) this.unfollow(c);
      for (const card of welcome.cards) {
        this.#card(card);
        // Ahead of the record, which may have come back from a backup: it is asked.
        const log = this.#logs.get(card.c);
        if (log && log.cursor > card.top) this.#catchUp.now(log);
      }
    }
    this.#hooks.welcome(welcome);
    for (const p of this.#parked.splice(0)) this.#submit(p.command, p.done);
    this.#receipts.reconnected(this.#followed);
    this.#pump.run();
  }

  #card(card: Card): void {
    const known = this.#logs.get(card.c);
    this.follow(card.c, card.top, card.top);
    if (!known || card.customer_delivered > this.marks(card.c).delivered)
      this.#mark(card.c, card.customer_delivered, card.customer_read);
  }

  #frame(frame: ServerFrame): void {
    switch (frame.t) {
      case 'ev':
        this.#event(frame);
        return;
      case 'typing':
        this.#typingSeen.signal(frame.c, frame.on);
        return;
      case 'receipt':
        if ((frame.by === 'customer') !== (this.#hooks.side === 'customer'))
          this.#mark(frame.c, frame.delivered, frame.read);
        return;
      case 'card':
        this.#card(frame.card);
        break;
      case 'card.gone':
        this.unfollow(frame.c);
        break;
      case 'conversation':
        this.#own(frame.conversation);
        break;
      default:
        break;
    }
    this.#hooks.frame(frame);
  }

  #event(ev: Ev): void {
    const log = this.#logs.get(ev.c) ?? this.follow(ev.c, ev.q - 1);
    const { outcome, fresh } = log.apply(ev);
    if (outcome === 'held') this.#catchUp.now(log);
    if (fresh.length) this.#applied(log, fresh);
  }

  #applied(log: EventLog, fresh: readonly Ev[]): void {
    const isCustomer = this.#hooks.side === 'customer';
    for (const ev of fresh) {
      if (ev.key) this.outbox.logged(ev.key);
      const isTheirs = (ev.by.role === 'customer') !== isCustomer;
      // They have said it, or there is another agent, or none; who types on says so again within 3 s.
      if (ev.k !== 'message' || isTheirs) this.#typingSeen.signal(log.c, false);
      if (ev.k === 'message' && isTheirs)
        this.#receipts.delivered(log.c, isCustomer ? ev.q : (ev.p ?? 0));
    }
    this.#hooks.applied(log.c, fresh);
    this.#hooks.changed(log.c);
  }

  #mark(c: Id, delivered: number, read: number): void {
    const was = this.marks(c);
    const now = {
      delivered: Math.max(was.delivered, delivered, read),
      read: Math.max(was.read, read),
    };
    this.#marks.set(c, now);
    if (now.delivered !== was.delivered || now.read !== was.read) this.#hooks.changed(c);
  }

  #stored(c: Id, q: number): boolean {
    const log = this.#logs.get(c);
    if (!log) return false;
    log.top = Math.max(log.top, q);
    this.#catchUp.soon(log);
    return q <= log.cursor;
  }

  #lost(): void {
    this.#catchUp.lost();
    this.#typingSender.stop(true);
    this.#pump.lost();
  }
}
