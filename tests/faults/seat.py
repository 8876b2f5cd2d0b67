"""One client of the gateway: its connection, commands, streams and outbox, as PROTOCOL.md tells a client to be.

Shared by customers and staff (`customer_seat.py`, `staff_seat.py`). Python's own WebSocket library speaks to the gateway: an
implementation that shares no line with it. All that happens is written to the history. One asyncio loop.
"""

import asyncio
import json
import time

import websockets

from commands import AFTER_MS, Answer, Command, until, view_entry
from history import body_hash
from outbox import Message, Outbox
from stream import Stream

ANSWER_S_MAX = 9  # a command that waits so long on a living connection: it is unknown, and the connection is left
WELCOME_S_MAX = 10
BACKOFF_S = (0.25, 4)
RETRY_SHARE = 0.8  # of what became unknown; the rest is left so
NEVER_AGAIN = range(4501, 4507)


class Seat:
    numbering = "public"
    role = "customer"

    def __init__(self, who, log, port, chance):
        self.who, self.log, self.port, self.chance = who, log, port, chance
        self.conn = self.op = self.r = 0
        self.socket = None
        self.is_welcome = False
        self.is_leaving = False
        self.commands = {}
        self.streams = {}
        self.outbox = Outbox()
        self.acknowledged = 0
        self.complaints = []
        self._tasks = set()
        self.welcomed = asyncio.Event()
        self.pushed = {}  # conversation to the last number that was pushed on this connection
        self._receipts = {}
        self._viewed = None  # while everything is read anew: conversation to its events

    def complain(self, what):
        self.complaints.append(f"{self.who}: {what}")

    def spawn(self, work):
        """Whatever this client does beside the rest: what it dies of is a complaint."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def _on_done(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.complain(f"{task.get_coro().__qualname__} ended by {task.exception()!r}")

    # ---- for the kinds of client

    async def hello(self):
        """The first envelope, or None when there is none to be had yet."""
        raise NotImplementedError

    def on_welcome(self, envelope): ...

    def on_envelope(self, envelope): ...

    def on_ok(self, name, envelope): ...

    def on_event(self, ev): ...

    def on_refused_entry(self): ...

    def forget_conversations(self):
        self.streams.clear()

    def shown(self):
        """Conversations that the welcome put before this client."""
        raise NotImplementedError

    def generation_of(self, c):
        return None

    # ---- the connection

    async def live(self):
        """Until `leave`: connects, reads, connects again."""
        tries = 0
        while not self.is_leaving:
            if await self.attend():
                tries = 0
            tries += 1
            await asyncio.sleep(self.chance.uniform(0, min(BACKOFF_S[1], BACKOFF_S[0] * 2 ** tries)))

    async def attend(self):
        """One connection from dial to end. True when there was a welcome."""
        if self._viewed is not None:
            self._viewed.clear()
            self.forget_conversations()
        first = await self.hello()
        if first is None:
            return False
        self.conn += 1
        self.log.put(self.who, "connect", conn=self.conn)
        try:
            self.socket = await websockets.connect(
                f"ws://localhost:{self.port}/ws", subprotocols=["kefu.v1"], compression=None, max_size=1 << 20,
                origin=f"http://localhost:{self.port}", open_timeout=8, ping_interval=4, ping_timeout=7, close_timeout=1,
                host="127.0.0.1")
        except (OSError, EOFError, asyncio.TimeoutError, websockets.WebSocketException):
            self._ended(None, "network")
            return False
        keeper = self.spawn(self._keep())
        try:
            await self.socket.send(json.dumps(first))
            await asyncio.wait_for(self._read_until_welcome(), WELCOME_S_MAX)
            while True:
                self._read(await self.socket.recv())
        except asyncio.TimeoutError:
            self._ended(None, "client")
        except websockets.ConnectionClosed as closed:
            self._on_closed(closed)
        except OSError:
            self._ended(None, "network")
        finally:
            keeper.cancel()
            if self.socket is not None:
                self.socket.transport.abort()
        return self._finish()

    async def _read_until_welcome(self):
        while not self.is_welcome:
            self._read(await self.socket.recv())

    def _on_closed(self, closed):
        received = closed.rcvd
        if received is None:
            return self._ended(None, "client" if closed.sent else "network")
        if received.code in NEVER_AGAIN or received.code in (1002, 1003, 1007, 1009):
            self.complain(f"closed with {received.code} {received.reason}")
        if received.code in (4401, 4403):
            self.on_refused_entry()
        self._ended(received.code, "client" if self.is_leaving else "server")

    def _ended(self, code, by):
        for r in list(self.commands):
            self._settle(r, Answer("unknown"), why="disconnect")
        self.log.put(self.who, "disconnect", conn=self.conn, code=code, by=by)

    def _finish(self):
        was_welcome, self.is_welcome = self.is_welcome, False
        self.welcomed.clear()
        self.pushed.clear()
        self.socket = None
        self.outbox.lose_connection(lambda message: self.chance.random() < RETRY_SHARE)
        for stream in self.streams.values():
            stream.lose_connection()
        return was_welcome

    async def _keep(self):
        """Beats, deadlines, and what waits for its time."""
        turns = 0
        while True:
            await asyncio.sleep(0.1)
            turns += 1
            if self.is_welcome:
                self.flush()
                if turns % 10 == 0:
                    self._send_receipts()
                if turns % 150 == 0:
                    self._post({"t": "beat"})
            if any(time.monotonic() - one.since_s > ANSWER_S_MAX for one in self.commands.values()):
                for r in list(self.commands):
                    self._settle(r, Answer("unknown"), why="timeout")
                self.cut()

    def cut(self):
        """Leaves the connection without a word, as a lost line does."""
        if self.socket is not None:
            self.socket.transport.abort()

    async def leave(self):
        self.is_leaving = True
        if self.socket is not None:
            await self.socket.close()

    # ---- commands

    def _post(self, envelope):
        if self.socket is not None and self.socket.open:
            self.spawn(self._write(json.dumps(envelope, ensure_ascii=False)))

    async def _write(self, text):
        try:
            await self.socket.send(text)
        except (AttributeError, OSError, websockets.ConnectionClosed):
            return  # the reading side tells of it

    def _command(self, name, fields, message=None):
        self.op += 1
        self.r += 1
        body = fields.get("text") if name in ("message.send", "note.add") else None
        noted = {field: fields.get(field) for field in ("key", "c", "gen", "offer", "presence")}
        if name == "conversation.transfer":
            noted["staff"] = fields.get("to_staff")
        if name == "conversation.assign":
            noted["staff"] = fields["staff"]
        self.log.invoke(self.who, self.op, name, self.conn, hash=None if body is None else body_hash(body), **noted)
        command = Command(self.op, name, self.conn, asyncio.get_running_loop().create_future())
        command.message = message
        self.commands[self.r] = command
        self._post({"t": name, "r": self.r, **{k: v for k, v in fields.items() if v is not None}})
        return command

    async def ask(self, name, **fields):
        """One try. What nobody is connected for is unknown without having been invoked."""
        if not self.is_welcome:
            return Answer("unknown")
        return await self._command(name, fields).reply

    async def ask_by_key(self, name, tries=3, **fields):
        """With the same key over resends, some of which are given up: what came of these is unknown."""
        fields["key"] = fields.get("key") or self.new_key()
        for _ in range(tries):
            await self.welcomed.wait()
            answer = await self.ask(name, **fields)
            if not answer.may_retry() or self.chance.random() > RETRY_SHARE:
                break
            await asyncio.sleep(answer.after_s())
        return answer

    def new_key(self):
        bits = f"{self.chance.getrandbits(128):032x}"
        return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"

    def say(self, c, text, command="message.send"):
        if self.outbox.say(Message(c, self.new_key(), text, command)):
            self.flush()

    def flush(self):
        if not self.is_welcome:
            return
        for message in self.outbox.due(time.monotonic()):
            fields = {"key": message.key, "c": message.c, "text": message.text, "gen": self.generation_of(message.c)}
            self.outbox.sent(message, self._command(message.command, fields, message).op)

    def _settle(self, r, answer, why=None):
        command = self.commands.pop(r, None)
        if command is None:
            return self.complain(f"an answer to nothing: {answer.envelope}")
        sent = answer.envelope
        if answer.kind == "unknown":
            self.log.unknown(self.who, command.op, why)
        elif answer.kind == "refused":
            self.log.refused(self.who, command.op, sent["code"], sent["retry"])
            if sent["code"] in ("bad_request", "unsupported", "internal", "key_conflict"):
                self.complain(f"{command.name} was answered {sent}")
        else:
            shown = sent.get("card") or sent.get("conversation") or {}
            self.log.ok(self.who, command.op, n=sent.get("n"), dup=sent.get("dup"), c=shown.get("c"),
                        numbering=self.numbering if "n" in sent else None, gen=shown.get("gen"),
                        state=shown.get("state"))
        if command.message is not None:
            self._settle_message(command.message, answer)
        if not command.reply.done():
            command.reply.set_result(answer)

    def _settle_message(self, message, answer):
        if answer.kind == "ok":
            self.acknowledged += 1
            self.outbox.settle(message)
        elif answer.kind == "refused" and not answer.envelope["retry"]:
            self.outbox.settle(message)
        elif answer.kind == "refused":
            self.outbox.refuse(message, time.monotonic(), answer.envelope.get("after_ms", AFTER_MS))

    # ---- what comes

    def _read(self, frame):
        for text in frame.split("\n"):
            try:
                self._take(json.loads(text))
            except (ValueError, KeyError, TypeError) as wrong:
                self.complain(f"cannot be read: {wrong!r} in {text[:200]}")

    def _take(self, envelope):
        kind = envelope["t"]
        if kind == "welcome":
            self.log.put(self.who, "welcome", conn=self.conn, session=envelope["session"],
                         port=self.socket.local_address[1])
            self.is_welcome = True
            self.on_welcome(envelope)
            self.welcomed.set()
            self.flush()
        elif kind == "ev":
            self._take_event(envelope, None)
        elif kind == "ack":
            for r, n, dup in envelope["a"]:
                self._settle(r, Answer("ok", {"n": n, "dup": dup}))
            self.flush()
        elif kind == "ok":
            self._take_ok(envelope)
        elif kind == "err":
            if "r" in envelope:
                self._settle(envelope["r"], Answer("refused", envelope))
            else:
                self.complain(f"an err without a number: {envelope}")
        else:
            self.on_envelope(envelope)

    def _take_ok(self, envelope):
        """What an answer shows is taken in before anything that comes after it."""
        command = self.commands.get(envelope["r"])
        if command is not None:
            self.on_ok(command.name, envelope)
        for ev in envelope.get("events", ()):
            self._take_event(ev, "sync")
        self._settle(envelope["r"], Answer("ok", envelope))

    def _take_event(self, ev, via):
        stream = self.streams.setdefault(ev["c"], Stream())
        applied = stream.take(ev["q"])
        if via is None:
            self.pushed[ev["c"]] = ev["q"]
        self.log.event(self.who, self.conn, self.numbering, via or stream.via(ev["q"]), applied, ev)
        if applied:
            self._receipts[ev["c"]] = ev["q"] if self.numbering == "public" else ev.get("p", self._receipts.get(ev["c"], 0))
            self.on_event(ev)
            if self._viewed is not None:
                self._viewed.setdefault(ev["c"], []).append(view_entry(ev))
        if via is None and stream.is_behind():
            self.catch_up(ev["c"])

    def begin_stream(self, c, top, after, start_over=False):
        stream = self.streams.setdefault(c, Stream())
        start_over = start_over or self._viewed is not None
        if start_over:
            stream.start_over(top)
        else:
            stream.begin(top)
        self.log.stream(self.who, self.conn, c, self.numbering, after, reset=True if start_over else None)
        return stream

    def catch_up(self, c):
        stream = self.streams[c]
        if not stream.is_asking and self.is_welcome:
            stream.is_asking = True
            self.spawn(self._catch_up(c, stream))

    async def _catch_up(self, c, stream):
        while stream.is_behind() and stream.is_asking:
            answer = await self.ask("sync", c=c, after=stream.cursor, limit=200)
            if answer.kind == "unknown" or (answer.kind == "refused" and not answer.envelope["retry"]):
                break
            if answer.kind == "refused":
                await asyncio.sleep(answer.after_s())
        stream.is_asking = False

    def _send_receipts(self):
        for c, n in self._receipts.items():
            if n and self.chance.random() < 0.5:
                self._post({"t": "receipt", "c": c, "delivered": n, "read": n})
        self._receipts.clear()

    def leave_stream(self, c, left):
        """`left`: told by an envelope on this connection, or found out by its welcome."""
        stream = self.streams.get(c)
        if stream is not None and stream.is_followed:
            stream.is_followed = False
            if self._viewed is None:
                self.log.put(self.who, "cursor", c=c, numbering=self.numbering, n=stream.cursor, left=left)

    # ---- at the end

    def is_settled(self):
        return (self.is_welcome and not self.commands and not self.outbox.unsettled()
                and not any(one.is_behind() for one in self.streams.values()))

    def tell_cursors(self):
        for c, stream in self.streams.items():
            if stream.is_followed:
                self.log.put(self.who, "cursor", c=c, numbering=self.numbering, n=stream.cursor)

    async def view(self, round_number, within_s):
        """By a fresh connection and without cursors: all that this client is shown, from the first event on."""
        self._viewed = {}
        before = self.conn
        self.cut()
        is_complete = await until(lambda: self.conn > before and self.is_welcome and not any(
            self.streams[c].is_behind() for c in self.shown()), within_s)
        if self.is_welcome:
            self.log.put(self.who, "shown", round=round_number, conversations=self.shown())
        for c in self.shown():
            self.log.put(self.who, "view", round=round_number, c=c, numbering=self.numbering,
                         events=self._viewed.get(c, []), complete=not self.streams[c].is_behind())
        self._viewed = None
        return is_complete
