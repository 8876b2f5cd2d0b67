#!/usr/bin/python3
"""One process of clients: `players.py SPEC.json HISTORY.jsonl`. Orders come on stdin, one word a line with its arguments,
each answered by one line of JSON on stdout:

  settle           stop talking, wait until nothing is under way or missing
  tell             write down where everybody's streams stand, and the truth about staff
  view ROUND       read everything anew by fresh connections
  back             wait until everybody is connected again
  figures          what was done so far
  quit
"""

import asyncio
import json
import random
import sys
import time

from commands import until
from customer_seat import CustomerSeat
from history import HistoryLog
from rest import Account, NoReply
from staff_seat import StaffSeat, SupervisorSeat

QUIET_S = 1.5  # nothing may happen for so long before it counts as settled
VIEW_S_MAX = 20


class Company:
    """The clients of this process."""

    def __init__(self, spec, history):
        self.spec, self.history = spec, history
        self.seats = []

    async def begin(self):
        for one in self.spec["customers"]:
            chance = random.Random(f"{self.spec['seed']}/{one['who']}")
            self.seats.append(CustomerSeat(one["who"], self.history, self.spec, chance, one.get("subject"), one["pause_s"]))
        for one in self.spec["staff"]:
            chance = random.Random(f"{self.spec['seed']}/{one['who']}")
            account = Account(self.spec["port"], one["name"], one["password"])
            await sign_in(account)
            kind = SupervisorSeat if one["role"] == "supervisor" else StaffSeat
            self.seats.append(kind(one["who"], self.history, account, chance, one["role"]))
        for seat in self.seats:
            seat.spawn(seat.live())
            seat.spawn(seat.play())

    async def _until_all(self, are_so, within_s):
        return await until(lambda: all(are_so(seat) for seat in self.seats), min(within_s, self.spec["settle_s_max"]))

    async def settle(self):
        for seat in self.seats:
            seat.is_playing = False
        began = time.monotonic()
        last_busy = began
        while time.monotonic() - last_busy < QUIET_S and time.monotonic() - began < self.spec["settle_s_max"]:
            if not all(seat.is_settled() for seat in self.seats):
                last_busy = time.monotonic()
            await asyncio.sleep(0.05)
        unsettled = [seat.who for seat in self.seats if not seat.is_settled()]
        return {"unsettled": unsettled, "after_s": round(last_busy - began, 2)}

    async def tell(self):
        """Once all processes have settled: what the last of them did has come to everybody here."""
        await asyncio.sleep(QUIET_S)
        await self._until_all(lambda seat: seat.is_settled(), 10)
        for seat in self.seats:
            seat.tell_cursors()
            if isinstance(seat, StaffSeat):
                seat.takes_offers = False  # while everything is read
                if seat.me:
                    seat.tell_truth()
        return {}

    async def view(self, round_number):
        await self._until_all(lambda seat: seat.is_welcome, 20)
        within_s = min(VIEW_S_MAX, self.spec["settle_s_max"])
        done = await asyncio.gather(*(seat.view(round_number, within_s) for seat in self.seats))
        return {"incomplete": [seat.who for seat, complete in zip(self.seats, done) if not complete]}

    async def back(self):
        return {"back": await self._until_all(lambda seat: seat.is_settled(), 30)}

    def figures(self):
        return {"acknowledged": sum(seat.acknowledged for seat in self.seats),
                "connections": sum(seat.conn for seat in self.seats),
                "welcome": sum(seat.is_welcome for seat in self.seats), "clients": len(self.seats),
                "conversations": {c: seat.who for seat in self.seats for c in getattr(seat, "mine_ever", ())},
                "complaints": [text for seat in self.seats for text in seat.complaints[:20]]}


async def sign_in(account):
    for _ in range(20):
        try:
            if await account.sign_in() == 200:
                return
        except NoReply:
            pass
        await asyncio.sleep(0.3)
    raise SystemExit(f"{account.name} cannot sign in")


async def main(spec_path, history_path):
    with open(spec_path, encoding="utf-8") as file:
        spec = json.load(file)
    company = Company(spec, HistoryLog(history_path))
    await company.begin()
    print(json.dumps({"ready": len(company.seats)}), flush=True)
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := (await orders.readline()).decode().split():
        if line[0] == "settle":
            answer = await company.settle()
        elif line[0] == "tell":
            answer = await company.tell()
        elif line[0] == "view":
            answer = await company.view(int(line[1]))
        elif line[0] == "back":
            answer = await company.back()
        elif line[0] == "figures":
            answer = company.figures()
        else:
            break
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
