import {
  HANDSHAKE,
  type ToFrame,
  type ToLoader,
  type WidgetEvent,
  type Wishes,
} from '../bridge.ts';

/** The frame's end of the port to the shop's page. Outside a frame it is a page of its own, always open. */

const TOKEN_MS_MAX = 8_000;

export class Page {
  readonly embedded = window.parent !== window;
  #port: MessagePort | undefined;
  #nextId = 0;
  readonly #asked = new Map<number, (token: string | undefined) => void>();
  /** Of somebody who has signed out, in whichever tab: this page may not know it, and is not believed until it says something new. */
  #gone: Pick<Wishes, 'token' | 'provider'> = { provider: 0 };
  wishes: Wishes = { t: 'wishes', open: !this.embedded, provider: 0, reset: false };
  readonly #connected: Promise<void>;

  constructor(changed: (now: Wishes, before: Wishes) => void) {
    this.#connected = new Promise((resolve) => {
      if (!this.embedded) {
        resolve();
        return;
      }
      addEventListener('message', (e) => {
        const port = e.ports[0];
        // Only the page around us, only once; who that may be is `frame-ancestors`' word.
        if (e.source !== window.parent || e.data !== HANDSHAKE || !port || this.#port) return;
        this.#port = port;
        this.tell({ t: 'here' });
        port.onmessage = (m: MessageEvent<ToFrame>) => {
          const message = m.data;
          if (message.t === 'token') this.#answered(message.id, message.token);
          else {
            const before = this.wishes;
            if (message.token === this.#gone.token) message.token = undefined;
            this.wishes = message;
            resolve();
            changed(message, before);
          }
        };
      });
    });
  }

  /** When the page's first wishes are here. */
  get connected(): Promise<void> {
    return this.#connected;
  }

  forget(): void {
    const { token = this.#gone.token, provider } = this.wishes;
    this.#gone = { token, provider };
    this.wishes = { ...this.wishes, token: undefined, order: undefined, orders: undefined };
  }

  tell(message: ToLoader): void {
    this.#port?.postMessage(message);
  }

  event(name: WidgetEvent, detail?: Record<string, string | number | boolean>): void {
    this.tell({ t: 'event', name, detail });
  }

  /** Asks the page's token provider; undefined when it has none or does not answer. */
  askToken(): Promise<string | undefined> {
    if (!this.#port || this.wishes.provider <= this.#gone.provider)
      return Promise.resolve(undefined);
    this.#nextId += 1;
    const id = this.#nextId;
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#answered(id, undefined), TOKEN_MS_MAX);
      this.#asked.set(id, (token) => {
        clearTimeout(late);
        resolve(token);
      });
      this.tell({ t: 'need_token', id });
    });
  }

  #answered(id: number, token: unknown): void {
    const done = this.#asked.get(id);
    this.#asked.delete(id);
    done?.(typeof token === 'string' ? token : undefined);
  }
}
