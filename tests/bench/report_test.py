#!/usr/bin/env python3
"""The report's own cases; the last line is `N passed, N failed`."""

import contextlib
import io
import json
import sys

sys.dont_write_bytecode = True
import bench  # noqa: E402  (its bytecode is not wanted in the tree)
import report  # noqa: E402
from scenarios import Aim, Scenario  # noqa: E402


def line(number, server, value, scenario="echo", **more):
    return {"round": number, "scenario": scenario, "server": server, "cpu_us": value} | more


def a_median_is_the_middle_or_the_mean_of_both():
    assert report.median([9, 1, 5]) == 5
    assert report.median([4, 1, 9, 6]) == 5


def a_ratio_is_taken_within_each_round():
    lines = [line(1, "ours", 10), line(1, "bun", 10), line(2, "ours", 40), line(2, "bun", 20), line(3, "ours", 7)]
    assert report.ratios_beside(lines, "echo", "ours", "bun", "cpu_us") == [1, 2]


def a_ratio_may_be_to_another_scenario():
    lines = [line(1, "ours", 30), line(1, "records", 20, "store")]
    assert report.ratios_beside(lines, "echo", "ours", "store/records", "cpu_us") == [1.5]


def an_aim_is_met_at_its_limit():
    lines = [line(1, "ours", 11), line(1, "bun", 10)]
    (_, value, met), = report.judge([Aim("x", "echo", "ours", "cpu_us", 1.1, "bun")], lines)
    assert met and abs(value - 1.1) < 1e-9


def an_aim_that_is_a_least_is_not_met_below_it():
    (_, _, met), = report.judge([Aim("x", "echo", "ours", "cpu_us", 12, None, True)], [line(1, "ours", 11)])
    assert met is False


def what_was_not_measured_is_neither_met_nor_missed():
    (_, value, met), = report.judge([Aim("x", "echo", "ours", "cpu_us", 12)], [line(1, "bun", 1)])
    assert value is None and met is None


def a_longest_time_is_the_longest_of_all_rounds():
    lines = [line(n, "ours", 1, turn_ms_max=ms) for n, ms in enumerate((4, 90, 5))]
    (_, value, met), = report.judge([Aim("x", "echo", "ours", "turn_ms_max", 50)], lines)
    assert value == 90 and met is False


def a_quick_look_decides_no_aim():
    verdicts = report.judge([Aim("x", "echo", "ours", "cpu_us", 12), Aim("y", "echo", "ours", "cpu_us", 2)],
                            [line(1, "ours", 11)])
    shown = "\n".join(report.verdict_lines(verdicts, quick=True)).lower()
    assert "met" not in shown.split() and "decide no aim" in shown


def one_line_that_cannot_be_read_fails_its_measure_alone():
    class Broken:
        batch = None

        def measure(self, scenario, server):
            return {"bun": lambda: json.loads("not JSON"), "ws": lambda: {},
                    "ours": lambda: {"cpu_us": 5.0}}[server]()
    lines, failures = bench.rounds(Broken(), [Scenario("echo", "echo", "cpu_us", "µs", ("bun", "ws", "ours"), ())], 1)
    assert [one["server"] for one in lines] == ["ours"] and len(failures) == 2


def the_table_holds_each_server_beside_the_first():
    shown = report.table([Scenario("echo", "echo", "cpu_us", "µs", ("ours", "bun"), ())],
                         [line(1, "ours", 5.0), line(1, "bun", 10.0)])
    assert "ours/this 0.50" in shown


CASES = (
    a_median_is_the_middle_or_the_mean_of_both,
    a_ratio_is_taken_within_each_round,
    a_ratio_may_be_to_another_scenario,
    an_aim_is_met_at_its_limit,
    an_aim_that_is_a_least_is_not_met_below_it,
    what_was_not_measured_is_neither_met_nor_missed,
    a_longest_time_is_the_longest_of_all_rounds,
    a_quick_look_decides_no_aim,
    one_line_that_cannot_be_read_fails_its_measure_alone,
    the_table_holds_each_server_beside_the_first,
)

if __name__ == "__main__":
    failed = 0
    for case in CASES:
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                case()
            print(f"ok   {case.__name__}")
        except AssertionError as wrong:
            failed += 1
            print(f"FAIL {case.__name__}: {wrong}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
