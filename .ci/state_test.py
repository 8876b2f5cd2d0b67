#!/usr/bin/env python3
"""Proves that the demo's services cannot have the caller's rights used for them, nor know what it knows."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PLACE = 'ROOT=$1; for part in steps state services; do . "$2/$part.sh"; done; place_state; lock_state; make_state; '
IS_ROOT = os.geteuid() == 0


def run(root, then, **environment):
    script = "set -euo pipefail; " + PLACE + then
    return subprocess.run(["bash", "-c", script, "bash", root, HERE], env=os.environ | environment,
                          capture_output=True, text=True, check=False)


def folder_is_ready(root):
    return run(root, 'as_user touch "$STATE"/records/r "$STATE"/keys/k "$STATE"/redis/s "$STATE"/seed/s').returncode == 0


def services_cannot_write_beside(root):
    return all(
        run(root, f'! as_user {act} 2>/dev/null').returncode == 0
        for act in ('touch "$STATE/kefu.toml"', 'touch "$STATE/log/gateway.log"', 'rm -rf "$STATE/records"',
                    'ln -s /etc "$STATE/more"'))


def what_is_written_is_read_by_services_alone(root):
    done = run(root, 'echo text | write_for_user "$STATE/f"; as_user cat "$STATE/f"; stat -c %a "$STATE/f"')
    return done.stdout.split() == ["text", "640" if IS_ROOT else "600"]


def a_link_is_refused_by_its_name(root):
    run(root, ":")
    for place in ("records-of-another", "log/gateway.log"):
        link = os.path.join(root, ".state", place)
        os.symlink("/nowhere", link)
        done = run(root, ":")
        os.unlink(link)
        if done.returncode == 0 or link not in done.stderr or os.path.exists("/nowhere"):
            return False
    return True


def a_folder_of_the_services_becomes_the_callers(root):
    os.makedirs(os.path.join(root, ".state", "records"))
    if IS_ROOT:
        run(root, ":")  # makes the user
        subprocess.run(["chown", "-R", "kefu:kefu", os.path.join(root, ".state")], check=True)
    return run(root, ":").returncode == 0 and os.stat(os.path.join(root, ".state")).st_uid == os.geteuid()


def copies_of_an_older_version_lead_nowhere(root):
    """That version gave `app` to the services: who had taken one over could put a link in at any depth."""
    victim, source, app = (os.path.join(root, name) for name in ("victim", "web", ".state/app"))
    os.makedirs(source, mode=0o700)  # not theirs to read: it is served as a copy
    plants = (("web", "kefu", "victim"), ("web", "root", "victim"), ("web/dist", "kefu", "victim/dist"))
    for link, owner, target in plants:
        planted = os.path.join(app, link)
        shutil.rmtree(app, ignore_errors=True)
        for folder in (os.path.join(victim, "dist"), os.path.join(source, "dist"), os.path.dirname(planted)):
            os.makedirs(folder, exist_ok=True)
        for file in (os.path.join(victim, "dist", "precious"), os.path.join(source, "dist", "page")):
            pathlib.Path(file).touch()
        os.symlink(os.path.join(root, target), planted)
        subprocess.run(["chown", "-hR", f"{owner}:{owner}", os.path.join(root, ".state")], check=True)
        done = run(root, 'as_user ls "$(served "$ROOT/web/dist")"')
        if done.stdout.split() != ["page"] or os.listdir(os.path.join(victim, "dist")) != ["precious"]:
            return False
    return True


def services_know_little_of_the_callers_environment(root):
    """What a caller has there may open other doors: tokens, agents' sockets."""
    caller = {"A_TOKEN": "secret", "BASH_FUNC_f%%": "() { :; }", "LC_TIME": "C", "TZ": "Asia/Taipei"}
    state, kept = os.path.join(root, ".state"), {"HOME", "LANG", "LANGUAGE", "LC_TIME", "PATH", "TZ"}
    for start in ("as_user env -0", "as_user_service env -0"):
        names = dict(line.split("=", 1) for line in run(root, start, **caller).stdout.split("\0")[:-1])
        unknown = {name for name in names if name not in kept and not name.startswith("LC_")}
        if unknown or (names.get("HOME"), names.get("LC_TIME"), names.get("TZ")) != (state, "C", "Asia/Taipei"):
            return False
    return True


def services_cannot_hold_the_lock(root):
    run(root, ":")
    tried = run(root, 'exec 9>&-; as_user flock -n "$STATE/run.lock" true')
    return tried.returncode != 0 and "ermission" in tried.stderr


def reset(root, *options):
    script = 'set -euo pipefail; ROOT=$1; for part in steps state; do . "$2/$part.sh"; done; reset_command "${@:3}"'
    return subprocess.run(["bash", "-c", script, "bash", root, HERE, *options], input="n\n", capture_output=True,
                          text=True, check=False)


def who_says_no_to_a_reset_finds_all_as_it_was(root):
    state = os.path.join(root, ".state")
    run(root, 'echo text | write_for_user "$STATE/f"')
    os.chmod(state, 0o711)
    before = [(at.st_uid, at.st_gid, at.st_mode) for at in map(os.stat, (state, os.path.join(state, "f")))]
    done = reset(root)
    after = [(at.st_uid, at.st_gid, at.st_mode) for at in map(os.stat, (state, os.path.join(state, "f")))]
    return done.returncode != 0 and before == after and sorted(os.listdir(state)) == sorted(SHOWN | {"f"})


def a_reset_takes_what_does_not_run(root):
    run(root, ":")
    running = subprocess.Popen(["bash", "-c", f"exec 9>>{root}/.state/run.lock; flock 9; echo; read -r"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    running.stdout.readline()
    refused = reset(root, "--yes")
    still = os.path.exists(os.path.join(root, ".state"))
    running.communicate(b"\n")
    return refused.returncode != 0 and still and reset(root, "--yes").returncode == 0 \
        and not os.path.exists(os.path.join(root, ".state"))


def a_reset_leaves_another_users_demo(root):
    run(root, ":")
    readable = shutil.copytree(HERE, os.path.join(root, "scripts"))
    theirs = subprocess.run(["setpriv", "--reuid", "nobody", "--clear-groups", "bash", "-c",
                             'set -eu; ROOT=$1; . "$2/steps.sh"; . "$2/state.sh"; reset_command --yes', "bash", root, readable],
                            capture_output=True, text=True, check=False)
    return theirs.returncode == 0 and "root's" in theirs.stdout and os.path.exists(os.path.join(root, ".state/run.lock"))


SHOWN = {"log", "run.lock", "records", "keys", "redis", "seed"}
CASES = [folder_is_ready, what_is_written_is_read_by_services_alone, a_link_is_refused_by_its_name,
         a_folder_of_the_services_becomes_the_callers, services_know_little_of_the_callers_environment,
         who_says_no_to_a_reset_finds_all_as_it_was, a_reset_takes_what_does_not_run]
AS_ROOT = [services_cannot_write_beside, copies_of_an_older_version_lead_nowhere, services_cannot_hold_the_lock,
           a_reset_leaves_another_users_demo]


def main():
    failed = 0
    cases = CASES + (AS_ROOT if IS_ROOT else [])
    if not IS_ROOT:
        print(f"{len(AS_ROOT)} cases more when run by root")
    for case in cases:
        with tempfile.TemporaryDirectory() as root:
            os.chmod(root, 0o755)
            if not case(root):
                failed += 1
                print(f"FAIL {case.__name__}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
