import { backoffMs, type Random, type Timers } from '#protocol';

/** A request that says nothing this long counts as failed; should it come after all, it is taken. */
const LATE_MS = 8_000;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 30_000;

export interface FetchingPorts {
  timers: Timers;
  random: Random;
  /** `isLacking` may have changed. */
  changed(): void;
}

/** One thing without which a screen cannot be shown: fetched until it is here. */
export class Fetching {
  readonly #fetch: () => Promise<unknown>;
  readonly #ports: FetchingPorts;
  #isHere = false;
  #failures = 0;
  #underWay: Promise<boolean> | undefined;
  #stopWaiting = () => {};

  constructor(fetch: () => Promise<unknown>, ports: FetchingPorts) {
    this.#fetch = fetch;
    this.#ports = ports;
  }

  /** It has failed, and is not here yet. */
  get isLacking(): boolean {
    return this.#failures > 0 && !this.#isHere;
  }

  /** At once, unless it is here or on its way. Answers whether this attempt brought it. */
  now(): Promise<boolean> {
    if (this.#isHere) return Promise.resolve(true);
    this.#stopWaiting();
    this.#underWay ??= new Promise((answer) => this.#attempt(answer));
    return this.#underWay;
  }

  #attempt(answer: (isHere: boolean) => void): void {
    const { timers, random, changed } = this.#ports;
    let isCounted = false;
    const ended = (came: boolean) => {
      this.#isHere ||= came;
      if (isCounted && !came) return;
      isCounted = true;
      late();
      this.#stopWaiting();
      this.#underWay = undefined;
      if (!this.#isHere) {
        const wait_ms = backoffMs(this.#failures, RETRY_MS_MIN, RETRY_MS_MAX, random);
        this.#failures += 1;
        this.#stopWaiting = timers.after(wait_ms, () => void this.now());
      }
      answer(this.#isHere);
      changed();
    };
    const late = timers.after(LATE_MS, () => ended(false));
    this.#fetch().then(
      () => ended(true),
      () => ended(false),
    );
  }
}
