import { pageKey } from '#protocol';
import type { Intent, Taken } from './intent.ts';
import type { ChatView } from './view.ts';

/**
 * Several tabs, one socket: the tab that holds the lock leads and runs the model; the others draw
 * what it tells and hand it what their person asks. When it closes, the next one leads, and is told
 * again what the last one has not answered, under the same key.
 */

type Word =
  | { view: ChatView; by: string }
  | { intent: Intent; key?: string }
  | { done: string; taken: boolean }
  | { ask: true };
/** Intents without an answer; the earliest is given up beyond: its words were not taken. */
const HELD_MAX = 20;

export interface Leader {
  view(): ChatView;
  intend(intent: Intent, key: string): Taken;
}

type Done = (taken: boolean) => void;

export interface TabPorts {
  /**
   * Runs `lead` when this tab's turn comes; the lock is held as long as the page lives. `alone`: there
   * is no lock to be had, and others may lead, too.
   */
  lock(name: string, lead: (alone: boolean) => void): void;
  newKey(): string;
  channel(name: string): Pick<BroadcastChannel, 'postMessage' | 'onmessage'> | undefined;
  /** Collects calls: at most one `run` per frame. */
  soon(run: () => void): void;
}

export class Tabs {
  readonly #channel: ReturnType<TabPorts['channel']>;
  readonly #ports: TabPorts;
  readonly #forget: () => void;
  #leader: Leader | undefined;
  #due = false;
  /** Who leads, as far as is known here. */
  #by = '';
  readonly #held = new Map<string, { intent: Intent; done: Done | undefined }>();

  constructor(
    site: string,
    ports: TabPorts,
    lead: (alone: boolean) => Leader,
    mirrored: (view: ChatView) => void,
    /** In every tab, when the customer signed out in any of them. */
    forget: () => void,
  ) {
    this.#ports = ports;
    this.#forget = forget;
    this.#channel = ports.channel(`kefu:${site}`);
    if (this.#channel)
      this.#channel.onmessage = (e: MessageEvent<Word>) => {
        const word = e.data;
        if ('view' in word) {
          if (this.#leader) return;
          mirrored(word.view);
          if (word.by === this.#by) return;
          this.#by = word.by;
          for (const [key, { intent }] of this.#held) this.#post({ intent, key });
        } else if ('done' in word) this.#done(word.done, word.taken);
        else if ('intent' in word) this.#heard(word.intent, word.key);
        else this.publish();
      };
    const begin = (alone: boolean) => {
      this.#leader = lead(alone);
      this.#by = ports.newKey();
      for (const [key, { intent }] of this.#held) this.#heard(intent, key);
      this.publish();
    };
    // Whoever cannot hear the others cannot follow.
    if (this.#channel) ports.lock(`kefu:${site}`, begin);
    else begin(true);
    this.#post({ ask: true });
  }

  get leads(): boolean {
    return this.#leader !== undefined;
  }

  /** `done` hears once whether the words were taken, however long that takes and whoever leads then. */
  intend(intent: Intent, done?: Done): void {
    // What is to be forgotten is forgotten here and everywhere, whoever leads.
    if (intent.do === 'forget') {
      this.#post({ intent });
      this.#heard(intent);
      return;
    }
    const key = this.#ports.newKey();
    this.#held.set(key, { intent, done });
    const [oldest] = this.#held.keys();
    if (oldest && this.#held.size > HELD_MAX) this.#done(oldest, false);
    if (this.#leader) this.#heard(intent, key);
    else if (this.#by) this.#post({ intent, key });
  }

  #heard(intent: Intent, key = ''): void {
    if (intent.do === 'forget') {
      this.#held.clear();
      this.#forget();
    }
    const taken = this.#leader?.intend(intent, key);
    if (taken === undefined) return;
    // At once where it can be: what is typed next must not meet what was.
    if (typeof taken === 'boolean') this.#answer(key, taken);
    else void taken.then((one) => this.#answer(key, one));
  }

  #answer(key: string, taken: boolean): void {
    if (this.#held.has(key)) this.#done(key, taken);
    else this.#post({ done: key, taken });
  }

  #done(key: string, taken: boolean): void {
    const done = this.#held.get(key)?.done;
    this.#held.delete(key);
    done?.(taken);
  }

  #post(word: Word): void {
    this.#channel?.postMessage(word);
  }

  /** The leader's view changed: tell the others. */
  publish(): void {
    if (!this.#leader || this.#due) return;
    this.#due = true;
    this.#ports.soon(() => {
      this.#due = false;
      if (this.#leader) this.#post({ view: this.#leader.view(), by: this.#by });
    });
  }
}

export const pageTabs: TabPorts = {
  lock(name, lead) {
    const alone = () => lead(true);
    if (!navigator.locks) {
      alone();
      return;
    }
    // Refused where third-party storage is blocked: then every tab is on its own.
    navigator.locks
      .request(name, () => {
        lead(false);
        return new Promise(() => {});
      })
      .catch(alone);
  },
  newKey: pageKey,
  channel(name) {
    try {
      return new BroadcastChannel(name);
    } catch {
      return undefined;
    }
  },
  soon: (run) => setTimeout(run, 16),
};
