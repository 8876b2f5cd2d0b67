#!/usr/bin/env python3
"""Prints `PASSED FAILED` of one suite: counts.py FORMAT EXIT_STATUS LOG RESULTS

FORMAT: last_line (`N passed, N failed` ends the log), gtest (RESULTS/*.json and RESULTS.xml of ctest),
vitest (RESULTS.json), one (the exit status is the one check). A suite that ran nothing, or whose status and
counts disagree, has a failure.
"""

import glob
import json
import os
import re
import sys
import xml.etree.ElementTree as xml


def last_line(log, _):
    with open(log, encoding="utf-8", errors="replace") as file:
        found = re.findall(r"^(\d+) passed, (\d+) failed\s*$", file.read(), re.MULTILINE)
    return tuple(map(int, found[-1])) if found else (0, 0)


def gtest(_, results):
    passed = failed = 0
    by_binary = {}
    for path in glob.glob(os.path.join(results, "*.json")):
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
        bad = report["failures"] + report.get("errors", 0)
        passed, failed = passed + report["tests"] - bad, failed + bad
        by_binary[os.path.splitext(os.path.basename(path))[0]] = (report["tests"], bad)
    for case in xml.parse(results + ".xml").getroot().iter("testcase"):
        ran = case.get("status") == "run"
        tests, bad = by_binary.get(case.get("name"), (None, 0))
        if ran and tests is None:
            passed += 1  # not a GoogleTest binary: the entry itself is the test
        elif (not ran and not bad) or tests == 0:
            failed += 1  # crashed, leaked, timed out, or ran nothing
    return passed, failed


def vitest(_, results):
    with open(results + ".json", encoding="utf-8") as file:
        report = json.load(file)
    broken_files = sum(1 for f in report["testResults"] if f["status"] == "failed" and not f["assertionResults"])
    unrun = report.get("numPendingTests", 0) + report.get("numTodoTests", 0)
    return report["numPassedTests"], report["numFailedTests"] + broken_files + unrun


def one(_, __):
    return 1, 0


FORMATS = {"last_line": last_line, "gtest": gtest, "vitest": vitest, "one": one}


def counted(how, status, log, results):
    try:
        passed, failed = FORMATS[how](log, results)
    except (OSError, ValueError, KeyError, xml.ParseError):
        passed, failed = 0, 1
    if how == "one" and status != 0:
        passed, failed = 0, 1
    if (status != 0 or passed == 0) and failed == 0:
        failed = 1
    return passed, failed


if __name__ == "__main__":
    print(*counted(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]))
