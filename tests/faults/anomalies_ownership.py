"""What is wrong with who serves whom: owners, generations, the line, capacity. Pure."""

from collections import defaultdict
from typing import NamedTuple, Optional

from story import Anomaly

NAMES = ("lost", "two-owners", "stale-generation-accepted", "generation-not-increasing", "over-capacity",
         "conversation-forgotten", "queued-and-assigned", "closed-in-queue")

OPEN_STATES = ("queued", "offered", "active", "wrap_up", "parked")
OWNED_STATES = ("active", "wrap_up")
# An owner may be followed by another without a release between: a supervisor decided.
BY_HAND = ("assigned", "taken")
# A supervisor may go two above an agent's capacity (ARCHITECTURE.md).
BY_HAND_ABOVE_CAPACITY = 2
# Their notes are asked for no generation: they write them on any conversation (PROTOCOL.md, note.add).
SUPERVISING = ("supervisor", "admin")
ACTS = {"conversation.transfer": "transferred", "conversation.end": "ended", "wrap_up.save": "wrapped_up"}


class Tenure(NamedTuple):
    """Who owned a conversation before an entry was written, and in which generation."""

    owner: Optional[str]
    gen: int


def tenures(entries):
    """One tenure for each entry, and the one after the last."""
    owner, gen = None, 0
    before = []
    for entry in entries:
        before.append(Tenure(owner, gen))
        if entry.k == "accepted":
            owner, gen = entry.staff, gen + 1
        elif entry.k in ("transferred", "requeued"):
            owner, gen = None, gen + 1
        elif entry.k == "parked":
            owner, gen = None, gen + (owner is not None)
        elif entry.k in ("closed", "abandoned"):
            owner = None
    before.append(Tenure(owner, gen))
    return before


def find(story):
    done = defaultdict(list)
    for operation in story.operations:
        if operation.name in ACTS and operation.outcome == "ok":
            done[operation.c].append(operation)
    for c, record in story.records[1].items():
        before = tenures(record.entries)
        yield from _log(record, before)
        yield from _acts(story, record, before, done[c])
    for round_number in (1, 2):
        for c, record in story.records[round_number].items():
            yield from _row(record, tenures(record.entries)[-1])
        yield from _final_owners(story, round_number)
        yield from _line(story, round_number)
    yield from _observed_generations(story)
    yield from _capacity(story)


def _log(record, before):
    for entry, tenure in zip(record.entries, before):
        if entry.k == "accepted" and tenure.owner not in (None, entry.staff) and entry.why not in BY_HAND:
            yield Anomaly("two-owners", record.c, f"{entry.staff} took it at {entry.n} while {tenure.owner} had it")
            return


def _row(record, last):
    if record.gen != last.gen:
        yield Anomaly("generation-not-increasing", record.c,
                      f"the row says generation {record.gen}, its log makes {last.gen}")
    elif record.state in OWNED_STATES and record.owner != last.owner:
        yield Anomaly("two-owners", record.c, f"the row says {record.owner}, its log says {last.owner}")


def _acts(story, record, before, done):
    """Each act of an owner that the record took must be of the owner and generation that stood then."""
    by_author, c = defaultdict(list), record.c
    for entry, tenure in zip(record.entries, before):
        if entry.k in ACTS.values():
            by_author[entry.author, entry.k].append(tenure.gen)
        tries = [t for t in story.by_key.get(entry.key, ()) if t.c == c and entry.is_written()]
        is_free = entry.k == "note" and entry.role in SUPERVISING
        gens = {t.gen for t in tries if t.gen is not None and not is_free}
        if gens and tenure.gen not in gens:
            yield Anomaly("stale-generation-accepted", c,
                          f"{tries[0].who} wrote at {entry.n} with {sorted(gens)} while it was {tenure.gen}")
        elif gens and entry.k == "message" and entry.author != tenure.owner:
            yield Anomaly("two-owners", c, f"{tries[0].who} wrote at {entry.n} while {tenure.owner} had it")
    for operation in done:
        gens = by_author.get((story.clients[operation.who].id, ACTS[operation.name]), [])
        if not gens:
            yield Anomaly("lost", c, f"{operation.who}'s {operation.name} was answered ok and is not there")
        elif operation.gen not in gens:
            yield Anomaly("stale-generation-accepted", c, f"{operation.who}'s {operation.name} with {operation.gen} "
                                                          f"was taken in {gens}")


