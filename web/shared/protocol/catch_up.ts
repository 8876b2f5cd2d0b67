import type { Command } from './commands.ts';
import type { EventLog } from './event_log.ts';
import type { Ev, Id } from './frames.ts';
import * as LIMITS from './limits.ts';
import type { Cancel, Timers } from './ports.ts';
import type { Session } from './session.ts';

export interface CatchUpHooks {
  /** Events that filled a gap, in order. */
  applied(log: EventLog, fresh: readonly Ev[]): void;
  /** The gateway says that this conversation is not ours. */
  refused(c: Id): void;
}

/**
 * Closes the gaps of event logs by `sync`: at most one question per conversation under way, and an
 * event that is merely late gets `catchUpMs` to arrive by itself.
 */
export class CatchUp {
  readonly #timers: Timers;
  readonly #session: Session;
  readonly #hooks: CatchUpHooks;
  readonly #asked = new Set<Id>();
  readonly #waiting = new Map<Id, Cancel>();

  constructor(timers: Timers, session: Session, hooks: CatchUpHooks) {
    this.#timers = timers;
    this.#session = session;
    this.#hooks = hooks;
  }

  soon(log: EventLog): void {
    if (!log.hasGap || this.#waiting.has(log.c)) return;
    this.#waiting.set(
      log.c,
      this.#timers.after(LIMITS.catchUpMs, () => {
        this.#waiting.delete(log.c);
        if (log.hasGap) this.now(log);
      }),
    );
  }

  now(log: EventLog): void {
    if (this.#asked.has(log.c) || this.#session.status.is !== 'ready') return;
    this.#asked.add(log.c);
    const asked = log.cursor;
    const command: Command = {
      t: 'sync',
      c: log.c,
      after: asked,
      limit: LIMITS.syncEvents,
    };
    this.#session.send(command, (answer) => {
      this.#asked.delete(log.c);
      if (answer.is === 'refused') {
        // `unavailable` and the like pass; a `forbidden` conversation is not ours any more.
        if (answer.err.retry) this.soon(log);
        else this.#hooks.refused(log.c);
        return;
      }
      if (answer.is !== 'ok') return;
      const { top } = answer.ok;
      // What was here was there once: the record was restored from a backup, and goes on from there.
      if (top !== undefined && top < asked) log.reset(Math.max(0, top - LIMITS.syncEvents));
      const before = log.cursor;
      const fresh = (answer.ok.events ?? []).flatMap((ev) => log.apply(ev).fresh);
      if (top !== undefined) log.top = Math.max(log.cursor, top);
      if (fresh.length || log.cursor < asked) this.#hooks.applied(log, fresh);
      if (!log.hasGap) return;
      if (log.cursor > before || before < asked) this.now(log);
      else this.soon(log);
    });
  }

  cancel(c: Id): void {
    this.#waiting.get(c)?.();
    this.#waiting.delete(c);
  }

  /** The connection is gone, and with it every question. */
  lost(): void {
    this.#asked.clear();
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }
}
