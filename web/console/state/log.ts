import type { Ev } from '#protocol';
import { limits } from './limits.ts';

// The part of one conversation's log that this window holds: a run of events without holes, and
// events that arrived ahead of a hole. An event is applied only if its number is the next one.
export interface Log {
  readonly events: readonly Ev[]; // q ascending, no holes
  readonly cursor: number; // q of the last applied event; the start of the run if it is empty
  readonly first: number; // q of the first held event; cursor + 1 if there is none
  readonly held: readonly Ev[]; // beyond the hole, q ascending
  readonly top: number; // highest number known to exist
}

export function emptyLog(after: number, top: number): Log {
  return { events: [], cursor: after, first: after + 1, held: [], top: Math.max(after, top) };
}

export function withEvent(log: Log, ev: Ev): Log {
  if (ev.q <= log.cursor) return log;
  if (ev.q > log.cursor + 1) return { ...hold(log, ev), top: Math.max(log.top, ev.q) };
  const events = [...log.events, ev];
  let cursor = ev.q;
  let held = log.held;
  while (held.length > 0) {
    const next = held[0];
    if (!next || next.q > cursor + 1) break;
    if (next.q === cursor + 1) {
      events.push(next);
      cursor = next.q;
    }
    held = held.slice(1);
  }
  return { events, cursor, first: events[0]?.q ?? cursor + 1, held, top: Math.max(log.top, cursor) };
}

function hold(log: Log, ev: Ev): Log {
  if (log.held.length >= limits.heldEvents || log.held.some((one) => one.q === ev.q)) return log;
  return { ...log, held: [...log.held, ev].sort((a, b) => a.q - b.q) };
}

// A page answered by `sync`: later events are applied, earlier ones put in front.
export function withPage(log: Log, page: readonly Ev[], top: number): Log {
  const sorted = [...page].sort((a, b) => a.q - b.q);
  const earlier: Ev[] = [];
  let wanted = log.first - 1;
  for (let i = sorted.length - 1; i >= 0; i -= 1) {
    const ev = sorted[i];
    if (ev && ev.q === wanted) {
      earlier.unshift(ev);
      wanted -= 1;
    }
  }
  let out: Log = { ...log, top: Math.max(log.top, top) };
  if (earlier.length > 0) {
    out = { ...out, events: [...earlier, ...out.events], first: earlier[0]?.q ?? out.first };
  }
  for (const ev of sorted) out = withEvent(out, ev);
  return out;
}

// What to ask for next: the hole ahead first. Undefined: nothing is missing.
export function missingAfter(log: Log): { after: number; limit: number } | undefined {
  if (log.held.length === 0 && log.top <= log.cursor) return undefined;
  return { after: log.cursor, limit: limits.syncPage };
}

// The page before the first event that is held, or undefined at the beginning of the log.
export function earlierPage(log: Log): { after: number; limit: number } | undefined {
  if (log.first <= 1) return undefined;
  const after = Math.max(0, log.first - 1 - limits.syncPage);
  return { after, limit: log.first - 1 - after };
}
