import type { Intent } from './intent.ts';
import type { ChatView } from './view.ts';

/**
 * Several tabs, one socket: the tab that holds the lock leads and runs the model; the others draw
 * what it tells and hand it what their person asks. When it closes, the next one leads.
 */

type Word = { view: ChatView } | { intent: Intent } | { ask: true };
/** Intents before it is known who leads; the earliest are dropped beyond. */
const HELD_MAX = 20;

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
  readonly #forget: () => void;
  #leader: Leader | undefined;
  #due = false;
  /** Undefined once it is known who leads. */
  #held: Intent[] | undefined = [];

  constructor(
    site: string,
    ports: TabPorts,
    lead: () => Leader,
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
          this.#settled();
        } else if ('intent' in word) this.#heard(word.intent);
        else this.publish();
      };
    ports.lock(`kefu:${site}`, () => {
      this.#leader = lead();
      this.#settled();
    });
    this.#channel?.postMessage({ ask: true });
  }

  get leads(): boolean {
    return this.#leader !== undefined;
  }

  intend(intent: Intent): void {
    // What is to be forgotten is forgotten here and everywhere, whoever leads.
    const all = intent.do === 'forget';
    if (this.#held && !all) this.#held = [...this.#held, intent].slice(-HELD_MAX);
    else if (all || !this.#leader) this.#channel?.postMessage({ intent });
    if (all || this.#leader) this.#heard(intent);
  }

  #heard(intent: Intent): void {
    if (intent.do === 'forget') this.#forget();
    this.#leader?.intend(intent);
  }

  #settled(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const intent of held) this.intend(intent);
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
