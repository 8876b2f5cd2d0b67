#!/usr/bin/env python3
"""Holds the tree to its structure: `check.py [ROOT]` names file, line and rule of each breach.

Each rule counts as one test; the last line is `N passed, N failed`.
"""

import os
import sys

import rules
from source import Tree

HERE = os.path.dirname(os.path.abspath(__file__))
BREACHES_SHOWN_MAX = 40


def main(arguments):
    root = arguments[1] if len(arguments) > 1 else os.path.join(HERE, "..", "..")
    tree = Tree(os.path.abspath(root))
    failed = 0
    for rule in rules.RULES:
        breaches = list(rule(tree))
        failed += bool(breaches)
        print(f"{'FAIL' if breaches else 'ok  '} {rule.__name__}")
        for path, line, what in breaches[:BREACHES_SHOWN_MAX]:
            print(f"     {path}:{line}: {what}")
        if len(breaches) > BREACHES_SHOWN_MAX:
            print(f"     ... and {len(breaches) - BREACHES_SHOWN_MAX} more")
    print(f"     {rules.pure_share(tree)} % of the C++ lines of the rooms are in pure files")
    print(f"{len(rules.RULES) - failed} passed, {failed} failed")
    return 1 if failed or not tree.paths else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv))
