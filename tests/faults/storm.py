"""Recovery figures on a full store: the gateway killed under load, then all clients cut at once.

  1. CONVERSATIONS in the record (filler/store_filler.cpp), CLIENTS signed in, half of them in a conversation and writing: SIGKILL and
     start at once; seconds to the first `/readyz` 200.
  2. All sockets closed by the clients' side in the same moment; seconds until every one has its welcome again, and how many
     welcomes a second the gateway gave at most.

What a client does when it comes back is PROTOCOL.md's: a random part of a back-off that grows, the token, the cursor.
"""

import asyncio
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time

import websockets

from servers import Servers, become_lesser_user

OPEN_SHARE = 500  # one of so many conversations waits in line
READY_S_AIM = 5.0
BACK_S_AIM = 30.0
BACKOFF_S = (0.5, 20)
PROCESSES = 4
TALK_S = 3
PAUSE_S = 2.0  # between two messages of one who talks
SAID_MAX = 150  # of what stands unanswered the gateway takes 200
CHATS_WITHIN_S = 60
ACKNOWLEDGED_BEFORE_KILL_MIN = 100
KILLS = 3


class Guest:
    """A visitor with a conversation, as light as two thousand in one machine must be."""

    def __init__(self, ports, widget_key, chance, talks):
        self.public_port, self.port = ports
        self.widget_key, self.chance, self.talks = widget_key, chance, talks
        self.token = self.socket = None
        self.welcomed_s = []
        self.is_welcome = False
        self.c = None
        self.said = self.acknowledged = self.refused = 0

    async def live(self):
        tries = 0
        while True:
            try:
                async with websockets.connect(f"ws://localhost:{self.public_port}/ws", subprotocols=["kefu.v1"],
                                              host="127.0.0.1", port=self.port, compression=None, open_timeout=20,
                                              origin=f"http://localhost:{self.public_port}", ping_interval=None) as self.socket:
                    await self._greet()
                    tries = 0
                    talking = asyncio.create_task(self._talk()) if self.talks else None
                    try:
                        async for frame in self.socket:
                            for text in frame.split("\n"):
                                self._take(json.loads(text))
                    finally:
                        if talking is not None:
                            talking.cancel()
            except (OSError, EOFError, asyncio.TimeoutError, websockets.WebSocketException):
                pass
            self.is_welcome = False
            tries += 1
            await asyncio.sleep(self.chance.uniform(0, min(BACKOFF_S[1], BACKOFF_S[0] * 2 ** tries)))

    async def _greet(self):
        hello = {"t": "hello", "v": 1, "storefront": self.widget_key}
        if self.token:
            hello["token"] = self.token
        await self.socket.send(json.dumps(hello))
        welcome = json.loads((await asyncio.wait_for(self.socket.recv(), 20)).split("\n")[0])
        self.token = welcome.get("token", self.token)
        self.welcomed_s.append(time.monotonic())
        self.is_welcome = True
        self.c = welcome.get("conversation", {}).get("c")

    def _take(self, envelope):
        if envelope["t"] == "ok" and "conversation" in envelope:
            self.c = envelope["conversation"]["c"]
        elif envelope["t"] == "ack":
            self.acknowledged += len(envelope["a"])
        elif envelope["t"] == "err":
            self.refused += 1

    async def _talk(self):
        """Opens a conversation until it has one, then speaks; nobody answers, so it stops at SAID_MAX."""
        r = 0
        key = self._key()
        while self.said < SAID_MAX:
            r += 1
            if self.c is None:
                await self.socket.send(json.dumps({"t": "conversation.start", "r": r, "key": key, "topic": "order"}))
            else:
                self.said += 1
                await self.socket.send(json.dumps({"t": "message.send", "r": r, "key": self._key(), "c": self.c,
                                                   "text": f"still waiting: {self.said}"}))
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * PAUSE_S)

    def _key(self):
        bits = f"{self.chance.getrandbits(128):032x}"
        return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"


