"""What Redis itself holds in the end: presence, the line's mirror and the epoch, by the keys of storage/live/README.md."""

import asyncio
import json


class CannotAsk(OSError):
    """Redis did not answer as it must."""


HEALED_S_MAX = 15  # ARCHITECTURE.md, G7: a link rests for two at most, four later all is written; who was refused waits for eight
CHANGE_S_MAX = 3  # what changes on a sound link is written in the desk's next round


async def settled_mirror(socket, shown, line, healed_s):
    """As soon as it holds the epoch, whoever is here as they are `shown` and the `line`, or what it holds when it should have.
    `healed_s`: of the loop's clock, when the faults ended."""
    clock = asyncio.get_running_loop()
    until_s = max(healed_s + HEALED_S_MAX, clock.time() + CHANGE_S_MAX)
    while True:
        found = await read_mirror(socket)
        if holds_all(found, shown, line) or clock.time() > until_s:
            return found
        await asyncio.sleep(0.5)


def holds_all(found, shown, line):
    held = {staff: found["staff"].get(staff, "offline") for staff in shown}
    return found["epoch"] and held == shown and set(line) == set(found["waiting"])


async def read_mirror(socket):
    """The fields of a `mirror` line but its round."""
    presence, alive, waiting = {}, [], []
    for key in await _keys(socket, "kefu:{*}:presence:states", "hash"):
        presence.update(await _ask(socket, "HGETALL", key))
    now_s, _ = await _ask(socket, "TIME")
    for key in await _keys(socket, "kefu:{*}:presence:ends", "zset"):
        alive += await _ask(socket, "ZRANGEBYSCORE", key, f"({now_s}000", "+inf")
    for key in await _keys(socket, "kefu:{*}:waiting:rows", "hash"):
        waiting += await _ask(socket, "HKEYS", key)
    epoch = await _ask(socket, "EXISTS", "kefu:{epoch}:epoch")
    return {"staff": presence_of(presence, alive), "waiting": sorted(waiting), "epoch": epoch == 1}


def presence_of(rows, alive):
    """`staff@node` to `o` or `a` and the reason: who is online or away, of those whose lease has not ended."""
    return {member.split("@")[0]: "online" if rows[member].startswith("o") else "away" for member in alive if member in rows}


async def _keys(socket, pattern, kind):
    """What the faults have put there instead holds nothing."""
    return [key for key in await _ask(socket, "KEYS", pattern) if await _ask(socket, "TYPE", key) == kind]


async def _ask(socket, *words):
    asked = await asyncio.create_subprocess_exec("redis-cli", "-s", socket, "--json", *words,
                                                 stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    said, wrong = await asyncio.wait_for(asked.communicate(), 10)
    try:
        return json.loads(said)
    except ValueError as broken:
        raise CannotAsk(f"{words}: {said.decode()}{wrong.decode()}") from broken
