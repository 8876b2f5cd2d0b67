import { backoffMs } from './backoff.ts';
import { afterClose, waitMs } from './close_codes.ts';
import type { Command, Credentials, CustomerResume, Signal, StaffResume } from './commands.ts';
import type { Ack, Err, Ok, ServerFrame, Welcome } from './frames.ts';
import { type FrameGuard, parseFrame } from './guards.ts';
import * as LIMITS from './limits.ts';
import type { Cancel, OpenSocket, Random, Socket, Timers } from './ports.ts';

export type SessionStatus =
  | { is: 'idle' }
  | { is: 'connecting' }
  | { is: 'ready' }
  /** Not connected; tries again at `at` (the timers' clock). `limited`: the server named the time. */
  | { is: 'waiting'; at: number; limited: boolean }
  /** Does not try again by itself. */
  | { is: 'stopped'; why: 'left' | 'sign_in' | 'refused'; code?: number };

/** How a command ended; `lost` = the connection went before the answer: it may or may not be done. */
export type Answer =
  | { is: 'ok'; ok: Ok }
  | { is: 'stored'; q: number; dup: boolean; c: string }
  | { is: 'refused'; err: Err }
  | { is: 'lost' };

export interface SessionPorts {
  open: OpenSocket;
  timers: Timers;
  random: Random;
  /** `isCustomerFrame` or `isServerFrame`. */
  guard: FrameGuard;
}

export interface SessionRules {
  /** Ceiling of the back-off: customers 20 s, staff 5 s. */
  backoffMsMax: number;
  /**
   * `renew`: what was given last is not valid any more. Undefined: there is none to be had; the
   * session stops with `sign_in`. A rejection counts as a failed attempt.
   */
  credentials(renew: boolean): Promise<Credentials | undefined>;
  /** Cursors for the `hello`; undefined to start fresh. */
  resume(): CustomerResume | StaffResume | undefined;
  /** A harmless command whose answer proves the line is alive; undefined when there is none. */
  probe(): Command | undefined;
  /** Before any later frame is given to `onFrame`. */
  onWelcome(welcome: Welcome): void;
  /** Frames that are not answers to commands. */
  onFrame(frame: ServerFrame): void;
  onStatus(status: SessionStatus): void;
  /** A connection ended that had been welcomed. */
  onLost(): void;
}

interface Pending {
  done(answer: Answer): void;
  deadline: Cancel;
}

/**
 * One role's connection to the gateway, kept up: connect, `hello`, `welcome`, beats, and after a
 * loss what the close code says. Knows nothing of conversations. Single-threaded; all callbacks run
 * from a socket event, a timer, or a settled `credentials` promise, never from within a call to it,
 * except `onStatus` from `start`, `stop` and `wake`.
 */
export class Session {
  readonly #ports: SessionPorts;
  readonly #rules: SessionRules;
  #status: SessionStatus = { is: 'idle' };
  #socket: Socket | undefined;
  /** Rises with every connection; events of an older one are ignored. */
  #epoch = 0;
  #attempt = 0;
  #renew = false;
  #renewals = 0;
  #fresh = false;
  #r = 0;
  readonly #pending = new Map<number, Pending>();
  #timer: Cancel | undefined;
  #stable: Cancel | undefined;
  #beat: Cancel | undefined;
  #beatMs = 25_000;
  #sentAt = 0;
  #heardAt = 0;
  #probing = false;
  /** Set while the token is being ended: nothing is heard any more. */
  #farewell: (() => void) | undefined;
  /** Lines that were no frame of ours, since the start. */
  unknownFrames = 0;

  constructor(ports: SessionPorts, rules: SessionRules) {
    this.#ports = ports;
    this.#rules = rules;
  }

  get status(): SessionStatus {
    return this.#status;
  }

