"""A member of staff: an agent who takes offers and answers, and a supervisor who looks on and takes over."""

import asyncio

from rest import NoReply
from seat import Seat

ANSWERED_BY_CARD = ("offer.accept", "conversation.watch", "conversation.take")
PRESENCES_CHOSEN = ("online", "away", "offline")


class StaffSeat(Seat):
    numbering = "staff"

    def __init__(self, who, log, account, chance, role):
        super().__init__(who, log, account.port, chance)
        self.account, self.role = account, role
        self.me = {}
        self.cards = {}
        self.gens = {}
        self.watched = set()
        self.ringing = set()
        self.skills, self.colleagues = [], []
        self.chosen = None
        self.is_playing = True
        self.takes_offers = True
        self.said = 0
        self.ends_at = {}
        log.identity(who, role, id=account.id)

    # ---- what the protocol asks of staff

    async def hello(self):
        try:
            ticket = await self.account.ticket()
        except NoReply:
            return None
        if ticket is None:
            return None
        first = {"t": "hello", "v": 1, "ticket": ticket}
        resume = {c: self.streams[c].cursor for c in self.cards if c in self.streams and self.streams[c].cursor}
        if resume:
            first["resume"] = resume
        return first

    def on_refused_entry(self):
        self.account.cookies.pop("__Host-kefu", None)

    def on_welcome(self, envelope):
        resumed = {c: self.streams[c].cursor for c in self.cards if c in self.streams and self.streams[c].cursor}
        for c in set(self.streams) - {card["c"] for card in envelope["cards"]}:
            self.leave_stream(c, "welcome")
        for stream in self.streams.values():
            stream.is_followed = False
        self.cards.clear()
        self.watched.clear()
        self.ringing.clear()
        self.skills, self.colleagues = envelope["skills"], envelope["colleagues"]
        self._know_me(envelope["me"])
        for card in envelope["cards"]:
            self._know_card(card, resumed.get(card["c"]))
        for offer in envelope["offers"]:
            self._take_offer(offer)
        if not envelope.get("chosen") and self.chosen is not None:
            self.spawn(self.choose(self.chosen))

    def on_ok(self, name, envelope):
        if name == "presence.set":
            self._know_me(envelope["me"])
        elif name in ANSWERED_BY_CARD:
            self._know_card(envelope["card"])

    def on_envelope(self, envelope):
        kind = envelope["t"]
        if kind == "me":
            self._know_me(envelope)
        elif kind == "card":
            self._know_card(envelope["card"])
        elif kind == "card.gone":
            self.log.put(self.who, "card_gone", conn=self.conn, c=envelope["c"], why=envelope["why"])
            self._lose_card(envelope["c"])
        elif kind == "offer":
            self._take_offer(envelope["offer"])
        elif kind == "offer.gone":
            self.ringing.discard(envelope["id"])
            self.log.put(self.who, "offer_gone", conn=self.conn, offer=envelope["id"], why=envelope["why"])
        elif kind == "wall":
            self._look_at_wall(envelope)

    def _know_me(self, me):
        self.me = me
        self.log.put(self.who, "me", conn=self.conn, presence=me["presence"], load=me["load"], capacity=me["capacity"])
        if self.is_playing and self.chosen == "online" and me["presence"] == "away" and "reason" not in me:
            self.spawn(self._come_back())

    async def _come_back(self):
        """Set away by missed offers: an agent who is there says so."""
        await asyncio.sleep(self.chance.uniform(0.2, 1))
        if self.chosen == "online" and self.me.get("presence") == "away":
            await self.choose("online")

    def _know_card(self, card, resumed=None):
        c = card["c"]
        self.log.card(self.who, self.conn, card)
        is_new = c not in self.cards
        self.cards[c] = card
        self.gens[c] = card["gen"]
        if is_new or resumed is not None:
            after = max(card["top"], self.pushed.get(c, 0)) if resumed is None else resumed
            stream = self.begin_stream(c, card["top"], after)
            if resumed is None and stream.is_behind():
                self.catch_up(c)

    def _lose_card(self, c):
        self.cards.pop(c, None)
        self.watched.discard(c)
        self.leave_stream(c, "told")
        self.outbox.give_up(c)

    def _take_offer(self, offer):
        self.log.put(self.who, "offer", conn=self.conn, offer=offer["id"], c=offer["c"], gen=offer["card"]["gen"])
        self.ringing.add(offer["id"])
        draw = self.chance.random()
        if not self.takes_offers or (self.is_playing and draw < 0.02):
            return  # missed
        name = "offer.decline" if self.is_playing and draw < 0.06 else "offer.accept"
        self.spawn(self._answer_offer(name, offer["id"]))

    async def _answer_offer(self, name, offer):
        await asyncio.sleep(self.chance.uniform(0.02, 0.3))
        await self.ask(name, offer=offer)

    def _look_at_wall(self, wall):
        for one in wall.get("agents", ()):
            self.log.put(self.who, "seen", conn=self.conn, staff=one["staff"], presence=one["presence"],
                         connected=one["connected"], load=one["load"], capacity=one["capacity"])

    def forget_conversations(self):
        super().forget_conversations()
        self.cards.clear()

    def shown(self):
        return [c for c in self.cards if c in self.streams and self.streams[c].is_followed]

    def is_settled(self):
        return super().is_settled() and not self.ringing

    def generation_of(self, c):
        return self.gens.get(c)

    # ---- what they do

    def mine(self, state="active"):
        return [c for c, card in self.cards.items()
                if card.get("assignee") == self.account.id and card["state"] == state]

    def on_event(self, ev):
        """A part of what customers say is answered at once."""
        by_customer = ev["k"] == "message" and ev["by"]["role"] == "customer"
        if self.is_playing and by_customer and self.chance.random() < 0.35 and ev["c"] in self.mine():
            self._say(ev["c"])

    def _say(self, c, command="message.send"):
        if self.outbox.unsettled(c) < 6:
            self.said += 1
            self.say(c, f"{self.who} {self.said}: 好的，{self.chance.choice(('馬上', '請稍等', 'one moment', '已處理'))}", command)

    async def play(self):
        await self.welcomed.wait()
        await self.choose("online")
        while self.is_playing:
            await asyncio.sleep(self.chance.uniform(0.05, 0.4))
            if self.is_welcome and self.is_playing:
                await self._work()

    async def choose(self, presence):
        self.chosen = presence
        answer = await self.ask("presence.set", presence=presence, reason="meal" if presence == "away" else None)
        while answer.may_retry() and self.chosen == presence:
            await self.welcomed.wait()
            await asyncio.sleep(0.2)
            answer = await self.ask("presence.set", presence=presence, reason="meal" if presence == "away" else None)

    async def _work(self):
        draw = self.chance.random()
        for c in self.mine("wrap_up"):
            self.spawn(self._wrap_up(c))
            self.cards[c] = {**self.cards[c], "state": "wrapping"}  # until the next card says otherwise
        chats = self.mine()
        if draw < 0.02:
            self.spawn(self.choose(self.chance.choice(PRESENCES_CHOSEN)))
        elif self.chosen != "online" and draw < 0.3:
            self.spawn(self.choose("online"))
        elif draw < 0.03:
            self.cut()
        elif chats:
            await self._handle(self.chance.choice(chats), self.chance.random())

    async def _handle(self, c, draw):
        length = self.ends_at.setdefault(c, self.chance.randint(30, 250))
        if draw < 0.12:
            self._say(c, "note.add")
        elif draw < 0.17:
            await self._transfer(c)
        elif self.streams[c].cursor > length:
            self.ends_at.pop(c)
            await self.ask_by_key("conversation.end", c=c, gen=self.gens[c])
        else:
            self._say(c)

    async def _transfer(self, c):
        others = [one["id"] for one in self.colleagues if one["id"] != self.account.id and one.get("capacity")]
        skills = [one["id"] for one in self.skills]
        if others and self.chance.random() < 0.4:
            way = {"to_staff": self.chance.choice(others)}
        else:
            way = {"to_skill": self.chance.choice(skills)} if skills else None
        if way:
            await self.ask_by_key("conversation.transfer", c=c, gen=self.gens[c], note="請接手", **way)

    async def _wrap_up(self, c):
        await self.ask_by_key("wrap_up.save", c=c, gen=self.gens[c], topic="order", need_type="functional",
                              solved="yes", solution="已處理")

    def tell_truth(self):
        self.log.put(self.who, "truth", staff=self.account.id, connected=True)


