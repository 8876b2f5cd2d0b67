/** Every bound of the client, as `LIMITS`. What happens at each is said beside it. */

/** Code points of a message, a question, a comment; the field refuses before the server does. */
export const textCodePointsMax = 4000;
/** Messages not yet stored; `enqueue` answers undefined beyond. */
export const outboxEntriesMax = 50;
/** Messages of one conversation under way without an answer. */
export const outboxInFlightMax = 8;
/** Events kept aside because of a gap; the furthest are dropped, `sync` brings them again. */
export const heldEventsMax = 200;
/** Events kept per conversation; the oldest are dropped and can be asked for again. */
export const logEventsMax = 5000;
/** Conversations whose log is kept after they were left; the earliest left is forgotten. */
export const leftLogsMax = 40;
export const syncEvents = 200;
/** The server answers within 5 s; after this the connection counts as dead. */
export const answerMsMax = 10_000;
/** The same right after the device had no network: the line is likely to be gone. */
export const proofMsMax = 3_000;
export const connectMsMax = 10_000;
/** A goodbye that is to be confirmed, a connection under way included; then we go all the same. */
export const farewellMsMax = 3_000;
/** After a `welcome`, the wait before a missing event is asked for. */
export const catchUpMs = 3_000;
/** A session that lived this long resets the back-off. */
export const stableMs = 10_000;
export const backoffMsMin = 500;
/** Below the 30 s after which the gateway gives up a customer who left the line. */
export const customerBackoffMsMax = 20_000;
export const staffBackoffMsMax = 5_000;
/** When a 42xx close names no time. */
export const waitMsDefault = 30_000;
export const waitMsMax = 600_000;
export const typingSendMs = 3_000;
export const typingIdleMs = 5_000;
export const typingExpiryMs = 6_000;
export const receiptMs = 1_000;