def _observed_generations(story):
    """What two were told: one generation has one owner, and what is told later is not older."""
    owner_of, taken = {}, defaultdict(list)
    for operation in story.operations:
        answer = operation.answer
        if operation.outcome == "ok" and operation.name in ("offer.accept", "conversation.take") and "gen" in answer:
            staff = story.clients[operation.who].id
            holder = owner_of.setdefault((answer["c"], answer["gen"]), staff)
            if holder != staff:
                yield Anomaly("two-owners", answer["c"], f"{holder} and {staff} were given generation {answer['gen']}")
            else:
                taken[answer["c"]].append(operation)
    for c, operations in taken.items():
        yield from _taken_in_order(c, operations)
    highest = {}
    for who, conn, c, gen in story.cards:
        if gen < highest.get((who, conn, c), 0):
            yield Anomaly("generation-not-increasing", c, f"{who} saw {gen} after {highest[who, conn, c]}")
        highest[who, conn, c] = max(gen, highest.get((who, conn, c), 0))


def _taken_in_order(c, operations):
    """An acceptance asked for after another was answered has a higher generation, or is that one again."""
    asked = sorted(operations, key=lambda o: o.invoked_ns)
    answered = sorted(operations, key=lambda o: o.settled_ns)
    highest, at = 0, 0
    for operation in asked:
        while at < len(answered) and answered[at].settled_ns < operation.invoked_ns:
            highest = max(highest, answered[at].answer["gen"])
            at += 1
        if operation.answer["gen"] < highest:
            yield Anomaly("generation-not-increasing", c,
                          f"{operation.who} was given {operation.answer['gen']} after {highest} had been given")
            return


def _capacity(story):
    by_hand = {o.staff for o in story.operations if o.name == "conversation.assign"}
    final = [(staff, line["load"], line["capacity"]) for staffs in story.agents.values()
             for staff, lines in staffs.items() for line in lines]
    told = set()
    for staff, load, capacity in story.loads + final:
        above = BY_HAND_ABOVE_CAPACITY if staff in by_hand else 0
        if capacity > 0 and load > capacity + above and staff not in told:
            told.add(staff)
            yield Anomaly("over-capacity", staff, f"{load} of {capacity}")


def _final_owners(story, round_number):
    holders = defaultdict(set)
    for staff, lines in story.agents[round_number].items():
        for c in _held(lines[-1:]):
            holders[c].add(staff)
    for c, staffs in holders.items():
        record = story.records[round_number].get(c)
        if len(staffs) > 1:
            yield Anomaly("two-owners", c, f"{sorted(staffs)} have it in round {round_number}")
        elif record and record.state in OWNED_STATES and record.owner not in staffs:
            yield Anomaly("two-owners", c, f"{sorted(staffs)} has it in round {round_number}, the record "
                                           f"says {record.owner}")


def _held(lines):
    return {card["c"] for line in lines for card in line["cards"] if card["state"] in OWNED_STATES}


def _line(story, round_number):
    """Who is in line must be so in all readings of it to count against somebody, in one to count for them."""
    queues = story.queues[round_number]
    if not queues or story.open[round_number] is None:
        return
    always = set.intersection(*({*q["waiting"], *q["offered"]} for q in queues))
    once = set.union(*({*q["waiting"], *q["offered"]} for q in queues))
    held = set.union(set(), *(_held(lines) for lines in story.agents[round_number].values()))
    for c in sorted(story.open[round_number] - once - held):
        if not _served_by_unread(story, round_number, c) and all(q["complete"] for q in queues):
            yield Anomaly("conversation-forgotten", c, f"open, and in no place in round {round_number}")
    for c in sorted(always):
        record = story.records[round_number].get(c)
        if record and record.state not in OPEN_STATES:
            yield Anomaly("closed-in-queue", c, f"{record.state}, and in line in round {round_number}")
        elif c in held or all([*q["waiting"], *q["offered"]].count(c) > 1 for q in queues):
            yield Anomaly("queued-and-assigned", c, f"in line and somewhere else in round {round_number}")


def _served_by_unread(story, round_number, c):
    """Its owner's desk was not read, or it is parked: the record alone can say where it is."""
    record = story.records[round_number].get(c)
    if record is None:
        return False
    return record.state == "parked" or (
        record.state in OWNED_STATES and record.owner not in story.agents[round_number])
