"""What a client has asked and what came of it; how it notes what it reads in the end; waiting with a deadline."""

import asyncio
import time

from history import body_hash

AFTER_MS = 150  # when a refusal says no time


class Answer:
    def __init__(self, kind, envelope=None):
        self.kind = kind  # ok, refused, unknown
        self.envelope = envelope or {}

    def is_ok(self):
        return self.kind == "ok"

    def may_retry(self):
        return self.kind == "unknown" or bool(self.envelope.get("retry"))

    def after_s(self):
        return self.envelope.get("after_ms", AFTER_MS) / 1_000


class Command:
    def __init__(self, op, name, conn, reply):
        self.op, self.name, self.conn, self.reply = op, name, conn, reply
        self.since_s = time.monotonic()
        self.message = None


def view_entry(ev):
    hash = body_hash(ev["b"]["text"]) if ev["k"] in ("message", "note") else None
    entry = {"n": ev["q"], "k": ev["k"], "key": ev.get("key"), "hash": hash}
    return {name: value for name, value in entry.items() if value is not None}


async def until(holds, within_s):
    """False when it did not hold in time."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True
