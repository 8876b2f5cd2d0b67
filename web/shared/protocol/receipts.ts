import type { Id } from './frames.ts';
import * as LIMITS from './limits.ts';
import type { Cancel, Timers } from './ports.ts';

interface Marks {
  delivered: number;
  read: number;
}

/**
 * Our receipts, in public numbers: cumulative, only ever rising, at most one a second per
 * conversation, and said again after a reconnect.
 */
export class ReceiptSender {
  readonly #timers: Timers;
  readonly #send: (c: Id, delivered: number, read: number) => boolean;
  readonly #marks = new Map<Id, Marks>();
  readonly #said = new Map<Id, Marks>();
  readonly #due = new Map<Id, Cancel>();

  /** `send` answers whether it could be sent. */
  constructor(timers: Timers, send: (c: Id, delivered: number, read: number) => boolean) {
    this.#timers = timers;
    this.#send = send;
  }

  delivered(c: Id, p: number): void {
    const m = this.#of(c);
    if (p <= m.delivered) return;
    m.delivered = p;
    this.#schedule(c);
  }

  read(c: Id, p: number): void {
    const m = this.#of(c);
    if (p <= m.read) return;
    m.read = p;
    m.delivered = Math.max(m.delivered, p);
    this.#schedule(c);
  }

  /** What was said may be lost: it is said again of `followed`; the others are over. */
  reconnected(followed: ReadonlySet<Id>): void {
    this.#said.clear();
    for (const c of [...this.#marks.keys()])
      if (followed.has(c)) this.#schedule(c);
      else this.forget(c);
  }

  forget(c: Id): void {
    this.#due.get(c)?.();
    this.#due.delete(c);
    this.#marks.delete(c);
    this.#said.delete(c);
  }

  #of(c: Id): Marks {
    let m = this.#marks.get(c);
    if (!m) {
      m = { delivered: 0, read: 0 };
      this.#marks.set(c, m);
    }
    return m;
  }

  #schedule(c: Id): void {
    if (this.#due.has(c)) return;
    this.#due.set(
      c,
      this.#timers.after(LIMITS.receiptMs, () => {
        this.#due.delete(c);
        const m = this.#of(c);
        const said = this.#said.get(c);
        if (said && said.delivered >= m.delivered && said.read >= m.read) return;
        if (this.#send(c, m.delivered, m.read)) this.#said.set(c, { ...m });
      }),
    );
  }
}
