"""Servers under load: started one at a time on the first core, stopped by their ids, and a gateway with all it needs."""

import concurrent.futures
import http.client
import json
import os
import pwd
import shutil
import signal
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILT = os.path.join(ROOT, "build", "release")
SERVER_CORE, LOAD_CORE = "0", "1"
READY_S_MAX = 60
AGENTS = ("lin", "xu", "chen", "huang", "wu")
CAPACITY = 40
TOPIC = "return"


def pinned(core, command):
    return ["taskset", "-c", core, *command] if os.cpu_count() > 1 else command


def as_kefu(command):
    """The gateway refuses to be root, and its Redis has no need to be."""
    if os.getuid() != 0:
        return command
    return ["setpriv", "--reuid", "kefu", "--regid", "kefu", "--init-groups", "--no-new-privs", *command]


class Server:
    """One process; `ready` is asked until it says yes."""

    def __init__(self, command, log, ready, core=SERVER_CORE, environment=None):
        self.log_path = log
        with open(log, "ab") as output:
            self.process = subprocess.Popen(pinned(core, command), stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=output, start_new_session=True, env=environment)
        until = time.monotonic() + READY_S_MAX
        while not ready(self):
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"{command[0]} is not ready:\n{self.tail()}")
            time.sleep(0.02)

    @property
    def pid(self):
        return self.process.pid

    def tail(self):
        with open(self.log_path, "rb") as log:
            return log.read()[-3000:].decode("utf-8", "replace")

    def said_ready(self):
        return "ready" in self.tail()

    def stop(self):
        """Ends just this process, politely first."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def ask(port, method, path, body=None, cookie="", source=None, timeout=60):
    """Status, body and cookies of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout,
                                            source_address=(source, 0) if source else None)
    headers = {"Host": f"localhost:{port}", "X-Kefu": "1", "Connection": "close"}
    if cookie:
        headers["Cookie"] = cookie
    text = None if body is None else json.dumps(body)
    if text is not None:
        headers["Content-Type"] = "application/json"
    try:
        connection.request(method, path, text, headers)
        answer = connection.getresponse()
        found = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return answer.status, answer.read(), "; ".join(found)
    finally:
        connection.close()


def must(answer):
    status, body, cookie = answer
    if status // 100 != 2:
        raise RuntimeError(f"the gateway answered {status}: {body[:300]}")
    return (json.loads(body) if body else None), cookie


