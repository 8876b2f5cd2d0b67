"""One HTTP request at a time to the gateway's REST routes, on asyncio's streams: no line of ours, no library's pool."""

import asyncio
import json

REPLY_BYTES_MAX = 8 << 20


class NoReply(Exception):
    """The connection failed, or no whole reply came in time."""


class Reply:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    def json(self):
        return json.loads(self.body)


async def request(port, method, path, body=None, cookie="", within_s=10, host="localhost"):
    try:
        return await asyncio.wait_for(_request(port, method, path, body, cookie, host), within_s)
    except (OSError, EOFError, asyncio.TimeoutError, ValueError, IndexError) as failed:
        raise NoReply(f"{method} {path}: {failed!r}") from failed


async def _request(port, method, path, body, cookie, host):
    content = b"" if body is None else json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
    if cookie:
        head += f"Cookie: {cookie}\r\n"
    if method != "GET":
        head += f"X-Kefu: 1\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(head.encode() + b"\r\n" + content)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = [(name.strip().lower(), value.strip())
                  for name, _, value in (line.partition(":") for line in lines[1:] if line)]
        length = int(dict(fields).get("content-length", 0))
        if length > REPLY_BYTES_MAX:
            raise ValueError("reply too large")
        return Reply(int(lines[0].split()[1]), fields, await reader.readexactly(length))
    finally:
        writer.transport.abort()


class Account:
    """A member of staff's sign-in: its cookies, and tickets for the socket."""

    def __init__(self, port, name, password):
        self.port, self.name, self.password = port, name, password
        self.cookies = {}
        self.id = None

    def _cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def ask(self, method, path, body=None, within_s=10):
        reply = await request(self.port, method, path, body, self._cookie(), within_s)
        for field, value in reply.fields:
            if field == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.split(";")[0]
        return reply

    async def sign_in(self):
        self.cookies.pop("__Host-kefu", None)
        reply = await self.ask("POST", "/api/sign-in", {"name": self.name, "password": self.password}, 15)
        if reply.status == 200:
            self.id = reply.json()["id"]
        return reply.status

    async def ticket(self):
        """None while there is none to be had; signs in when it has to."""
        if "__Host-kefu" not in self.cookies and await self.sign_in() != 200:
            return None
        reply = await self.ask("POST", "/api/ticket", {})
        if reply.status == 401:
            self.cookies.pop("__Host-kefu", None)
        return reply.json()["ticket"] if reply.status == 200 else None
