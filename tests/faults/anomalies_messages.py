"""What is wrong with the record itself: messages that were promised, refused or sent by nobody, and their order. Pure."""

from collections import defaultdict
from typing import NamedTuple

from story import SENDS, Anomaly

NAMES = ("lost", "duplicate", "phantom", "corrupt", "cross-conversation-leak", "seq-gap-or-reorder",
         "ack-seq-mismatch", "refused-but-recorded", "realtime-order", "session-order")


class Send(NamedTuple):
    """One message or note with all its tries."""

    key: str
    c: str
    hash: str
    tries: list

    def acknowledged(self):
        return [t for t in self.tries if t.outcome == "ok" and "n" in t.answer]


class Place(NamedTuple):
    c: str
    entry: object


def sends_of(story):
    return [Send(key, tries[0].c, tries[0].hash, tries) for key, tries in story.by_key.items()
            if tries[0].name in SENDS]


class Places:
    """Where the record of round 1 holds each send: by its key, by its words where no key is known, by its
    acknowledged number where neither is there."""

    def __init__(self, story, sends):
        self._by_key, self._by_hash = defaultdict(list), defaultdict(list)
        self._records = story.records[1]
        for c, record in self._records.items():
            for entry in record.entries:
                if entry.is_written():
                    place = Place(c, entry)
                    self._by_hash[entry.hash].append(place)
                    if entry.key is not None:
                        self._by_key[entry.key].append(place)
        self._sent_hashes = {send.hash for send in sends}
        self.of = {send.key: self._find(send) for send in sends}

    def with_hash(self, hash):
        return self._by_hash.get(hash, [])

    def _find(self, send):
        unnamed = [place for place in self._by_hash.get(send.hash, ()) if place.entry.key is None]
        return self._by_key.get(send.key, []) + unnamed or self._at_number(send)

    def _at_number(self, send):
        record = self._records.get(send.c)
        for done in send.acknowledged() if record else ():
            for entry in record.entries:
                if number_of(entry, done.answer["numbering"]) == done.answer["n"] and entry.is_written() \
                        and entry.key is None and entry.hash not in self._sent_hashes:
                    return [Place(send.c, entry)]
        return []


def number_of(entry, numbering):
    return entry.n if numbering == "staff" else entry.public


def find(story):
    sends = sends_of(story)
    places = Places(story, sends)
    for send in sends:
        yield from _of_one_send(send, places.of[send.key])
    yield from _unsent(story, sends, places)
    for record in (*story.records[1].values(), *story.records[2].values()):
        yield from _numbers(record)
    yield from _realtime_order(story, sends, places)
    yield from _session_order(sends, places)


def _of_one_send(send, found):
    here = [place for place in found if place.c == send.c]
    for place in found:
        if place.c != send.c:
            yield Anomaly("cross-conversation-leak", send.c, f"{send.key} stands in {place.c} at {place.entry.n}")
    if len(here) > 1:
        yield Anomaly("duplicate", send.c, f"{send.key} stands at {[place.entry.n for place in here]}")
    done = send.acknowledged()
    if done and not found:
        yield Anomaly("lost", send.c, f"{send.key} was acknowledged at {done[0].answer['n']} and is not there")
    if here and here[0].entry.hash != send.hash:
        yield Anomaly("corrupt", send.c, f"{send.key} was stored with other words at {here[0].entry.n}")
    if here and not any(t.may_be_done() for t in send.tries):
        codes = sorted({t.answer["code"] for t in send.tries})
        yield Anomaly("refused-but-recorded", send.c, f"{send.key} was refused ({', '.join(codes)})")
    yield from _acks(send, done, here)


def _acks(send, done, here):
    told = {(t.answer["numbering"], t.answer["n"]) for t in done}
    for numbering in ("staff", "public"):
        numbers = sorted(n for by, n in told if by == numbering)
        if len(numbers) > 1:
            yield Anomaly("ack-seq-mismatch", send.c, f"{send.key} was acknowledged at {numbers}")
        elif numbers and len(here) == 1 and number_of(here[0].entry, numbering) != numbers[0]:
            yield Anomaly("ack-seq-mismatch", send.c, f"{send.key} was acknowledged at {numbers[0]} and stands at "
                                                      f"{number_of(here[0].entry, numbering)}")


def _unsent(story, sends, places):
    found = {id(place.entry) for send in sends for place in places.of[send.key]}
    sent = {send.hash: send for send in sends}
    for c, record in story.records[1].items():
        for entry in record.entries:
            if not entry.is_written() or id(entry) in found:
                continue
            if entry.hash not in sent:
                yield Anomaly("phantom", c, f"nobody sent what stands at {entry.n}")
            elif sent[entry.hash].c == c:
                yield Anomaly("duplicate", c, f"{sent[entry.hash].key} stands at {entry.n} under another key")
            else:
                yield Anomaly("cross-conversation-leak", sent[entry.hash].c,
                              f"{sent[entry.hash].key} stands in {c} at {entry.n}")


def _numbers(record):
    public = 0
    for at, entry in enumerate(record.entries, 1):
        public += entry.public is not None
        if entry.n != at or entry.public not in (None, public):
            yield Anomaly("seq-gap-or-reorder", record.c,
                          f"entry {at} has number {entry.n}, public {entry.public} instead of {public}")
            return


def _realtime_order(story, sends, places):
    """ack(a) before invoke(b) => a stands before b. From the end: the earliest ack of all that stand later."""
    by_entry = {id(places.of[send.key][0].entry): send for send in sends
                if len(places.of[send.key]) == 1 and places.of[send.key][0].c == send.c}
    for c, record in story.records[1].items():
        earliest = None
        for entry in reversed(record.entries):
            send = by_entry.get(id(entry))
            if send is None:
                continue
            if earliest is not None and earliest[0] < send.tries[0].invoked_ns:
                yield Anomaly("realtime-order", c, f"{send.key} at {entry.n} was sent after {earliest[1]}, "
                                                   "which stands later, was acknowledged")
                break
            acks = [(t.settled_ns, send.key) for t in send.acknowledged()]
            earliest = min(acks + ([earliest] if earliest else []), default=None)


def _session_order(sends, places):
    """Of what was first sent and newly stored on one connection: the order of first sending is the order in the record."""
    by_session = defaultdict(list)
    for send in sends:
        first = send.tries[0]
        on_it = [t for t in send.acknowledged() if t.conn == first.conn and not t.answer.get("dup")]
        if first.name == "message.send" and on_it and len(places.of[send.key]) == 1:
            by_session[first.who, first.conn, send.c].append((first.order, places.of[send.key][0].entry.n, send.key))
    for (who, conn, c), sent in by_session.items():
        sent.sort()
        for (_, n_before, key_before), (_, n_after, key_after) in zip(sent, sent[1:]):
            if n_after < n_before:
                yield Anomaly("session-order", c, f"{who} on connection {conn} sent {key_before} before {key_after}")
                break
