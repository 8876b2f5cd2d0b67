#!/usr/bin/python3
"""A TCP (or unix socket) proxy that is a bad network: `fault_proxy.py SEED NAME=LISTEN>TARGET ...`

A process of its own. LISTEN and TARGET are port numbers of 127.0.0.1 or paths of unix sockets. Lines of JSON on
stdin set the weather of one link, for live and new connections: {"link": NAME, "weather": {...}}; {"link": NAME,
"reset": share} cuts that share of the live connections at once. Each order is answered by a line of JSON: "felt", what the
weather until now did (chunks swallowed, slowed; cuts), "ports", the clients' ports of the connections that it did it to, "reset",
how many connections this order cut. A weather is any of

  share       of the connections it meets (1)
  delay_ms    each chunk waits; order is kept              jitter_ms   and up to so much longer
  stall       probability that a chunk waits stall_ms as after a lost packet
  rate_kb     KiB a second towards the client              cut_bytes   a connection is reset after up to so many
  drop        everything is swallowed, nothing is closed: such a connection never carries a byte again

Bounds: CONNECTIONS_MAX (refused beyond). Ends with its stdin.
"""

import asyncio
import json
import random
import resource
import socket
import struct
import sys

CONNECTIONS_MAX = 4_000
CHUNK_BYTES = 16_384


def place_of(text):
    return {"path": text} if "/" in text else {"host": "127.0.0.1", "port": int(text)}


async def dial(place):
    """What is read slowly must be felt at the other end: hence the small buffers."""
    if "path" in place:
        return await asyncio.open_unix_connection(place["path"])
    raw = socket.socket()
    raw.setblocking(False)
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, CHUNK_BYTES)
    try:
        await asyncio.get_running_loop().sock_connect(raw, (place["host"], place["port"]))
    except OSError:
        raw.close()
        raise
    return await asyncio.open_connection(sock=raw, limit=CHUNK_BYTES)


def reset(writer):
    raw = writer.get_extra_info("socket")
    if raw is not None and raw.fileno() >= 0 and raw.family == socket.AF_INET:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class Connection:
    """Two sockets and what has become of them."""

    def __init__(self, link, client, server):
        self.link = link
        self.writers = (client, server)
        peer = client.get_extra_info("peername")
        self.port = peer[1] if isinstance(peer, tuple) else None
        self.is_dead = False
        self.bytes_left = None
        self.meets_weather = True
        self.draw()

    def draw(self):
        """Whether and when the present weather reaches this one."""
        weather, chance = self.link.weather, self.link.chance
        self.meets_weather = chance.random() < weather.get("share", 1)
        cut = weather.get("cut_bytes")
        self.bytes_left = chance.randint(1, cut) if cut and self.meets_weather else None

    def abort(self):
        for writer in self.writers:
            reset(writer)

    async def pump(self, reader, writer, is_to_client):
        while chunk := await reader.read(CHUNK_BYTES):
            weather = self.link.weather if self.meets_weather else {}
            if weather.get("drop"):
                self.is_dead = True
            if self.is_dead:
                self.link.feel(self)
                continue
            if self.bytes_left is not None:
                head, self.bytes_left = chunk[:self.bytes_left], self.bytes_left - len(chunk)
                if self.bytes_left <= 0:
                    self.link.feel(self)
                    writer.write(head)
                    await asyncio.sleep(0)
                    self.abort()
                    return
            await self.slowly(weather, writer, chunk, is_to_client)
        if self.is_dead:
            await asyncio.Event().wait()
        if writer.can_write_eof():
            writer.write_eof()

    async def slowly(self, weather, writer, chunk, is_to_client):
        chance = self.link.chance
        wait_ms = weather.get("delay_ms", 0) + chance.random() * weather.get("jitter_ms", 0)
        if chance.random() < weather.get("stall", 0):
            wait_ms += weather.get("stall_ms", 300)
        if wait_ms:
            self.link.feel(self)
            await asyncio.sleep(wait_ms / 1_000)
        if is_to_client and weather.get("rate_kb"):
            self.link.feel(self)
            await self.trickle(weather, len(chunk) / (weather["rate_kb"] * 1_024))
        writer.write(chunk)
        await writer.drain()


    async def trickle(self, weather, seconds):
        """In small parts: it is over with its weather."""
        while seconds > 0 and self.link.weather is weather:
            await asyncio.sleep(min(seconds, 0.1))
            seconds -= 0.1


class Link:
    def __init__(self, seed, name, listen, target):
        self.name = name
        self.listen, self.target = place_of(listen), place_of(target)
        self.weather = {}
        self.chance = random.Random(f"{seed}/{name}")
        self.live = set()
        self.felt, self.ports = 0, set()  # of the present weather

    def feel(self, one):
        self.felt += 1
        if one.port:
            self.ports.add(one.port)

    async def serve(self):
        if "path" in self.listen:
            await asyncio.start_unix_server(self.on_connection, self.listen["path"], backlog=1_024)
        else:
            await asyncio.start_server(self.on_connection, "127.0.0.1", self.listen["port"], backlog=4_096)

    async def on_connection(self, reader, writer):
        if len(self.live) >= CONNECTIONS_MAX:
            return reset(writer)
        try:
            target_reader, target_writer = await dial(self.target)
        except OSError:
            return reset(writer)
        one = Connection(self, writer, target_writer)
        self.live.add(one)
        try:
            await asyncio.gather(one.pump(reader, target_writer, False), one.pump(target_reader, writer, True))
        except (OSError, RuntimeError):
            if one.is_dead:
                await asyncio.Event().wait()
            one.abort()
        finally:
            self.live.discard(one)
            for side in one.writers:
                side.close()

    def obey(self, order):
        answer = {"felt": self.felt, "ports": sorted(self.ports), "reset": 0}
        if "weather" in order:
            self.weather = order["weather"]
            self.felt, self.ports = 0, set()
            for one in self.live:
                one.draw()
        for one in list(self.live):
            if self.chance.random() < order.get("reset", 0):
                one.abort()
                answer["reset"] += 1
        return answer


async def main(seed, specs):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    links = {}
    for spec in specs:
        name, way = spec.split("=", 1)
        links[name] = Link(seed, name, *way.split(">", 1))
        await links[name].serve()
    print("ready", flush=True)
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := await orders.readline():
        order = json.loads(line)
        print(json.dumps(links[order["link"]].obey(order)), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2:]))
