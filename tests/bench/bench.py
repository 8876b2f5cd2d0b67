#!/usr/bin/env python3
"""bench.py [--quick] [--rounds N] [--port N] [SCENARIO...]: `./dev bench` after everything is built and installed.

Rounds go over all scenarios and servers, so that what else the machine does spreads over all of them.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import report
import scenarios
import stand

PEERS = os.path.join(stand.HERE, "peers")
PROGRAMS = os.path.join(stand.BUILT, "tests", "bench")
OUTPUT = os.path.join(stand.ROOT, "build", "bench")
BUN = {"x86_64": "bun-linux-x64", "aarch64": "bun-linux-aarch64"}  # its packages, by machine
SYNCS = 64  # of one block each, whose median is the disk's


def commands(port):
    bun = os.path.join(PEERS, "node_modules", "@oven", BUN.get(platform.machine(), "none"), "bin", "bun")
    return {
        "kefu-transport": [os.path.join(PROGRAMS, "bench_transport"), port],
        "floor": [os.path.join(PROGRAMS, "bench_floor"), port],
        "bun": [bun, os.path.join(PEERS, "bun-server.js"), port],
        "ws": ["node", os.path.join(PEERS, "ws.mjs"), port],
        "socket.io": ["node", os.path.join(PEERS, "socket-io.mjs"), port],
    }


def load(scenario, port, server, path, more=()):
    play, *arguments = scenario.arguments
    command = [os.path.join(PROGRAMS, "bench_load"), play, "--port", str(port), "--path", path, "--server", str(server),
               *arguments, *more]
    done = subprocess.run(stand.pinned(stand.LOAD_CORE, command), capture_output=True, text=True, check=False,
                          timeout=300)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout)


class Bench:
    def __init__(self, folder, port, binary):
        self.folder, self.port, self.binary = folder, port, binary
        self.gateways = 0
        self.batch = None  # appends a commit of the gateway's last closed loop

    def measure(self, scenario, server):
        if server == "records":
            return self.store(scenario)
        if server == "kefu-serve":
            return self.on_gateway(lambda at: load(scenario, at.port, at.kefu.pid, "/echo"))
        if server == "gateway":
            return self.on_gateway(lambda at: self.talk(scenario, at))
        return self.transport(scenario, server)

    def transport(self, scenario, name):
        one = stand.Server(commands(str(self.port))[name], os.path.join(self.folder, f"{time.monotonic_ns()}.log"),
                           stand.Server.said_ready)
        try:
            path = "/echo" if scenario.arguments[0] not in ("relay", "fan-out") else "/room"
            if name != "socket.io":
                return load(scenario, self.port, one.pid, path)
            return load(scenario, self.port, one.pid, "/socket.io/?EIO=4&transport=websocket", ("--socket-io",))
        finally:
            one.stop()

    def on_gateway(self, play):
        self.gateways += 1
        folder = os.path.join(self.folder, f"gateway-{self.gateways}")
        os.mkdir(folder)
        gateway = stand.Gateway(folder, self.port + 20, self.binary)
        try:
            return play(gateway)
        finally:
            gateway.stop()
            shutil.rmtree(folder)

    def talk(self, scenario, gateway):
        more = ("--subprotocol", "kefu.v1", "--setup", gateway.write_setup(), "--store", str(gateway.redis.pid))
        if scenario.name == "sign-ins":
            line, line_more = self.beside_sign_ins(scenario, gateway, more)
        else:
            before = gateway.metrics()
            line, line_more = load(scenario, gateway.port, gateway.kefu.pid, "/ws", more), {}
            now = gateway.metrics()
            commits = now["kefu_commits_total"] - before["kefu_commits_total"]
            line_more["record_bytes"] = gateway.record_bytes()
            line_more["batch"] = (now["kefu_writes_total"] - before["kefu_writes_total"]) / max(commits, 1)
        if scenario.name == "durable":
            self.batch = line_more["batch"]
        now = gateway.metrics()
        line["turn_ms_max"] = now["kefu_turn_us_max"] / 1000
        line["wait_ms_max"] = now["kefu_task_wait_us_max"] / 1000
        line["desk_wait_ms_max"] = now["kefu_desk_wait_us_max"] / 1000
        line["per_s"] = line["count"] / line["wall_s"]
        return line | line_more

    @staticmethod
    def beside_sign_ins(scenario, gateway, more):
        with stand.concurrent.futures.ThreadPoolExecutor(1) as beside:
            playing = beside.submit(load, scenario, gateway.port, gateway.kefu.pid, "/ws", more)
            slowest, times = 0, 0
            time.sleep(1)  # the talk has begun, or is about to
            while not playing.done():
                slowest, times = max(slowest, gateway.sign_in_ten()), times + 1
            return playing.result(), {"sign_ins": 10 * times, "sign_in_s_max": slowest}

    def store(self, scenario):
        directory = tempfile.mkdtemp(dir=self.folder)
        command = [os.path.join(PROGRAMS, "records_bench"), "--json", *scenario.arguments]
        if scenario.name == "store-batch":
            if self.batch is None:
                raise RuntimeError("needs the batch of `durable` in the same run")
            command.append(str(round(self.batch)))
        done = subprocess.run(stand.pinned(stand.SERVER_CORE, command), capture_output=True, text=True, check=True,
                              env=os.environ | {"TMPDIR": directory})
        # `store`: as many under way as the gateway's closed loop keeps.
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return max(lines, key=lambda line: line["outstanding"])


def disk(folder):
    """The file system of a folder and what it takes there, at the median, to make a block durable."""
    kind = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=False).stdout.strip()
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(SYNCS):
            file.write(b"\0" * 4096)
            file.flush()
            began = time.monotonic()
            os.fsync(file.fileno())
            times.append(time.monotonic() - began)
    return {"file_system": kind, "fsync_us": round(report.median(times) * 1e6)}


def binary_is(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def machine(folder, binary):
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")
    commit = subprocess.run(["git", "-C", stand.ROOT, "describe", "--always", "--dirty"], capture_output=True,
                            text=True, check=False).stdout.strip()
    return {"processors": os.cpu_count(), "model": model, "kernel": platform.release(), "commit": commit,
            "binary": binary_is(binary), "at": time.strftime("%Y-%m-%d %H:%M:%S %Z"),
            "load_average": os.getloadavg()} | disk(folder)


def rounds(bench, chosen, count):
    lines, failures = [], []
    for number in range(1, count + 1):
        bench.batch = None
        for scenario in chosen:
            for server in scenario.servers:
                try:
                    line = bench.measure(scenario, server)
                    figure = line[scenario.figure]
                # What is no JSON or lacks a figure is this measure's failure, not the run's.
                except (RuntimeError, OSError, subprocess.SubprocessError, ValueError, KeyError) as wrong:
                    failures.append(f"round {number}, {scenario.name}, {server}: {wrong!r}")
                    print(f"FAILED {failures[-1]}", file=sys.stderr, flush=True)
                    continue
                lines.append({"round": number, "scenario": scenario.name, "server": server} | line)
                print(f"round {number}  {scenario.name:<13}{server:<16}{figure:>12,.2f} {scenario.unit}",
                      flush=True)
    return lines, failures


def main():
    asked = argparse.ArgumentParser(prog="./dev bench")
    asked.add_argument("--quick", action="store_true", help="short runs, small crowds: no figures to quote")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--port", type=int, default=18500, help="the first of thirty")
    asked.add_argument("--binary", default=os.path.join(stand.BUILT, "gateway", "app", "kefu"))
    asked.add_argument("--server", action="append", help="only these servers")
    asked.add_argument("scenario", nargs="*")
    options = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # its servers end as at any other end
    known = scenarios.scenarios(options.quick)
    unknown = set(options.scenario) - {one.name for one in known}
    if unknown:
        asked.error(f"no scenario {', '.join(sorted(unknown))}: there are {', '.join(one.name for one in known)}")
    chosen = [one for one in known if not options.scenario or one.name in options.scenario]
    if options.server:
        chosen = [one._replace(servers=[s for s in one.servers if s in options.server]) for one in chosen]
    folder = tempfile.mkdtemp(prefix="kefu-bench-", dir=os.environ.get("TMPDIR", "/var/tmp"))
    os.chmod(folder, 0o755)
    here = machine(folder, options.binary)
    began = time.monotonic()
    try:
        lines, failures = rounds(Bench(folder, options.port, options.binary), chosen, options.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    here["took_s"] = round(time.monotonic() - began)
    os.makedirs(OUTPUT, exist_ok=True)
    verdicts = report.judge(scenarios.AIMS, lines)
    path = os.path.join(OUTPUT, time.strftime("%Y%m%d-%H%M%S.json"))
    with open(path, "w", encoding="utf-8") as output:
        json.dump({"machine": here, "quick": options.quick, "lines": lines, "failures": failures,
                   "aims": [{"aim": a.title, "limit": a.limit, "value": v, "met": m} for a, v, m in verdicts]},
                  output, indent=1)
    print(f"\n{json.dumps(here)}\n{report.table(chosen, lines)}\n\n{os.path.relpath(path, stand.ROOT)}\n")
    print("\n".join(report.verdict_lines(verdicts, options.quick)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
