import type { TextStorage } from '#protocol';

interface Kept {
  c?: string;
  read?: number;
  putAway?: string;
}

/** Which conversation was read up to where, and which was put away; kept over a reload. */
export class Memory {
  readonly #storage: TextStorage;
  #held: Kept | undefined;

  constructor(storage: TextStorage) {
    this.#storage = storage;
  }

  /** Not before it is asked for: the page may be the one who knows, and has not spoken yet. */
  get #kept(): Kept {
    this.#held ??= parse(this.#storage.load());
    return this.#held;
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
    this.#held = kept;
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
