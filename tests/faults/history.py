"""Histories of a run, as HISTORY.md says: JSON lines that clients append and the checker reads.

One `HistoryLog` per process; the clock is injected. Not for several threads.
"""

import glob
import hashlib
import json
import os
import time

HASH_CHARACTERS = 24
CLOSED_STATES = (5, 7)  # conversation_state of storage/records/rows.hpp: closed, abandoned


class BrokenHistory(Exception):
    """A line in the middle of a file that is none, or lacks what its kind needs."""


def body_hash(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:HASH_CHARACTERS]


# kind -> the fields that each line of it has, besides at_ns, who and kind
REQUIRED = {
    "identity": ("role",),
    "connect": ("conn",),
    "welcome": ("conn", "session"),
    "disconnect": ("conn", "by"),
    "stream": ("conn", "c", "numbering", "after"),
    "event": ("conn", "c", "numbering", "n", "k", "via", "applied"),
    "invoke": ("op", "name", "conn"),
    "ok": ("op",),
    "refused": ("op", "code", "retry"),
    "unknown": ("op", "why"),
    "card": ("conn", "c", "gen", "state", "top"),
    "card_gone": ("conn", "c", "why"),
    "offer": ("conn", "offer", "c", "gen"),
    "offer_gone": ("conn", "offer", "why"),
    "place": ("conn", "c", "position", "waiting", "staffed"),
    "state": ("conn", "c", "state"),
    "me": ("conn", "presence", "load", "capacity"),
    "seen": ("conn", "staff", "presence", "connected", "load", "capacity"),
    "cursor": ("c", "numbering", "n"),
    "truth": ("staff", "connected"),
    "plan": ("faults",),
    "fault_begin": ("fault", "name", "silences"),
    "fault_end": ("fault", "proven"),
    "heal": (),
    "record": ("round", "c", "state", "gen", "events"),
    "view": ("round", "c", "numbering", "events", "complete"),
    "shown": ("round", "conversations"),
    "open": ("round", "conversations"),
    "queue": ("round", "waiting", "offered", "complete"),
    "mirror": ("round", "staff", "waiting", "epoch"),
    "agent": ("round", "staff", "presence", "connected", "load", "capacity", "cards"),
}


class HistoryLog:
    """Writes one file. `put` takes any kind; the methods below are what most clients need."""

    def __init__(self, path, clock_ns=time.monotonic_ns):
        self._file = open(path, "a", encoding="utf-8", buffering=1)
        self._clock_ns = clock_ns

    def put(self, who, kind, **fields):
        missing = [name for name in REQUIRED[kind] if fields.get(name) is None]
        assert not missing, f"{kind} lacks {missing}"
        line = {"at_ns": self._clock_ns(), "who": who, "kind": kind}
        line.update((name, value) for name, value in fields.items() if value is not None)
        self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")

    def close(self):
        self._file.close()

    def identity(self, who, role, id=None, capacity=None):
        self.put(who, "identity", role=role, id=id, capacity=capacity)

    def stream(self, who, conn, c, numbering, after, reset=None):
        self.put(who, "stream", conn=conn, c=c, numbering=numbering, after=after, reset=reset)

    def event(self, who, conn, numbering, via, applied, ev):
        """`ev`: the envelope as it came."""
        body = ev.get("b", {})
        hash = body_hash(body["text"]) if ev["k"] in ("message", "note") else None
        self.put(who, "event", conn=conn, c=ev["c"], numbering=numbering, n=ev["q"], k=ev["k"], via=via,
                 applied=applied, public=ev.get("p"), role=ev.get("by", {}).get("role"),
                 author=ev.get("by", {}).get("id"), key=ev.get("key"), hash=hash, staff=body.get("staff"),
                 auto=body.get("auto"))

    def invoke(self, who, op, name, conn, **more):
        self.put(who, "invoke", op=op, name=name, conn=conn, **more)

    def ok(self, who, op, **more):
        self.put(who, "ok", op=op, **more)

    def refused(self, who, op, code, retry):
        self.put(who, "refused", op=op, code=code, retry=retry)

    def unknown(self, who, op, why):
        self.put(who, "unknown", op=op, why=why)

    def card(self, who, conn, card):
        """`card`: the object inside the envelope."""
        self.put(who, "card", conn=conn, c=card["c"], gen=card["gen"], state=card["state"],
                 assignee=card.get("assignee"), top=card["top"])


def record_event(ev):
    """The envelope of a staff event as an entry of `record` and of a staff `view`."""
    body = ev.get("b", {})
    entry = {"n": ev["q"], "public": ev.get("p"), "k": ev["k"], "role": ev.get("by", {}).get("role"),
             "author": ev.get("by", {}).get("id"), "key": ev.get("key"), "staff": body.get("staff"),
             "to": body.get("to_staff"), "why": body.get("why") if ev["k"] == "accepted" else None,
             "auto": body.get("auto"),
             "hash": body_hash(body["text"]) if ev["k"] in ("message", "note") else None}
    return {name: value for name, value in entry.items() if value is not None}


def _missing(line):
    missing = [name for name in REQUIRED[line["kind"]] if name not in line]
    missing += [name for name in ("at_ns", "who") if name not in line]
    if line["kind"] == "ok" and "n" in line and "numbering" not in line:
        missing.append("numbering")
    return missing


def read_file(path):
    """Yields the lines of one file in its order. A last line that the death of its writer tore is left out."""
    with open(path, "rb") as file:
        for number, raw in enumerate(file, 1):
            if not raw.endswith(b"\n"):
                return
            try:
                line = json.loads(raw)
                missing = _missing(line)
            except (ValueError, KeyError, TypeError) as broken:
                raise BrokenHistory(f"{os.path.basename(path)}:{number}: {broken!r}") from broken
            if missing:
                raise BrokenHistory(f"{os.path.basename(path)}:{number}: {line['kind']} lacks {missing}")
            yield line


def read_folder(folder):
    """Yields all lines of a run, file after file: those of one `who` in their order."""
    for path in sorted(glob.glob(os.path.join(folder, "*.jsonl"))):
        yield from read_file(path)
