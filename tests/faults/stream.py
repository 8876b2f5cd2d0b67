"""One conversation's events as one reader applies them: the rule of PROTOCOL.md, `n == cursor + 1`. Pure.

Whatever comes too early is dropped, not kept: what is missing is asked for up to the highest number heard of, so a page
brings it again. That is allowed, needs no memory, and has every applied event be one that was just received.
"""


class Stream:
    def __init__(self):
        self.cursor = 0
        self.highest = 0
        self.known_top = 0  # of this connection's beginning: what comes up to it was resumed
        self.is_followed = False
        self.is_asking = False

    def begin(self, top):
        self.is_followed = True
        self.is_asking = False
        self.known_top = top
        self.highest = max(self.highest, top)

    def start_over(self, top):
        self.cursor = 0
        self.highest = 0
        self.begin(top)

    def lose_connection(self):
        self.is_asking = False

    def take(self, n):
        """True when the event is applied."""
        self.highest = max(self.highest, n)
        if n != self.cursor + 1:
            return False
        self.cursor = n
        return True

    def via(self, n):
        return "resume" if n <= self.known_top else "live"

    def is_behind(self):
        return self.is_followed and self.cursor < self.highest
