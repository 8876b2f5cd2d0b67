#!/usr/bin/python3
"""Who checks the bench: each broken build must be found out within three seeds, by an anomaly that says what is broken, and
the same binary without a fault must be valid by the very same seeds and kinds.

`broken_builds_test.py [--build DIR] [--only FAULT ...] [--out FOLDER]`; the last line is `N passed, N failed`.
"""

import argparse
import concurrent.futures
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from typing import NamedTuple

from seed_run import SEED_S_MAX_MORE, SETTLE_S_MAX

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SEEDS = (1, 2, 3)
ENDS_S_MAX = 120  # of servers, and the checker's time
RUN_S_MAX_MORE = SEED_S_MAX_MORE + ENDS_S_MAX  # the runner's own bound comes first: it leaves a verdict
BROKEN_SETTLE_S_MAX = 3  # who is not given what is missing never settles
AT_ONCE = 2


class Weather(NamedTuple):
    kinds: str
    seconds: int


# Who is stopped finds in its sockets what was sent before and what was sent after a conversation went to another.
CUTS = Weather("cut,gateway-stop", 10)
KILLS = Weather("gateway-kill,loss", 10)
FLUSHES = Weather("redis-flush", 6)


class Broken(NamedTuple):
    weather: Weather
    found_as: frozenset  # any of these tells: none that could come of clients who do not wait for long


def broken(weather, *names):
    return Broken(weather, frozenset(names))


FAULTS = {
    "ack_before_commit": broken(KILLS, "lost", "delivered-but-not-recorded", "ack-seq-mismatch"),
    "no_deduplication": broken(CUTS, "duplicate"),
    "no_generation_check": broken(CUTS, "stale-generation-accepted", "two-owners"),
    "no_epoch_check": broken(FLUSHES, "mirror-not-converged"),
    "resume_off_by_one": broken(CUTS, "stream-gap"),
    "publish_without_gap_check": broken(CUTS, "stream-gap", "live-reorder-or-repeat"),
}


class Lost(RuntimeError):
    """A run that came to no verdict."""


def lay_out(folder, build):
    """The runner takes one binary: for each fault a script that is one. All of it where the gateway's user can read it."""
    os.chmod(folder, 0o711)
    healthy = os.path.join(folder, "kefu_faulty")
    shutil.copyfile(os.path.join(build, "tests/faults/faulty/kefu_faulty"), healthy)
    os.chmod(healthy, 0o755)
    scripts = {}
    for fault in FAULTS:
        scripts[fault] = os.path.join(folder, fault)
        with open(scripts[fault], "w", encoding="utf-8") as file:
            file.write(f'#!/bin/sh\nexec {healthy} --fault {fault} "$@"\n')
        os.chmod(scripts[fault], 0o755)
    return healthy, scripts


class Bench:
    def __init__(self, folder, build):
        self.folder, self.build = folder, build
        self.healthy, self.scripts = lay_out(folder, build)
        self.ended = False
        self.runners = set()

    def end(self):
        """Of all that plays; nothing begins after it. Their servers end with them."""
        self.ended = True
        for runner in list(self.runners):
            os.killpg(runner.pid, signal.SIGKILL)

    def _play(self, name, binary, weather, seed, settle_s_max):
        """The result of one seed, as the runner writes it."""
        out = os.path.join(self.folder, name)
        words = [sys.executable, "-B", os.path.join(HERE, "run.py"), "--seeds", "1", "--first-seed", str(seed),
                 "--seconds", str(weather.seconds), "--kinds", weather.kinds, "--customers", "12", "--agents", "4", "--binary", binary,
                 "--settle-s-max", str(settle_s_max), "--out", out, "--json", out + ".json",
                 "--shim", os.path.join(self.build, "tests/faults/shim/libfault_shim.so")]
        if self.ended:
            raise Lost(f"{name}: told to end")
        runner = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.runners.add(runner)
        within_s = weather.seconds + RUN_S_MAX_MORE
        try:
            _, wrong = runner.communicate(timeout=within_s)
        except subprocess.TimeoutExpired as late:
            raise Lost(f"{name}: no end in {within_s} s") from late
        finally:
            if runner.poll() is None:
                os.killpg(runner.pid, signal.SIGKILL)  # its clients too
                runner.wait()
            self.runners.discard(runner)
        if not os.path.exists(out + ".json"):
            raise Lost(f"{name}: the runner ended with {runner.returncode}: {wrong[-500:]}")
        with open(out + ".json", encoding="utf-8") as file:
            return json.load(file)[0]

    def find(self, fault):
        """Whether it was found out, the seeds that it took, and what was seen."""
        weather, found_as = FAULTS[fault]
        seen = []
        for seed in SEEDS:
            result = self._play(f"{fault}-{seed}", self.scripts[fault], weather, seed, BROKEN_SETTLE_S_MAX)
            anomalies = result["verdict"].get("anomalies", {})
            seen.append(f"seed {seed}: {in_words(result)}")
            if found_as & set(anomalies):
                return True, SEEDS[:len(seen)], seen[-1]
        return False, SEEDS, "; ".join(seen)

    def stays_valid(self, weather, seed):
        result = self._play(f"healthy-{weather.kinds}-{seed}", self.healthy, weather, seed, SETTLE_S_MAX)
        return result["valid"], in_words(result)


def in_words(result):
    verdict = result["verdict"]
    found = ", ".join(f"{name} {count}" for name, count in sorted(verdict.get("anomalies", {}).items()))
    return found or "; ".join(result["findings"] + verdict.get("reasons", [])) or verdict["verdict"]


def told(name, well, words):
    print(f"{'ok  ' if well else 'FAIL'} {name}: {words}", flush=True)
    return well


def outcome_of(run):
    try:
        return run.result()
    except Lost as lost:
        return False, SEEDS, str(lost)


def play_all(bench, faults):
    """Each answer: whether all was well with it."""
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        runs = {fault: pool.submit(bench.find, fault) for fault in faults}
        played = set()
        for fault, run in runs.items():
            well, seeds, words = outcome_of(run)
            played |= {(FAULTS[fault].weather, seed) for seed in seeds}
            yield told(f"{fault} is found out", well, words)
        runs = {pair: pool.submit(bench.stays_valid, *pair) for pair in sorted(played)}
        for (weather, seed), run in runs.items():
            well, *_, words = outcome_of(run)
            yield told(f"the healthy build is valid by {weather.kinds}, seed {seed}", well, words)


def main(arguments):
    parser = argparse.ArgumentParser(prog="broken_builds_test.py")
    parser.add_argument("--build", default=os.path.join(ROOT, "build/release"))
    parser.add_argument("--only", nargs="*", default=list(FAULTS), choices=list(FAULTS))
    parser.add_argument("--out", default="", help="a folder that stays; otherwise one is made and removed")
    chosen = parser.parse_args(arguments)
    folder = os.path.abspath(chosen.out) if chosen.out else tempfile.mkdtemp(prefix="kefu-broken-")
    os.makedirs(folder, exist_ok=True)
    try:
        bench = Bench(folder, chosen.build)
        signal.signal(signal.SIGTERM, lambda *_: bench.end())
        well = list(play_all(bench, chosen.only))
    finally:
        if not chosen.out:
            shutil.rmtree(folder)
    print(f"{sum(well)} passed, {len(well) - sum(well)} failed")
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
