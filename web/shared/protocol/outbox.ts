import type { Err, Id } from './frames.ts';
import * as LIMITS from './limits.ts';
import type { TextStorage } from './ports.ts';
import { count, number, oneOf, shape, text } from './shapes.ts';

export interface OutboxEntry {
  /** The client key: the same over every resend, so the server stores it once. */
  key: Id;
  c: Id;
  text: string;
  /** Card generation; staff only. */
  gen?: number;
  at: number;
  state: 'queued' | 'sending' | 'sent' | 'failed';
  /** How often it was put on a wire; only an entry that never was may be deleted while queued. */
  attempts: number;
  /** Number in the log once acknowledged. */
  q?: number;
  /** Sent in spite of a word that the SOP warns of; staff only. */
  confirmed?: boolean;
  /** Why it failed; `confirm`: it is taken once its author confirms it. */
  error?: Pick<Err, 'code' | 'text' | 'confirm'>;
}

/** It certainly is not stored. */
export const isDeletable = (e: OutboxEntry) =>
  e.state === 'failed' || (e.state === 'queued' && e.attempts === 0);

interface Lane {
  /** Not before this instant, after a refusal that may be repeated. */
  notBefore: number;
  /** Refusals in a row without a named time. */
  refusals: number;
}

/**
 * Messages on their way to the record, in order, exactly once: an entry leaves only when its event
 * is in the log. Per conversation up to `outboxInFlightMax` are under way; a refusal that may be
 * repeated takes it and all later ones back to the queue (the server refuses those with
 * `prior_failed`), a final refusal marks that one and lets the rest go on.
 * Pure but for the storage port, which is written after every change.
 */
export class Outbox {
  readonly #storage: TextStorage | undefined;
  readonly #entries: OutboxEntry[];
  readonly #lanes = new Map<Id, Lane>();

  constructor(storage?: TextStorage) {
    this.#storage = storage;
    this.#entries = restore(storage?.load());
  }

  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  of(c: Id): OutboxEntry[] {
    return this.#entries.filter((e) => e.c === c);
  }

