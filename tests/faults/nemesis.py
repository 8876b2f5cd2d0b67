"""Does to the programs what the schedule says, and undoes it. Each kind is one method that lasts as long as its fault.

Begin and end of each stand in the history. Needs root for none of it but a full disk on a tmpfs (else the shim refuses).
"""

import asyncio
import errno
import os
import random
import signal
import subprocess
import sys
import time

import schedule
from servers import become_lesser_user

HOUR_NS = 3_600_000_000_000
SLOW_SYNC_MS = 400
STARTS_MAX = 60
BALLAST_BYTES = 1 << 20
CALLERS_MAX = 64


class Nemesis:
    def __init__(self, servers, history, seed):
        self.servers, self.history = servers, history
        self.chance = random.Random(f"nemesis/{seed}")
        self.recoveries = []  # (kind, seconds from its start to readiness, seconds from its end to readiness)
        self.findings = []
        self.counts = {}
        self._number = 0
        self._met_ports = {}  # kind -> of the clients' connections that its last fault met
        self._locks = {group: asyncio.Lock() for group in {*schedule.GROUPS.values(), *schedule.KINDS}}

    # ---- the run

    async def play(self, faults, began_s):
        tasks = [asyncio.create_task(self._one(fault, began_s)) for fault in faults]
        watch = asyncio.create_task(self._watch_gateway())
        try:
            await asyncio.gather(*tasks)
        finally:
            watch.cancel()
            for task in tasks:
                task.cancel()

    async def _one(self, fault, began_s):
        await asyncio.sleep(max(0, began_s + fault.at_s - time.monotonic()))
        # The plan keeps a group's faults apart; on a busy machine they may be late.
        async with self._locks[schedule.GROUPS.get(fault.kind, fault.kind)]:
            await self._do(fault)

    async def _do(self, fault):
        """Only what was seen to have happened counts."""
        self._number += 1
        number = self._number
        self.history.put("nemesis", "fault_begin", fault=number, name=fault.kind, target=round(fault.target, 3),
                         silences=fault.kind in schedule.SILENCING)
        proven, self._met_ports[fault.kind] = False, []
        try:
            proven = bool(await getattr(self, fault.kind.replace("-", "_"))(fault))
        finally:
            ports = self._met_ports[fault.kind] if fault.kind in schedule.SILENCING_WHOM_IT_MEETS else []
            self.history.put("nemesis", "fault_end", fault=number, proven=proven, ports=ports,
                             for_good=fault.kind in schedule.FOR_GOOD)
        self.counts[fault.kind] = self.counts.get(fault.kind, 0) + proven

    async def heal(self):
        """Everything as it was, whatever was done to it."""
        servers = self.servers
        servers.shim.set(clock_offset_ns=0, sync_errno=0, sync_delay_ms=0, write_errno=0)
        self._drop_ballast()
        for link in ("clients", "redis"):
            await servers.order_proxy(link=link, weather={})
        servers.redis.send(signal.SIGCONT)
        servers.gateway.send(signal.SIGCONT)
        if not servers.redis.is_alive():
            servers.redis.start()
        await self._redis_ask("CONFIG", "SET", "maxmemory", "0")
        if self._note_if_dead():
            await self._start_gateway("heal")
        self.history.put("nemesis", "heal")

    async def _watch_gateway(self):
        """Nobody but us ends it: what is gone by itself is a finding, and is started again like a supervisor does."""
        while True:
            await asyncio.sleep(0.1)
            async with self._locks["gateway"]:
                if self._note_if_dead():
                    await self._start_gateway("after its own end")

    # ---- the gateway

    def _note_if_dead(self):
        is_dead = self.servers.gateway.note_if_dead()
        if is_dead:
            self.findings += self.servers.gateway.unexpected[-1:]
        return is_dead

    async def _start_gateway(self, kind, ended_s=None):
        """A start may fail by a word and a status, and is tried again; one that a signal ended is a crash."""
        began_s = time.monotonic()
        for _ in range(STARTS_MAX):
            seconds = await self.servers.start_gateway()
            if seconds is not None:
                now_s = time.monotonic()
                self.recoveries.append((kind, round(now_s - began_s, 3), round(now_s - (ended_s or began_s), 3)))
                break
            if self.servers.gateway.ended_by_signal():
                self.findings.append(f"a start after {kind} ended with {self.servers.gateway.process.returncode}")
            await self.servers.gateway.end()
            await asyncio.sleep(0.2)
        else:
            self.findings.append(f"the gateway did not start after {kind}")

    async def gateway_kill(self, fault):
        was_alive = not self._note_if_dead()
        status = await self.servers.gateway.end(signal.SIGKILL)
        ended_s = time.monotonic()
        await asyncio.sleep(fault.length_s)
        await self._start_gateway(fault.kind, ended_s)
        return was_alive and status == -signal.SIGKILL

    async def gateway_term(self, fault):
        was_alive = not self._note_if_dead()
        ended_s = time.monotonic()
        status = await self.servers.gateway.end(signal.SIGTERM, within_s=30)
        if status != 0:
            self.findings.append(f"SIGTERM ended with {status}")
        await asyncio.sleep(fault.length_s)
        await self._start_gateway(fault.kind, ended_s)
        return was_alive and status == 0

    async def gateway_stop(self, fault):
        return await self._stop_and_go(self.servers.gateway, fault)

    async def _stop_and_go(self, program, fault):
        program.send(signal.SIGSTOP)
        await asyncio.sleep(fault.length_s)
        was_stopped = program.state() == "T"
        program.send(signal.SIGCONT)
        return was_stopped

    async def descriptors(self, fault):
        """As many as are open, or a few more: none for whoever comes new, for a file or for Redis."""
        pid = self.servers.gateway.process.pid
        try:
            open_now = len(os.listdir(f"/proc/{pid}/fd"))
        except OSError:
            return False  # it is down just now
        if not await self._limit_descriptors(pid, f"{open_now + int(fault.target * 4)}:"):
            return False
        await self.servers.order_proxy(link="clients", reset=0.4)
        began_s = time.monotonic()
        was_refused = await self._is_somebody_left_out()
        await asyncio.sleep(max(0, began_s + fault.length_s - time.monotonic()))
        if not await self._limit_descriptors(pid, f"{self.servers.descriptors_max}:") and self._runs(pid):
            self.findings.append("the descriptors' limit could not be lifted")
        return was_refused

    async def _is_somebody_left_out(self):
        """Comes as often as it takes until one gets no answer; all hold their connection meanwhile."""
        held = []
        try:
            for _ in range(CALLERS_MAX):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.servers.gateway_port)
                held.append(writer)
                writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if not await asyncio.wait_for(reader.read(1), 1):
                    return True
        except (OSError, asyncio.TimeoutError):
            return True
        finally:
            for writer in held:
                writer.transport.abort()
        return False

    def _runs(self, pid):
        """Another fault may have ended it meanwhile."""
        return self.servers.gateway.is_alive() and self.servers.gateway.process.pid == pid

    async def _limit_descriptors(self, pid, limit):
        """As the gateway's own user, who may; root in a container may not."""
        done = await asyncio.create_subprocess_exec("prlimit", "--pid", str(pid), f"--nofile={limit}",
                                                    preexec_fn=become_lesser_user, stderr=subprocess.DEVNULL)
        return await done.wait() == 0

    # ---- its disk and its clock

    async def _by_shim(self, fault, counted, **orders):
        before = self.servers.shim.count(counted)
        self.servers.shim.set(**orders)
        await asyncio.sleep(fault.length_s)
        self.servers.shim.set(**{name: 0 for name in orders})
        return self.servers.shim.count(counted) > before

    async def fsync_fail(self, fault):
        return await self._by_shim(fault, "syncs_hit", sync_errno=errno.EIO)

    async def fsync_slow(self, fault):
        return await self._by_shim(fault, "syncs_hit", sync_delay_ms=int(SLOW_SYNC_MS * (0.3 + fault.target)))

    async def clock_forward(self, fault):
        return await self._by_shim(fault, "clocks_hit", clock_offset_ns=HOUR_NS)

    async def clock_back(self, fault):
        return await self._by_shim(fault, "clocks_hit", clock_offset_ns=-HOUR_NS)

    async def disk_full(self, fault):
        if not self.servers.is_on_tmpfs:
            return await self._by_shim(fault, "writes_hit", write_errno=errno.ENOSPC)
        before = self.servers.shim.count("writes_hit")
        try:
            with open(self._ballast(), "wb", buffering=0) as file:
                while file.write(b"\0" * BALLAST_BYTES):
                    pass
        except OSError as full:
            if full.errno != errno.ENOSPC:
                raise
        await asyncio.sleep(fault.length_s)
        # It stops by itself while there is too little room: then nothing is left to be refused.
        was_felt = self.servers.shim.count("writes_hit") > before or await self.servers.readiness() == 503
        self._drop_ballast()
        return was_felt

    def _ballast(self):
        return self.servers.at("records", "ballast")

    def _drop_ballast(self):
        if os.path.exists(self._ballast()):
            os.unlink(self._ballast())

    # ---- Redis

    async def _redis_ask(self, *words, within_s=2):
        """The reply's first line, or nothing when Redis does not answer."""
        text = f"*{len(words)}\r\n" + "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
        try:
            reader, writer = await asyncio.open_unix_connection(self.servers.at("redis/server.sock"))
            writer.write(text.encode())
            line = await asyncio.wait_for(reader.readline(), within_s)
            rest = [await asyncio.wait_for(reader.readline(), within_s) for _ in range(self._lines_of(line))]
            writer.transport.abort()
            return [line, *rest]
        except (OSError, asyncio.TimeoutError):
            return []

    @staticmethod
    def _lines_of(line):
        return 2 * int(line[1:]) if line.startswith(b"*") else 0

    async def redis_kill(self, fault):
        status = await self.servers.redis.end(signal.SIGKILL)
        await asyncio.sleep(fault.length_s)
        self.servers.redis.start()
        return status == -signal.SIGKILL

    async def redis_stop(self, fault):
        return await self._stop_and_go(self.servers.redis, fault)

    async def redis_flush(self, fault):
        reply = await self._redis_ask("FLUSHALL")
        await asyncio.sleep(fault.length_s)
        return _is_ok(reply)

    async def redis_full(self, fault):
        await self._redis_ask("CONFIG", "SET", "maxmemory", "1")
        refused = await self._redis_ask("SET", "bench:probe", "x")
        await asyncio.sleep(fault.length_s)
        await self._redis_ask("CONFIG", "SET", "maxmemory", "0")
        return bool(refused) and refused[0].startswith(b"-OOM")

    async def redis_junk(self, fault):
        """Garbage, wrong types and huge values under every key of ours."""
        reply = await self._redis_ask("KEYS", "kefu:*")
        spoiled = 0
        for key in (line.decode().strip() for line in reply[2::2]):
            junk = self.chance.choice((("SET", key, "\0junk{" * 9), ("RPUSH", key, "a", "b"), ("ZADD", key, "-inf", "x"),
                                       ("HSET", key, "", "{}", "x", "9" * 40), ("SET", key, "9" * 70_000)))
            await self._redis_ask("DEL", key)
            done = await self._redis_ask(*junk)
            spoiled += bool(done) and done[0][:1] in b"+:"
        await asyncio.sleep(fault.length_s)
        return spoiled > 0

    async def _by_weather(self, fault, link, **weather):
        await self.servers.order_proxy(link=link, weather=weather)
        await asyncio.sleep(fault.length_s)
        did = await self.servers.order_proxy(link=link, weather={})
        self._met_ports[fault.kind] = did["ports"]
        return did["felt"] > 0

    async def redis_cut(self, fault):
        return await self._by_weather(fault, "redis", cut_bytes=3_000)

    async def redis_drop(self, fault):
        return await self._by_weather(fault, "redis", drop=1)

    async def redis_slow(self, fault):
        return await self._by_weather(fault, "redis", delay_ms=150, jitter_ms=400)

    # ---- the clients' network

    async def half_open(self, fault):
        return await self._by_weather(fault, "clients", drop=1, share=0.3 + 0.5 * fault.target)

    async def cut(self, fault):
        return await self._by_weather(fault, "clients", cut_bytes=20_000, share=0.8)

    async def loss(self, fault):
        return await self._by_weather(fault, "clients", delay_ms=5, jitter_ms=60, stall=0.1, stall_ms=400)

    async def slow_readers(self, fault):
        return await self._by_weather(fault, "clients", rate_kb=0.5, share=0.3)

    async def storm(self, fault):
        did = await self.servers.order_proxy(link="clients", reset=1)
        await asyncio.sleep(fault.length_s)
        return did["reset"] > 0

    async def slow_senders(self, fault):
        here = os.path.dirname(os.path.abspath(__file__))
        hostile = await asyncio.create_subprocess_exec(
            sys.executable, "-B", os.path.join(here, "hostile.py"), str(self.servers.gateway_port), f"{fault.length_s}",
            stdout=subprocess.PIPE)
        said, _ = await hostile.communicate()
        return hostile.returncode == 0 and int(said or 0) > 0


def _is_ok(reply):
    return bool(reply) and reply[0].startswith(b"+OK")
