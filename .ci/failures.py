#!/usr/bin/env python3
"""Prints of a failed step's log what failed first, then its last lines: failures.py LOG TAIL_LINES

A suite's last lines sum up; its assertions stand wherever their test ended. A failure begins as GoogleTest, ctest, the
sanitizers, assert, node, vitest, unittest and the compiler write it, and is shown with what follows; "..." is left out.
"""

import re
import sys

LINES_MAX = 80  # of failures; the last lines come on top
FOLLOWING_MAX = 12
PER_TEST_MAX = 3  # of one GoogleTest test, or the first that fails all over takes the place of all others
COLUMNS_MAX = 400
BEGINS = re.compile(
    r": Failure$"
    r"|==\d+==ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|: runtime error: "
    r"|: Assertion .* failed\.$"
    r"|^\s*(✖|not ok \d)"
    r"|^(FAIL|ERROR|FAILED): |^\s*FAIL\s"
    r"|: (fatal )?error: "
)
ALONE = re.compile(r"\*\*\*(Failed|Timeout|Exception)")  # ctest's line of a binary; its whole output follows
TEST_ENDS = re.compile(r"^\[  FAILED  \] .* ms\)$")


def failures(lines):
    """The numbers of the lines that tell of a failure, without a bound."""
    following = 0
    in_test = 0
    for number, line in enumerate(lines):
        if line.endswith(": Failure"):
            in_test += 1
        if BEGINS.search(line):
            following = 1 + FOLLOWING_MAX if in_test <= PER_TEST_MAX else 0
        if TEST_ENDS.search(line):
            following, in_test = 1, 0
        if following > 0 or ALONE.search(line):
            yield number
        following = max(0, following - 1)


def excerpt(text, tail):
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    first = [number for number, _ in zip(failures(lines), range(LINES_MAX))]
    told = []
    expected = 0
    for number in sorted({*first, *range(max(0, len(lines) - tail), len(lines))}):
        if number > expected:
            told.append("...")
        told.append(lines[number][:COLUMNS_MAX])
        expected = number + 1
    return told


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8", errors="replace", newline="\n") as file:
        told = excerpt(file.read(), int(sys.argv[2]))
    sys.stdout.buffer.write("".join(line + "\n" for line in told).encode())
