import type { Client } from './client.ts';
import type { EventLog } from './event_log.ts';
import type { Ev, Id } from './frames.ts';
import * as LIMITS from './limits.ts';

/**
 * What lies before a log's `floor`, for whoever begins to read in the middle. A customer has the
 * whole of their own conversation: the widget carries none of this.
 */

/** Loads up to 200 events; answers how many came. The caller shows them. */
export async function loadEarlier(client: Client, c: Id): Promise<number> {
  const log = client.log(c);
  if (!log || log.floor === 0) return 0;
  const end = log.floor;
  const earlier: Ev[] = [];
  // An answer may be cut by its size; only a run that ends at the floor can be shown.
  for (let after = Math.max(0, end - LIMITS.syncEvents); after < end; ) {
    const answer = await client.session.request({ t: 'sync', c, after, limit: end - after });
    const last = answer.is === 'ok' ? answer.ok.events?.at(-1) : undefined;
    if (answer.is !== 'ok' || !last) return 0;
    earlier.push(...(answer.ok.events ?? []));
    after = last.q;
  }
  return prepend(log, earlier);
}

/** Takes only the run that ends where the log begins; answers its length. */
export function prepend(log: EventLog, events: readonly Ev[]): number {
  const usable = events.filter((e) => e.q <= log.floor).sort((a, b) => a.q - b.q);
  let from = usable.length;
  let expected = log.floor;
  while (from > 0 && usable[from - 1]?.q === expected) {
    from -= 1;
    expected -= 1;
  }
  const run = usable.slice(from);
  log.events.unshift(...run);
  log.floor -= run.length;
  return run.length;
}
