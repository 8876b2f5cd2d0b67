"""A run's lines that can be changed consistently: what the mutations are written with. Pure."""

import copy


class Draft:
    def __init__(self, lines):
        self.lines = copy.deepcopy(lines)

    def all(self, kind, **fields):
        return [line for line in self.lines if line["kind"] == kind
                and all(line.get(name) == value for name, value in fields.items())]

    def record(self, c, round_number=1):
        return self.all("record", c=c, round=round_number)[0]

    def talks(self, *states):
        return [line["c"] for line in self.all("record", round=1) if line["state"] in states]

    def role(self, who):
        return self.all("identity", who=who)[0]["role"]

    def staff_id(self, who):
        return self.all("identity", who=who)[0]["id"]

    def customer(self, c):
        return self.record(c)["customer"]

    def owner(self, c):
        return next(line["who"] for line in self.all("identity") if line.get("id") == self.record(c)["owner"])

    def messages(self, c):
        """What people wrote there, as entries of round 1's record, in order."""
        return [e for e in self.record(c)["events"] if e["k"] == "message" and not e.get("auto")]

    def answer(self, invoke):
        return next((line for line in self.lines if line.get("op") == invoke["op"] and line["who"] == invoke["who"]
                     and line["kind"] in ("ok", "refused", "unknown")), None)

    def sends(self, c, role=None):
        """Messages that were acknowledged at their only try: (invoke, ok, entry), in the record's order."""
        tries = {}
        for invoke in self.all("invoke", name="message.send", c=c):
            tries.setdefault(invoke["key"], []).append(invoke)
        entries = {e["hash"]: e for e in self.messages(c)}
        found = []
        for (invoke, *more) in tries.values():
            done = self.answer(invoke)
            if not more and done["kind"] == "ok" and role in (None, self.role(invoke["who"])):
                found.append((invoke, done, entries[invoke["hash"]]))
        return sorted(found, key=lambda send: send[2]["n"])

    def never_stored(self, c):
        """A message that stayed unknown and is not in the record."""
        stored = {e["hash"] for e in self.messages(c)}
        return next((i for i in self.all("invoke", name="message.send", c=c) if i["hash"] not in stored), None)

    def events(self, c, who=None):
        return [line for line in self.all("event", c=c) if who in (None, line["who"])]

    def put_after(self, line, *new):
        at = next(i for i, there in enumerate(self.lines) if there is line)
        self.lines[at + 1:at + 1] = new

    def remove(self, line):
        self.lines = [there for there in self.lines if there is not line]

    def numbered(self, c, entry):
        """Every place that tells of this entry but its sender's own lines: records, views and events."""
        for record in self.all("record", c=c):
            yield from (e for e in record["events"] if e["n"] == entry["n"])
        for line in (*self.all("view", c=c), *self.all("event", c=c)):
            number = entry["n"] if line["numbering"] == "staff" else entry.get("public")
            yield from (e for e in line.get("events", [line]) if e["n"] == number)

    def append(self, c, entry, rounds=(1, 2)):
        """Adds an entry to the end of the record, to all views and, before the run has settled, to who follows."""
        for record in self.all("record", c=c):
            if record["round"] in rounds:
                last = record["events"][-1]["n"]
                public = max(e.get("public", 0) for e in record["events"])
                new = {**entry, "n": last + 1, **({} if entry.get("hidden") else {"public": public + 1})}
                new.pop("hidden", None)
                record["events"].append(new)
        for view in self.all("view", c=c):
            if view["round"] in rounds and (view["numbering"] == "staff" or "public" in new):
                view["events"].append(_shown(new, view["numbering"]))
        for cursor in self.all("cursor", c=c) if 1 in rounds else ():
            if cursor["numbering"] == "staff" or "public" in new:
                cursor["n"] += 1
                self.push(cursor["who"], c, _shown(new, cursor["numbering"]))
        return new

    def push(self, who, c, shown, **more):
        """One more live event at the end of a stream, right after the last one there (or the client's welcome)."""
        before = (self.events(c, who) or self.all("welcome", who=who))[-1]
        event = {"at_ns": before["at_ns"], "who": who, "kind": "event", "conn": before["conn"], "c": c,
                 "numbering": "public" if self.role(who) == "customer" else "staff", "via": "live", "applied": True,
                 **shown, **more}
        self.put_after(before, event)
        return event

    def drop_last(self, c):
        """As if what stands last had never been: in the record, the views, the streams."""
        last = self.record(c)["events"][-1]
        for record in self.all("record", c=c):
            record["events"].pop()
        for line in (*self.all("view", c=c), *self.all("cursor", c=c)):
            if line["numbering"] == "staff" or "public" in last:
                if line["kind"] == "view":
                    line["events"].pop()
                else:
                    line["n"] -= 1
        for event in self.events(c):
            if event["n"] == last["n" if event["numbering"] == "staff" else "public"]:
                self.remove(event)

    def shift(self, c, first, by):
        """Staff numbers from `first` on are higher, wherever they are told."""
        sends = {(i["who"], i["op"]) for i in self.all("invoke", c=c)}
        for line in self.lines:
            own = line.get("c") == c or (line["who"], line.get("op")) in sends
            if own and line.get("numbering") == "staff" and line["kind"] != "view":
                name = "after" if line["kind"] == "stream" else "n"
                line[name] += by * (line[name] >= first)
            if own and line["kind"] == "record":
                for entry in line["events"]:
                    entry["n"] += by * (entry["n"] >= first)
        self.lines = [v for v in self.lines if v["kind"] != "view" or v["c"] != c or v["numbering"] == "public"]


def _shown(entry, numbering):
    number = entry["n"] if numbering == "staff" else entry["public"]
    return {"n": number, "k": entry["k"], **({"hash": entry["hash"]} if "hash" in entry else {})}
