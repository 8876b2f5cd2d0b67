/** What the client core needs from the outside. Browser, Node player and tests each bring their own. */

export type Cancel = () => void;

export interface Timers {
  /** Milliseconds; monotonic where the host has it. Only differences are used. */
  now(): number;
  after(ms: number, run: () => void): Cancel;
}

/** Uniform in [0, 1). */
export type Random = () => number;

/** A fresh UUID for a client key. */
export type NewKey = () => string;

export interface SocketEvents {
  opened(): void;
  text(data: string): void;
  /** Called once, also when the connection was never established (code 1006). */
  closed(code: number, reason: string): void;
}

export interface Socket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** Opens a socket with subprotocol `kefu.v1`; never calls back before it returns. */
export type OpenSocket = (events: SocketEvents) => Socket;

/** One named text that survives a reload. Failures (private mode, full) are the port's to absorb. */
export interface TextStorage {
  load(): string | undefined;
  save(text: string): void;
}
