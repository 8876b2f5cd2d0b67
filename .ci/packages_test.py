#!/usr/bin/env python3
"""Proves that installing packages forbids services to start only while it lasts, whatever ends it."""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# The machine's own file is left alone: what is written lies in the test's folder, and nobody becomes root.
PLACE = """set -euo pipefail; . "$1/packages.sh"; POLICY=$2/policy; privileged() { "$@"; }; """
BREAKS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INSTALL = PLACE + "install_packages redis-server || status=$?; echo over; exit ${status:-0}"


def hear_all():
    """Whoever runs this test may have been told to ignore some, as by `nohup`."""
    for sent in BREAKS:
        signal.signal(sent, signal.SIG_DFL)


def start(root, installer):
    """`installer`: what `apt-get install` does; the policy lies at $POLICY."""
    apt = pathlib.Path(root, "apt-get")
    apt.write_text(f'#!/bin/sh\n[ "$1" = update ] && exit 0\nPOLICY={root}/policy\n{installer}\n', encoding="utf-8")
    apt.chmod(0o755)
    path = f"{root}:{os.environ['PATH']}"
    return subprocess.Popen(["bash", "-c", INSTALL, "bash", HERE, root], stdout=subprocess.PIPE, text=True,
                            start_new_session=True, preexec_fn=hear_all, env=os.environ | {"PATH": path})


def policy(root):
    return pathlib.Path(root, "policy")


def services_are_forbidden_while_it_lasts(root):
    done = start(root, 'sh "$POLICY"; [ $? -eq 101 ] && [ -x "$POLICY" ]')
    done.communicate()
    return done.returncode == 0 and not policy(root).exists()


def one_that_fails_leaves_nothing(root):
    done = start(root, "exit 7")
    done.communicate()
    return done.returncode == 7 and not policy(root).exists()


def one_that_is_broken_off_leaves_nothing(root):
    for sent in BREAKS:
        done = start(root, f'[ -e "$POLICY" ] && kill -{sent.name[3:]} 0; sleep 60')
        said, _ = done.communicate()
        if "over" in said or done.returncode == 0 or policy(root).exists():
            return False
    return True


def what_a_killed_one_left_goes_with_the_next(root):
    done = start(root, '[ -e "$POLICY" ] && kill -KILL 0')
    done.communicate()
    left = policy(root).exists()
    start(root, "exit 0").communicate()
    return left and not policy(root).exists()


def the_machines_own_stays(root):
    policy(root).write_text("#!/bin/sh\nexit 104\n", encoding="utf-8")
    start(root, "exit 0").communicate()
    return policy(root).read_text(encoding="utf-8") == "#!/bin/sh\nexit 104\n"


CASES = [services_are_forbidden_while_it_lasts, one_that_fails_leaves_nothing, one_that_is_broken_off_leaves_nothing,
         what_a_killed_one_left_goes_with_the_next, the_machines_own_stays]


def main():
    failed = 0
    for case in CASES:
        with tempfile.TemporaryDirectory() as root:
            if not case(root):
                failed += 1
                print(f"FAIL {case.__name__}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
