import type { Solved } from '#protocol';
import type { Mark } from './memory.ts';

/** What a person can ask of the chat; plain values, so that any tab can ask the leading one. */
export type Intent =
  | { do: 'start'; topic: string; order?: string; text?: string }
  | { do: 'say'; c: string; text: string }
  | { do: 'typed'; hasText: boolean }
  | { do: 'retry'; key: string }
  | { do: 'discard'; key: string }
  | { do: 'leave' }
  | { do: 'rate'; score: number; solved?: Solved; tags: string[]; comment: string }
  | { do: 'seen' }
  /** Of a chat that is over: a new one is begun, or no rating is asked for any more. */
  | { do: 'mark'; as: Mark }
  | { do: 'wake' }
  /** The browser says that it has a network, or none. */
  | { do: 'net'; online: boolean }
  | { do: 'again' }
  | { do: 'dismiss' }
  /** Signed in, in whichever tab. */
  | { do: 'identify'; token: string }
  /** Signed out, in whichever tab. */
  | { do: 'forget' };

/** Whether words were taken: until they are, they stay where they were typed. */
export type Taken = boolean | Promise<boolean>;