  start(): void {
    if (this.#status.is === 'connecting' || this.#status.is === 'ready') return;
    this.#attempt = 0;
    this.#renewals = 0;
    this.#connect();
  }

  stop(): void {
    if (this.#status.is === 'ready') this.signal({ t: 'bye' });
    this.#drop(1000, 'bye');
    const done = this.#farewell;
    this.#farewell = undefined;
    this.#set({ is: 'stopped', why: 'left' });
    done?.();
  }

  /**
   * As `stop`, and the gateway ends the customer's token: over a connection that is there or under way.
   * Resolves when it has closed, at once without a connection, after `farewellMsMax` at the latest.
   */
  forget(): Promise<void> {
    return new Promise((resolve) => {
      const { is } = this.#status;
      if (is === 'ready') this.signal({ t: 'bye', forget: true });
      const late = this.#ports.timers.after(LIMITS.farewellMsMax, () => this.stop());
      this.#farewell?.();
      this.#farewell = () => {
        late();
        resolve();
      };
      if (is !== 'ready' && is !== 'connecting') this.stop();
    });
  }

  /** The device is online or the page visible again: try now, or make sure the line still lives. */
  wake(): void {
    if (this.#status.is === 'waiting' && !this.#status.limited) {
      this.#attempt = 0;
      this.#connect();
    } else if (this.#status.is === 'ready') this.#probe();
  }

  /**
   * What the device says of its network. Without one the line is given up at once rather than when an
   * answer is missed; tries go on by the back-off, since a device may be wrong about it. With one: as
   * `wake`, and a line that was kept has to prove itself soon.
   */
  netChanged(online: boolean): void {
    if (online && this.#status.is === 'ready') this.#probe(LIMITS.proofMsMax);
    else if (online) this.wake();
    else if (this.#status.is === 'ready' || this.#status.is === 'connecting') this.#fail('offline');
  }

  /** Exactly one call of `done`. Not ready: `lost` at once. */
  send(command: Command, done: (answer: Answer) => void, msMax: number = LIMITS.answerMsMax): void {
    if (this.#status.is !== 'ready') {
      done({ is: 'lost' });
      return;
    }
    this.#r += 1;
    const r = this.#r;
    const deadline = this.#ports.timers.after(msMax, () => this.#fail('no answer'));
    this.#pending.set(r, { done, deadline });
    this.#write({ ...command, r });
  }

  request(command: Command): Promise<Answer> {
    return new Promise((resolve) => this.send(command, resolve));
  }

  signal(signal: Signal): void {
    if (this.#status.is === 'ready') this.#write(signal);
  }

  #set(status: SessionStatus): void {
    this.#status = status;
    this.#rules.onStatus(status);
  }

  #write(envelope: object): void {
    this.#sentAt = this.#ports.timers.now();
    this.#socket?.send(JSON.stringify(envelope));
  }

  #connect(): void {
    this.#cancelTimer();
    this.#epoch += 1;
    const epoch = this.#epoch;
    this.#set({ is: 'connecting' });
    const renew = this.#renew;
    this.#renew = false;
    this.#rules.credentials(renew).then(
      (credentials) => {
        if (epoch !== this.#epoch) return;
        if (credentials) this.#openSocket(epoch, credentials);
        else this.#set({ is: 'stopped', why: 'sign_in' });
      },
      () => {
        if (epoch === this.#epoch) this.#retryLater();
      },
    );
  }

  #openSocket(epoch: number, credentials: Credentials): void {
    this.#timer = this.#ports.timers.after(LIMITS.connectMsMax, () => this.#fail('no welcome'));
    this.#socket = this.#ports.open({
      opened: () => {
        if (epoch === this.#epoch) this.#hello(credentials);
      },
      text: (data) => {
        if (epoch === this.#epoch) this.#receive(data);
      },
      closed: (code, reason) => {
        if (epoch === this.#epoch) this.#closed(code, reason);
      },
    });
  }

  #hello(credentials: Credentials): void {
    const { kind: _kind, ...fields } = credentials;
    const resume = this.#fresh ? undefined : this.#rules.resume();
    this.#fresh = false;
    this.#write({ t: 'hello', v: 1, ...fields, ...(resume ? { resume } : {}) });
  }

  #receive(data: string): void {
    this.#heardAt = this.#ports.timers.now();
    const { frames, unknown } = parseFrame(data, this.#ports.guard);
    this.unknownFrames += unknown;
    const epoch = this.#epoch;
    for (const frame of frames) {
      if (epoch !== this.#epoch) return;
      this.#take(frame);
    }
  }

  #take(frame: ServerFrame): void {
    if (this.#farewell) {
      if (frame.t === 'welcome') this.#write({ t: 'bye', forget: true });
      return;
    }
    if (this.#status.is !== 'ready') {
      if (frame.t === 'welcome') this.#welcomed(frame);
      return;
    }
    if (frame.t === 'ok') this.#settle(frame.r, { is: 'ok', ok: frame });
    else if (frame.t === 'ack') this.#acknowledge(frame);
    else if (frame.t === 'err') {
      if (frame.r !== undefined) this.#settle(frame.r, { is: 'refused', err: frame });
    } else if (frame.t === 'drain') this.#drain(frame.within_ms);
    else if (frame.t !== 'welcome') this.#rules.onFrame(frame);
  }

  #welcomed(welcome: Welcome): void {
    this.#cancelTimer();
    this.#r = 0;
    this.#renewals = 0;
    this.#beatMs = Math.max(1_000, welcome.beat_ms);
    this.#set({ is: 'ready' });
    this.#stable = this.#ports.timers.after(LIMITS.stableMs, () => {
      this.#attempt = 0;
    });
    this.#scheduleBeat(this.#beatMs * this.#ports.random());
    this.#rules.onWelcome(welcome);
  }

  #acknowledge(ack: Ack): void {
    for (const [r, q, dup] of ack.a) this.#settle(r, { is: 'stored', q, dup, c: ack.c });
  }

  #settle(r: number, answer: Answer): void {
    const pending = this.#pending.get(r);
    if (!pending) return;
    this.#pending.delete(r);
    pending.deadline();
    pending.done(answer);
  }

  #scheduleBeat(ms: number): void {
    this.#beat = this.#ports.timers.after(ms, () => {
      const now = this.#ports.timers.now();
      if (now - this.#sentAt >= this.#beatMs / 2) this.signal({ t: 'beat' });
      // The server's pings are not seen here, so a silent line has to prove itself.
      if (now - this.#heardAt >= 2 * this.#beatMs) this.#probe();
      this.#scheduleBeat(this.#beatMs);
    });
  }

  #probe(msMax: number = LIMITS.answerMsMax): void {
    const command = this.#probing ? undefined : this.#rules.probe();
    if (!command) return;
    this.#probing = true;
    const done = () => {
      this.#probing = false;
    };
    this.send(command, done, msMax);
  }

  #drain(within_ms: number): void {
    this.#cancelTimer();
    this.#timer = this.#ports.timers.after(within_ms * this.#ports.random(), () => {
      this.#drop(1000, 'drain');
      this.#connect();
    });
  }

  /** The line is dead though nobody closed it. */
  #fail(reason: string): void {
    this.#drop(4000, reason);
    this.#retryLater();
  }

  #closed(code: number, reason: string): void {
    this.#drop(0, '');
    if (this.#farewell) {
      this.stop();
      return;
    }
    switch (afterClose(code)) {
      case 'never':
        this.#set({ is: 'stopped', why: 'refused', code });
        return;
      case 'wait':
        this.#retryAt(waitMs(reason, LIMITS.waitMsDefault, LIMITS.waitMsMax), true);
        return;
      case 'sign_in':
        // Once with new credentials; a second refusal without a welcome is final.
        if (this.#renewals > 0) {
          this.#set({ is: 'stopped', why: 'sign_in', code });
          return;
        }
        this.#renewals += 1;
        this.#renew = true;
        this.#retryAt(LIMITS.backoffMsMin * this.#ports.random(), false);
        return;
      case 'fresh':
        this.#fresh = true;
        this.#retryLater();
        return;
      case 'resume':
        this.#retryLater();
    }
  }

  #retryLater(): void {
    const ms = backoffMs(
      this.#attempt,
      LIMITS.backoffMsMin,
      this.#rules.backoffMsMax,
      this.#ports.random,
    );
    this.#attempt += 1;
    this.#retryAt(ms, false);
  }

  #retryAt(ms: number, limited: boolean): void {
    if (this.#farewell) {
      this.stop();
      return;
    }
    this.#cancelTimer();
    this.#timer = this.#ports.timers.after(ms, () => this.#connect());
    this.#set({ is: 'waiting', at: this.#ports.timers.now() + ms, limited });
  }

  /** Forgets the connection: its events are ignored from here on, its commands are lost. */
  #drop(code: number, reason: string): void {
    const wasReady = this.#status.is === 'ready';
    this.#status = { is: 'idle' };
    this.#cancelTimer();
    this.#stable?.();
    this.#beat?.();
    this.#stable = undefined;
    this.#beat = undefined;
    this.#probing = false;
    this.#epoch += 1;
    const socket = this.#socket;
    this.#socket = undefined;
    if (code) socket?.close(code, reason);
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const p of lost) p.deadline();
    if (wasReady) this.#rules.onLost();
    for (const p of lost) p.done({ is: 'lost' });
  }

  #cancelTimer(): void {
    this.#timer?.();
    this.#timer = undefined;
  }
}
