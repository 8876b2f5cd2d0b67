#!/usr/bin/env python3
"""Proves that the checker finds each anomaly it names, finds none in a sound run, and takes no silence for a proof."""

import gc
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

from anomalies_presence import MISSES_BEFORE_AWAY  # noqa: E402
import mutations_of_desk  # noqa: E402, F401 (adds its own to MUTATIONS)
from check_history import ANOMALIES, judge  # noqa: E402
from draft import Draft  # noqa: E402
from history import CLOSED_STATES, REQUIRED, BrokenHistory, HistoryLog, read_file, read_folder, record_event  # noqa: E402
from mutations import INNOCENT, MUTATIONS  # noqa: E402
from sample_run import SampleRun  # noqa: E402

MINIMUM = {"conversations": 5, "acknowledged": 100, "delivered": 300, "agents": 3, "transfers": 1, "reconnects": 5,
           "fault_kinds": 2, "overlap": 20}
SEED = 6
LINES_OF_THE_LONG_RUN = 800_000


def changed(change):
    draft = Draft(SAMPLE)
    change(draft)
    return draft.lines


SAMPLE = SampleRun(SEED).lines


def lines_executed(work):
    """How many lines of Python a call runs: a measure of its cost that no busy machine changes."""
    count = 0

    def trace(_, event, __):
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


class Verdicts(unittest.TestCase):
    def test_a_sound_run_is_valid_whatever_its_seed(self):
        for seed in range(10):
            with self.subTest(seed=seed):
                verdict = judge(SampleRun(seed).lines, MINIMUM)
                self.assertEqual((verdict["verdict"], verdict["anomalies"], verdict["reasons"]), ("valid", {}, []))

    def test_each_mutation_is_found_as_what_it_is_and_as_nothing_else(self):
        for name, change in MUTATIONS:
            with self.subTest(change.__name__):
                verdict = judge(changed(change), MINIMUM)
                self.assertEqual((verdict["verdict"], set(verdict["anomalies"])), ("anomalies", {name}),
                                 verdict["shown"])

    def test_every_anomaly_has_a_mutation(self):
        self.assertEqual(set(ANOMALIES), {name for name, _ in MUTATIONS})

    def test_what_is_allowed_is_no_anomaly(self):
        for change in INNOCENT:
            with self.subTest(change.__name__):
                verdict = judge(changed(change), MINIMUM)
                self.assertEqual((verdict["verdict"], verdict["shown"]), ("valid", []))


