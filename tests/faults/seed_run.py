"""One seed from the empty folder to the verdict: servers, clients, faults, heal, final reads, restart, final reads again."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time

import schedule
from history import HistoryLog
from nemesis import Nemesis
from reader import CannotRead, final_reads
from rest import Account
from servers import Servers

HERE = os.path.dirname(os.path.abspath(__file__))
CUSTOMERS_PER_PROCESS = 7
STAFF_PER_PROCESS = 3
SETTLE_S_MAX = 75  # lost leases take a minute
ACKNOWLEDGED_A_SECOND_MIN = 10  # fewer prove little; a busy machine makes ten times as many
OVERLAP_MIN = 10  # sends that each kind must have met
SEED_S_MAX_MORE = 300  # start, settling and both final reads on a busy machine
PAUSE_S_OF_HOTTEST = 0.02
ZIPF = 0.9
AGENTS = ("lin", "xu", "chen", "huang", "wu")  # of the demo's shop
SUPERVISOR = "zhou"
READER = "admin"


class Players:
    """The client processes."""

    def __init__(self, specs, folder):
        self.specs, self.folder = specs, folder
        self.processes = []

    async def start(self):
        for name, spec in self.specs.items():
            path = os.path.join(self.folder, f"{name}.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(spec, file)
            self.processes.append(await asyncio.create_subprocess_exec(
                sys.executable, "-B", os.path.join(HERE, "players.py"), path,
                os.path.join(self.folder, "history", f"{name}.jsonl"),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, limit=1 << 22,
                stderr=open(os.path.join(self.folder, "log", "players.log"), "ab")))
        await asyncio.gather(*(self._line(one) for one in self.processes))

    @staticmethod
    async def _line(process):
        line = await process.stdout.readline()
        if not line:
            raise RuntimeError("a client process ended: see log/players.log")
        return json.loads(line)

    async def order(self, words):
        for one in self.processes:
            one.stdin.write(words.encode() + b"\n")
        return await asyncio.gather(*(self._line(one) for one in self.processes))

    async def end(self):
        for one in self.processes:
            if one.returncode is None:
                one.kill()
            await one.wait()


def specs_of(seed, shop, staff, port, chosen):
    """Who is played by which process. Customers talk by Zipf's law: the first is hot. Half came by the shop's word."""
    everybody = []
    for i in range(chosen.customers):
        one = {"who": f"customer-{i}", "pause_s": PAUSE_S_OF_HOTTEST * (i + 1) ** ZIPF}
        everybody.append({**one, "subject": f"u-fault-{i}"} if i % 2 else one)
    base = {"seed": seed, "port": port, "settle_s_max": chosen.settle_s_max, **shop, "customers": [], "staff": []}
    specs = {}
    processes = -(-chosen.customers // CUSTOMERS_PER_PROCESS)
    for i in range(processes):
        specs[f"customers-{i}"] = {**base, "customers": everybody[i::processes]}
    sign_ins = {one["name"]: one for one in staff}
    members = [{**sign_ins[name], "who": f"agent-{name}"} for name in AGENTS[:chosen.agents]]
    for i in range(0, len(members), STAFF_PER_PROCESS):
        specs[f"agents-{i}"] = {**base, "staff": members[i:i + STAFF_PER_PROCESS]}
    specs["supervisor"] = {**base, "staff": [{**sign_ins[SUPERVISOR], "who": "supervisor"}]}
    return specs


class SeedRun:
    def __init__(self, seed, kinds, chosen, folder, shared):
        self.seed, self.kinds, self.chosen, self.folder, self.shared = seed, kinds, chosen, folder, shared
        self.findings = []
        self.healed_s = None  # of the loop's clock
        self.result = {"seed": seed, "kinds": kinds, "folder": folder, "acknowledged": 0, "recoveries": [], "faults": {},
                       "converged_s": None, "verdict": {}}

    async def whole(self):
        for name in ("history", "log"):
            os.makedirs(os.path.join(self.folder, name), exist_ok=True)
        self.servers = Servers(self.folder, self.shared, self.seed, "disk-full" in self.kinds)
        self.players = None
        try:
            await asyncio.wait_for(self._play(), self.chosen.seconds + SEED_S_MAX_MORE)
        except (RuntimeError, CannotRead, OSError, EOFError, asyncio.TimeoutError) as failed:
            self.findings.append(repr(failed))
        finally:
            if self.players is not None:
                await self.players.end()
            await self.servers.stop()
        self.findings += self._said_by_sanitizers()
        self.result["findings"] = self.findings
        self.result["verdict"] = await asyncio.to_thread(self._judge)
        self.result["valid"] = not self.findings and self.result["verdict"].get("verdict") == "valid"
        with open(os.path.join(self.folder, "result.json"), "w", encoding="utf-8") as file:
            json.dump(self.result, file, indent=1)
        return self.result

    async def _play(self):
        chosen, servers = self.chosen, self.servers
        shop, staff = await servers.start()
        history = HistoryLog(os.path.join(self.folder, "history", "nemesis.jsonl"))
        history.identity("nemesis", "nemesis")
        history.identity("reader", "reader")
        history.put("nemesis", "plan", faults=self.kinds)
        reader = Account(servers.port, READER, next(one["password"] for one in staff if one["name"] == READER))
        self.players = Players(specs_of(self.seed, shop, staff, servers.port, chosen), self.folder)
        await self.players.start()
        nemesis = Nemesis(servers, history, self.seed)
        began_s = time.monotonic()
        await nemesis.play(schedule.plan(self.seed, chosen.seconds, self.kinds), began_s)
        await asyncio.sleep(max(0, began_s + chosen.seconds - time.monotonic()))
        await nemesis.heal()
        self.healed_s = asyncio.get_running_loop().time()
        await self._settle()
        await self._final_reads(history, reader, 1)
        await self._restart_everything(nemesis)
        await self._final_reads(history, reader, 2)
        self.findings += nemesis.findings
        self.result["recoveries"], self.result["faults"] = nemesis.recoveries, nemesis.counts
        for one in await self.players.order("figures"):
            self.result["acknowledged"] += one["acknowledged"]
            self.findings += one["complaints"]

    async def _settle(self):
        answers = await self.players.order("settle")
        await self.players.order("tell")
        unsettled = [who for one in answers for who in one["unsettled"]]
        if unsettled:
            self.findings.append(f"not settled {self.chosen.settle_s_max:g} s after the heal: {', '.join(unsettled)}")
        self.result["converged_s"] = max(one["after_s"] for one in answers)

    async def _final_reads(self, history, reader, round_number):
        customers = {}
        for one in await self.players.order("figures"):
            customers.update(one["conversations"])
        self.result["conversations"] = await final_reads(
            history, reader, self.servers.at("records"), round_number, customers, self._redis(round_number))
        for one in await self.players.order(f"view {round_number}"):
            if one["incomplete"]:
                self.findings.append(f"round {round_number}: no whole view of {', '.join(one['incomplete'])}")

    def _redis(self, round_number):
        """What it holds counts as presence does. Behind the restart it is a new one, and whoever waits is found by the desks."""
        return (self.servers.at("redis/server.sock"), self.healed_s) if round_number == 1 else None

    async def _restart_everything(self, nemesis):
        status = await self.servers.gateway.end(signal.SIGTERM)
        if status != 0:
            self.findings.append(f"the last SIGTERM ended with {status}")
        await self.servers.redis.end()
        self.servers.redis.start()
        if await self.servers.start_gateway() is None:
            self.findings.append(f"no start after the last SIGTERM: {self.servers.gateway.process.poll()}")
        await self.players.order("back")

    def _said_by_sanitizers(self):
        """A sanitizer's build says what it found and ends."""
        return [line for line in self.servers.log_text().splitlines()
                if "ERROR: AddressSanitizer" in line or "runtime error:" in line or "WARNING: ThreadSanitizer" in line
                or "Assertion" in line][:5]

    def _judge(self):
        path = os.path.join(self.folder, "verdict.json")
        least = {"acknowledged": int(ACKNOWLEDGED_A_SECOND_MIN * self.chosen.seconds), "agents": 3,
                 "fault-kinds": min(schedule.KINDS_PER_SEED_MIN, len(self.kinds)), "overlap": OVERLAP_MIN}
        words = [text for name, count in least.items() for text in (f"--min-{name}", str(count))]
        done = subprocess.run([sys.executable, "-B", os.path.join(HERE, "check_history.py"), "--json", path, *words,
                               os.path.join(self.folder, "history")], capture_output=True, check=False, text=True)
        with open(os.path.join(self.folder, "verdict.txt"), "w", encoding="utf-8") as file:
            file.write(done.stdout + done.stderr)
        try:
            with open(path, encoding="utf-8") as file:
                return {**json.load(file), "words": done.stdout}
        except (OSError, ValueError):
            return {"verdict": "unknown", "words": (done.stdout + done.stderr)[-2_000:]}
