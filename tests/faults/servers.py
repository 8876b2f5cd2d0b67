"""The programs under test for one seed: a private Redis, the seeded gateway with the fault shim, the proxy between them and
the clients. As root they run as the user `kefu`. Everything lives in one folder and dies with its owner."""

import asyncio
import ctypes
import json
import os
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import sys

from shim_control import ShimControl

RUN_USER = "kefu"
READY_S_MAX = 60
TMPFS_MB = 192  # below 64 MiB of room the store is not well, until there are 96 again: more than that, and what a run writes
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)  # found before the fork


def free_ports(count):
    """Below those that the kernel gives away by itself; all are held until all are found."""
    import random
    held, chance = [], random.SystemRandom()
    while len(held) < count:
        one = socket.socket()
        try:
            one.bind(("127.0.0.1", chance.randrange(10_000, 32_000)))
            held.append(one)
        except OSError:
            one.close()
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def lesser_user():
    return pwd.getpwnam(RUN_USER) if os.getuid() == 0 else None


def become_lesser_user():
    """Between fork and exec: the run's user, and an end with whoever started it."""
    who = lesser_user()
    if who is not None:
        os.setgroups([])
        os.setgid(who.pw_gid)
        os.setuid(who.pw_uid)
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Program:
    """One child process, again and again."""

    def __init__(self, name, words, log_path, environment=None):
        self.name, self.words, self.log_path = name, words, log_path
        self.environment = {"PATH": os.environ["PATH"], **(environment or {})}
        self.process = None
        self.unexpected = []

    def start(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(self.words, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=self.environment, preexec_fn=become_lesser_user, start_new_session=True)

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def send(self, number):
        if self.is_alive():
            self.process.send_signal(number)

    async def end(self, number=signal.SIGKILL, within_s=40):
        """The exit status; killed when it does not end in time, which is told as None."""
        self.send(number)
        for _ in range(within_s * 50):
            if not self.is_alive():
                return self.process.returncode if self.process else 0
            await asyncio.sleep(0.02)
        self.process.kill()
        self.process.wait()
        return None

    def ended_by_signal(self):
        """Of the last start: it crashed, unless somebody killed it."""
        return self.process is not None and (self.process.poll() or 0) < 0

    def state(self):
        """A letter: R, S, T (stopped) …; empty when it is gone."""
        try:
            with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
                return file.read().rpartition(")")[2].split()[0]
        except OSError:
            return ""

    def note_if_dead(self):
        """A program that nobody ended and that is gone is a finding."""
        if not self.is_alive():
            self.unexpected.append(f"{self.name} ended by itself with {self.process.returncode}")
            return True
        return False


class Servers:
    def __init__(self, folder, shared, seed, wants_tmpfs):
        self.folder, self.shared, self.seed = folder, shared, seed
        self.port, self.gateway_port, self.ops_port = free_ports(3)
        for name in ("records", "keys", "redis", "log"):
            os.makedirs(self.at(name), mode=0o700, exist_ok=True)
        self.is_on_tmpfs = wants_tmpfs and os.getuid() == 0 and self._mount()
        self.shim = ShimControl(self.at("shim-control"))
        self._write_config()
        self._give_away()
        self.redis = Program("redis", [
            "redis-server", "--port", "0", "--unixsocket", self.at("redis/server.sock"), "--unixsocketperm", "700",
            "--dir", self.at("redis"), "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"],
            self.at("log/redis.log"))
        self.gateway = Program("gateway", [shared["binary"], "serve", "--config", self.at("kefu.toml")],
                               self.at("log/gateway.log"),
                               {"LD_PRELOAD": shared["shim"], "KEFU_FAULTS_CONTROL": self.shim.path}
                               if shared.get("shim") else None)
        self.descriptors_max = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        self.proxy = None
        self._proxy_lock = asyncio.Lock()

    def at(self, *names):
        return os.path.join(self.folder, *names)

    def _mount(self):
        """In the private mount namespace of this run (run.py); seen and gone with it."""
        options = f"size={TMPFS_MB}m,mode=700"
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "kefu-faults", self.at("records")], check=False)
        return done.returncode == 0

    def _give_away(self):
        who = lesser_user()
        if who is None:
            return
        os.chmod(self.folder, 0o711)
        for root, folders, files in os.walk(self.folder):
            for name in folders + files:
                os.chown(os.path.join(root, name), who.pw_uid, who.pw_gid)

    def _write_config(self):
        text = f"""
[listen]
address = "127.0.0.1"
port = {self.gateway_port}
threads = 2
[ops]
address = "127.0.0.1"
port = {self.ops_port}
[public]
url = "http://localhost:{self.port}"
[records]
path = "{self.at('records/records.db')}"
keys_path = "{self.at('records/data-keys.db')}"
[vault]
key_file = "{self.at('keys/kek')}"
[redis]
socket = "{self.at('redis/proxy.sock')}"
[web]
dist = "{self.shared['web']}"
[sop]
file = "{self.shared['sop']}"
[limits]
profile = "bench"
"""
        with open(self.at("kefu.toml"), "w", encoding="utf-8") as file:
            file.write(text)

    # ---- start and end

    async def seed_shop(self):
        """The demo's shop; a store that is there already (storm.py) is kept."""
        if not os.path.exists(self.at("records/records.db")):
            words = [self.shared["binary"], "demo", "seed", "--config", self.at("kefu.toml"), "--customers-file",
                     self.shared["customers"], "--sign-ins", self.at("keys/sign-ins"), "--shop-file", self.at("keys/shop")]
            done = await asyncio.to_thread(subprocess.run, words, capture_output=True, check=False,
                                           preexec_fn=become_lesser_user, env={"PATH": os.environ["PATH"]})
            if done.returncode != 0:
                raise RuntimeError(f"seed: {done.stdout.decode()}{done.stderr.decode()}")
        with open(self.at("keys/shop"), encoding="utf-8") as file:
            shop = json.load(file)
        with open(self.at("keys/sign-ins"), encoding="utf-8") as file:
            rows = [line.rstrip("\n").split("\t") for line in file]
        return shop, [{"name": name, "password": password, "role": role} for name, password, role, _ in rows]

    async def start(self):
        self.redis.start()
        await self._start_proxy()
        shop, staff = await self.seed_shop()
        await self.start_gateway()
        return shop, staff

    async def _start_proxy(self):
        here = os.path.dirname(os.path.abspath(__file__))
        self.proxy = await asyncio.create_subprocess_exec(
            sys.executable, "-B", os.path.join(here, "fault_proxy.py"), str(self.seed),
            f"clients={self.port}>{self.gateway_port}",
            f"redis={self.at('redis/proxy.sock')}>{self.at('redis/server.sock')}",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=open(self.at("log/proxy.log"), "ab"))
        await self.proxy.stdout.readline()
        if lesser_user() is not None:
            os.chmod(self.at("redis/proxy.sock"), 0o777)

    async def start_gateway(self):
        """Seconds until it was ready, or None when it was not in time or ended again."""
        began = asyncio.get_running_loop().time()
        self.gateway.start()
        while asyncio.get_running_loop().time() - began < READY_S_MAX:
            if not self.gateway.is_alive():
                return None
            if await self.is_ready():
                return asyncio.get_running_loop().time() - began
            await asyncio.sleep(0.01)
        return None

    async def is_ready(self):
        return await self.readiness() == 200

    async def readiness(self):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.ops_port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            line = await asyncio.wait_for(reader.readline(), 2)
            writer.transport.abort()
            return int(line.split()[1])
        except (OSError, asyncio.TimeoutError, IndexError, ValueError):
            return 0

    async def order_proxy(self, **order):
        async with self._proxy_lock:
            self.proxy.stdin.write((json.dumps(order) + "\n").encode())
            await self.proxy.stdin.drain()
            return json.loads(await self.proxy.stdout.readline())

    async def stop(self):
        for one in (self.gateway, self.redis):
            one.send(signal.SIGCONT)
            await one.end()
        if self.proxy is not None and self.proxy.returncode is None:
            self.proxy.kill()
            await self.proxy.wait()
        if self.is_on_tmpfs:
            self.keep_records()
            subprocess.run(["umount", self.at("records")], check=False)

    def keep_records(self):
        """What lies on the tmpfs goes with it: a copy for whoever looks at a failed seed."""
        shutil.copytree(self.at("records"), self.at("records-kept"), dirs_exist_ok=True)

    def log_text(self):
        with open(self.at("log/gateway.log"), encoding="utf-8", errors="replace") as file:
            return file.read()
