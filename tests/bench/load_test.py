#!/usr/bin/env python3
"""Proves that the load believes no server: load_test.py BENCH_LOAD plays it against small servers with one breach each,
and against sound ones. The last line is `N passed, N failed`.
"""

import base64
import hashlib
import json
import os
import re
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading

TEXT, BINARY = 0x81, 0x82


def read_exactly(stream, count):
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


class Session(socketserver.StreamRequestHandler):
    """One connection; `server.said` is told of each text."""

    def setup(self):
        super().setup()
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def handle(self):
        try:
            self.upgrade()
            while True:
                head = read_exactly(self.rfile, 2)
                size = head[1] & 0x7F
                if size == 126:
                    size = int.from_bytes(read_exactly(self.rfile, 2), "big")
                mask = read_exactly(self.rfile, 4)
                data = read_exactly(self.rfile, size)
                self.server.said(self, bytes(b ^ mask[i % 4] for i, b in enumerate(data)).decode())
        except (EOFError, OSError):
            return  # the load has gone

    def upgrade(self):
        key = ""
        while (line := self.rfile.readline().strip()) != b"":
            if line.lower().startswith(b"sec-websocket-key:"):
                key = line.split(b":", 1)[1].strip().decode()
        proof = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
        self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n")

    def send(self, text, opcode=TEXT):
        data = text.encode()
        size = bytes([len(data)]) if len(data) < 126 else b"\x7e" + len(data).to_bytes(2, "big")
        self.wfile.write(bytes([opcode]) + size + data)

    def tell(self, **envelope):
        self.send(json.dumps(envelope, separators=(",", ":"), ensure_ascii=False))


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 64

    def __init__(self, said):
        super().__init__(("127.0.0.1", 0), Session)
        self.said = said


def echo(session, text):
    session.send(text)


def echo_in_binary(session, text):
    session.send(text, BINARY)


def echo_to_the_first_alone():
    first = []

    def said(session, text):
        first.append(session)
        if session is first[0]:
            session.send(text)
    return said


def echo_the_one_before(session, text):
    held = getattr(session, "held", None)
    session.held = text
    if held is not None:
        session.send(held)


def shop(ack_at=lambda q: q, tell_text=lambda text: text, acked=lambda n: True):
    """One agent, one customer, in the words of kefu.v1 that the load looks at."""
    known = {"q": 1, "said": 0}

    def message(session, asked):
        known["q"] += 1
        known["said"] += 1
        event = {"t": "ev", "c": "c1", "q": known["q"], "k": "message", "by": {"role": "customer"},
                 "b": {"text": tell_text(asked["text"])}}
        session.tell(**event)
        known["agent"].tell(**(event | {"b": {"text": asked["text"]}}))
        if acked(known["said"]):
            session.tell(t="ack", a=[[asked["r"], ack_at(known["q"]), False]], c="c1")

    def said(session, text):
        asked = json.loads(text)
        if asked["t"] == "hello":
            if "ticket" in asked:
                known["agent"] = session
            session.tell(t="welcome")
        elif asked["t"] == "conversation.start":
            session.tell(t="ok", r=asked["r"], conversation={"c": "c1"})
            session.tell(t="ev", c="c1", q=1, k="opened", by={"role": "customer"}, b={})
            session.tell(t="state", c="c1", state="active")
        elif asked["t"] == "message.send" and session is not known["agent"]:
            message(session, asked)
    return said


def played(program, said, *arguments):
    """What the load said at its end; nothing when it was content."""
    with Server(said) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            done = subprocess.run([program, *arguments, "--port", str(server.server_address[1]), "--path", "/",
                                   "--server", str(os.getpid()), "--warm", "0.1", "--seconds", "0.4"],
                                  capture_output=True, text=True, check=False, timeout=60)
        finally:
            server.shutdown()
            thread.join()
    return "" if done.returncode == 0 else done.stderr.strip()


def cases(program, setup):
    echoes = ("echo", "--connections", "3", "--window", "2")
    talks = ("talk", "--connections", "1", "--window", "2", "--setup", setup)
    for name, said, arguments, wanted in (
            ("an echo passes", echo, echoes, ""),
            ("connections that are forgotten are seen", echo_to_the_first_alone(), echoes, "made no progress"),
            ("what never comes back is seen when the window closes", echo_the_one_before, echoes,
             r"lane 0 heard \d+ of \d+"),
            ("a binary frame is seen", echo_in_binary, echoes, "a frame of opcode 2"),
            ("a storm passes after one that does not count", echo, ("storm", "--connections", "20"), ""),
            ("a chat passes", shop(), talks, ""),
            ("an acknowledgement at another number is seen", shop(ack_at=lambda q: q + 1), talks,
             "at another number than its event's"),
            ("an own message that was changed is seen", shop(tell_text=str.upper), talks,
             "another message than was sent"),
            ("an acknowledgement that never comes is seen", shop(acked=lambda n: n == 1), talks, "made no progress"),
    ):
        seen = played(program, said, *arguments)
        yield name, re.search(wanted, seen) is not None if wanted else not seen, seen


def main(program):
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        setup = os.path.join(folder, "setup")
        with open(setup, "w", encoding="utf-8") as file:
            file.write("widget pk\ntopic return\nticket one\n")
        for name, good, seen in cases(program, setup):
            passed += good
            failed += not good
            print(f"{'ok  ' if good else 'FAIL'} {name}" + ("" if good else f": {seen}"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
