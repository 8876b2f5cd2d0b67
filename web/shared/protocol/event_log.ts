import type { Ev, Id } from './frames.ts';
import * as LIMITS from './limits.ts';

export type Applied = 'applied' | 'repeat' | 'held';

/**
 * The events of one conversation as its reader numbers them. Holds the one rule of delivery: an
 * event is applied only if `q == cursor + 1`; a smaller one is a repeat, a larger one is kept aside
 * until the gap is filled.
 */
export class EventLog {
  readonly c: Id;
  /** Applied events, ascending and without holes: `floor + 1 … cursor`. */
  readonly events: Ev[] = [];
  /** Everything up to here was not loaded (yet). */
  floor: number;
  cursor: number;
  /** The highest number known to exist. */
  top: number;
  readonly #held = new Map<number, Ev>();

  constructor(c: Id, after = 0) {
    this.c = c;
    this.floor = after;
    this.cursor = after;
    this.top = after;
  }

  get hasGap(): boolean {
    return this.cursor < this.top;
  }

  /** Answers with the events that became visible, in order, and what became of this one. */
  apply(ev: Ev): { outcome: Applied; fresh: Ev[] } {
    if (ev.q <= this.cursor) return { outcome: 'repeat', fresh: [] };
    this.top = Math.max(this.top, ev.q);
    if (ev.q > this.cursor + 1) {
      this.#hold(ev);
      return { outcome: 'held', fresh: [] };
    }
    const fresh = [ev];
    this.#append(ev);
    for (;;) {
      const next = this.#held.get(this.cursor + 1);
      if (!next) break;
      this.#held.delete(next.q);
      this.#append(next);
      fresh.push(next);
    }
    return { outcome: 'applied', fresh };
  }

  /** The server has another history than we: start again, events from `after + 1` follow. */
  reset(after = 0): void {
    this.events.length = 0;
    this.#held.clear();
    this.floor = this.cursor = this.top = after;
  }

  #append(ev: Ev): void {
    this.events.push(ev);
    this.cursor = ev.q;
    if (this.events.length > LIMITS.logEventsMax) {
      const dropped = this.events.splice(0, this.events.length - LIMITS.logEventsMax);
      this.floor += dropped.length;
    }
  }

  #hold(ev: Ev): void {
    this.#held.set(ev.q, ev);
    if (this.#held.size <= LIMITS.heldEventsMax) return;
    // The furthest away is the least useful: sync fills from the cursor upwards.
    this.#held.delete(Math.max(...this.#held.keys()));
  }
}
