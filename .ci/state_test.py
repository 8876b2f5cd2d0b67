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
    if not IS_ROOT:
        return True  # they are the caller
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
    if not IS_ROOT:
        return True
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


CASES = [folder_is_ready, services_cannot_write_beside, what_is_written_is_read_by_services_alone,
         a_link_is_refused_by_its_name, a_folder_of_the_services_becomes_the_callers,
         copies_of_an_older_version_lead_nowhere, services_know_little_of_the_callers_environment]


def main():
    failed = 0
    for case in CASES:
        with tempfile.TemporaryDirectory() as root:
            os.chmod(root, 0o755)
            if not case(root):
                failed += 1
                print(f"FAIL {case.__name__}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
