#!/usr/bin/env python3
"""What a client of the bench keeps in mind (streams, the outbox), what Redis holds, and how results of seeds read."""

import random
import sys
import unittest

sys.dont_write_bytecode = True

from mirror import holds_all, presence_of  # noqa: E402
from outbox import LINE_MAX, WINDOW, Message, Outbox  # noqa: E402
from report import cells_of, table_of, untried  # noqa: E402
from stream import Stream  # noqa: E402


class Streams(unittest.TestCase):
    def begun(self, top):
        stream = Stream()
        stream.begin(top)
        return stream

    def test_only_the_next_number_is_applied(self):
        stream = self.begun(0)
        self.assertEqual([stream.take(n) for n in (1, 1, 3, 2, 3)], [True, False, False, True, True])
        self.assertEqual(stream.cursor, 3)

    def test_what_was_skipped_is_known_to_be_missing_until_it_came(self):
        stream = self.begun(0)
        stream.take(3)
        self.assertTrue(stream.is_behind())
        for n in (1, 2, 3):
            stream.take(n)
        self.assertFalse(stream.is_behind())

    def test_a_higher_top_at_the_beginning_is_missing_too(self):
        self.assertTrue(self.begun(5).is_behind())

    def test_nobody_is_behind_in_what_they_do_not_follow(self):
        stream = self.begun(5)
        stream.is_followed = False
        self.assertFalse(stream.is_behind())

    def test_a_connection_asks_anew_for_what_its_last_one_asked_for(self):
        stream = self.begun(5)
        stream.is_asking = True
        stream.lose_connection()
        self.assertFalse(stream.is_asking)
        self.assertEqual((stream.cursor, stream.highest), (0, 5))

    def test_starting_over_forgets_what_was_applied(self):
        stream = self.begun(2)
        stream.take(1)
        stream.take(2)
        stream.start_over(1)
        self.assertEqual((stream.cursor, stream.highest, stream.take(1)), (0, 1, True))

    def test_what_the_beginning_knew_of_is_resumed_and_the_rest_is_live(self):
        stream = self.begun(2)
        self.assertEqual([stream.via(n) for n in (1, 2, 3)], ["resume", "resume", "live"])


class Outboxes(unittest.TestCase):
    def setUp(self):
        self.outbox = Outbox()

    def say(self, *keys, c="c"):
        return [self.outbox.say(Message(c, key, "x")) for key in keys]

    def due(self, now_s=0):
        return [one.key for one in self.outbox.due(now_s)]

    def send_all(self, now_s=0):
        for op, message in enumerate(self.outbox.due(now_s), 1):
            self.outbox.sent(message, op)

    def under_way(self, key, c="c"):
        return next(one for one in self.outbox._lines[c] if one.key == key)

    def test_no_more_than_the_window_is_under_way_and_the_oldest_goes_first(self):
        keys = [str(n) for n in range(WINDOW + 2)]
        self.say(*keys)
        self.assertEqual(self.due(), keys[:WINDOW])
        self.send_all()
        self.assertEqual(self.due(), [])
        self.outbox.settle(self.under_way("0"))
        self.assertEqual(self.due(), [keys[WINDOW]])

    def test_conversations_do_not_wait_for_each_other(self):
        self.say(*[str(n) for n in range(WINDOW)], c="a")
        self.send_all()
        self.say("other", c="b")
        self.assertEqual(self.due(), ["other"])

    def test_a_full_line_refuses_more_and_loses_nothing(self):
        said = self.say(*[str(n) for n in range(LINE_MAX + 1)])
        self.assertEqual(said, [True] * LINE_MAX + [False])
        self.assertEqual(self.outbox.unsettled("c"), LINE_MAX)

    def test_what_was_refused_for_now_comes_again_first_and_not_too_early(self):
        self.say("a", "b")
        self.send_all()
        self.outbox.refuse(self.under_way("a"), 10, 500)
        self.assertEqual(self.due(10.4), [])
        self.say("c")
        self.assertEqual(self.due(10.6), ["a", "c"])

    def test_a_shorter_wait_does_not_end_a_longer_one(self):
        self.say("a", "b")
        self.send_all()
        self.outbox.refuse(self.under_way("a"), 10, 900)
        self.outbox.refuse(self.under_way("b"), 10, 100)
        self.assertEqual(self.due(10.5), [])

    def test_a_lost_connection_sends_again_in_the_old_order_what_it_keeps(self):
        self.say("a", "b", "c", "d", "never sent", "nor this")
        self.send_all()
        self.outbox.refuse(self.under_way("a"), 10, 60_000)
        self.outbox.lose_connection(lambda message: message.key != "b")
        self.assertEqual(self.due(10), ["a", "c", "d", "never sent"])

    def test_giving_up_forgets_only_what_nobody_was_sent(self):
        self.say("a", "b", "c", "d", "never sent")
        self.send_all()
        self.outbox.refuse(self.under_way("a"), 0, 100)
        self.outbox.give_up("c")
        self.assertEqual([one.key for one in self.outbox._lines["c"]], ["a", "b", "c", "d"])

    def test_whatever_happens_nothing_is_lost_doubled_or_overtaken(self):
        for seed in range(50):
            chance, said, settled, now_s = random.Random(seed), [], [], 0.0
            self.outbox = Outbox()
            for step in range(300):
                now_s += chance.random() / 4
                act = chance.randrange(5)
                under_way = [one for one in self.outbox._lines.get("c", []) if one.op]
                if act == 0 and self.say(str(step)) == [True]:
                    said.append(str(step))
                elif act == 1:
                    self.send_all(now_s)
                elif act == 2 and under_way:
                    self.outbox.settle(under_way[0])
                    settled.append(under_way[0].key)
                elif act == 3 and under_way:
                    # The gateway refuses all that follows a refused one of the same line.
                    for one in under_way:
                        self.outbox.refuse(one, now_s, chance.randrange(400))
                elif act == 4:
                    self.outbox.lose_connection(lambda _: True)
            rest = [one.key for one in self.outbox._lines.get("c", [])]
            self.assertEqual(settled + rest, said, seed)


