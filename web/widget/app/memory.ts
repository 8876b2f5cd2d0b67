import type { TextStorage } from '#protocol';

interface Kept {
  c?: string;
  read?: number;
  putAway?: string;
}

/** Which conversation was read up to where, and which was put away; kept over a reload. */
export class Memory {
  readonly #storage: TextStorage;
  #kept: Kept;

  constructor(storage: TextStorage) {
    this.#storage = storage;
    this.#kept = parse(storage.load());
  }

  readUpTo(c: string): number {
    return this.#kept.c === c ? (this.#kept.read ?? 0) : 0;
  }

  read(c: string, q: number): void {
    this.#keep({ ...this.#kept, c, read: q });
  }

  isPutAway(c: string): boolean {
    return this.#kept.putAway === c;
  }

  putAway(c: string): void {
    this.#keep({ ...this.#kept, putAway: c });
  }

  clear(): void {
    this.#keep({});
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    this.#storage.save(JSON.stringify(kept));
  }
}

/** Written by something else, or not at all: nothing is remembered. */
function parse(saved: string | undefined): Kept {
  if (!saved) return {};
  try {
    const value = JSON.parse(saved) as Kept | null;
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
