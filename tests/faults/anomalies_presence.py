"""What is wrong with what everybody was told at last: presence, answers that never came, a record that a restart changed. Pure."""

import bisect
from collections import Counter, defaultdict
from dataclasses import replace

from story import Anomaly

NAMES = ("presence-not-converged", "mirror-not-converged", "record-changed-after-restart", "no-answer")

IN_LINE = ("queued", "offered")
MISSES_BEFORE_AWAY = 2  # misses_before_away of routing/settings.hpp
ANSWER_NS_MAX = 5_000_000_000  # PROTOCOL.md, "Commands and answers"


def find(story, slack_ns):
    yield from _presence(story)
    yield from _mirror(story)
    yield from _after_restart(story)
    yield from _answers(story, ANSWER_NS_MAX + slack_ns)


def _presence(story):
    """Shown must be what they chose last and had acknowledged, or away once they missed as many offers as that takes."""
    chosen, unsure = _choices(story, _read_ns(story))
    missed = Counter(e.staff for record in story.records[1].values() for e in record.entries if e.k == "missed")
    for staff, lines in story.agents[1].items():
        seen, is_connected = lines[-1]["presence"], lines[-1]["connected"]
        if staff in story.truth and is_connected != story.truth[staff]:
            yield Anomaly("presence-not-converged", staff, f"connected is {story.truth[staff]}, shown as {is_connected}")
        wanted = chosen.get(staff)
        is_set_away = seen == "away" and wanted == "online" and missed[staff] >= MISSES_BEFORE_AWAY
        if wanted is not None and seen != wanted and seen not in unsure[staff] and not is_set_away:
            yield Anomaly("presence-not-converged", staff, f"chose {wanted}, is shown as {seen}")


def _read_ns(story):
    return min((line["at_ns"] for lines in story.agents[1].values() for line in lines), default=0)


def _choices(story, until_ns):
    """Until then: what each member of staff last had acknowledged, and what they asked for after that without learning what came of it."""
    chosen, unsure = {}, defaultdict(set)
    for operation in story.operations:
        if operation.name != "presence.set" or operation.invoked_ns > until_ns:
            continue
        staff = story.clients[operation.who].id if operation.who in story.clients else None
        if operation.outcome == "ok":
            chosen[staff] = operation.presence
            unsure[staff].clear()
        elif operation.may_be_done():
            unsure[staff].add(operation.presence)
    return chosen, unsure


def _mirror(story):
    """What Redis holds is what the desk says and what people chose, which the next start goes by: whoever is on duty, and who is
    in line in all readings or in none."""
    chosen, unsure = _choices(story, _read_ns(story))
    for mirror in story.mirrors:
        if not mirror["epoch"]:
            yield Anomaly("mirror-not-converged", "epoch", "nobody has set one")
        for staff, lines in story.agents[mirror["round"]].items():
            shown, held = lines[-1]["presence"], mirror["staff"].get(staff)
            if lines[-1]["connected"] and shown != "offline" and (held is None or (shown == "online" and held != shown)):
                yield Anomaly("mirror-not-converged", staff, f"is {shown}, held as {held}")
            elif held is not None and held != shown == chosen.get(staff) and held not in unsure[staff]:
                yield Anomaly("mirror-not-converged", staff, f"chose {shown} and is so, held as {held}")
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
    """How much of a time span could not be heard in, though connections lived. `spans`: (begin, end)."""

    def __init__(self, spans):
        self._begins, self._ends, self._sums = [], [], [0]
        for begin_ns, end_ns in sorted(spans):
            if self._ends and begin_ns <= self._ends[-1]:
                self._sums[-1] += max(0, end_ns - self._ends[-1])
                self._ends[-1] = max(end_ns, self._ends[-1])
            else:
                self._begins.append(begin_ns)
                self._ends.append(end_ns)
                self._sums.append(self._sums[-1] + end_ns - begin_ns)

    def before_ns(self, at_ns):
        whole = bisect.bisect_right(self._begins, at_ns)
        return self._sums[whole] - max(0, self._ends[whole - 1] - at_ns) if whole else 0

    def between_ns(self, begin_ns, end_ns):
        return self.before_ns(end_ns) - self.before_ns(begin_ns)


class Silences:
    """The gateway's own, and for each connection what the network did to it."""

    def __init__(self, story):
        self._of_all = [(f.begin_ns, f.end_ns) for f in story.faults if f.silences]
        self._everywhere = Silence(self._of_all)
        self._met = {}
        for fault in story.faults:
            for port in fault.ports:
                self._add(story, fault, story.connections.get(port, ()))
        self._of_connection = {one: Silence(self._of_all + spans) for one, spans in self._met.items()}

    def _add(self, story, fault, connections):
        """Ports come again: of those who had this one, the connection that was there during the fault."""
        for who, conn, welcome_ns in connections:
            gone_ns = story.disconnected_ns.get((who, conn), story.last_time_ns())
            if welcome_ns <= fault.end_ns and gone_ns >= fault.begin_ns:
                end_ns = gone_ns if fault.for_good else min(gone_ns, fault.end_ns)
                self._met.setdefault((who, conn), []).append((fault.begin_ns, end_ns))

    def between_ns(self, operation, end_ns):
        silence = self._of_connection.get((operation.who, operation.conn), self._everywhere)
        return silence.between_ns(operation.invoked_ns, end_ns)


def _answers(story, limit_ns):
    """By the time that was waited, whatever ended it: a connection that is given up has no answer either."""
    silences = Silences(story)
    for operation in story.operations:
        gone_ns = story.disconnected_ns.get((operation.who, operation.conn))
        end_ns = operation.settled_ns or gone_ns or story.last_ns[operation.who]
        waited_ns = end_ns - operation.invoked_ns
        if waited_ns > limit_ns and waited_ns - silences.between_ns(operation, end_ns) > limit_ns:
            yield Anomaly("no-answer", operation.c or operation.who,
                          f"{operation.who}'s {operation.name} ({operation.op}) waited {waited_ns // 1_000_000} ms")
