import type { Intent } from './intent.ts';
import type { ChatView } from './view.ts';

/**
 * Several tabs, one socket: the tab that holds the lock leads and runs the model; the others draw
 * what it tells and hand it what their person asks. When it closes, the next one leads.
 */

type Word = { view: ChatView } | { intent: Intent } | { ask: true };

export interface Leader {
  view(): ChatView;
  intend(intent: Intent): void;
}

export interface TabPorts {
  /** Runs `lead` when this tab's turn comes; the lock is held as long as the page lives. */
  lock(name: string, lead: () => void): void;
  channel(name: string): Pick<BroadcastChannel, 'postMessage' | 'onmessage'> | undefined;
  /** Collects calls: at most one `run` per frame. */
  soon(run: () => void): void;
}

export class Tabs {
  readonly #channel: ReturnType<TabPorts['channel']>;
  readonly #ports: TabPorts;
  #leader: Leader | undefined;
  #due = false;

  constructor(
    site: string,
    ports: TabPorts,
    lead: () => Leader,
    mirrored: (view: ChatView) => void,
  ) {
    this.#ports = ports;
    this.#channel = ports.channel(`kefu:${site}`);
    if (this.#channel)
      this.#channel.onmessage = (e: MessageEvent<Word>) => {
        const word = e.data;
        if ('view' in word) {
          if (!this.#leader) mirrored(word.view);
        } else if ('intent' in word) this.#leader?.intend(word.intent);
        else this.publish();
      };
    ports.lock(`kefu:${site}`, () => {
      this.#leader = lead();
    });
    this.#channel?.postMessage({ ask: true });
  }

  get leads(): boolean {
    return this.#leader !== undefined;
  }

  intend(intent: Intent): void {
    if (this.#leader) this.#leader.intend(intent);
    else this.#channel?.postMessage({ intent });
  }

  /** The leader's view changed: tell the others. */
  publish(): void {
    if (!this.#leader || this.#due) return;
    this.#due = true;
    this.#ports.soon(() => {
      this.#due = false;
      if (this.#leader) this.#channel?.postMessage({ view: this.#leader.view() });
    });
  }
}

export const pageTabs: TabPorts = {
  lock(name, lead) {
    if (!navigator.locks) {
      lead();
      return;
    }
    // Refused where third-party storage is blocked: then every tab is on its own.
    navigator.locks
      .request(name, () => {
        lead();
        return new Promise(() => {});
      })
      .catch(lead);
  },
  channel(name) {
    try {
      return new BroadcastChannel(name);
    } catch {
      return undefined;
    }
  },
  soon: (run) => setTimeout(run, 16),
};
