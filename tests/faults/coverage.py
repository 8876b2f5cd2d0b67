"""How much of a run there was, and whether its faults met traffic: what makes a clean run a proof. Pure."""

import bisect
from collections import Counter

from story import SENDS

PARTICIPANTS = ("customer", "agent")
PROVEN_SHARE_MIN = 0.5  # of the faults that began


def figures(story):
    sends = [o for o in story.operations if o.name in SENDS]
    acknowledged = {o.key for o in sends if o.outcome == "ok" and "n" in o.answer}
    entries = [e for record in story.records[1].values() for e in record.entries]
    return {
        "conversations": len(story.records[1]),
        "sends": len(sends),
        "acknowledged": len(acknowledged),
        "resent": len(sends) - len({o.key for o in sends}),
        "unknown": sum(o.outcome == "unknown" for o in sends),
        "refused": sum(o.outcome == "refused" for o in sends),
        "delivered": story.events_count,
        "agents": len({e.staff for e in entries if e.k == "accepted"}),
        "customers": sum(client.role == "customer" for client in story.clients.values()),
        "transfers": sum(e.k == "transferred" for e in entries),
        "reconnects": story.reconnects_count,
        "recorded": len(entries),
    }


def overlaps(story):
    """For each kind of fault: how often it began, how often it was seen to have happened, for how long that was, and how
    many sends were under way meanwhile."""
    sends = [o for o in story.operations if o.name in SENDS]
    invoked = sorted(o.invoked_ns for o in sends)
    settled = sorted(o.settled_ns for o in sends if o.settled_ns is not None)
    begun, proven, lasted, met = Counter(), Counter(), Counter(), Counter()
    for fault in story.faults:
        begun[fault.name] += 1
        if fault.proven:
            proven[fault.name] += 1
            lasted[fault.name] += fault.end_ns - fault.begin_ns
            met[fault.name] += bisect.bisect_right(invoked, fault.end_ns) - bisect.bisect_left(settled, fault.begin_ns)
    return {name: {"begun": begun[name], "proven": proven[name], "lasted_ms": lasted[name] // 1_000_000,
                   "sends": met[name]} for name in sorted({*begun, *story.planned})}


def reasons_for_doubt(story, counts, met, minimum):
    """`minimum`: the figures' names and `overlap` (sends for each planned fault), `fault_kinds`."""
    for name, least in minimum.items():
        if name in counts and counts[name] < least:
            yield f"{counts[name]} {name}, {least} wanted"
    kinds = sum(one["proven"] > 0 for one in met.values())
    if kinds < minimum.get("fault_kinds", 0):
        yield f"{kinds} kinds of faults, {minimum['fault_kinds']} wanted"
    begun, proven = (sum(one[name] for one in met.values()) for name in ("begun", "proven"))
    if proven < begun * PROVEN_SHARE_MIN:
        yield f"{proven} of {begun} faults were seen to have happened"
    for name in sorted(set(story.planned)):
        if met[name]["sends"] < minimum.get("overlap", 0):
            yield f"{name} met {met[name]['sends']} sends, {minimum['overlap']} wanted"
    for round_number in (1, 2):
        yield from _unread(story, round_number)


def _unread(story, round_number):
    queues = story.queues[round_number]
    if not story.records[round_number]:
        yield f"no record was read in round {round_number}"
    if story.open[round_number] is None:
        yield f"the open set was not read in round {round_number}"
    if not queues or not all(q["complete"] for q in queues):
        yield f"the line was not read whole in round {round_number}"
    if not story.agents[round_number]:
        yield f"no agent was read in round {round_number}"
    unseen = set(story.records[round_number]) - _seen_by_participants(story, round_number)
    if unseen:
        yield f"{len(unseen)} conversations were seen to their end by no participant in round {round_number}"
    unasked = {who for who, client in story.clients.items() if client.role in PARTICIPANTS} - set(story.shown[round_number])
    if unasked:
        yield f"{len(unasked)} participants were not asked what they are shown in round {round_number}"
    for record in story.records[round_number].values():
        if record.customer is None:
            yield f"whose conversation {record.c} is was not told"
            return


def _seen_by_participants(story, round_number):
    """Conversations that a customer or an agent read anew, or of which one wrote where their stream stood at last."""
    def is_participant(who):
        return who in story.clients and story.clients[who].role in PARTICIPANTS
    viewed = {c for number, who, c, _, _, _ in story.views if number == round_number and is_participant(who)}
    return viewed | {cursor.c for cursor in story.cursors if cursor.numbering == "public" and is_participant(cursor.who)}
