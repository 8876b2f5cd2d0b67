#!/usr/bin/python3
"""Senders who never finish: `hostile.py PORT SECONDS`. COUNT connections, each stuck in one phase and dripping a byte now and
then: only connected, half a request head, half a handshake, half a frame, half a message in fragments. Bounded and local. Prints how
many connections it had."""

import asyncio
import itertools
import os
import sys

COUNT = 150
DRIP_S = 0.5


def upgrade(port):
    return (f"GET /ws HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: kefu.v1\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n").encode()


# phase -> what is sent whole, and what is dripped after it
def phases(port):
    whole = upgrade(port) + b"\r\n"
    return {
        "connected": (b"", b""),
        "head": (b"GET / HT", b"TP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 500),
        "body": (b"POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nX-Kefu: 1\r\nContent-Type: application/json\r\n"
                 b"Content-Length: 5000\r\n\r\n", b" " * 500),
        "handshake": (upgrade(port), b"X-Slow: " + b"x" * 500),
        "frame": (whole, b"\x81\xfe\x10\x00mask" + b"x" * 500),
        "fragments": (whole, b"".join(b"\x01\x81mask " if i == 0 else b"\x00\x81mask " for i in range(80))),
    }


connected = 0


async def drip(port, whole, slowly):
    global connected
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        connected += 1
        writer.write(whole)
        for i in range(len(slowly)):
            await asyncio.sleep(DRIP_S)
            writer.write(slowly[i:i + 1])
            await writer.drain()
        while await reader.read(4_096):
            pass
    except OSError:
        return  # shown the door, as it should be


async def main(port, seconds):
    ways = itertools.cycle(phases(port).values())
    tasks = [asyncio.create_task(drip(port, *next(ways))) for _ in range(COUNT)]
    await asyncio.wait(tasks, timeout=seconds)
    print(connected, flush=True)
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