class Reports(unittest.TestCase):
    RESULT = {"seed": 3, "valid": True, "faults": {"redis-kill": 2, "cut": 1}, "acknowledged": 40, "conversations": 7,
              "recoveries": [("gateway-kill", 0.5, 1), ("gateway-kill", 2.0, 1), ("gateway-term", 9.0, 1)], "converged_s": 1.26,
              "findings": [], "verdict": {"faults": {"redis-kill": {"sends": 5}, "cut": {"sends": 6}}, "anomalies": {}}}

    def test_a_row_counts_sends_under_way_and_only_kills_as_recoveries(self):
        self.assertEqual(cells_of(self.RESULT), ("3", "yes", "cut 1, redis-kill 2", "11", "40", "7", "0", "2.00/2.00", "1.3"))

    def test_a_seed_without_a_verdict_is_not_called_valid(self):
        cells = cells_of({**self.RESULT, "valid": False, "verdict": {}, "recoveries": [], "converged_s": None})
        self.assertEqual((cells[1], *cells[6:]), ("NO", "0", "–", "–"))

    def test_what_no_seed_has_tried_is_told_and_one_seed_is_enough(self):
        def seed(**figures):
            return {"verdict": {"figures": {"transfers": 0, "resent": 0, "reconnects": 0, **figures}}}
        self.assertEqual(untried([seed(transfers=1), seed(resent=2, reconnects=3)]), [])
        self.assertEqual(untried([seed(reconnects=3), seed(), {"verdict": {}}]), ["transfers", "resent"])

    def test_the_table_sums_over_its_seeds(self):
        table = table_of([self.RESULT, {**self.RESULT, "seed": 4}])
        self.assertIn("4 SIGKILLs, start to ready: p50 2.00 s, max 2.00 s", table)
        self.assertTrue(table.endswith("acknowledged in all: 80"), table)


class Mirror(unittest.TestCase):
    def test_a_lease_counts_until_it_ends(self):
        rows = {"ann@node-1": "o", "ben@node-1": "ameal", "cid@node-1": "o"}
        self.assertEqual(presence_of(rows, ["ann@node-1", "ben@node-1", "dora@node-1"]), {"ann": "online", "ben": "away"})

    def test_it_is_whole_once_it_has_everybody_who_is_here_as_they_are_shown(self):
        found = {"epoch": True, "staff": {"ann": "online", "gone": "online"}, "waiting": ["c"]}
        self.assertTrue(holds_all(found, {"ann": "online", "ben": "offline"}, ["c"]))
        for shown in ({"ann": "offline"}, {"ann": "away"}, {"ben": "online"}):
            with self.subTest(shown=shown):
                self.assertFalse(holds_all(found, shown, ["c"]))
        self.assertFalse(holds_all(found, {}, []))
        self.assertFalse(holds_all({**found, "epoch": False}, {}, ["c"]))


if __name__ == "__main__":
    done = unittest.main(exit=False).result
    bad = len(done.failures) + len(done.errors)
    print(f"{done.testsRun - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)
