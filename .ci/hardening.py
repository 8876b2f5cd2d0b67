#!/usr/bin/env python3
"""Holds an installed Kefu to its hardening: `hardening.py PREFIX SOURCES` reads the binary as it lies there.

Each rule counts as one test but for those that this machine cannot check, which it names; the last line is `N passed, N failed`. hardening_test.py proves that each can fail.
"""

import os
import re
import shutil
import stat
import subprocess
import sys

EXPOSURE_MAX = 2.0


class NotChecked(Exception):
    """A rule that this machine lacks the program for: neither passed nor failed."""


class Binary:
    def __init__(self, path):
        self.path = path
        self.header = self._read("-h")
        self.segments = self._read("-l")
        self.dynamic = self._read("-d")
        self.symbols = self._read("--dyn-syms")
        with open(path, "rb") as file:
            self.bytes = file.read()

    def _read(self, what):
        return subprocess.run(["readelf", "-W", what, self.path], check=True, capture_output=True, text=True,
                              env={**os.environ, "LC_ALL": "C"}).stdout

    def flags_of(self, segment):
        """Of each segment of this type: its flags, like "RE"."""
        found = re.findall(rf"^\s+{segment}\s+(?:0x\w+\s+){{5}}([RWE ]+?)\s+(?:0x\w+)?\s*$", self.segments, re.M)
        return [flags.replace(" ", "") for flags in found]

    def imports(self, pattern):
        return re.search(rf"\bUND\s+{pattern}(@|\s|$)", self.symbols, re.M) is not None


# The rules: each yields what is wrong with the binary.

def loads_anywhere(binary, _):
    if "DYN (Position-Independent Executable file)" not in binary.header:
        yield "is no position-independent executable"


def relocations_are_read_only(binary, _):
    if not binary.flags_of("GNU_RELRO"):
        yield "has no GNU_RELRO segment"
    if not re.search(r"BIND_NOW|FLAGS_1.*\bNOW\b", binary.dynamic):
        yield "binds its symbols lazily: no BIND_NOW"
    if "TEXTREL" in binary.dynamic:
        yield "relocates its code: TEXTREL"


def stack_is_no_code(binary, _):
    flags = binary.flags_of("GNU_STACK")
    if flags != ["RW"]:
        yield f"GNU_STACK is {flags or 'missing'}"


def nothing_is_both_written_and_run(binary, _):
    loads = binary.flags_of("LOAD")
    if not loads:
        yield "has no segments to load"
    for flags in loads:
        if "W" in flags and "E" in flags:
            yield f"a segment is {flags}"
    if loads and "E" in loads[0]:
        yield "code shares a page with headers: no separate code"


def stack_is_guarded(binary, _):
    if not binary.imports("__stack_chk_fail"):
        yield "imports no __stack_chk_fail"


def buffers_are_checked(binary, _):
    if not binary.imports(r"__\w+_chk"):
        yield "imports no function of _FORTIFY_SOURCE"


def library_bounds_are_checked(binary, _):
    if not binary.imports(r"_ZSt21__glibcxx_assert_failPKciS0_S0_"):
        yield "imports no check of _GLIBCXX_ASSERTIONS"


def libraries_come_from_the_system(binary, _):
    for line in binary.dynamic.splitlines():
        if "(RPATH)" in line or "(RUNPATH)" in line:
            yield line.strip()


def names_no_path_of_the_build(binary, sources):
    for path in {sources, os.path.realpath(sources)}:
        at = binary.bytes.find(path.encode() + b"/")
        if at >= 0:
            line = binary.bytes[at:at + 120].split(b"\0")[0].decode(errors="replace")
            yield f"holds {line}"


BINARY_RULES = [
    loads_anywhere, relocations_are_read_only, stack_is_no_code, nothing_is_both_written_and_run, stack_is_guarded,
    buffers_are_checked, library_bounds_are_checked, libraries_come_from_the_system, names_no_path_of_the_build,
]


def files_are_there_and_nobody_elses(prefix):
    for wanted in ("bin/kefu", "share/kefu/ecommerce.toml", "lib/systemd/system/kefu.service"):
        if not os.path.isfile(os.path.join(prefix, wanted)):
            yield f"{wanted} is missing"
    for folder, _, names in os.walk(prefix):
        for name in names:
            path = os.path.join(folder, name)
            mode = os.lstat(path).st_mode
            if mode & (stat.S_ISUID | stat.S_ISGID | stat.S_IWOTH):
                yield f"{path} has mode {stat.S_IMODE(mode):o}"


def analyze(*arguments):
    if shutil.which("systemd-analyze") is None:
        raise NotChecked("systemd-analyze is missing")
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)


def unit_is_read_without_a_word(prefix):
    unit = os.path.join(prefix, "lib/systemd/system/kefu.service")
    done = analyze("verify", unit)
    for line in done.stderr.splitlines():
        if "kefu.service" in line:
            yield line
    if done.returncode != 0:
        yield f"systemd-analyze verify ended with {done.returncode}: {done.stderr.strip()[-200:]}"


def unit_leaves_little_exposed(prefix):
    unit = os.path.join(prefix, "lib/systemd/system/kefu.service")
    done = analyze("security", "--offline=true", "--no-pager", unit)
    found = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)
    if found is None:
        yield f"no exposure level: {done.stderr.strip()[-200:]}"
    elif float(found.group(1)) > EXPOSURE_MAX:
        yield f"exposure {found.group(1)}, at most {EXPOSURE_MAX}"


TREE_RULES = [files_are_there_and_nobody_elses, unit_is_read_without_a_word, unit_leaves_little_exposed]


def judge(rules, *things):
    """How many passed and failed; says of each rule what became of it."""
    passed = failed = 0
    for rule in rules:
        try:
            wrongs = list(rule(*things))
        except NotChecked as why:
            print(f"NOT CHECKED {rule.__name__}: {why}")
            continue
        print(f"{'FAIL' if wrongs else 'ok  '} {rule.__name__}")
        for what in wrongs[:10]:
            print(f"     {what}")
        passed, failed = passed + (not wrongs), failed + bool(wrongs)
    return passed, failed


def main(arguments):
    prefix, sources = (os.path.abspath(path) for path in arguments[1:3])
    binary = Binary(os.path.join(prefix, "bin/kefu"))
    counts = [judge(BINARY_RULES, binary, sources), judge(TREE_RULES, prefix)]
    passed, failed = (sum(column) for column in zip(*counts))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