class Doubt(unittest.TestCase):
    def doubts(self, lines, **minimum):
        verdict = judge(lines, {**MINIMUM, **minimum})
        self.assertEqual((verdict["verdict"], verdict["anomalies"]), ("unknown", {}))
        return verdict["reasons"]

    def test_an_empty_history_is_unknown(self):
        self.assertIn("0 acknowledged, 100 wanted", self.doubts([]))

    def test_a_run_without_faults_is_unknown_when_faults_are_wanted(self):
        peaceful = [line for line in SAMPLE if line["who"] != "nemesis"]
        self.assertEqual(self.doubts(peaceful), ["0 kinds of faults, 2 wanted"])
        self.assertEqual(judge(peaceful, {**MINIMUM, "fault_kinds": 0})["verdict"], "valid")

    def test_a_planned_fault_that_never_began_is_unknown(self):
        more = SAMPLE + [{"at_ns": 1, "who": "nemesis", "kind": "plan", "faults": ["disk_full"]}]
        self.assertEqual(self.doubts(more), ["disk_full met 0 sends, 20 wanted"])

    def test_a_fault_that_met_too_little_traffic_is_unknown(self):
        self.assertEqual(len(self.doubts(SAMPLE, overlap=10_000)), 2)

    def test_a_planned_fault_that_was_never_felt_is_unknown(self):
        draft = Draft(SAMPLE)
        for line in draft.all("fault_end"):
            line["proven"] = False
        self.assertEqual(self.doubts(draft.lines), [
            "0 kinds of faults, 2 wanted", "0 of 2 faults were seen to have happened",
            "kill met 0 sends, 20 wanted", "redis_stop met 0 sends, 20 wanted"])

    def test_a_fault_that_never_ended_proves_nothing(self):
        draft = Draft(SAMPLE)
        draft.remove(draft.all("fault_end")[0])
        self.assertIn("kill met 0 sends, 20 wanted", self.doubts(draft.lines))

    def test_too_few_felt_of_many_are_unknown(self):
        begun = [{"at_ns": 1, "who": "nemesis", "kind": "fault_begin", "fault": n, "name": "kill", "silences": False}
                 for n in (-1, -2, -3)]
        ended = [{"at_ns": 2, "who": "nemesis", "kind": "fault_end", "fault": n, "proven": False} for n in (-1, -2, -3)]
        self.assertEqual(self.doubts([*SAMPLE, *begun, *ended]), ["2 of 5 faults were seen to have happened"])

    def test_a_participant_who_was_not_asked_what_they_are_shown_is_unknown(self):
        unasked = [line for line in SAMPLE if line["kind"] != "shown" or line["who"] != "customer-0" or line["round"] != 2]
        self.assertEqual(self.doubts(unasked), ["1 participants were not asked what they are shown in round 2"])

    def test_too_few_of_anything_is_unknown(self):
        for name in ("conversations", "acknowledged", "delivered", "agents", "transfers", "reconnects"):
            with self.subTest(name):
                self.assertRegex(self.doubts(SAMPLE, **{name: 100_000})[0], rf"^\d+ {name}, 100000 wanted$")

    def test_a_run_that_was_not_read_again_after_a_restart_is_unknown(self):
        once = [line for line in SAMPLE if line.get("round") != 2]
        self.assertIn("no record was read in round 2", self.doubts(once))

    def test_a_line_that_was_not_read_whole_is_unknown(self):
        draft = Draft(SAMPLE)
        draft.all("queue", round=1)[0]["complete"] = False
        self.assertEqual(self.doubts(draft.lines), ["the line was not read whole in round 1"])

    def test_conversations_that_nobody_looked_at_in_the_end_are_unknown(self):
        unseen = [line for line in SAMPLE if (line["kind"] != "view" or line["who"] == "supervisor") and line["kind"] != "cursor"]
        self.assertRegex(self.doubts(unseen)[0], "were seen to their end by no participant in round 1")

    def test_an_anomaly_outweighs_doubt(self):
        lines = [line for line in changed(dict(MUTATIONS)["corrupt"]) if line["who"] != "nemesis"]
        self.assertEqual(judge(lines, MINIMUM)["verdict"], "anomalies")

    def test_the_overlap_of_each_fault_is_told(self):
        faults = judge(SAMPLE, MINIMUM)["faults"]
        self.assertEqual(set(faults), {"kill", "redis_stop"})
        self.assertTrue(all(met["begun"] == 1 and met["sends"] >= 20 for met in faults.values()), faults)


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(self.folder, "a.jsonl")

    def write(self, lines):
        for name in os.listdir(self.folder):
            os.remove(os.path.join(self.folder, name))
        by_writer = {}
        for line in lines:
            by_writer.setdefault(line["who"], []).append(line)
        for who, own in by_writer.items():
            with open(os.path.join(self.folder, who + ".jsonl"), "w", encoding="utf-8") as file:
                file.writelines(json.dumps(line) + "\n" for line in own)

    def command(self, *arguments):
        checker = os.path.join(os.path.dirname(os.path.abspath(__file__)), "check_history.py")
        return subprocess.run([sys.executable, "-B", checker, self.folder, *arguments], capture_output=True, text=True)

    def test_the_command_tells_its_verdict_by_status_words_and_json(self):
        report = os.path.join(self.folder, "verdict.json")
        for lines, status, word in ((SAMPLE, 0, "valid"), (changed(dict(MUTATIONS)["lost"]), 1, "anomalies"),
                                    (SAMPLE[:8], 2, "unknown")):
            self.write(lines)
            done = self.command("--json", report)
            self.assertEqual((done.returncode, done.stdout.splitlines()[-1]), (status, f"verdict: {word}"), done.stderr)
            with open(report, encoding="utf-8") as file:
                self.assertEqual(json.load(file)["verdict"], word)
        self.write(SAMPLE)
        self.assertEqual(self.command("--min-acknowledged", "9999").returncode, 2)

    def test_an_empty_folder_is_unknown(self):
        self.assertEqual(self.command().returncode, 2)

    def test_a_line_that_is_none_makes_the_run_unknown(self):
        self.write(SAMPLE)
        with open(self.path, "w", encoding="utf-8") as file:
            file.write('{"at_ns":1,"who":"x","kind":"ok"}\n')
        done = self.command()
        self.assertEqual(done.returncode, 2)
        self.assertIn("a.jsonl:1: ok lacks ['op']", done.stdout)

    def test_a_torn_last_line_is_left_out_and_a_torn_middle_one_is_not(self):
        with open(self.path, "w", encoding="utf-8") as file:
            file.write('{"at_ns":1,"who":"x","kind":"heal"}\n{"at_ns":2,"wh')
        self.assertEqual(len(list(read_file(self.path))), 1)
        with open(self.path, "a", encoding="utf-8") as file:
            file.write('\n{"at_ns":3,"who":"x","kind":"heal"}\n')
        self.assertRaises(BrokenHistory, lambda: list(read_file(self.path)))

    def test_what_a_client_writes_is_read_as_it_was(self):
        times = iter(range(100))
        log = HistoryLog(self.path, clock_ns=lambda: next(times))
        log.identity("customer-1", "customer", id="i")
        log.invoke("customer-1", 1, "message.send", 1, key="k", c="c", hash="h")
        log.ok("customer-1", 1, n=4, numbering="public", dup=False)
        log.event("customer-1", 1, "public", "live", True, {
            "c": "c", "q": 4, "k": "message", "by": {"role": "customer"}, "b": {"text": "嗨"}, "key": "k"})
        log.close()
        lines = list(read_folder(self.folder))
        self.assertEqual([line["kind"] for line in lines], ["identity", "invoke", "ok", "event"])
        self.assertEqual([line["at_ns"] for line in lines], [0, 1, 2, 3])
        self.assertEqual(lines[2]["dup"], False)
        self.assertEqual((lines[3]["n"], lines[3]["key"], len(lines[3]["hash"])), (4, "k", 24))

    def test_a_client_that_forgets_a_field_stops_at_once(self):
        log = HistoryLog(self.path)
        self.addCleanup(log.close)
        self.assertRaises(AssertionError, log.put, "x", "ok")

    def test_a_staff_event_becomes_an_entry_of_the_record(self):
        entry = record_event({"q": 7, "p": 5, "k": "accepted", "by": {"role": "agent", "id": "a"},
                              "b": {"staff": "a", "name": "n", "why": "offer"}})
        self.assertEqual(entry, {"n": 7, "public": 5, "k": "accepted", "role": "agent", "author": "a", "staff": "a",
                                 "why": "offer"})

    def test_what_the_reader_calls_closed_is_what_the_record_does(self):
        rows = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../storage/records/rows.hpp")
        with open(rows, encoding="utf-8") as file:
            text = file.read()
        states = dict(re.findall(r"(\w+) = (\d+),", re.search(r"enum class conversation_state[^{]*{(.*?)}", text, re.S)[1]))
        closed = re.findall(r"state != conversation_state::(\w+)", re.search(r"bool is_open\(.*?}", text, re.S)[0])
        self.assertEqual({int(states[name]) for name in closed}, set(CLOSED_STATES))

    def test_how_many_missed_offers_set_an_agent_away_is_what_the_desk_says(self):
        settings = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../routing/settings.hpp")
        with open(settings, encoding="utf-8") as file:
            self.assertIn(f"misses_before_away = {MISSES_BEFORE_AWAY};", file.read())

    def test_every_kind_of_line_is_described(self):
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "HISTORY.md"), encoding="utf-8") as file:
            described = file.read()
        self.assertEqual([kind for kind in REQUIRED if f"`{kind}`" not in described], [])


