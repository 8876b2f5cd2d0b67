#!/usr/bin/env python3
"""Judges a run: check_history.py FOLDER [--json FILE] [--min-acknowledged N …]

FOLDER holds histories as HISTORY.md says. Exit status 0: valid; 1: anomalies; 2: unknown, because too little happened
or was read. Time is linear in the lines, sorting apart.
"""

import argparse
import gc
import json
import sys
from collections import Counter

sys.dont_write_bytecode = True

import anomalies_delivery  # noqa: E402
import anomalies_messages  # noqa: E402
import anomalies_ownership  # noqa: E402
import anomalies_presence  # noqa: E402
import coverage  # noqa: E402
from history import BrokenHistory, read_folder  # noqa: E402
from story import told  # noqa: E402

STATUS = {"valid": 0, "anomalies": 1, "unknown": 2}
SHOWN_OF_EACH = 5
MINIMUM = {"conversations": 1, "acknowledged": 1, "delivered": 1, "agents": 1, "customers": 1, "transfers": 0,
           "reconnects": 0, "resent": 0, "fault_kinds": 0, "overlap": 20}
SLACK_S = 3.0

ANOMALIES = tuple(dict.fromkeys(anomalies_messages.NAMES + anomalies_delivery.NAMES + anomalies_ownership.NAMES
                                + anomalies_presence.NAMES))


def judge(lines, minimum=None, slack_s=SLACK_S):
    """The verdict on a run's lines, as a value that JSON can hold."""
    minimum = {**MINIMUM, **(minimum or {})}
    try:
        story = told(lines)
    except BrokenHistory as broken:
        return {"verdict": "unknown", "reasons": [str(broken)], "anomalies": {}, "shown": [], "figures": {},
                "faults": {}}
    found = Counter()
    shown = []
    for module_finds in (anomalies_messages.find(story), anomalies_delivery.find(story),
                         anomalies_ownership.find(story), anomalies_presence.find(story, int(slack_s * 1e9))):
        for anomaly in module_finds:
            found[anomaly.name] += 1
            if found[anomaly.name] <= SHOWN_OF_EACH:
                shown.append(anomaly._asdict())
    counts, met = coverage.figures(story), coverage.overlaps(story)
    reasons = list(coverage.reasons_for_doubt(story, counts, met, minimum))
    verdict = "anomalies" if found else "unknown" if reasons else "valid"
    return {"verdict": verdict, "anomalies": dict(found), "shown": shown, "reasons": reasons, "figures": counts,
            "faults": met}


def in_words(verdict):
    yield "  ".join(f"{name} {count}" for name, count in verdict["figures"].items())
    for name, met in verdict["faults"].items():
        yield (f"fault {name}: {met['proven']} of {met['begun']} seen to happen, {met['lasted_ms']} ms, "
               f"{met['sends']} sends under way")
    for name, count in sorted(verdict["anomalies"].items()):
        yield f"ANOMALY {name}: {count}"
        yield from (f"    {a['where']}: {a['what']}" for a in verdict["shown"] if a["name"] == name)
    yield from (f"too little: {reason}" for reason in verdict["reasons"])
    yield f"verdict: {verdict['verdict']}"


def main(arguments):
    gc.disable()  # a story has no cycles, and looking for some among its millions of objects takes half of the time
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--json", help="where the verdict goes as JSON; - prints it instead of words")
    parser.add_argument("--slack-s", type=float, default=SLACK_S, help="beyond the 5 s that an answer may take")
    for name, least in MINIMUM.items():
        parser.add_argument(f"--min-{name.replace('_', '-')}", type=int, default=least, dest=name)
    chosen = parser.parse_args(arguments)
    verdict = judge(read_folder(chosen.folder), {name: getattr(chosen, name) for name in MINIMUM}, chosen.slack_s)
    if chosen.json == "-":
        print(json.dumps(verdict, ensure_ascii=False, indent=1))
    else:
        if chosen.json:
            with open(chosen.json, "w", encoding="utf-8") as file:
                json.dump(verdict, file, ensure_ascii=False, indent=1)
        print("\n".join(in_words(verdict)))
    return STATUS[verdict["verdict"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
