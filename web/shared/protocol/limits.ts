/** Every bound of the client. What happens at each is said beside it. */
export const LIMITS = {
  /** Code points of a message, a question, a comment; the field refuses before the server does. */
  textCodePointsMax: 4000,
  /** Messages not yet stored; `enqueue` answers undefined beyond. */
  outboxEntriesMax: 50,
  /** Messages of one conversation under way without an answer. */
  outboxInFlightMax: 8,
  /** Events kept aside because of a gap; the furthest are dropped, `sync` brings them again. */
  heldEventsMax: 200,
  /** Events kept per conversation; the oldest are dropped and can be asked for again. */
  logEventsMax: 5000,
  /** Conversations whose log is kept after they were left; the earliest left is forgotten. */
  leftLogsMax: 40,
  syncEvents: 200,
  /** The server answers within 5 s; after this the connection counts as dead. */
  answerMsMax: 10_000,
  /** The same right after the device had no network: the line is likely to be gone. */
  proofMsMax: 3_000,
  connectMsMax: 10_000,
  /** A goodbye that is to be confirmed, a connection under way included; then we go all the same. */
  farewellMsMax: 3_000,
  /** After a `welcome`, the wait before a missing event is asked for. */
  catchUpMs: 3_000,
  /** A session that lived this long resets the back-off. */
  stableMs: 10_000,
  backoffMsMin: 500,
  /** Below the 30 s after which the gateway gives up a customer who left the line. */
  customerBackoffMsMax: 20_000,
  staffBackoffMsMax: 5_000,
  /** When a 42xx close names no time. */
  waitMsDefault: 30_000,
  waitMsMax: 600_000,
  typingSendMs: 3_000,
  typingIdleMs: 5_000,
  typingExpiryMs: 6_000,
  receiptMs: 1_000,
} as const;
