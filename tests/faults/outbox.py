"""Messages of one client that are not settled: sent, sent again with the same key, in the order they were first said. Pure.

`now_s` is any monotonic clock. One outbox a client, a line of messages per conversation in it. Bounds: WINDOW messages
of a conversation under way at a time; LINE_MAX unsettled ones, `say` refuses more.
"""

import dataclasses

WINDOW = 4
LINE_MAX = 64


@dataclasses.dataclass
class Message:
    c: str
    key: str
    text: str
    command: str = "message.send"
    op: int = 0  # of the try that is under way; 0: none is
    is_owed: bool = False  # refused for now: in this session it must come again before any other


class Outbox:
    def __init__(self):
        self._lines = {}
        self._not_before_s = {}

    def say(self, message):
        line = self._lines.setdefault(message.c, [])
        if len(line) >= LINE_MAX:
            return False
        line.append(message)
        return True

    def due(self, now_s):
        """What may be sent now; whoever sends one marks it by `sent`."""
        found = []
        for c, line in self._lines.items():
            if now_s < self._not_before_s.get(c, 0):
                continue
            room = WINDOW - sum(1 for one in line if one.op)
            found += [one for one in line if not one.op][:max(0, room)]
        return found

    def sent(self, message, op):
        message.op = op

    def settle(self, message):
        """Acknowledged, or refused for good."""
        self._lines[message.c] = [one for one in self._lines[message.c] if one is not message]

    def refuse(self, message, now_s, after_ms):
        message.op = 0
        message.is_owed = True
        self._not_before_s[message.c] = max(self._not_before_s.get(message.c, 0), now_s + after_ms / 1_000)

    def lose_connection(self, keeps):
        """`keeps(message)`: whether an unknown one is sent again; what was not on its way is kept."""
        for c, line in self._lines.items():
            self._lines[c] = [one for one in line if not one.op or keeps(one)]
            for one in self._lines[c]:
                one.op = 0
                one.is_owed = False
        self._not_before_s.clear()

    def give_up(self, c):
        """Forgets what was never sent; what is under way, or owed to the session, is still settled."""
        self._lines[c] = [one for one in self._lines.get(c, []) if one.op or one.is_owed]

    def unsettled(self, c=None):
        lines = self._lines.values() if c is None else [self._lines.get(c, [])]
        return sum(len(line) for line in lines)