class Gateway:
    """The real `kefu serve` on a disk, with a Redis of its own, a seeded shop and agents with room."""

    def __init__(self, folder, port, binary):
        self.folder, self.port = folder, port
        self.binary = os.path.join(folder, "kefu")
        self.setup_path = os.path.join(folder, "setup")
        self.servers = []
        shutil.copy(binary, self.binary)
        self._lay_out()
        try:
            self._start()
            self._make_room()
        except BaseException:
            self.stop()
            raise

    def _lay_out(self):
        for name in ("records", "keys", "seed", "web/console", "web/widget", "web/loader", "redis"):
            os.makedirs(os.path.join(self.folder, name))
        for page in ("console/index.html", "widget/index.html", "loader/v1.js"):
            with open(os.path.join(self.folder, "web", page), "w", encoding="utf-8") as text:
                text.write("// no page is asked for here\n")
        shutil.copy(os.path.join(ROOT, "gateway/service/sop/ecommerce.toml"), os.path.join(self.folder, "sop.toml"))
        customers = os.path.join(ROOT, "web/storefront/demo-customers.json")
        shutil.copy(customers, os.path.join(self.folder, "customers.json"))
        f = self.folder
        with open(os.path.join(f, "kefu.toml"), "w", encoding="utf-8") as config:
            config.write(f"""[listen]
port = {self.port}
threads = 1
[ops]
port = {self.port + 1}
[public]
url = "http://localhost:{self.port}"
[records]
path = "{f}/records/records.db"
keys_path = "{f}/records/data-keys.db"
[vault]
key_file = "{f}/keys/kek"
[redis]
socket = "{f}/redis/sock"
[web]
dist = "{f}/web"
[sop]
file = "{f}/sop.toml"
[log]
level = "warn"
[limits]
profile = "bench"
""")
        os.chmod(f, 0o755)
        if os.getuid() == 0:
            user = pwd.getpwnam("kefu")
            for name in ("records", "keys", "seed", "redis"):
                os.chmod(os.path.join(f, name), 0o700)
                os.chown(os.path.join(f, name), user.pw_uid, user.pw_gid)

    def _start(self):
        f = self.folder
        seeding = as_kefu([self.binary, "demo", "seed", "--config", f"{f}/kefu.toml", "--customers-file",
                           f"{f}/customers.json", "--shop-file", f"{f}/seed/shop", "--sign-ins", f"{f}/seed/sign-ins"])
        subprocess.run(seeding, check=True, cwd=f, stdout=subprocess.DEVNULL)
        redis = ["redis-server", "--port", "0", "--unixsocket", f"{f}/redis/sock", "--dir", f"{f}/redis",
                 "--save", "", "--appendonly", "no"]
        there = os.path.join(f, "redis/sock")
        self.redis = Server(as_kefu(redis), f"{f}/redis.log", lambda _: os.path.exists(there))
        self.servers.append(self.redis)
        serve = as_kefu([self.binary, "serve", "--config", f"{f}/kefu.toml", "--echo-path", "/echo"])
        self.kefu = Server(serve, f"{f}/kefu.log", lambda _: self._answers())
        self.servers.append(self.kefu)

    def _answers(self):
        try:
            return ask(self.port + 1, "GET", "/readyz", timeout=2)[0] == 200
        except OSError:
            return False

    def _make_room(self):
        with open(os.path.join(self.folder, "seed/sign-ins"), encoding="utf-8") as lines:
            self.passwords = {line.split("\t")[0]: line.split("\t")[1] for line in lines}
        with open(os.path.join(self.folder, "seed/shop"), encoding="utf-8") as shop:
            self.widget_key = json.load(shop)["widget_key"]
        self.cookies = {name: self.sign_in(name, f"127.0.{100 + i}.1") for i, name in enumerate(AGENTS)}
        admin = self.sign_in("admin", "127.0.99.1")
        skills, _ = must(ask(self.port, "GET", "/api/skills", cookie=admin))
        skill = next(row["id"] for row in skills["skills"] if row["topic"] == TOPIC)
        staff, _ = must(ask(self.port, "GET", "/api/staff", cookie=admin))
        for row in staff["staff"]:
            if row["sign_in_name"] not in AGENTS:
                continue
            change = {"version": row["version"], "capacity": CAPACITY, "skills": [{"id": skill, "level": 5}]}
            must(ask(self.port, "PATCH", f"/api/staff/{row['id']}", change, admin))

    def sign_in(self, name, source):
        return must(ask(self.port, "POST", "/api/sign-in", {"name": name, "password": self.passwords[name]},
                        source=source))[1]

    def write_setup(self):
        """What a load needs; the tickets are good for one use within 30 s."""
        lines = [f"widget {self.widget_key}", f"topic {TOPIC}"]
        for name in AGENTS:
            ticket, _ = must(ask(self.port, "POST", "/api/ticket", {}, self.cookies[name]))
            lines.append(f"ticket {ticket['ticket']}")
        with open(self.setup_path, "w", encoding="utf-8") as setup:
            setup.write("\n".join(lines) + "\n")
        return self.setup_path

    def sign_in_ten(self):
        """Ten at once, each from a network of its own; how long the slowest took."""
        began = time.monotonic()
        names = [AGENTS[i % len(AGENTS)] for i in range(10)]
        with concurrent.futures.ThreadPoolExecutor(10) as threads:
            list(threads.map(self.sign_in, names, [f"127.0.{10 + i}.1" for i in range(10)]))
        return time.monotonic() - began

    def record_bytes(self):
        """Of the record's files: what its page caches may hold, of 48 MiB at most."""
        folder = os.path.join(self.folder, "records")
        return sum(entry.stat().st_size for entry in os.scandir(folder))

    def metrics(self):
        text = ask(self.port + 1, "GET", "/metrics")[1].decode()
        rows = (line.rsplit(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))
        return {name: float(value) for name, value in rows}

    def stop(self):
        while self.servers:
            self.servers.pop().stop()
