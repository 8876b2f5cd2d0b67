#!/usr/bin/env python3
"""Proves that counts.py hides no failure: a crash, an empty suite, a status that disagrees."""

import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True

import counts  # noqa: E402


def gtest_report(tests, failures):
    return json.dumps({"tests": tests, "failures": failures, "errors": 0})


def ctest_report(**status_by_name):
    cases = "".join(f'<testcase name="{n}" status="{s}"/>' for n, s in status_by_name.items())
    return f"<testsuite>{cases}</testsuite>"


def vitest_report(passed, failed, pending=0, broken=0):
    files = [{"status": "failed", "assertionResults": []}] * broken
    return json.dumps({"numPassedTests": passed, "numFailedTests": failed, "numPendingTests": pending,
                       "testResults": files})


# (what, format, exit status, files, expected)
CASES = [
    ("a sum is read", "last_line", 0, {"log": "x\n3 passed, 0 failed\n"}, (3, 0)),
    ("the last sum counts", "last_line", 1, {"log": "3 passed, 0 failed\n2 passed, 1 failed\n"}, (2, 1)),
    ("no sum is a failure", "last_line", 0, {"log": "all is well\n"}, (0, 1)),
    ("a bad status is a failure", "last_line", 1, {"log": "3 passed, 0 failed\n"}, (3, 1)),
    ("an empty suite is a failure", "last_line", 0, {"log": "0 passed, 0 failed\n"}, (0, 1)),
    ("cases are counted", "gtest", 0,
     {"s/a.json": gtest_report(5, 0), "s/b.json": gtest_report(2, 0), "s.xml": ctest_report(a="run", b="run")}, (7, 0)),
    ("a failed case counts once", "gtest", 8,
     {"s/a.json": gtest_report(5, 1), "s.xml": ctest_report(a="fail")}, (4, 1)),
    ("a crash is a failure", "gtest", 8, {"s/a.json": gtest_report(5, 0), "s.xml": ctest_report(a="run", b="fail")},
     (5, 1)),
    ("a leak at the end is a failure", "gtest", 8, {"s/a.json": gtest_report(5, 0), "s.xml": ctest_report(a="fail")},
     (5, 1)),
    ("a binary without cases is a failure", "gtest", 0,
     {"s/a.json": gtest_report(0, 0), "s/b.json": gtest_report(1, 0), "s.xml": ctest_report(a="run", b="run")}, (1, 1)),
    ("another kind of test counts as one", "gtest", 0, {"s.xml": ctest_report(a="run")}, (1, 0)),
    ("no report is a failure", "gtest", 0, {}, (0, 1)),
    ("no test is a failure", "gtest", 0, {"s.xml": ctest_report()}, (0, 1)),
    ("web tests are counted", "vitest", 0, {"s.json": vitest_report(4, 0)}, (4, 0)),
    ("a skipped web test is a failure", "vitest", 0, {"s.json": vitest_report(4, 0, pending=1)}, (4, 1)),
    ("a file that does not load is a failure", "vitest", 1, {"s.json": vitest_report(4, 0, broken=1)}, (4, 1)),
    ("a torn report is a failure", "vitest", 0, {"s.json": "{"}, (0, 1)),
    ("a check passes by its status", "one", 0, {}, (1, 0)),
    ("a check fails by its status", "one", 2, {}, (0, 1)),
]


def main():
    failed = 0
    for what, how, status, files, expected in CASES:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
            found = counts.counted(how, status, os.path.join(folder, "log"), os.path.join(folder, "s"))
        if found != expected:
            failed += 1
            print(f"FAIL {what}: {found}, expected {expected}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
