"""Holds lines with Python's `websockets` for lines.mjs: commands as JSON lines on stdin, what happens on stdout."""

import asyncio
import base64
import json
import sys

import websockets

LINE_BYTES_MAX = 4 * 1024 * 1024


def say(line, what, **more):
    sys.stdout.write(json.dumps({"line": line, "what": what, **more}) + "\n")
    sys.stdout.flush()


class Line:
    def __init__(self, number):
        self._number = number
        self._socket = None

    async def open(self, words):
        try:
            # Kefu says nothing in compressed form; the library must cope with that, so it offers compression.
            self._socket = await websockets.connect(words["url"], subprotocols=words["protocols"] or None)
        except Exception as error:  # noqa: BLE001 (whatever it was, the test is told)
            say(self._number, "failed", error=repr(error))
            return
        say(self._number, "open", protocol=self._socket.subprotocol or "")
        asyncio.create_task(self._read())

    async def _read(self):
        try:
            async for message in self._socket:
                if isinstance(message, str):
                    say(self._number, "text", text=message)
                else:
                    say(self._number, "bytes", base64=base64.b64encode(message).decode())
        except websockets.ConnectionClosed:
            pass  # any code but 1000 and 1001 ends the loop this way; the code is told below
        await self._socket.wait_closed()
        say(self._number, "closed", code=self._socket.close_code)

    async def text(self, words):
        await self._socket.send(words["text"])

    async def bytes(self, words):
        await self._socket.send(base64.b64decode(words["base64"]))

    async def parts(self, words):
        await self._socket.send(words["texts"])

    async def ping(self, words):
        await (await self._socket.ping(words["text"]))
        say(self._number, "pong", text=words["text"])

    async def close(self, words):
        await self._socket.close(words["code"], words["reason"])


async def main():
    commands = asyncio.StreamReader(limit=LINE_BYTES_MAX)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    lines = {}
    while raw := await commands.readline():
        words = json.loads(raw)
        number = words["line"]
        line = lines.setdefault(number, Line(number))
        try:
            await getattr(line, words["do"])(words)
        except websockets.ConnectionClosed:
            pass  # the test is told by `closed`


asyncio.run(main())
