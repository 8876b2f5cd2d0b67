#!/usr/bin/env python3
"""What a plan of faults keeps to, for many seeds."""

import sys
import unittest

sys.dont_write_bytecode = True

from schedule import GROUPS, KINDS, KINDS_PER_SEED_MIN, LAST_SHARE, REST_AFTER_S, kinds_of_seeds, plan  # noqa: E402

SEEDS = range(1, 201)
SUITE = {"seeds": 4, "seconds": 30}  # what ./dev test plays


class Plan(unittest.TestCase):
    def test_the_same_arguments_give_the_same_plan(self):
        self.assertEqual(plan(7, 30, sorted(KINDS)), plan(7, 30, sorted(KINDS, reverse=True)))
        self.assertNotEqual(plan(7, 30, KINDS), plan(8, 30, KINDS))

    def test_all_has_ended_before_the_heal(self):
        for seed in SEEDS:
            for fault in plan(seed, 30, KINDS):
                self.assertLessEqual(fault.end_s(), 30 * LAST_SHARE + 0.002)

    def test_two_of_one_group_never_meet(self):
        for seed in SEEDS:
            free_from_s = {}
            for fault in plan(seed, 60, KINDS):
                group = GROUPS.get(fault.kind, fault.kind)
                self.assertGreaterEqual(fault.at_s, free_from_s.get(group, 0) - 0.002)
                free_from_s[group] = fault.end_s() + REST_AFTER_S

    def test_faults_of_different_groups_overlap(self):
        met = 0
        for seed in SEEDS:
            faults = plan(seed, 60, KINDS)
            met += any(later.at_s < earlier.end_s() for earlier, later in zip(faults, faults[1:]))
        self.assertGreater(met, len(SEEDS) // 2)

    def test_an_unknown_kind_is_refused(self):
        with self.assertRaises(ValueError):
            plan(1, 30, ["gateway-kil"])


class Spread(unittest.TestCase):
    def test_the_suite_meets_every_kind_and_each_seed_has_enough(self):
        for first in SEEDS:
            spread = kinds_of_seeds(first, SUITE["seeds"], KINDS, SUITE["seconds"])
            self.assertEqual(set().union(*spread.values()), set(KINDS))
            self.assertTrue(all(len(kinds) >= KINDS_PER_SEED_MIN for kinds in spread.values()))

    def test_a_short_run_has_no_more_kinds_than_it_has_time_for(self):
        spread = kinds_of_seeds(1, 2, KINDS, 20)
        self.assertEqual([len(kinds) for kinds in spread.values()], [4, 4])

    def test_few_kinds_are_all_in_every_seed(self):
        self.assertEqual(kinds_of_seeds(3, 2, ["cut", "loss"], 60), {3: ["cut", "loss"], 4: ["cut", "loss"]})


def main():
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(
        unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__]))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