class Cost(unittest.TestCase):
    def test_a_run_of_several_times_the_lines_costs_as_many_times_the_work(self):
        for what, smaller, larger in (("more said in each", {"customers": 8, "steps": 300}, {"customers": 8, "steps": 1_200}),
                                      ("more conversations", {"customers": 75, "steps": 300},
                                       {"customers": 300, "steps": 1_200})):
            with self.subTest(what):
                small, large = (SampleRun(SEED, **size).lines for size in (smaller, larger))
                growth = len(large) / len(small)
                work = [lines_executed(lambda: judge(lines, MINIMUM)) for lines in (small, large)]
                self.assertGreater(growth, 2)
                self.assertLess(work[1] / work[0], 1.1 * growth)

    def test_a_long_run_is_judged(self):
        gc.disable()  # as the command does
        self.addCleanup(gc.enable)
        lines = SampleRun(SEED, customers=150, agents=40, steps=LINES_OF_THE_LONG_RUN // 7).lines
        begun = time.process_time()
        verdict = judge(lines, MINIMUM)
        taken = time.process_time() - begun
        figures = verdict["figures"]
        print(f"{len(lines)} lines, {figures['sends']} sends, {figures['delivered']} events delivered: "
              f"judged in {taken:.1f} s of CPU")
        self.assertEqual((verdict["verdict"], verdict["shown"]), ("valid", []))
        self.assertGreaterEqual(len(lines), LINES_OF_THE_LONG_RUN)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.skipped)
    print(f"{result.testsRun + len(MUTATIONS) + len(INNOCENT) - 2 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
