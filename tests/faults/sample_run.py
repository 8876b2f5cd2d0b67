"""A seeded model of a run without anything wrong: what the checker must call valid, and what mutations start from. Pure.

It knows the rules that the checker knows, and nothing of the gateway: time is counted, every line is made up.
"""

import random
import uuid

from history import body_hash

STEP_NS = 700_000


class Talk:
    """One conversation: its log, and who is in it."""

    def __init__(self, c, customer):
        self.c, self.customer, self.owner = c, customer, None
        self.state, self.gen, self.entries, self.public = "queued", 0, [], 0
        self.shown = []  # the entries that the customer sees
        self.stored = {}  # key -> entry

    def add(self, k, by=None, hidden=False, **more):
        self.public += not hidden
        entry = {"n": len(self.entries) + 1, "k": k, "role": by.role if by else "system", **more}
        if not hidden:
            entry["public"] = self.public
        if by:
            entry["author"] = by.id
        self.entries.append(entry)
        if not hidden:
            self.shown.append(entry)
        return entry


class Person:
    def __init__(self, who, role, id):
        self.who, self.role, self.id = who, role, id
        self.conn, self.op, self.connected = 0, 0, False
        self.cursors = {}  # c -> number, of the streams that are followed

    numbering = property(lambda self: "public" if self.role == "customer" else "staff")


