import type { Id, Presence, Solved } from './frames.ts';

/** What a page sends in wire protocol `kefu.v1`; the words are those of PROTOCOL.md. */

/** `hello` without its fixed part; the session fills in `t`, `v` and `resume`. */
export type Credentials =
  | { kind: 'customer'; storefront: string; token?: string; jwt?: string; locale: string }
  | { kind: 'staff'; ticket: string };

export interface CustomerResume {
  c: Id;
  q: number;
}
export type StaffResume = Record<Id, number>;

/** Commands answered by `ok`, `ack` or `err`; `r` is given by the session. */
export type Command =
  | { t: 'message.send'; key: Id; c: Id; text: string; gen?: number; confirmed?: boolean }
  | { t: 'sync'; c: Id; after: number; limit?: number }
  | {
      t: 'conversation.start';
      key: Id;
      topic: string;
      need_type?: string;
      order?: string;
      text?: string;
    }
  | { t: 'conversation.leave'; c: Id }
  | {
      t: 'survey.rate';
      key: Id;
      c: Id;
      score: number;
      solved?: Solved;
      tags?: string[];
      comment?: string;
    }
  | { t: 'presence.set'; presence: Presence; reason?: string }
  | { t: 'offer.accept'; offer: Id }
  | { t: 'offer.decline'; offer: Id; reason?: string }
  | { t: 'note.add'; key: Id; c: Id; gen?: number; text: string }
  | {
      t: 'conversation.transfer';
      key: Id;
      c: Id;
      gen: number;
      to_staff?: Id;
      to_skill?: Id;
      note?: string;
    }
  | { t: 'conversation.end'; key: Id; c: Id; gen: number }
  | {
      t: 'wrap_up.save';
      key: Id;
      c: Id;
      gen: number;
      topic: string;
      need_type: string;
      solved: Solved;
      solution: string;
    }
  | { t: 'conversation.watch'; c: Id }
  | { t: 'conversation.unwatch'; c: Id }
  | { t: 'wall.watch' }
  | { t: 'wall.unwatch' }
  | { t: 'wall.cards'; staff?: Id }
  | { t: 'conversation.assign'; c: Id; staff: Id }
  | { t: 'conversation.take'; c: Id; gen?: number };

/** Sent without `r`, never answered. */
export type Signal =
  | { t: 'typing'; c: Id; on: boolean }
  | { t: 'receipt'; c: Id; delivered: number; read: number }
  | { t: 'beat' }
  | { t: 'bye'; forget?: boolean };
