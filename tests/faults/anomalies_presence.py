"""What is wrong with what everybody was told at last: presence, answers that never came, a record that a restart changed. Pure."""

import bisect
from dataclasses import replace

from story import Anomaly

NAMES = ("presence-not-converged", "mirror-not-converged", "record-changed-after-restart", "no-answer")

IN_LINE = ("queued", "offered")
ANSWER_NS_MAX = 5_000_000_000  # PROTOCOL.md, "Commands and answers"


def find(story, slack_ns):
    yield from _presence(story)
    yield from _mirror(story)
    yield from _after_restart(story)
    yield from _answers(story, ANSWER_NS_MAX + slack_ns)


def _presence(story):
    for staff, lines in story.agents[1].items():
        seen = (lines[-1]["presence"], lines[-1]["connected"])
        if staff in story.truth and seen != story.truth[staff]:
            yield Anomaly("presence-not-converged", staff, f"is {story.truth[staff]}, shown as {seen}")


def _mirror(story):
    """What Redis holds is what the desk says: whoever is on duty, and who is in line in all readings or in none."""
    for mirror in story.mirrors:
        if not mirror["epoch"]:
            yield Anomaly("mirror-not-converged", "epoch", "nobody has set one")
        for staff, lines in story.agents[mirror["round"]].items():
            shown, held = lines[-1]["presence"], mirror["staff"].get(staff)
            if lines[-1]["connected"] and shown != "offline" and (held is None or (shown == "online" and held != shown)):
                yield Anomaly("mirror-not-converged", staff, f"is {shown}, held as {held}")
        queues = story.queues[mirror["round"]]
        if queues and all(q["complete"] for q in queues):
            always = set.intersection(*(set(q["waiting"]) for q in queues))
            once = set.union(*({*q["waiting"], *q["offered"]} for q in queues))
            records = story.records[mirror["round"]]
            for c in sorted(c for c in always - set(mirror["waiting"]) if c in records and records[c].state in IN_LINE):
                yield Anomaly("mirror-not-converged", c, "in line, and not in the mirror")
            for c in sorted(set(mirror["waiting"]) - once):
                yield Anomaly("mirror-not-converged", c, "in the mirror, and not in line")


def _after_restart(story):
    for c, first in story.records[1].items():
        second = story.records[2].get(c)
        if second is None:
            if story.records[2]:
                yield Anomaly("record-changed-after-restart", c, "is not there any more")
            continue
        kept = second.entries[:len(first.entries)]
        if len(kept) < len(first.entries) or any(map(_differ, first.entries, kept)):
            yield Anomaly("record-changed-after-restart", c, "what stood there is another now")
        elif any(entry.is_written() or entry.role == "customer" for entry in second.entries[len(kept):]):
            yield Anomaly("record-changed-after-restart", c, "somebody's words came while nobody spoke")
        elif len(second.entries) == len(first.entries) and (first.gen, first.owner, _place(first)) != (
                second.gen, second.owner, _place(second)):
            yield Anomaly("record-changed-after-restart", c,
                          f"{first.state} of {first.owner} became {second.state} of {second.owner} without an event")
    for c in story.records[2]:
        if c not in story.records[1] and story.records[1]:
            yield Anomaly("record-changed-after-restart", c, "was not there before")


def _differ(before, after):
    """The key is not told by every reading."""
    keys = {before.key, after.key} - {None}
    return len(keys) > 1 or replace(before, key=None) != replace(after, key=None)


def _place(record):
    """Whether an offer rings is the desk's, not the record's: it does not outlive the process."""
    return "waiting" if record.state in IN_LINE else record.state


class Silence:
    """How much of a time span the gateway could not be heard in, though connections lived."""

    def __init__(self, faults):
        self._begins, self._ends, self._sums = [], [], [0]
        for fault in sorted((f for f in faults if f.silences), key=lambda f: f.begin_ns):
            if self._ends and fault.begin_ns <= self._ends[-1]:
                self._sums[-1] += max(0, fault.end_ns - self._ends[-1])
                self._ends[-1] = max(fault.end_ns, self._ends[-1])
            else:
                self._begins.append(fault.begin_ns)
                self._ends.append(fault.end_ns)
                self._sums.append(self._sums[-1] + fault.end_ns - fault.begin_ns)

    def before_ns(self, at_ns):
        whole = bisect.bisect_right(self._begins, at_ns)
        return self._sums[whole] - max(0, self._ends[whole - 1] - at_ns) if whole else 0

    def between_ns(self, begin_ns, end_ns):
        return self.before_ns(end_ns) - self.before_ns(begin_ns)


def _answers(story, limit_ns):
    silence = Silence(story.faults)
    for operation in story.operations:
        if operation.outcome in (None, "unknown"):
            if operation.outcome == "unknown" and operation.answer["why"] == "disconnect":
                continue
            gone_ns = story.disconnected_ns.get((operation.who, operation.conn))
            end_ns = operation.settled_ns or gone_ns or story.last_ns[operation.who]
        else:
            end_ns = operation.settled_ns
        waited_ns = end_ns - operation.invoked_ns
        if waited_ns > limit_ns and waited_ns - silence.between_ns(operation.invoked_ns, end_ns) > limit_ns:
            yield Anomaly("no-answer", operation.c or operation.who,
                          f"{operation.who}'s {operation.name} ({operation.op}) waited {waited_ns // 1_000_000} ms")