class SampleRun:
    """`lines`: what all clients and the nemesis of one run wrote."""

    def __init__(self, seed, customers=4, agents=3, steps=200):
        self._random = random.Random(seed)
        self._now_ns = 1_000_000_000
        self.lines, self.talks, self._by_c, self._active = [], [], {}, []
        self.customers = [self._person(f"customer-{i}", "customer") for i in range(customers)]
        self.agents = [self._person(f"agent-{i}", "agent", capacity=8) for i in range(agents)]
        self.supervisor = self._person("supervisor", "supervisor")
        self._put("nemesis", "identity", role="nemesis")
        self._put("nemesis", "plan", faults=["kill", "redis_stop"])
        for person in (*self.customers, *self.agents, self.supervisor):
            self._connect(person)
        for agent in self.agents:
            op = self._invoke(agent, "presence.set", presence="online")
            self._put(agent.who, "ok", op=op)
        self._play(steps)
        self._settle()
        for round_number in (1, 2):
            self._final_read(round_number)

    def _id(self):
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _person(self, who, role, **more):
        person = Person(who, role, self._id())
        self._put(who, "identity", role=role, id=person.id, **more)
        return person

    def _put(self, who, kind, **fields):
        self._now_ns += self._random.randrange(1, STEP_NS)
        self.lines.append({"at_ns": self._now_ns, "who": who, "kind": kind, **fields})
        return self.lines[-1]

    # What clients do.

    def _play(self, steps):
        for customer in self.customers:
            self._start(customer)
        for talk in self.talks[:-1]:
            self._accept(talk, self._random.choice(self.agents))
        actions = (self._one, self._burst, self._side_by_side, self._cut, self._transfer, self._refuse, self._again)
        for step in range(steps):
            if step in (steps // 4, steps // 2):
                name = "kill" if step == steps // 4 else "redis_stop"
                self._put("nemesis", "fault_begin", fault=step, name=name, silences=name == "kill")
            self._random.choices(actions, (20, 20, 20, 10, 3, 5, 3))[0]()
            if step in (steps // 4 + steps // 8, steps // 2 + steps // 8):
                self._put("nemesis", "fault_end", fault=step - steps // 8, proven=True)
        self._put("nemesis", "heal")

    def _start(self, customer):
        talk = Talk(self._id(), customer)
        self.talks.append(talk)
        self._by_c[talk.c] = talk
        op = self._invoke(customer, "conversation.start", key=self._id())
        talk.add("opened", customer)
        customer.cursors = {talk.c: 0}
        self._put(customer.who, "stream", conn=customer.conn, c=talk.c, numbering="public", after=0, reset=True)
        self._catch_up(customer, talk, "resume")
        self._put(customer.who, "ok", op=op, c=talk.c, state="waiting")
        self._commit(talk, talk.add("queued"))

    def _accept(self, talk, agent):
        offer = self._id()
        self._commit(talk, talk.add("offered", hidden=True, staff=agent.id))
        talk.state = "offered"
        self._put(agent.who, "offer", conn=agent.conn, offer=offer, c=talk.c, gen=talk.gen)
        op = self._invoke(agent, "offer.accept", offer=offer)
        self._own(talk, agent, "offer")
        self._put(agent.who, "ok", op=op, c=talk.c, gen=talk.gen, state="active")

    def _own(self, talk, agent, why):
        talk.state, talk.owner, talk.gen = "active", agent, talk.gen + 1
        self._active.append(talk)
        self._commit(talk, talk.add("accepted", agent, staff=agent.id, why=why))
        if talk.gen == 1:
            self._commit(talk, talk.add("message", agent, hash=body_hash("welcome"), auto=True))
        top = len(talk.entries)
        agent.cursors[talk.c] = top
        self._put(agent.who, "card", conn=agent.conn, c=talk.c, gen=talk.gen, state="active", assignee=agent.id, top=top)
        self._put(agent.who, "stream", conn=agent.conn, c=talk.c, numbering="staff", after=top, reset=True)

    def _transfer(self):
        talk = self._served()
        source = talk.owner
        op = self._invoke(source, "conversation.transfer", key=self._id(), c=talk.c, gen=talk.gen)
        talk.state, talk.owner, talk.gen = "queued", None, talk.gen + 1
        self._active.remove(talk)
        entry = talk.add("transferred", source)
        self._commit(talk, entry, also=source)
        self._put(source.who, "card_gone", conn=source.conn, c=talk.c, why="transferred")
        del source.cursors[talk.c]
        self._put(source.who, "ok", op=op)
        self._accept(talk, self._random.choice([a for a in self.agents if a is not source]))

    def _end(self, talk, saved):
        agent = talk.owner
        op = self._invoke(agent, "conversation.end", key=self._id(), c=talk.c, gen=talk.gen)
        talk.state = "wrap_up"
        self._active.remove(talk)
        self._commit(talk, talk.add("ended", agent))
        self._put(agent.who, "ok", op=op)
        if saved:
            op = self._invoke(agent, "wrap_up.save", key=self._id(), c=talk.c, gen=talk.gen)
            self._commit(talk, talk.add("wrapped_up", agent, hidden=True))
            talk.state, talk.owner = "closed", None
            self._commit(talk, talk.add("closed", hidden=True), also=agent)
            self._put(agent.who, "card_gone", conn=agent.conn, c=talk.c, why="closed")
            del agent.cursors[talk.c]
            self._put(agent.who, "ok", op=op)

    def _served(self):
        return self._random.choice(self._active)

    def _somebody(self, talk):
        return self._random.choice([talk.customer, talk.owner])

    def _one(self):
        talk = self._served()
        self._together([(self._somebody(talk), talk)])

    def _burst(self):
        talk = self._served()
        self._together([(self._somebody(talk), talk)] * 2)

    def _side_by_side(self):
        talk = self._served()
        self._together([(talk.customer, talk), (talk.owner, talk)])

    def _together(self, writers):
        """All are under way before the first is stored."""
        sends = [(person, talk, self._send(person, talk)) for person, talk in writers]
        for person, talk, send in sends:
            self._commit(talk, self._store(talk, person, send))
        for person, talk, send in sends:
            self._acknowledge(person, talk, send)

    def _send(self, person, talk, again=None):
        key = again["key"] if again else self._id()
        more = {"gen": talk.gen} if person is talk.owner else {}
        return self._invoke(person, "message.send", line=True, key=key, c=talk.c, hash=body_hash(key), **more)

    def _store(self, talk, person, send):
        entry = talk.add("message", person, key=send["key"], hash=send["hash"])
        talk.stored[send["key"]] = entry
        return entry

    def _acknowledge(self, person, talk, send, dup=False):
        n = talk.stored[send["key"]]["public" if person.role == "customer" else "n"]
        self._put(person.who, "ok", op=send["op"], n=n, numbering=person.numbering, dup=dup)

    def _cut(self):
        """The line is lost with a message under way; most are sent again, stored or not, the rest stays unknown."""
        talk = self._served()
        person = self._somebody(talk)
        send = self._send(person, talk)
        person.connected = False
        is_stored = self._random.random() < 0.5
        if is_stored:
            self._commit(talk, self._store(talk, person, send))
        self._put(person.who, "disconnect", conn=person.conn, by="network")
        self._put(person.who, "unknown", op=send["op"], why="disconnect")
        self._connect(person)
        if self._random.random() < 0.7:
            again = self._send(person, talk, again=send)
            if not is_stored:
                self._commit(talk, self._store(talk, person, again))
            self._acknowledge(person, talk, again, dup=is_stored)

    def _refuse(self):
        talk = self._served()
        person = self._somebody(talk)
        code, retry = self._random.choice([("rate_limited", True), ("forbidden_word", False)])
        self._put(person.who, "refused", op=self._send(person, talk)["op"], code=code, retry=retry)

    def _again(self):
        """One conversation ends, its customer opens another and leaves the old one where it stood."""
        talk = self._served()
        self._end(talk, saved=True)
        self._put(talk.customer.who, "cursor", c=talk.c, numbering="public", n=talk.customer.cursors[talk.c], left="told")
        self._start(talk.customer)
        self._accept(self.talks[-1], self._random.choice(self.agents))

    # What the gateway does, as clients see it.

    def _invoke(self, person, name, line=False, **fields):
        person.op += 1
        put = self._put(person.who, "invoke", op=person.op, name=name, conn=person.conn, **fields)
        return put if line else person.op

    def _connect(self, person):
        person.conn, person.connected = person.conn + 1, True
        self._put(person.who, "connect", conn=person.conn)
        self._put(person.who, "welcome", conn=person.conn, session=self._id(), port=30_000 + len(self.lines))
        for c, cursor in person.cursors.items():
            self._put(person.who, "stream", conn=person.conn, c=c, numbering=person.numbering, after=cursor)
            self._catch_up(person, self._by_c[c], "resume")

    def _commit(self, talk, entry, also=None):
        for person in (talk.customer, talk.owner, also):
            if person and person.connected and talk.c in person.cursors:
                self._catch_up(person, talk, "live")

    def _catch_up(self, person, talk, via):
        entries = talk.shown if person.role == "customer" else talk.entries
        for entry in entries[person.cursors[talk.c]:]:
            n = entry["public" if person.role == "customer" else "n"]
            own = {"key": entry["key"]} if "key" in entry and (entry["role"] == "customer") == (
                person.role == "customer") else {}
            more = {name: entry[name] for name in ("hash", "role", "staff", "auto") if name in entry}
            if person.role != "customer" and "public" in entry:
                more["public"] = entry["public"]
            self._put(person.who, "event", conn=person.conn, c=talk.c, numbering=person.numbering, n=n,
                      k=entry["k"], via=via, applied=True, **more, **own)
            person.cursors[talk.c] = n

    # The end of a run.

    def _settle(self):
        self._end(self._served(), saved=False)
        for person in (*self.customers, *self.agents):
            for c, n in person.cursors.items():
                self._put(person.who, "cursor", c=c, numbering=person.numbering, n=n)
        for agent in self.agents:
            self._put(agent.who, "me", conn=agent.conn, presence="online", load=len(agent.cursors), capacity=99)
            self._put(agent.who, "truth", staff=agent.id, connected=True)

    def _final_read(self, round_number):
        mirror = (self._read_mirror,) if round_number == 1 else ()
        for read in (self._read_line, self._read_agents, *mirror, self._read_line, self._read_records):
            read(round_number)

    def _read_line(self, round_number):
        waiting = [t.c for t in self.talks if t.state == "queued"]
        self._put("reader", "queue", round=round_number, waiting=waiting, offered=[], complete=True)

    def _read_agents(self, round_number):
        for agent in self.agents:
            cards = [{"c": t.c, "gen": t.gen, "state": t.state} for t in self.talks if t.owner is agent]
            self._put("reader", "agent", round=round_number, staff=agent.id, presence="online", connected=True,
                      load=len(cards), capacity=99, cards=cards)

    def _read_mirror(self, round_number):
        self._put("reader", "mirror", round=round_number, staff={agent.id: "online" for agent in self.agents},
                  waiting=[t.c for t in self.talks if t.state == "queued"], epoch=True)

    def _read_records(self, round_number):
        self._put("reader", "open", round=round_number,
                  conversations=[t.c for t in self.talks if t.state not in ("closed", "abandoned")])
        for talk in self.talks:
            owner = {"owner": talk.owner.id} if talk.owner else {}
            self._put("reader", "record", round=round_number, c=talk.c, state=talk.state, gen=talk.gen,
                      customer=talk.customer.who, events=[_as_staff_read(e) for e in talk.entries], **owner)
            shown = [{"n": e["public"], **_in_view(e, "customer")} for e in talk.entries if "public" in e]
            whole = [{"n": e["n"], **_in_view(e, "staff")} for e in talk.entries]
            readers = [self.supervisor] + ([talk.owner] if talk.owner else [])
            if talk.c in talk.customer.cursors:
                self._put(talk.customer.who, "view", round=round_number, c=talk.c, numbering="public", events=shown,
                          complete=True)
            for reader in readers:
                self._put(reader.who, "view", round=round_number, c=talk.c, numbering="staff",
                          events=[dict(entry) for entry in whole], complete=True)
        for person in (*self.customers, *self.agents):
            self._put(person.who, "shown", round=round_number, conversations=list(person.cursors))


def _as_staff_read(entry):
    return {name: value for name, value in entry.items() if name != "key" or entry["role"] != "customer"}


def _in_view(entry, side):
    own = (entry["role"] == "customer") == (side == "customer")
    return {name: entry[name] for name in ("k", "hash", "key") if name in entry and (name != "key" or own)}
