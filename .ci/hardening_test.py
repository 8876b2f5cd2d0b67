#!/usr/bin/env python3
"""Proves that each rule of hardening.py can fail: small programs and trees with one breach each, and a sound one.

The last line is `N passed, N failed`.
"""

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import hardening  # noqa: E402  (its bytecode is not wanted in the tree)

APP = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "gateway", "app")
PROGRAM = r"""
#include <cstring>
#include <vector>
int main(int count, char** words) {
    std::vector<int> numbers(3);
    char copy[32];
    std::strcpy(copy, words[0]);
    return numbers[static_cast<unsigned>(count)] + copy[count];
}
"""
SOUND = ["-O2", "-g1", "-fPIE", "-pie", "-fstack-protector-strong", "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=3",
         "-D_GLIBCXX_ASSERTIONS", "-Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code", "-ffile-prefix-map={sources}=."]
# What is added to the sound flags, and the rule that must see it; every other must be silent.
BREACHES = [
    ("loads_anywhere", ["-fno-PIE", "-no-pie"]),
    ("relocations_are_read_only", ["-Wl,-z,lazy"]),
    ("relocations_are_read_only", ["-Wl,-z,norelro"]),
    ("stack_is_no_code", ["-Wl,-z,execstack"]),
    ("nothing_is_both_written_and_run", ["-Wl,-z,noseparate-code"]),
    ("stack_is_guarded", ["-fno-stack-protector"]),
    ("buffers_are_checked", ["-U_FORTIFY_SOURCE"]),
    ("library_bounds_are_checked", ["-U_GLIBCXX_ASSERTIONS"]),
    ("libraries_come_from_the_system", ["-Wl,--enable-new-dtags,-rpath,/opt/lib"]),
    ("libraries_come_from_the_system", ["-Wl,--disable-new-dtags,-rpath,/opt/lib"]),
    ("names_no_path_of_the_build", ["-ffile-prefix-map={sources}={sources}"]),
]


def built(sources, flags):
    path = os.path.join(sources, "program")
    command = ["g++", *SOUND, *flags, os.path.join(sources, "program.cpp"), "-o", path]
    subprocess.run([word.replace("{sources}", sources) for word in command], check=True, cwd=sources,
                   stderr=subprocess.DEVNULL)
    return hardening.Binary(path)


def rules_that_see(binary, sources):
    return {rule.__name__ for rule in hardening.BINARY_RULES if list(rule(binary, sources))}


def binary_cases(sources):
    with open(os.path.join(sources, "program.cpp"), "w", encoding="utf-8") as file:
        file.write(PROGRAM)
    seen = rules_that_see(built(sources, []), sources)
    yield "a sound program passes", not seen, seen
    for rule, flags in BREACHES:
        seen = rules_that_see(built(sources, flags), sources)
        yield f"{rule} sees {' '.join(flags)}", seen == {rule}, seen
    untested = {rule.__name__ for rule in hardening.BINARY_RULES} - {rule for rule, _ in BREACHES}
    yield "every rule has a breach", not untested, untested


def sound_tree(prefix):
    for name in ("bin/kefu", "share/kefu/ecommerce.toml"):
        os.makedirs(os.path.dirname(os.path.join(prefix, name)), exist_ok=True)
        shutil.copy("/bin/true", os.path.join(prefix, name))
    with open(os.path.join(APP, "kefu.service.in"), encoding="utf-8") as file:
        text = file.read()
    text = text.replace("@CMAKE_INSTALL_FULL_BINDIR@", os.path.join(prefix, "bin"))
    return text.replace("@KEFU_SHARED@", os.path.join(prefix, "share/kefu"))


def write_unit(prefix, text):
    path = os.path.join(prefix, "lib/systemd/system/kefu.service")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def installed_unit(folder, bin_folder):
    """What `cmake --install --prefix here` in `folder` writes."""
    subprocess.run(["cmake", "-DCMAKE_INSTALL_PREFIX=here", f"-DKEFU_UNIT_IN={APP}/kefu.service.in",
                    f"-DKEFU_BINDIR={bin_folder}", "-DKEFU_DATADIR=data", "-P", f"{APP}/install_unit.cmake"],
                   check=True, cwd=folder, capture_output=True)
    with open(os.path.join(folder, "here/lib/systemd/system/kefu.service"), encoding="utf-8") as file:
        return file.read()


def unit_cases(folder):
    unit = installed_unit(folder, "programs")
    yield "a relative prefix gives the unit a whole path", f"ExecStart={folder}/here/programs/kefu serve" in unit, unit
    yield "the unit follows the folders of the installation", f"{folder}/here/data/kefu" in unit, unit
    unit = installed_unit(folder, "/opt/kefu/bin")
    yield "a folder outside the prefix stays there", "ExecStart=/opt/kefu/bin/kefu serve" in unit, unit


def unchecked_case(prefix):
    there = os.environ["PATH"]
    os.environ["PATH"] = "/nowhere"
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            counts = hardening.judge(hardening.TREE_RULES, prefix)
    finally:
        os.environ["PATH"] = there
    named = said.getvalue().count("NOT CHECKED unit_")
    return "without systemd-analyze the unit's rules are named and not counted", counts == (1, 0) and named == 2, counts


def tree_cases(prefix):
    unit = sound_tree(prefix)
    write_unit(prefix, unit)
    analyzed = shutil.which("systemd-analyze") is not None
    for rule in hardening.TREE_RULES:
        if not analyzed and rule.__name__.startswith("unit_"):
            continue
        wrongs = list(rule(prefix))
        yield f"{rule.__name__} passes a sound tree", not wrongs, wrongs
    yield unchecked_case(prefix)
    if analyzed:
        write_unit(prefix, unit.replace("ProtectHome=yes", "ProtectHouse=yes"))
        yield "an unknown setting is seen", list(hardening.unit_is_read_without_a_word(prefix)), ""
        write_unit(prefix, unit.replace("bin/kefu serve", "bin/absent serve"))
        yield "a program that is not there is seen", list(hardening.unit_is_read_without_a_word(prefix)), ""
        write_unit(prefix, unit.split("NoNewPrivileges=yes")[0] + "[Install]\nWantedBy=multi-user.target\n")
        yield "a unit that may do anything is seen", list(hardening.unit_leaves_little_exposed(prefix)), ""
    write_unit(prefix, unit)
    os.chmod(os.path.join(prefix, "bin/kefu"), 0o4755)
    yield "a setuid program is seen", list(hardening.files_are_there_and_nobody_elses(prefix)), ""
    os.chmod(os.path.join(prefix, "bin/kefu"), 0o757)
    yield "a program that everybody may write is seen", list(hardening.files_are_there_and_nobody_elses(prefix)), ""
    os.remove(os.path.join(prefix, "bin/kefu"))
    yield "a missing program is seen", list(hardening.files_are_there_and_nobody_elses(prefix)), ""


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for part, cases in (("sources", binary_cases), ("prefix", tree_cases), ("unit", unit_cases)):
            os.makedirs(os.path.join(folder, part))
            for name, good, seen in cases(os.path.join(folder, part)):
                passed += bool(good)
                failed += not good
                print(f"{'ok  ' if good else 'FAIL'} {name}" + ("" if good else f": {seen}"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