async def crowd(ports, widget_key, count, seed):
    """A process of guests; `ports`: the address they believe in, and the gateway's own, without the proxy between. Orders on stdin: `figures`, `cut`; each is answered by a line."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    chance = random.Random(seed)
    guests = [Guest(ports, widget_key, random.Random(chance.random()), i % 2 == 0) for i in range(count)]
    tasks = []
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    for guest in guests:
        tasks.append(asyncio.create_task(guest.live()))
        await asyncio.sleep(0.002)
    print(json.dumps({}), flush=True)
    while word := (await orders.readline()).decode().strip():
        now_s = time.monotonic()
        if word == "cut":
            for guest in guests:
                if guest.socket is not None:
                    guest.socket.transport.abort()
                guest.is_welcome = False
        print(json.dumps({"now_s": now_s, "chats": sum(guest.c is not None for guest in guests),
                          "acknowledged": sum(guest.acknowledged for guest in guests),
                          "refused": sum(guest.refused for guest in guests), "welcome": sum(guest.is_welcome for guest in guests),
                          "welcomed_s": [at for guest in guests for at in guest.welcomed_s]}), flush=True)


class Crowd:
    def __init__(self, ports, widget_key, count):
        self.ports, self.widget_key, self.count = ports, widget_key, count
        self.processes = []

    async def start(self):
        for i in range(PROCESSES):
            self.processes.append(await asyncio.create_subprocess_exec(
                sys.executable, "-B", os.path.abspath(__file__), *map(str, self.ports), self.widget_key,
                str(self.count // PROCESSES), str(i), stdin=subprocess.PIPE, stdout=subprocess.PIPE, limit=1 << 26))
        await asyncio.gather(*(one.stdout.readline() for one in self.processes))

    async def order(self, word):
        for one in self.processes:
            one.stdin.write(word.encode() + b"\n")
        return [json.loads(await one.stdout.readline()) for one in self.processes]

    async def until_all_welcome(self, since_s, within_s):
        """Seconds from `since_s` to the last welcome, and the most welcomes of any second; none when some are missing."""
        while time.monotonic() - since_s < within_s:
            answers = await self.order("figures")
            if sum(one["welcome"] for one in answers) == self.count // PROCESSES * PROCESSES:
                times = sorted(at - since_s for one in answers for at in one["welcomed_s"] if at >= since_s)
                return round(times[-1], 2), max_in_a_second(times)
            await asyncio.sleep(0.1)
        return None, 0

    async def sum_of(self, name):
        return sum(one[name] for one in await self.order("figures"))

    async def until_all_talk(self):
        """How many of the half that talks have a conversation, at the latest after CHATS_WITHIN_S."""
        began_s = time.monotonic()
        while (chats := await self.sum_of("chats")) < self.talkers() and time.monotonic() - began_s < CHATS_WITHIN_S:
            await asyncio.sleep(0.2)
        return chats

    def talkers(self):
        return PROCESSES * -(-(self.count // PROCESSES) // 2)

    async def end(self):
        for one in self.processes:
            one.kill()
            await one.wait()


def max_in_a_second(times):
    first = most = 0
    for last, at in enumerate(times):
        while times[first] < at - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


async def fill(servers, filler, conversations):
    words = [filler, servers.at("records/records.db"), servers.at("records/data-keys.db"), servers.at("keys/kek"),
             str(conversations), str(conversations // OPEN_SHARE)]
    done = await asyncio.to_thread(subprocess.run, words, check=False, capture_output=True, preexec_fn=become_lesser_user)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode())


async def measure(chosen, folder, shared):
    """The figures with their aims, and how many aims were missed."""
    filler = shared["filler"]
    for name in ("log", "history"):
        os.makedirs(os.path.join(folder, "storm", name), exist_ok=True)
    servers = Servers(os.path.join(folder, "storm"), shared, 1, False)
    guests = None
    try:
        shop, _ = await servers.start()
        await servers.gateway.end(signal.SIGTERM)
        await fill(servers, filler, chosen.conversations)
        if await servers.start_gateway() is None:
            raise RuntimeError("the gateway does not start on the full store")
        guests = Crowd((servers.port, servers.gateway_port), shop["widget_key"], chosen.clients)
        began_s = time.monotonic()
        await guests.start()
        first_s, first_rate = await guests.until_all_welcome(began_s, 240)
        chats = await guests.until_all_talk()
        ready, back, said = [], [], []
        for _ in range(KILLS):
            before = await guests.sum_of("acknowledged")
            await asyncio.sleep(TALK_S)
            said.append(await guests.sum_of("acknowledged") - before)
            killed_s = time.monotonic()
            await servers.gateway.end()
            ready.append(round(await servers.start_gateway() or float("inf"), 2))
            back.append(await guests.until_all_welcome(killed_s, 180))
        cut_s = time.monotonic()
        await guests.order("cut")
        cut_back_s, cut_rate = await guests.until_all_welcome(cut_s, 180)
    finally:
        if guests is not None:
            await guests.end()
        await servers.stop()
    results = {"conversations": chosen.conversations, "clients": chosen.clients,
               "records_bytes": os.path.getsize(servers.at("records/records.db")), "first_come_s": first_s,
               "first_come_rate": first_rate, "chats": chats, "acknowledged_before_kill": said, "ready_s": ready, "back_after_kill": back, "back_after_cut_s": cut_back_s,
               "welcomes_a_second_max": cut_rate}
    results["aims"] = {f"ready <= {READY_S_AIM} s after SIGKILL": max(ready) <= READY_S_AIM,
                       f"all back <= {BACK_S_AIM} s after each SIGKILL": all(
                           seconds is not None and seconds <= BACK_S_AIM for seconds, _ in back),
                       f"{guests.talkers()} chats, and >= {ACKNOWLEDGED_BEFORE_KILL_MIN} messages acknowledged before each": (
                           chats >= guests.talkers() and min(said) >= ACKNOWLEDGED_BEFORE_KILL_MIN),
                       f"all back <= {BACK_S_AIM} s after a cut": cut_back_s is not None and cut_back_s <= BACK_S_AIM}
    print(json.dumps(results, indent=1))
    return results, sum(not met for met in results["aims"].values())


if __name__ == "__main__":
    asyncio.run(crowd((int(sys.argv[1]), int(sys.argv[2])), sys.argv[3], int(sys.argv[4]), sys.argv[5]))
