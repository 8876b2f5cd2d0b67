"""Which faults happen when: (seed, seconds, kinds) -> a plan. Pure; the same arguments give the same plan."""

import random
from typing import NamedTuple

# kind -> (shortest, longest) in seconds; of what happens at one moment the time in which it is felt.
KINDS = {
    "gateway-kill": (0.2, 1.5), "gateway-stop": (2, 15), "gateway-term": (0.2, 1),
    "redis-kill": (0.5, 6), "redis-flush": (0.8, 1.5), "redis-stop": (2, 8), "redis-full": (2, 6), "redis-junk": (0.8, 1.5),
    "redis-cut": (0.5, 3), "redis-drop": (2, 6), "redis-slow": (2, 5),
    "disk-full": (1, 5), "fsync-fail": (0.5, 4), "fsync-slow": (2, 5),
    "descriptors": (1, 5), "clock-forward": (3, 8), "clock-back": (3, 8),
    "slow-readers": (3, 8), "slow-senders": (3, 8), "half-open": (2, 6), "cut": (1, 4), "loss": (2, 6), "storm": (0.8, 1.5),
}
# The gateway cannot answer anybody: that time counts for no deadline. A slow disk is no excuse, nor is a line on which packets are lost.
SILENCING = {"gateway-stop"}
# Nothing comes through on the connections that it met, for good with half-open ones: an excuse for these alone.
SILENCING_WHOM_IT_MEETS = {"half-open", "slow-readers"}
FOR_GOOD = {"half-open"}
# Two of one group at a time would undo each other.
GROUPS = {"gateway-kill": "gateway", "gateway-stop": "gateway", "gateway-term": "gateway",
          "redis-kill": "redis", "redis-stop": "redis", "redis-full": "redis", "redis-flush": "redis", "redis-junk": "redis",
          "redis-cut": "redis-link", "redis-drop": "redis-link", "redis-slow": "redis-link",
          "disk-full": "disk", "fsync-fail": "disk", "fsync-slow": "disk",
          "clock-forward": "clock", "clock-back": "clock",
          "slow-readers": "link", "half-open": "link", "cut": "link", "loss": "link"}
FIRST_AT_S = 2.5
REST_AFTER_S = 1.0  # of one group
LAST_SHARE = 0.93  # nothing begins in what is left; all of it has ended before the heal
KINDS_PER_SEED_MIN = 3
SECONDS_PER_KIND = 5  # with less a planned kind may not find its turn, and the seed proves nothing


class Fault(NamedTuple):
    at_s: float
    kind: str
    length_s: float
    target: float  # 0 … 1, what the kind makes of it

    def end_s(self):
        return self.at_s + self.length_s


def plan(seed, seconds, kinds):
    """Faults in order of their beginning. Each kind at least once if there is time; pairs of different groups overlap."""
    chance = random.Random(f"plan/{seed}")
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise ValueError(f"unknown kinds: {', '.join(unknown)}")
    last_s = seconds * LAST_SHARE
    longest_s = max(2.0, (last_s - FIRST_AT_S) / 4)
    free_from_s = {}
    found = []
    owed = sorted(kinds)
    chance.shuffle(owed)
    at_s = FIRST_AT_S
    while kinds and at_s < last_s:
        kind = owed.pop() if owed else chance.choice(sorted(kinds))
        shortest, longest = KINDS[kind]
        length_s = chance.uniform(shortest, max(shortest, min(longest, longest_s)))
        group = GROUPS.get(kind, kind)
        begin_s = max(at_s, free_from_s.get(group, 0))
        if begin_s + length_s <= last_s:
            found.append(Fault(round(begin_s, 3), kind, round(length_s, 3), chance.random()))
            free_from_s[group] = begin_s + length_s + REST_AFTER_S
        # Some come while the one before is still there.
        at_s += chance.uniform(0.3, 0.8) * max(1.5, length_s)
    return sorted(found)


def kinds_of_seeds(first_seed, seeds, kinds, seconds):
    """Spreads the kinds over the seeds: at least KINDS_PER_SEED_MIN each, and each in at least one if they have the time."""
    wanted = min(-(-len(kinds) // seeds), int(seconds // SECONDS_PER_KIND))
    wanted = max(min(KINDS_PER_SEED_MIN, len(kinds)), wanted)
    order = sorted(kinds)
    random.Random(f"kinds/{first_seed}").shuffle(order)
    spread = {}
    for number in range(seeds):
        first = number * wanted
        spread[first_seed + number] = sorted({order[(first + i) % len(order)] for i in range(wanted)})
    return spread
