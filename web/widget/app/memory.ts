import type { TextStorage } from '#protocol';

interface Kept {
  c?: string;
  read?: number;
  putAway?: string;
  skipped?: string;
}

export type Mark = 'putAway' | 'skipped';

/** Which conversation was read up to where, which was put away and which not rated; kept over a reload. */
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

  is(mark: Mark, c: string): boolean {
    return this.#kept[mark] === c;
  }

  mark(mark: Mark, c: string): void {
    this.#keep({ ...this.#kept, [mark]: c });
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
export function parse<T extends object>(saved: string | undefined): Partial<T> {
  try {
    return { ...(JSON.parse(saved || '{}') as T) };
  } catch {
    return {};
  }
}
