#!/usr/bin/python3
"""Plays seeds of clients and faults against a real gateway and has the checker judge each: `run.py --help`.

`run.py storm` measures recovery (storm.py). The last line is `N passed, N failed`; a failed seed's folder is kept and the
command that repeats it is printed. As root in a mount namespace of its own, so that its tmpfs goes with it.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile

import report
import schedule
import storm
from seed_run import SETTLE_S_MAX, SeedRun

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
INSIDE = "KEFU_FAULTS_INSIDE"


def options(arguments):
    parser = argparse.ArgumentParser(prog="run.py", description="clients, faults and a checker")
    parser.add_argument("what", nargs="?", choices=("faults", "storm"), default="faults")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--at-once", type=int, default=1, help="seeds side by side")
    parser.add_argument("--kinds", default="", help=f"of {','.join(schedule.KINDS)}; otherwise all, spread over the seeds")
    parser.add_argument("--customers", type=int, default=20)
    parser.add_argument("--agents", type=int, default=5)
    parser.add_argument("--settle-s-max", type=float, default=SETTLE_S_MAX, help="no wait for clients after the heal is longer")
    parser.add_argument("--acknowledged-min", type=int, default=0, help="of all seeds together")
    parser.add_argument("--binary", default=os.path.join(ROOT, "build/release/gateway/app/kefu"))
    parser.add_argument("--shim", default="", help="otherwise the one of the binary's build")
    parser.add_argument("--filler", default="", help="storm: the program that fills the store; otherwise of that build")
    parser.add_argument("--out", default="", help="a folder; otherwise one is made, and removed when all is well")
    parser.add_argument("--keep", action="store_true", help="the folders of valid seeds, too")
    parser.add_argument("--json", default="", help="where the results go as JSON")
    parser.add_argument("--conversations", type=int, default=100_000, help="storm: that the store holds")
    parser.add_argument("--clients", type=int, default=2_000, help="storm: that are cut at once")
    return parser.parse_args(arguments)


def in_own_mounts(arguments):
    """Root starts again where its mounts are seen by nobody else; elsewhere the shim fills the disk."""
    if os.getuid() != 0 or os.environ.get(INSIDE):
        return
    words = ["unshare", "--mount", "--propagation", "private"]
    if subprocess.run([*words, "true"], check=False, stderr=subprocess.DEVNULL).returncode == 0:
        os.environ[INSIDE] = "1"
        os.execvp("unshare", [*words, sys.executable, "-B", os.path.abspath(__file__), *arguments])


def lay_out(folder, chosen):
    """What all seeds share, where the gateway's user can read it."""
    os.makedirs(os.path.join(folder, "shared/web"), exist_ok=True)
    os.chmod(folder, 0o711)
    shared = {name: os.path.join(folder, "shared", name) for name in ("binary", "sop", "customers", "web", "shim", "filler")}
    built = os.path.join(os.path.dirname(chosen.binary), "../../tests/faults")
    shim = chosen.shim or os.path.join(built, "shim/libfault_shim.so")
    copies = {"binary": chosen.binary, "sop": os.path.join(ROOT, "gateway/service/sop/ecommerce.toml"),
              "customers": os.path.join(ROOT, "web/storefront/demo-customers.json"), "shim": shim}
    if chosen.what == "storm":
        copies["filler"] = chosen.filler or os.path.join(built, "filler/store_filler")
    for name, source in copies.items():
        shutil.copyfile(source, shared[name])
        os.chmod(shared[name], 0o755)
    for page in ("console/index.html", "widget/index.html", "loader/v1.js"):
        path = os.path.join(shared["web"], page)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write("<!doctype html><title>Kefu</title>")
    return shared


async def play(chosen, folder, shared):
    seeds = range(chosen.first_seed, chosen.first_seed + chosen.seeds)
    if chosen.kinds:
        kinds = {seed: sorted(chosen.kinds.split(",")) for seed in seeds}
    else:
        kinds = schedule.kinds_of_seeds(chosen.first_seed, chosen.seeds, schedule.KINDS, chosen.seconds)
        left_out = set(schedule.KINDS).difference(*kinds.values())
        if left_out:
            print(f"so few seconds have no time for: {', '.join(sorted(left_out))}", flush=True)
    gate = asyncio.Semaphore(chosen.at_once)

    async def one(seed):
        async with gate:
            run = SeedRun(seed, kinds[seed], chosen, os.path.join(folder, f"seed-{seed}"), shared)
            result = await run.whole()
            print(report.line_of(result), flush=True)
            if not result["valid"]:
                print(report.why(result), flush=True)
                print(f"  kept: {result['folder']}\n  again: {repeat(chosen, result)}", flush=True)
            elif not chosen.keep:
                shutil.rmtree(result["folder"])
            return result

    print(report.head(), flush=True)
    return await asyncio.gather(*(one(seed) for seed in seeds))


def repeat(chosen, result):
    return (f"python3 -B tests/faults/run.py --seeds 1 --first-seed {result['seed']} --seconds {chosen.seconds:g} "
            f"--kinds {','.join(result['kinds'])} --customers {chosen.customers} --agents {chosen.agents}")


def main(arguments):
    chosen = options(arguments)
    in_own_mounts(arguments)
    folder = os.path.abspath(chosen.out) if chosen.out else tempfile.mkdtemp(prefix="kefu-faults-")
    os.makedirs(folder, exist_ok=True)
    shared = lay_out(folder, chosen)
    if chosen.what == "storm":
        results, failed = asyncio.run(storm.measure(chosen, folder, shared))
        passed = len(results["aims"]) - failed
    else:
        results = asyncio.run(play(chosen, folder, shared))
        print(report.table_of(results))
        failed = sum(not one["valid"] for one in results)
        passed = len(results) - failed
        acknowledged = sum(one["acknowledged"] for one in results)
        if acknowledged < chosen.acknowledged_min:
            print(f"only {acknowledged} acknowledged messages, {chosen.acknowledged_min} wanted")
            failed += 1
        for name in report.untried(results) if chosen.acknowledged_min else ():
            print(f"no seed has any of: {name}")
            failed += 1
    if chosen.json:
        with open(chosen.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)
    if not failed and not chosen.keep and not chosen.out:
        shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