class SupervisorSeat(StaffSeat):
    """Looks at the wall, watches, takes over, and gives away again what was taken."""

    async def play(self):
        while self.is_playing:
            await asyncio.sleep(self.chance.uniform(0.1, 0.6))
            if self.is_welcome and self.is_playing:
                await self._look_on()

    def on_welcome(self, envelope):
        super().on_welcome(envelope)
        self.waiting = {}
        self.spawn(self.ask("wall.watch"))

    def _look_at_wall(self, wall):
        super()._look_at_wall(wall)
        for queue in wall.get("queues", ()):
            self.waiting[queue["skill"]] = [one["c"] for one in queue["list"]]

    async def _look_on(self):
        draw = self.chance.random()
        for c in self.mine("wrap_up"):
            await self._wrap_up(c)
        chats = self.mine()
        if chats and draw < 0.5:
            await self._handle(self.chance.choice(chats), self.chance.random() * 0.6)
            return
        busy = [one["id"] for one in self.colleagues if one.get("capacity")]
        if draw < 0.7 and busy:
            await self._take_from(self.chance.choice(busy))
        elif draw < 0.8 and busy and any(self.waiting.values()):
            c = self.chance.choice([c for line in self.waiting.values() for c in line])
            await self.ask("conversation.assign", c=c, staff=self.chance.choice(busy))
        elif draw < 0.9 and self.watched:
            c = self.chance.choice(sorted(self.watched))
            if (await self.ask("conversation.unwatch", c=c)).is_ok() and c not in self.mine():
                self._lose_card(c)

    async def _take_from(self, staff):
        answer = await self.ask("wall.cards", staff=staff)
        cards = answer.envelope.get("cards") or []
        if not cards:
            return
        card = self.chance.choice(cards)
        if self.chance.random() < 0.7:
            if (await self.ask("conversation.watch", c=card["c"])).is_ok():
                self.watched.add(card["c"])
        elif card["state"] == "active" and len(self.mine()) < 4:
            await self.ask("conversation.take", c=card["c"], gen=card["gen"])
