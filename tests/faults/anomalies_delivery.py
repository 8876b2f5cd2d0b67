"""What is wrong with what participants were given: pushed events, streams and final views, held against the record. Pure."""

from anomalies_messages import number_of, sends_of
from anomalies_ownership import OWNED_STATES
from story import HIDDEN_FROM_CUSTOMERS, WORDS, Anomaly, CardGone, Delivered, StreamBegins

NAMES = ("divergent-order", "live-reorder-or-repeat", "stream-gap", "delivered-but-not-recorded",
         "delivered-to-non-participant", "view-incomplete", "cross-conversation-leak", "corrupt")

PUSHED = ("live", "resume")
ENDS_OF_TENURES = ("transferred", "requeued", "closed", "abandoned", "parked")
ENDS_FOR_CUSTOMERS = ("ended", "abandoned")
OPEN_FOR_CUSTOMERS = ("queued", "offered", "active", "parked")


class Known:
    """Where the words of the run belong: hash -> (conversation, numbers in its record, or none when only sent)."""

    def __init__(self, story):
        self.sent = {send.hash: send.c for send in sends_of(story)}
        self.stored, self._indexes, self._records = {}, {}, story.records
        for c, record in story.records[1].items():
            for entry in record.entries:
                if entry.hash is not None and not entry.auto:
                    self.stored[entry.hash] = c

    def index(self, round_number, c, numbering):
        """number -> entry of one conversation's record, or none without a record."""
        where = (round_number, c, numbering)
        if where not in self._indexes:
            record = self._records[round_number].get(c)
            numbered = {number_of(e, numbering): e for e in record.entries} if record else None
            self._indexes[where] = numbered
        return self._indexes[where]


def find(story):
    known = Known(story)
    for (who, c), stream in story.streams.items():
        intruder = _not_theirs(story, who, c, stream)
        if intruder:
            yield intruder
        yield from _pushes_of_each_connection(who, c, stream)
        yield from _applied(who, c, stream)
        if not intruder:
            yield from _against_record(story, known, who, c, [e for e in stream if type(e) is Delivered])
    for round_number, who, c, numbering, complete, entries in story.views:
        yield from _view(story, known, (round_number, who, c, numbering, complete, entries))
    for cursor in story.cursors:
        yield from _cursor(story, cursor)
    for round_number in (1, 2):
        yield from _not_shown(story, round_number)


def _not_theirs(story, who, c, stream):
    role = story.clients[who].role if who in story.clients else None
    events = [e for e in stream if type(e) is Delivered]
    if not events:
        return None
    if role == "customer":
        owner = story.customer_of(c)
        if owner is not None and owner != who:
            return Anomaly("delivered-to-non-participant", c, f"{who} got events of {owner}'s conversation")
        hidden = [e for e in events if e.k in HIDDEN_FROM_CUSTOMERS or e.numbering != "public"]
        if hidden:
            return Anomaly("delivered-to-non-participant", c, f"{who} got a {hidden[0].k} at {hidden[0].n}")
    if role == "agent" and c in story.records[1]:
        theirs = story.clients[who].id
        entries = story.records[1][c].entries
        if theirs is not None and not any(e.k == "accepted" and e.staff == theirs for e in entries):
            return Anomaly("delivered-to-non-participant", c, f"{who} never had it and got {events[0].n}")
        return _after_it_was_gone(entries, who, c, stream, theirs) or _until_it_was_gone(story, entries, who, c, stream)
    return None


def _after_it_was_gone(entries, who, c, stream, theirs):
    """Pushed once the agent's client knew that it has it no more: only what was stored while it was theirs."""
    last_owned = _last_owned(entries, theirs)
    gone = set()
    for item in stream:
        if type(item) is CardGone:
            gone.add(item.conn)
        elif type(item) is StreamBegins:
            gone.discard(item.conn)
        elif item.conn in gone and item.via == "live" and item.n > last_owned:
            return Anomaly("delivered-to-non-participant", c, f"{who} has it no more and got {item.n}")
    return None


def _last_owned(entries, theirs):
    """The number of the event that took it from them for the last time, or of the last one there is."""
    owned, last = False, 0
    for entry in entries:
        if owned:
            last = entry.n
        if entry.k == "accepted":
            owned = entry.staff == theirs
        elif entry.k in ENDS_OF_TENURES:
            owned = False
    return last


def _pushes_of_each_connection(who, c, stream):
    """On one connection what is pushed is strictly n + 1, from where the stream began."""
    last = {}
    for item in stream:
        if type(item) is StreamBegins:
            last[item.conn] = item.after
        elif type(item) is CardGone:
            last.pop(item.conn, None)  # what it gets when it has the card again may come before that card
        elif type(item) is Delivered and item.via in PUSHED:
            before = last.get(item.conn)
            last[item.conn] = item.n
            if before is not None and item.n <= before:
                yield Anomaly("live-reorder-or-repeat", c, f"{who} on connection {item.conn}: {item.n} after {before}")
                return
            if before is not None and item.n > before + 1:
                yield Anomaly("stream-gap", c, f"{who} on connection {item.conn}: {item.n} after {before}")
                return


def _applied(who, c, stream):
    """What one client made its own over all connections has no hole and nothing twice. Staff who have nothing yet ask for
    all that was before their card: for them the first is 1, wherever the pushed events begin."""
    cursor, may_be_first = None, False
    for item in stream:
        if type(item) is StreamBegins and (cursor is None or item.reset):
            cursor, may_be_first = item.after, item.numbering == "staff"
        elif type(item) is Delivered and item.applied:
            is_first, may_be_first = may_be_first and item.n == 1, False
            if cursor is not None and item.n != cursor + 1 and not is_first:
                name = "stream-gap" if item.n > cursor + 1 else "live-reorder-or-repeat"
                yield Anomaly(name, c, f"{who} applied {item.n} after {cursor}")
                return
            cursor = item.n


