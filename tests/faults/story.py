"""What a run's lines say together: operations with their answers, streams, faults and final reads. Pure.

Lines of one `who` are taken in their order; nothing depends on the order between clients but `at_ns`.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple, Optional

SENDS = ("message.send", "note.add")
WORDS = ("message", "note")
GIVES_AWAY = ("conversation.transfer", "wrap_up.save")
HIDDEN_FROM_CUSTOMERS = ("offered", "declined", "missed", "withdrawn", "note", "wrapped_up", "closed")
# Refusals after which the command may still have been done: its answer came too late, or its outcome is not known.
PERHAPS_DONE = ("unavailable", "internal")


class Client(NamedTuple):
    role: str
    id: Optional[str]
    capacity: Optional[int]


@dataclass(slots=True)
class Operation:
    """One try of a command; `outcome` is ok, refused, unknown or, while nothing came, none."""

    who: str
    op: int
    name: str
    conn: int
    invoked_ns: int
    key: Optional[str]
    c: Optional[str]
    gen: Optional[int]
    hash: Optional[str]
    staff: Optional[str]
    presence: Optional[str]
    order: int
    outcome: Optional[str] = None
    settled_ns: Optional[int] = None
    answer: dict = field(default_factory=dict)

    def may_be_done(self):
        return self.outcome != "refused" or self.answer["code"] in PERHAPS_DONE


class Delivered(NamedTuple):
    """An event that reached a client, or an entry of what it reads in the end."""

    at_ns: int
    conn: Optional[int]
    numbering: str
    n: int
    k: str
    via: str
    applied: bool
    public: Optional[int]
    key: Optional[str]
    hash: Optional[str]


class StreamBegins(NamedTuple):
    conn: int
    numbering: str
    after: int
    reset: bool


class CardGone(NamedTuple):
    at_ns: int
    conn: int


class Cursor(NamedTuple):
    """Where a client's own stream stood: at the end, or when the client left it (`left` tells how)."""

    at_ns: int
    who: str
    c: str
    numbering: str
    n: int
    left: Optional[str]


@dataclass(slots=True)
class Entry:
    """One event of the record."""

    n: int
    public: Optional[int]
    k: str
    role: Optional[str]
    author: Optional[str]
    key: Optional[str]
    hash: Optional[str]
    staff: Optional[str]
    to: Optional[str]
    why: Optional[str]
    auto: bool

    def is_written(self):
        """By a person: what nobody sent must not be there."""
        return self.k in WORDS and not self.auto and self.role != "system"


class Record(NamedTuple):
    at_ns: int
    c: str
    state: str
    gen: int
    owner: Optional[str]
    customer: Optional[str]
    entries: list


class Fault(NamedTuple):
    name: str
    begin_ns: int
    end_ns: int
    silences: bool
    proven: bool
    ports: tuple  # of the clients' connections that it met and whose answers it kept back
    for_good: bool  # those connections never carried a byte again


class Anomaly(NamedTuple):
    name: str
    where: str
    what: str


class Story:
    """All of a run. Made by `told`, then only read."""

    def __init__(self):
        self.clients = {}
        self.operations = []
        self.by_key = defaultdict(list)  # key -> its tries, of one client each, in their order
        self.streams = defaultdict(list)  # (who, c) -> Delivered, StreamBegins, CardGone
        self.disconnected_ns = {}  # (who, conn)
        self.last_ns = {}  # who -> time of the last line
        self.cards, self.loads = [], []
        self.truth, self.cursors, self.planned, self.faults = {}, [], [], []
        self.connections = defaultdict(list)  # port -> (who, conn, welcome's time)
        self.shown = {1: {}, 2: {}}  # who -> conversations that a fresh welcome put before them
        self.records = {1: {}, 2: {}}
        self.views = []
        self.open = {1: None, 2: None}
        self.queues = {1: [], 2: []}
        self.agents = {1: defaultdict(list), 2: defaultdict(list)}
        self.mirrors = []
        self.events_count = self.reconnects_count = 0
        self.given_away = defaultdict(list)  # (who, c) -> what an agent asked for that takes a card from them
        self._pending = {}
        self._begun = {}

    def last_time_ns(self):
        return max(self.last_ns.values(), default=0)

    def customer_of(self, c):
        """The `who` of the customer, or none when no reader and no answer told it."""
        record = self.records[1].get(c) or self.records[2].get(c)
        return record.customer if record else None


def told(lines):
    story = Story()
    takers = {name[6:]: method for name, method in globals().items() if name.startswith("_take_")}
    for line in lines:
        story.last_ns[line["who"]] = max(line["at_ns"], story.last_ns.get(line["who"], 0))
        taker = takers.get(line["kind"])
        if taker:
            taker(story, line)
    for begun in story._begun.values():
        story.faults.append(Fault(begun["name"], begun["at_ns"], story.last_time_ns(), begun["silences"], False, (), False))
    _learn_keys(story)
    return story


