// Every bound of the console, and what happens at it.
export const limits = {
  heldEvents: 256, // events ahead of a hole, per conversation; more: dropped, `sync` brings them
  syncPage: 100, // events asked for at once (the server's most is 200)
  openingPage: 60, // events of a conversation fetched when it is first shown
  draftChars: 4000, // code points of a message; more: the counter turns red and sending waits
  drafts: 100, // kept drafts; the oldest is dropped
  phraseRows: 8, // rows shown by the `/` picker
  wallSamples: 720, // points of the in-browser history (one hour at 5 s)
  wallSampleMs: 5000,
  records: 50, // rows per page of records
  typingMs: 6000, // a typing mark without renewal goes out
  typingEveryMs: 3000, // our own typing signal is sent at most this often
  staleMs: 5000, // without news for longer than this, figures are hatched
} as const;