  /** Undefined when the outbox is full: say so, keep the words in the composer. A known key is kept once. */
  enqueue(draft: Pick<OutboxEntry, 'key' | 'c' | 'text' | 'gen' | 'at'>): OutboxEntry | undefined {
    const known = this.#find(draft.key);
    if (known || this.#entries.length >= LIMITS.outboxEntriesMax) return known;
    const entry: OutboxEntry = { ...draft, state: 'queued', attempts: 0 };
    this.#entries.push(entry);
    this.#save();
    return entry;
  }

  /** What may go on the wire now, oldest first; each is marked as sending. */
  takeDue(now: number): OutboxEntry[] {
    const due: OutboxEntry[] = [];
    const blocked = new Set<Id>();
    const flying = new Map<Id, number>();
    for (const e of this.#entries)
      if (e.state === 'sending') flying.set(e.c, (flying.get(e.c) ?? 0) + 1);
    for (const e of this.#entries) {
      if (e.state !== 'queued' || blocked.has(e.c)) continue;
      const count = flying.get(e.c) ?? 0;
      if (count >= LIMITS.outboxInFlightMax || (this.#lanes.get(e.c)?.notBefore ?? 0) > now) {
        blocked.add(e.c);
        continue;
      }
      e.state = 'sending';
      e.attempts += 1;
      flying.set(e.c, count + 1);
      due.push(e);
    }
    if (due.length) this.#save();
    return due;
  }

  /** When `takeDue` may have more than now because a wait ends. */
  nextDue(now: number): number | undefined {
    let next: number | undefined;
    for (const e of this.#entries) {
      const at = this.#lanes.get(e.c)?.notBefore ?? 0;
      if (e.state === 'queued' && at > now && (next === undefined || at < next)) next = at;
    }
    return next;
  }

  acknowledged(key: Id, q: number): void {
    const entry = this.#find(key);
    if (!entry || entry.state === 'sent') return;
    entry.state = 'sent';
    entry.q = q;
    delete entry.error;
    this.#lanes.delete(entry.c);
    this.#save();
  }

  /** The event itself is in the log: the entry has done its work. */
  logged(key: Id): void {
    const entry = this.#take((e) => e.key === key);
    if (!entry) return;
    this.#lanes.delete(entry.c);
    this.#save();
  }

  /** `attempt` is the entry's count when it was sent: an answer to an older attempt says nothing. */
  refused(
    key: Id,
    attempt: number,
    err: Pick<Err, 'code' | 'retry' | 'after_ms' | 'text' | 'confirm'>,
    now: number,
  ): void {
    const entry = this.#find(key);
    if (entry?.state !== 'sending' || entry.attempts !== attempt) return;
    if (err.retry) this.#takeBack(entry, err.code, err.after_ms, now);
    else {
      entry.state = 'failed';
      entry.error = err;
    }
    this.#save();
  }

  /** Nothing on the wire will be answered any more: everything unanswered goes again, in order. */
  disconnected(): void {
    this.#lanes.clear();
    for (const e of this.#entries) if (e.state === 'sending') e.state = 'queued';
    this.#save();
  }

  /** A failed message goes to the end of the queue, under a new key: the old one was refused for good. */
  retry(key: Id, newKey: Id, gen?: number, confirmed = false): boolean {
    const entry = this.#take((e) => e.key === key && e.state === 'failed');
    if (!entry) return false;
    const { error: _gone, ...rest } = entry;
    this.#entries.push({
      ...rest,
      ...(gen !== undefined && { gen }),
      ...(confirmed && { confirmed }),
      key: newKey,
      state: 'queued',
      attempts: 0,
    });
    this.#save();
    return true;
  }

  /** Only what certainly is not stored can be deleted. */
  delete(key: Id): boolean {
    const entry = this.#take((e) => e.key === key && isDeletable(e));
    if (entry) this.#save();
    return !!entry;
  }

  /** What an end was faster than is not sent yet in the author's next conversation, `c`, either. */
  carry(c: Id): void {
    for (const e of this.#entries)
      if (e.c !== c && e.error?.code === 'conversation_closed') {
        e.c = c;
        delete e.error;
      }
    this.#save();
  }

  /** Of all conversations but `here`: refused for good, and shown nowhere any more. */
  dropFailed(here: { has(c: Id): boolean }): void {
    while (this.#take((e) => e.state === 'failed' && !here.has(e.c))) {}
    this.#save();
  }

  clear(): void {
    this.#entries.length = 0;
    this.#lanes.clear();
    this.#save();
  }

  #takeBack(entry: OutboxEntry, code: string, after_ms: number | undefined, now: number): void {
    const lane = this.#lanes.get(entry.c) ?? { notBefore: 0, refusals: 0 };
    this.#lanes.set(entry.c, lane);
    const from = this.#entries.indexOf(entry);
    // `prior_failed` needs no wait of its own while an earlier one is still to be sent.
    const behind = this.#entries
      .slice(0, from)
      .some((e) => e.c === entry.c && (e.state === 'queued' || e.state === 'sending'));
    if (code !== 'prior_failed' || !behind) {
      lane.refusals += 1;
      const wait = after_ms ?? Math.min(10_000, 500 * 2 ** Math.min(lane.refusals, 5));
      lane.notBefore = Math.max(lane.notBefore, now + wait);
    }
    for (const e of this.#entries.slice(from))
      if (e.c === entry.c && e.state === 'sending') e.state = 'queued';
  }

  #take(which: (e: OutboxEntry) => boolean): OutboxEntry | undefined {
    const at = this.#entries.findIndex(which);
    return at < 0 ? undefined : this.#entries.splice(at, 1)[0];
  }

  #find(key: Id): OutboxEntry | undefined {
    return this.#entries.find((e) => e.key === key);
  }

  #save(): void {
    this.#storage?.save(JSON.stringify(this.#entries));
  }
}

/** What is stored needs no copy here. */
const isEntry = shape({
  key: text,
  c: text,
  text,
  at: number,
  attempts: count,
  state: oneOf('queued', 'sending', 'failed'),
}) as (value: unknown) => value is OutboxEntry;

/** After a reload everything unanswered is queued again; what cannot be read is left behind. */
function restore(saved: string | undefined): OutboxEntry[] {
  if (!saved) return [];
  let value: unknown;
  try {
    value = JSON.parse(saved);
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  return value
    .filter(isEntry)
    .slice(0, LIMITS.outboxEntriesMax)
    .map((e) => (e.state === 'sending' ? { ...e, state: 'queued' as const } : e));
}
