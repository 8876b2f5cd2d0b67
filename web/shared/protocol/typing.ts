import type { Id } from './frames.ts';
import * as LIMITS from './limits.ts';
import type { Cancel, Timers } from './ports.ts';

/** Our own typing: at most one `on` in 3 s, `off` after 5 s without a key or when the text is gone. */
export class TypingSender {
  readonly #timers: Timers;
  readonly #send: (c: Id, on: boolean) => void;
  #c: Id | undefined;
  #sentAt = 0;
  #idle: Cancel | undefined;

  constructor(timers: Timers, send: (c: Id, on: boolean) => void) {
    this.#timers = timers;
    this.#send = send;
  }

  input(c: Id, hasText: boolean): void {
    if (!hasText) {
      this.stop();
      return;
    }
    if (this.#c !== undefined && this.#c !== c) this.stop();
    const now = this.#timers.now();
    if (this.#c === undefined || now - this.#sentAt >= LIMITS.typingSendMs) {
      this.#sentAt = now;
      this.#send(c, true);
    }
    this.#c = c;
    this.#idle?.();
    this.#idle = this.#timers.after(LIMITS.typingIdleMs, () => this.stop());
  }

  /** The message was sent (`silent`: its arrival says it all) or the text was emptied. */
  stop(silent = false): void {
    this.#idle?.();
    this.#idle = undefined;
    if (this.#c !== undefined && !silent) this.#send(this.#c, false);
    this.#c = undefined;
  }
}

/** The others' typing, which ends by itself 6 s after the last signal. */
export class TypingSeen {
  readonly #timers: Timers;
  readonly #changed: (c: Id) => void;
  readonly #until = new Map<Id, Cancel>();

  constructor(timers: Timers, changed: (c: Id) => void) {
    this.#timers = timers;
    this.#changed = changed;
  }

  isTyping(c: Id): boolean {
    return this.#until.has(c);
  }

  signal(c: Id, on: boolean): void {
    const was = this.#until.get(c);
    was?.();
    if (on)
      this.#until.set(
        c,
        this.#timers.after(LIMITS.typingExpiryMs, () => {
          this.#until.delete(c);
          this.#changed(c);
        }),
      );
    else this.#until.delete(c);
    if (on !== (was !== undefined)) this.#changed(c);
  }
}
