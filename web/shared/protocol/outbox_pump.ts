import type { Command } from './commands.ts';
import type { Id } from './frames.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';
import type { Cancel, Timers } from './ports.ts';
import type { Session } from './session.ts';

export interface PumpHooks {
  /** The gateway stored one at number `q`; answers whether the log has its event already. */
  stored(c: Id, q: number): boolean;
  changed(c: Id): void;
}

/** Puts the outbox's due messages on the session, and comes back when the next one is due. */
export class OutboxPump {
  readonly #outbox: Outbox;
  readonly #session: Session;
  readonly #timers: Timers;
  readonly #hooks: PumpHooks;
  #timer: Cancel | undefined;

  constructor(outbox: Outbox, session: Session, timers: Timers, hooks: PumpHooks) {
    this.#outbox = outbox;
    this.#session = session;
    this.#timers = timers;
    this.#hooks = hooks;
  }

  run(): void {
    this.#rest();
    if (this.#session.status.is !== 'ready') return;
    const now = this.#timers.now();
    for (const entry of this.#outbox.takeDue(now)) this.#put(entry);
    const next = this.#outbox.nextDue(now);
    if (next !== undefined)
      this.#timer = this.#timers.after(Math.max(0, next - now), () => this.run());
  }

  lost(): void {
    this.#rest();
    this.#outbox.disconnected();
  }

  #rest(): void {
    this.#timer?.();
    this.#timer = undefined;
  }

  #put(entry: OutboxEntry): void {
    const { key, c, text, gen, confirmed, attempts } = entry;
    const command: Command = {
      t: 'message.send',
      key,
      c,
      text,
      ...(gen !== undefined && { gen }),
      ...(confirmed && { confirmed }),
    };
    this.#session.send(command, (answer) => {
      if (answer.is === 'stored') {
        if (this.#hooks.stored(c, answer.q)) this.#outbox.logged(key);
        else this.#outbox.acknowledged(key, answer.q);
      } else if (answer.is === 'refused')
        this.#outbox.refused(key, attempts, answer.err, this.#timers.now());
      if (answer.is !== 'lost') this.run();
      this.#hooks.changed(c);
    });
  }
}
