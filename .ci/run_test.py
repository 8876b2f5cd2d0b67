#!/usr/bin/env python3
"""Proves what becomes of `./dev run` when one of its services ends by itself. The services here are doubles.

The last line is `N passed, N failed`.
"""

import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
# A double of Redis is `lives`, until the run is over, or `dies`, at once: LIVES says which of its starts is the last.
# A service that is to end does so when Redis has been started that often, so that nothing here waits for a clock.
SERVICES = """
set -euo pipefail
ROOT=$1 STATE=$1
for part in steps services run; do . "$2/$part.sh"; done
mkdir -p "$STATE/log"
as_user_service() { exec "$@"; }
start_redis() {
    echo >>"$STATE/starts"
    if [ "$(wc -l <"$STATE/starts")" -eq "$LIVES" ]; then start_service redis sleep 600
    else start_service redis true; wait "${SERVICE_PID[redis]}"; fi
}
when_redis_was_started() { until [ "$(wc -l <"$STATE/starts")" -ge "$1" ]; do sleep 0.05; done; }
trap stop_services EXIT
start_redis
"""


class Run(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.state = folder.name

    def watched(self, script, lives):
        return subprocess.run(["bash", "-c", SERVICES + script, "bash", self.state, HERE], timeout=60, check=False,
                              env=os.environ | {"LIVES": str(lives)}, capture_output=True, text=True)

    def starts(self):
        with open(os.path.join(self.state, "starts"), encoding="utf-8") as file:
            return len(file.readlines())

    def test_redis_is_started_again_and_the_run_goes_on_until_another_service_ends(self):
        done = self.watched("export STATE; export -f when_redis_was_started\n"
                            "start_service gateway bash -c 'when_redis_was_started 3'\n"
                            "start_service shop sleep 600; watch_services", lives=3)
        self.assertEqual(done.stdout.count("redis ended by itself and was started again\n"), 2, done)
        self.assertIn("gateway ended by itself", done.stderr)
        self.assertEqual((done.returncode, self.starts()), (1, 3))

    def test_redis_that_ends_again_and_again_ends_the_run_and_is_named(self):
        done = self.watched("for one in gateway shop; do start_service $one sleep 600; done; watch_services", lives=0)
        self.assertIn("redis ended by itself and was started again 5 times within 60 s", done.stderr)
        self.assertEqual((done.returncode, self.starts()), (1, 1 + 5))

    def test_what_was_a_minute_ago_does_not_count(self):
        done = self.watched("REDIS_REVIVED=(0 0 0 0 30); SECONDS=59; may_revive_redis && echo too early\n"
                            "SECONDS=60; may_revive_redis && echo ${#REDIS_REVIVED[@]} left", lives=1)
        self.assertEqual(done.stdout.split("\n")[0], "1 left", done)

    def test_a_shop_that_ends_ends_the_run(self):
        done = self.watched("start_service gateway sleep 600; start_service shop true; watch_services", lives=1)
        self.assertIn("shop ended by itself", done.stderr)
        self.assertEqual((done.returncode, self.starts()), (1, 1))


def main():
    run = unittest.main(exit=False, verbosity=0).result
    failed = len(run.failures) + len(run.errors)
    print(f"{run.testsRun - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