def _same(text):
    """Ids come back thousands of times: one string of each."""
    return sys.intern(text) if text is not None else None


def _take_identity(story, line):
    story.clients[line["who"]] = Client(line["role"], line.get("id"), line.get("capacity"))


def _take_connect(story, line):
    story.reconnects_count += line["conn"] > 1


def _take_welcome(story, line):
    if "port" in line:
        story.connections[line["port"]].append((line["who"], line["conn"], line["at_ns"]))


def _take_disconnect(story, line):
    story.disconnected_ns[line["who"], line["conn"]] = line["at_ns"]


def _take_stream(story, line):
    story.streams[line["who"], _same(line["c"])].append(
        StreamBegins(line["conn"], _same(line["numbering"]), line["after"], line.get("reset", False)))


def _take_event(story, line):
    story.events_count += 1
    story.streams[line["who"], _same(line["c"])].append(_delivered(line, line))


def _delivered(line, entry):
    return Delivered(line["at_ns"], line.get("conn"), _same(line["numbering"]), entry["n"], _same(entry["k"]),
                     _same(entry.get("via", "view")), entry.get("applied", True), entry.get("public"),
                     _same(entry.get("key")), _same(entry.get("hash")))


def _take_card_gone(story, line):
    story.streams[line["who"], _same(line["c"])].append(CardGone(line["at_ns"], line["conn"]))


def _take_invoke(story, line):
    operation = Operation(line["who"], line["op"], _same(line["name"]), line["conn"], line["at_ns"],
                          _same(line.get("key")), _same(line.get("c")), line.get("gen"), _same(line.get("hash")),
                          line.get("staff"), line.get("presence"), len(story.operations))
    story.operations.append(operation)
    story._pending[line["who"], line["op"]] = operation
    if operation.name in GIVES_AWAY:
        story.given_away[operation.who, operation.c].append(operation)
    if operation.key is not None:
        story.by_key[operation.key].append(operation)


def _settle(story, line):
    operation = story._pending.pop((line["who"], line["op"]), None)
    if operation is not None:
        operation.outcome, operation.settled_ns = line["kind"], line["at_ns"]
        operation.answer = {name: value for name, value in line.items() if name not in ("at_ns", "who", "kind")}


_take_ok = _take_refused = _take_unknown = _settle


def _take_card(story, line):
    story.cards.append((line["who"], line["conn"], _same(line["c"]), line["gen"]))


def _take_me(story, line):
    client = story.clients.get(line["who"])
    staff = client.id if client else None
    story.loads.append((staff or line["who"], line["load"], line["capacity"]))


def _take_seen(story, line):
    story.loads.append((line["staff"], line["load"], line["capacity"]))


def _take_cursor(story, line):
    story.cursors.append(Cursor(line["at_ns"], line["who"], _same(line["c"]), line["numbering"], line["n"], line.get("left")))


def _take_truth(story, line):
    story.truth[line["staff"]] = line["connected"]


def _take_plan(story, line):
    story.planned.extend(line["faults"])


def _take_fault_begin(story, line):
    story._begun[line["who"], line["fault"]] = line


def _take_fault_end(story, line):
    begun = story._begun.pop((line["who"], line["fault"]))
    story.faults.append(Fault(begun["name"], begun["at_ns"], line["at_ns"], begun["silences"], line["proven"],
                              tuple(line.get("ports", ())), line.get("for_good", False)))


def _take_record(story, line):
    entries = [Entry(e["n"], e.get("public"), _same(e["k"]), _same(e.get("role")), _same(e.get("author")),
                     _same(e.get("key")), _same(e.get("hash")), _same(e.get("staff")), e.get("to"), e.get("why"),
                     e.get("auto", False)) for e in line["events"]]
    story.records[line["round"]][_same(line["c"])] = Record(
        line["at_ns"], line["c"], line["state"], line["gen"], line.get("owner"), line.get("customer"), entries)


def _take_view(story, line):
    entries = [_delivered(line, entry) for entry in line["events"]]
    story.views.append((line["round"], line["who"], _same(line["c"]), line["numbering"], line["complete"], entries))


def _take_shown(story, line):
    story.shown[line["round"]][line["who"]] = set(line["conversations"])


def _take_open(story, line):
    story.open[line["round"]] = set(line["conversations"])


def _take_queue(story, line):
    story.queues[line["round"]].append(line)


def _take_mirror(story, line):
    story.mirrors.append(line)


def _take_agent(story, line):
    story.agents[line["round"]][line["staff"]].append(line)


def _learn_keys(story):
    """Staff do not read customers' keys; the customer's own view tells them, where it shows the same words."""
    for round_number, _, c, numbering, _, entries in story.views:
        record = story.records[round_number].get(c)
        if record is None or numbering != "public":
            continue
        shown = {e.public: e for e in record.entries if e.public is not None}
        for entry in entries:
            there = shown.get(entry.n)
            if there is not None and there.key is None and entry.key is not None and there.hash == entry.hash:
                there.key = entry.key
