#!/usr/bin/env python3
"""Proves that what a failed step shows holds what failed, however long the log goes on, and stays short.

The last line is `N passed, N failed`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import failures  # noqa: E402  (its bytecode is not wanted in the tree)

HERE = os.path.dirname(os.path.abspath(__file__))
TAIL = 5


def passing(count):
    return [f"[       OK ] Shop.Opens{n} (1 ms)" for n in range(count)]


def failed_test(name, assertions):
    lines = [f"[ RUN      ] {name}"]
    for n in range(assertions):
        lines += [f"../../tests/{name}.cpp:{n + 1}: Failure", "Value of: is_open", "  Actual: false", "Expected: true"]
    return lines + [f"[  FAILED  ] {name} (12 ms)"]


def shown(*parts):
    return failures.excerpt("\n".join(line for part in parts for line in part) + "\n", TAIL)


class Excerpt(unittest.TestCase):
    def test_an_assertion_far_above_the_end_comes_before_the_last_lines(self):
        told = shown(passing(200), failed_test("Shop.Shuts", 1), passing(200), ["1 test failed"])
        self.assertEqual(told[1:6], ["../../tests/Shop.Shuts.cpp:1: Failure", "Value of: is_open", "  Actual: false",
                                     "Expected: true", "[  FAILED  ] Shop.Shuts (12 ms)"])
        self.assertEqual([told[0], told[6], told[-1]], ["...", "...", "1 test failed"])
        self.assertEqual(len(told), 7 + TAIL)

    def test_a_failure_ends_with_its_test(self):
        self.assertNotIn("[       OK ] Shop.Opens0 (1 ms)", shown(failed_test("Shop.Shuts", 1), passing(200)))

    def test_a_test_that_fails_all_over_hides_no_other(self):
        told = shown(failed_test("Matrix.Answers", 400), failed_test("Shop.Shuts", 1), passing(200))
        self.assertIn("../../tests/Matrix.Answers.cpp:3: Failure", told)
        self.assertNotIn("../../tests/Matrix.Answers.cpp:4: Failure", told)
        self.assertIn("[  FAILED  ] Matrix.Answers (12 ms)", told)
        self.assertIn("../../tests/Shop.Shuts.cpp:1: Failure", told)

    def test_however_much_fails_it_is_short(self):
        tests = [line for n in range(500) for line in failed_test(f"Shop.Shuts{n}", 5)]
        told = shown(tests, passing(200))
        self.assertLessEqual(sum(line != "..." for line in told), failures.LINES_MAX + TAIL)
        self.assertIn("../../tests/Shop.Shuts0.cpp:1: Failure", told)
        self.assertEqual(len(shown(["x: Failure", "y" * 100_000], passing(200))[1]), failures.COLUMNS_MAX)

    def test_what_other_tools_write_is_found_too(self):
        for line in (
            "12/26 Test #20: api_tests ........***Failed   33.39 sec",
            "12/26 Test #20: api_tests ........***Timeout 300.00 sec",
            "12/26 Test #20: api_tests ........***Exception: SegFault  0.10 sec",
            "==77==ERROR: AddressSanitizer: heap-use-after-free on address 0x1",
            "WARNING: ThreadSanitizer: data race (pid=77)",
            "../../gateway/net/outbox.cpp:9:3: runtime error: signed integer overflow",
            "api_tests: ../../gateway/api/turn_queue.hpp:25: pop: Assertion `!empty()' failed.",
            "✖ a reload loses nothing (10735.4ms)",
            "not ok 3 - a reload loses nothing",
            "   FAIL  tests/desk.test.ts > a reload loses nothing",
            "FAIL: test_a_reload_loses_nothing (__main__.Desk)",
            "ERROR: test_a_reload_loses_nothing (__main__.Desk)",
            "../../gateway/net/outbox.cpp:9:3: error: 'x' was not declared in this scope",
        ):
            self.assertIn(line, shown(passing(200), [line], passing(200)), line)

    def test_of_a_binary_that_failed_only_its_name_is_shown_above_its_assertions(self):
        name = "12/26 Test #20: api_tests ........***Failed   33.39 sec"
        told = shown([name], passing(200), failed_test("Shop.Shuts", 1), passing(200))
        self.assertEqual(told[:3], [name, "...", "../../tests/Shop.Shuts.cpp:1: Failure"])

    def test_a_log_without_a_known_failure_is_its_last_lines(self):
        self.assertEqual(shown(passing(200)), ["..."] + passing(200)[-TAIL:])
        self.assertEqual(shown(passing(2)), passing(2))
        self.assertEqual(failures.excerpt("", TAIL), [])


class Step(unittest.TestCase):
    def told(self, **environment):
        with tempfile.TemporaryDirectory() as folder:
            script = (f'ROOT={os.path.dirname(HERE)}; . "{HERE}/steps.sh"; LOGS={folder}/logs; STEP_TAIL=2\n'
                      'failing() { echo "shop.cpp:7: Failure"; for n in $(seq 99); do echo "line $n"; done; return 3; }\n'
                      'step shop "the shop" failing; echo "status $STEP_STATUS"')
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=60,
                                  env={**os.environ, **environment})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()

    def test_a_failed_step_shows_its_assertion_and_its_last_lines(self):
        told = self.told()
        self.assertEqual(told[1:3], ["     | shop.cpp:7: Failure", "     | line 1"])
        self.assertEqual(told[-4:-2], ["     | line 98", "     | line 99"])
        self.assertEqual(told[-1], "status 3")

    def test_without_python_it_shows_its_last_lines(self):
        with tempfile.TemporaryDirectory() as bare:
            for tool in ("bash", "mkdir", "sleep", "seq", "tail", "sed"):
                os.symlink(shutil.which(tool), os.path.join(bare, tool))
            told = self.told(PATH=bare)
        self.assertEqual(told[1:3], ["     | line 98", "     | line 99"])
        self.assertEqual(told[-1], "status 3")


if __name__ == "__main__":
    outcome = unittest.main(exit=False, verbosity=0).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
