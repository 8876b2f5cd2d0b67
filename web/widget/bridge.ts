/**
 * What the loader (on the shop's page) and the app (in the frame) say to each other over the one
 * transferred `MessagePort`. No message text crosses to the page, but for what a frame without
 * storage has it `keep`.
 */

export interface OrderHint {
  no: string;
  /** Shown beside the number only; never trusted. */
  title?: string;
  status?: string;
}

/** What the page wants, whole each time it changes. */
export interface Wishes {
  t: 'wishes';
  open: boolean;
  /** How often the page has named someone to ask for a fresh token; 0 = nobody. */
  provider: number;
  /** The customer signed out: forget who they were, answer `reset_done`. */
  reset: boolean;
  token?: string | undefined;
  /** What `keep` gave, where the frame has no storage of its own. */
  kept?: string | undefined;
  /** One tag, or more with commas: the first of ours counts. */
  locale?: string | undefined;
  order?: OrderHint | undefined;
  orders?: OrderHint[] | undefined;
}

export type ToFrame = Wishes | { t: 'token'; id: number; token?: string | undefined };

export type WidgetEvent =
  | 'ready'
  | 'opened'
  | 'closed'
  | 'unread'
  | 'session.started'
  | 'agent.joined'
  | 'message'
  | 'session.ended'
  | 'csat'
  | 'error';

export type ToLoader =
  /** The first word, at once: this is our frame and no error page of the browser's. */
  | { t: 'here' }
  | { t: 'close' }
  | { t: 'open' }
  /** Show the frame as a small bubble of this height; 0 = put it away. */
  | { t: 'peek'; height: number }
  | { t: 'unread'; n: number }
  /** A conversation is going on: the frame is made again at the next page. */
  | { t: 'live'; on: boolean }
  /**
   * Browsers that block third-party storage: the page's own session keeps what the frame would, so
   * that a reload loses nothing: the visitor token, beside it what was read and is not sent yet, as
   * one text that is the frame's affair.
   */
  | { t: 'keep'; token: string }
  /** The storefront's colour and what can be read on it, for the launcher; without them the design's own. */
  | { t: 'paint'; fill?: string | undefined; text?: string | undefined }
  | { t: 'need_token'; id: number }
  | { t: 'reset_done' }
  | {
      t: 'event';
      name: WidgetEvent;
      detail?: Record<string, string | number | boolean> | undefined;
    };

/** The one window message of the handshake; the port travels with it. */
export const HANDSHAKE = 'kefu.v1';
