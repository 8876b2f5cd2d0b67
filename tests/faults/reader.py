"""The final reads: what the gateway shows a supervisor who has seen nothing before, beside the record's own list of keys.

`final_reads` writes the lines of one round. What cannot be read is tried again; what stays unread makes the verdict unknown.
"""

import asyncio
import glob
import itertools
import json
import os
import shutil
import sqlite3
import tempfile
import uuid

import websockets

from commands import view_entry
from history import CLOSED_STATES, record_event
from mirror import settled_mirror
from rest import NoReply

TRIES = 4
REST_READS = 40  # of 60 that one caller may ask at once; the record of the others is what watching shows
PAGE_EVENTS = 200


class CannotRead(Exception):
    """The gateway did not show what it must."""


class Window:
    """A supervisor's connection that asks one thing after another and keeps nothing."""

    def __init__(self, account):
        self.account = account
        self.numbers = itertools.count(1)

    async def __aenter__(self):
        ticket = await self.account.ticket()
        if ticket is None:
            raise CannotRead("no ticket")
        port = self.account.port
        self.socket = await websockets.connect(
            f"ws://localhost:{port}/ws", subprotocols=["kefu.v1"], compression=None, max_size=1 << 20,
            origin=f"http://localhost:{port}", host="127.0.0.1")
        await self.socket.send(json.dumps({"t": "hello", "v": 1, "ticket": ticket}))
        self.welcome = await self.next(lambda one: one["t"] == "welcome")
        return self

    async def __aexit__(self, *_):
        await self.socket.close()

    async def next(self, fits, within_s=10):
        async def search():
            while True:
                for text in (await self.socket.recv()).split("\n"):
                    envelope = json.loads(text)
                    if fits(envelope):
                        return envelope
        return await asyncio.wait_for(search(), within_s)

    async def ask(self, name, fits=None, **fields):
        r = next(self.numbers)
        await self.socket.send(json.dumps({"t": name, "r": r, **fields}))
        answer = await self.next(fits or (lambda one: one.get("r") == r))
        if answer["t"] == "err" and not answer["retry"]:
            raise CannotRead(f"{name} {fields}: {answer['code']}")
        return answer

    async def ask_until_ok(self, name, **fields):
        for _ in range(20):
            answer = await self.ask(name, **fields)
            if answer["t"] != "err":
                return answer
            await asyncio.sleep(answer.get("after_ms", 200) / 1_000)
        raise CannotRead(f"{name}: {answer['code']} again and again")

    async def wall(self):
        await self.ask("wall.watch")
        wall = await self.next(lambda one: one["t"] == "wall" and one.get("full"))
        await self.ask("wall.unwatch")
        return wall

    async def conversation(self, c):
        """Its card and all its events."""
        card = (await self.ask_until_ok("conversation.watch", c=c))["card"]
        events = []
        while True:
            page = await self.ask_until_ok("sync", c=c, after=len(events), limit=PAGE_EVENTS)
            events += page["events"]
            if not page["more"]:
                break
        await self.ask_until_ok("conversation.unwatch", c=c)
        return card, events


class Record:
    """The file itself, from a copy: which conversations there are, and whose key stands at which number."""

    def __init__(self, folder):
        with tempfile.TemporaryDirectory(prefix="kefu-faults-record-") as copy:
            for path in glob.glob(os.path.join(folder, "records.db*")):
                if not path.endswith("-shm"):
                    shutil.copy(path, copy)
            base = sqlite3.connect(os.path.join(copy, "records.db"))
            self.states = {str(uuid.UUID(bytes=id)): state
                           for id, state in base.execute("SELECT id, state FROM conversation ORDER BY position")}
            self.keys = {(str(uuid.UUID(bytes=c)), seq): str(uuid.UUID(bytes=key)) for c, seq, key in base.execute(
                "SELECT conversation, seq, client_key FROM event WHERE client_key IS NOT NULL")}
            base.close()

    def open(self):
        return [c for c, state in self.states.items() if state not in CLOSED_STATES]


async def final_reads(history, account, records_folder, round_number, customers, redis=None):
    """`customers`: conversation to the `who` of its customer; `redis`: its socket and when the faults ended, when what it
    holds is read, too.
    Returns how many conversations were read."""
    for attempt in range(TRIES):
        try:
            lines = await _read_all(account, records_folder, customers, redis)
            break
        except (NoReply, CannotRead, OSError, asyncio.TimeoutError, websockets.WebSocketException, sqlite3.Error) as failed:
            if attempt == TRIES - 1:
                raise CannotRead(f"round {round_number}: {failed!r}") from failed
            await asyncio.sleep(1)
    for kind, fields in lines:
        history.put("reader", kind, round=round_number, **fields)
    return sum(1 for kind, _ in lines if kind == "record")


async def _read_all(account, records_folder, customers, redis):
    lines = []
    async with Window(account) as window:
        lines.append(("queue", _queue(await window.wall())))
        wall = await window.wall()
        lines += [("agent", await _agent(window, one)) for one in wall["agents"]]
        if redis is not None:
            lines.append(("mirror", await settled_mirror(redis[0], _shown(wall), _queue(wall)["waiting"], redis[1])))
        lines.append(("queue", _queue(await window.wall())))
        record = await asyncio.to_thread(Record, records_folder)
        lines.append(("open", {"conversations": record.open()}))
        for number, c in enumerate(record.states):
            card, events = watched = await window.conversation(c)
            by_rest = await _by_rest(account, c) if number < REST_READS else None
            lines.append(("record", _record(*(by_rest or watched), record, customers.get(c))))
            lines.append(("view", {"c": c, "numbering": "staff", "events": [view_entry(ev) for ev in events],
                                   "complete": len(events) >= card["top"]}))
    return lines


async def _by_rest(account, c):
    """None when the whole is longer than what the route shows, or when it is too soon to ask."""
    reply = await account.ask("GET", f"/api/conversations/{c}")
    if reply.status in (429, 503):
        return None
    if reply.status != 200:
        raise CannotRead(f"/api/conversations/{c}: {reply.status}")
    shown = reply.json()
    return None if shown.get("cut") else (shown["card"], shown["events"])


def _record(card, events, record, customer):
    entries = []
    for ev in events:
        entry = record_event(ev)
        key = record.keys.get((card["c"], ev["q"]))
        if key is not None:
            entry["key"] = key
        entries.append(entry)
    owner = card.get("assignee") if card["state"] in ("active", "wrap_up") else None
    fields = {"c": card["c"], "state": card["state"], "gen": card["gen"], "owner": owner, "customer": customer,
              "events": entries}
    return {name: value for name, value in fields.items() if value is not None}


def _shown(wall):
    return {one["staff"]: one["presence"] for one in wall["agents"] if one["connected"]}


def _queue(wall):
    waiting, offered, is_complete = [], [], True
    for line in wall["queues"]:
        for one in line["list"]:
            (offered if "offered_to" in one else waiting).append(one["c"])
        is_complete = is_complete and len(line["list"]) == line["waiting"]
    return {"waiting": waiting, "offered": offered, "complete": is_complete}


async def _agent(window, one):
    answer = await window.ask_until_ok("wall.cards", staff=one["staff"])
    return {"staff": one["staff"], "presence": one["presence"], "connected": one["connected"], "load": one["load"],
            "capacity": one["capacity"],
            "cards": [{"c": card["c"], "gen": card["gen"], "state": card["state"]} for card in answer["cards"]]}
