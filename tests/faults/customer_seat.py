"""A customer: a visitor by token or somebody the shop vouches for, in one conversation after another."""

import asyncio
import base64
import hashlib
import hmac
import json
import time

from commands import until
from seat import Seat

TOPICS = ("presale", "order", "logistics", "return", "complaint", "other")
# Of what stands without an answer the gateway takes 200; whoever went on would not settle while nobody answers.
UNANSWERED_MAX = 150
WORDS = "請問 這個 尺寸 什麼時候 到貨 我要 換一個 新的 謝謝 顏色 不對 紅色 藍色 還有 沒有 발송 order please 😀 'quoted' \"twice\"".split()


def shop_token(widget_key, secret, subject, now_s):
    """The JWT that a shop's backend signs (PROTOCOL.md, customer tokens)."""
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")
    claims = {"iss": widget_key, "aud": f"kefu:{widget_key}", "sub": subject, "iat": now_s, "exp": now_s + 600}
    text = part(json.dumps({"typ": "chat+jwt", "alg": "HS256"}).encode()) + b"." + part(json.dumps(claims).encode())
    return (text + b"." + part(hmac.new(secret.encode(), text, hashlib.sha256).digest())).decode()


class CustomerSeat(Seat):
    def __init__(self, who, log, shop, chance, subject, pause_s):
        super().__init__(who, log, shop["port"], chance)
        self.shop, self.subject, self.pause_s = shop, subject, pause_s
        self.token = None
        self.c = None
        self.state = None
        self.said = 0
        self.unanswered = 0
        self.is_playing = True
        self.mine_ever = []  # every conversation it ever had
        self.refused_as_open = 0  # in a row
        log.identity(who, "customer")

    # ---- what the protocol asks of a customer

    async def hello(self):
        first = {"t": "hello", "v": 1, "storefront": self.shop["widget_key"], "locale": "zh-Hant"}
        if self.subject:
            first["jwt"] = shop_token(self.shop["widget_key"], self.shop["identity_secret"], self.subject, int(time.time()))
        if self.token:
            first["token"] = self.token
        if self.c and self.streams[self.c].cursor:
            first["resume"] = {"c": self.c, "q": self.streams[self.c].cursor}
        return first

    def on_welcome(self, envelope):
        self.token = envelope.get("token", self.token)
        own = envelope.get("conversation")
        if own is None:
            self._forget("welcome")
        else:
            self._know(own, "welcome")

    def on_ok(self, name, envelope):
        if name == "conversation.start":
            self._know(envelope["conversation"])

    def on_envelope(self, envelope):
        kind = envelope["t"]
        if kind == "conversation":
            self._know(envelope["conversation"])
        elif kind == "state":
            self.log.put(self.who, "state", conn=self.conn, c=envelope["c"], state=envelope["state"])
            if envelope["c"] == self.c:
                self.state = envelope["state"]
        elif kind == "place":
            self.log.put(self.who, "place", conn=self.conn, c=envelope["c"], position=envelope["position"],
                         waiting=envelope["waiting"], staffed=envelope["staffed"])

    def _know(self, own, left="told"):
        c = own["c"]
        starts_over = own["st"] == "reset"
        if self.c not in (None, c):
            self._forget(left)
        self.c, self.state = c, own["state"]
        if c not in self.mine_ever:
            self.mine_ever.append(c)
        after = 0 if starts_over or c not in self.streams else self.streams[c].cursor
        self.begin_stream(c, own["top"], after, starts_over)

    def _forget(self, left):
        if self.c is not None:
            self.leave_stream(self.c, left)
            self.outbox.give_up(self.c)
        self.c = self.state = None

    def forget_conversations(self):
        super().forget_conversations()
        self.c = self.state = None

    def shown(self):
        return [self.c] if self.c else []

    def on_event(self, ev):
        if ev["k"] == "message" and ev["c"] == self.c:
            self.unanswered = self.unanswered + 1 if ev["by"]["role"] == "customer" else 0
        if ev["c"] == self.c and ev["k"] in ("ended", "abandoned"):
            self.state = "ended"

    # ---- what it does

    async def play(self):
        await self.welcomed.wait()
        while self.is_playing:
            await asyncio.sleep(self.chance.uniform(0.2, 1.8) * self.pause_s)
            if not self.is_welcome or not self.is_playing:
                continue
            if self.state in (None, "ended", "abandoned"):
                await self._begin()
            elif self.state in ("waiting", "active"):
                await self._chat()

    async def _begin(self):
        if self.state is not None and self.chance.random() < 0.5:
            await self.ask_by_key("survey.rate", c=self.c, score=self.chance.randint(1, 5), comment=self._words())
        await asyncio.sleep(self.chance.uniform(0.1, 0.6))
        if not self.is_playing:
            return
        answer = await self.ask_by_key("conversation.start", topic=self.chance.choice(TOPICS))
        is_open = answer.kind == "refused" and answer.envelope["code"] == "already_open"
        self.refused_as_open = self.refused_as_open + 1 if is_open else 0
        if self.refused_as_open > 1:
            self.complain("is told again that one is open, and no welcome shows which")
        if is_open and self.is_welcome:
            self.cut()  # what is open is told by the next welcome
            await until(lambda: not self.is_welcome, 5)

    async def _chat(self):
        draw = self.chance.random()
        if draw < 0.002:
            await self.ask("conversation.leave", c=self.c)
        elif draw < 0.006:
            self.cut()
        elif draw < 0.05:
            self._post({"t": "typing", "c": self.c, "on": True})
        elif self.outbox.unsettled(self.c) < 8 and self.unanswered < UNANSWERED_MAX:
            self.said += 1
            self.say(self.c, f"{self.who} {self.said}: {self._words()}")

    def _words(self):
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 8)))
