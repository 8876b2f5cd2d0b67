// Every bound of the console, and what happens at it. Those of the wire are in shared/protocol.
export const limits = {
  drafts: 100, // kept drafts; the oldest is dropped
  draftsMsMax: 7 * 24 * 3_600_000, // those of who did not come back are forgotten at the next sign-in
  missed: 5, // offers this agent missed, until seen; the oldest is dropped
  lapsed: 5, // offers over by our clock until the gateway says how; the oldest is told no more
  declineAheadMs: 1500, // whoever chooses why they decline has declined, without a reason, before it counts as missed
  left: 20, // conversations that have gone but may still be on the screen; the oldest is dropped
  phraseRows: 6, // rows shown by the `/` picker; the head says how many match
  paletteRows: 12, // rows shown by Ctrl+K; typing narrows them
  wallSamples: 720, // points of the in-browser history (one hour at 5 s); the oldest are dropped
  wallSampleMs: 5000,
  wallCardsEveryMs: 5000, // an open list of chats is asked for again at least so often
  overCapacity: 2, // chats that a supervisor may give above an agent's capacity; then the gateway refuses
  records: 50, // rows per page of records; "more" asks for the next page
  orderNumber: 64, // characters of an order number that is looked for; no more can be typed. The gateway, as for a chat's, counts bytes
  orderNamedLeast: 4, // letters and digits of an order number that is looked for in what a customer says; a shorter one is taken for any number
  orderPlainLeast: 6, // digits of one without a letter; fewer may be a year or a sum, and count only where they are called an order
  orderCalledWithin: 24, // characters before a number that are looked at for what it is called
  staleMs: 5000, // without a connection for longer than this, figures are hatched
  noticeMs: 2000, // a loss shorter than this is not mentioned
  presenceAgainMs: 60_000, // a loss shorter than this (the gateway's lease): the state is said again
  toasts: 3, // notices on the screen at once; the oldest leaves
  toastMs: 6000,
} as const;