def _against_record(story, known, who, c, events):
    record = story.records[1].get(c)
    told = set()
    for event in events:
        index = known.index(1, c, event.numbering)
        if record is None or (event.n not in index and event.at_ns > record.at_ns):
            continue  # a conversation that was not read is another finding; the record went on after it was read
        anomaly = _differs(known, who, c, event, index.get(event.n))
        if anomaly and anomaly.name not in told:
            told.add(anomaly.name)
            yield anomaly


def _differs(known, who, c, event, entry):
    if entry is not None and entry.k == event.k and entry.hash == event.hash \
            and (event.key is None or entry.key is None or event.key == entry.key) \
            and (event.public is None or event.public == entry.public):
        return None
    what = f"{who} got {event.k} {event.key or event.hash or ''} at {event.n} ({event.via})"
    at_home = known.stored.get(event.hash)
    if event.hash is None or event.k not in WORDS or at_home == c:
        name = "delivered-but-not-recorded" if entry is None else "divergent-order"
    elif at_home is not None or known.sent.get(event.hash, c) != c:
        name = "cross-conversation-leak"
    elif event.hash in known.sent or entry is None:
        name = "delivered-but-not-recorded"
    else:
        name = "corrupt"
    return Anomaly(name, c, what)


def _view(story, known, view):
    round_number, who, c, numbering, complete, entries = view
    record = story.records[round_number].get(c)
    if not complete:
        yield Anomaly("view-incomplete", c, f"{who} did not come to the end in round {round_number}")
        return
    if record is None:
        return
    if numbering == "public":
        hidden = [e for e in entries if e.k in HIDDEN_FROM_CUSTOMERS]
        if hidden:
            yield Anomaly("delivered-to-non-participant", c, f"{who} reads a {hidden[0].k} at {hidden[0].n}")
            return
    index = known.index(round_number, c, numbering)
    for entry in entries:
        grown = entry.n not in index and entry.at_ns > record.at_ns and entry.k not in WORDS
        anomaly = None if grown else _differs(known, who, c, entry, index.get(entry.n))
        if anomaly:
            yield anomaly
            return
    numbers = [e.n for e in entries]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Anomaly("view-incomplete", c, f"{who} reads a list with holes in round {round_number}")
        return
    at_ns = entries[0].at_ns if entries else 0
    yield from _tail(record, who, numbering, len(numbers), at_ns)


def _cursor(story, cursor):
    record = story.records[1].get(cursor.c)
    applied = next((e.n for e in reversed(story.streams.get((cursor.who, cursor.c), ()))
                    if type(e) is Delivered and e.applied and e.at_ns <= cursor.at_ns), 0)
    if cursor.numbering == "public" and cursor.n > applied:
        yield Anomaly("view-incomplete", cursor.c, f"{cursor.who} stands at {cursor.n} and was given up to {applied}")
    elif cursor.left is None:
        yield from _tail(record, cursor.who, cursor.numbering, cursor.n, cursor.at_ns)
    elif cursor.left == "told" and cursor.numbering == "public" and record is not None:
        # Another one can only be opened after the end of this one, of which this customer must know.
        end = next((e.public for e in reversed(record.entries) if e.k in ENDS_FOR_CUSTOMERS), 0)
        if cursor.n < end:
            yield Anomaly("view-incomplete", cursor.c, f"{cursor.who} left it at {cursor.n} and its end is {end}")


def _until_it_was_gone(story, entries, who, c, stream):
    """Who gives a card away is told that it is gone after all that was acknowledged to anybody before they asked for it.
    What is stored together with the end of their time may go to the next one alone."""
    last = {}
    for item in stream:
        if type(item) is StreamBegins:
            last[item.conn] = item.after
        elif type(item) is Delivered and item.via in PUSHED and item.conn in last:
            last[item.conn] = item.n
        elif type(item) is CardGone and item.conn in last:
            had = last.pop(item.conn)
            asked_ns = max((o.invoked_ns for o in story.given_away[who, c] if o.invoked_ns < item.at_ns
                            and o.conn == item.conn and o.may_be_done()), default=0)
            owed = _acknowledged_before(story, entries[had:], asked_ns)
            if owed is not None:
                return Anomaly("view-incomplete", c, f"{who} was told it is gone at {had} and was owed {owed}")
    return None


def _acknowledged_before(story, entries, at_ns):
    for entry in entries:
        acks = [t.settled_ns for t in story.by_key.get(entry.key, ()) if t.outcome == "ok" and "n" in t.answer]
        if entry.is_written() and acks and min(acks) < at_ns:
            return entry.n
    return None


def _not_shown(story, round_number):
    """Whoever is in an open conversation, asked anew, must be shown it."""
    for record in story.records[round_number].values():
        owner = next((who for who, client in story.clients.items() if record.owner and client.id == record.owner), None)
        theirs = [record.customer] if record.state in OPEN_FOR_CUSTOMERS else []
        for who in (*theirs, *([owner] if record.state in OWNED_STATES else [])):
            shown = story.shown[round_number].get(who)
            if shown is not None and record.c not in shown:
                yield Anomaly("view-incomplete", record.c, f"{who} is not shown it in round {round_number}")


def _tail(record, who, numbering, n, at_ns):
    """Only what the desk itself wrote between the two readings may be missing at the end."""
    numbered = [e for e in record.entries if number_of(e, numbering) is not None] if record else []
    missing = numbered[n:]
    if missing and (at_ns > record.at_ns or any(e.role in ("customer", "agent", "supervisor") for e in missing)):
        yield Anomaly("view-incomplete", record.c, f"{who} came to {n} of {len(numbered)}")
