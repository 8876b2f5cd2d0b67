"""Mutations of who serves whom and of the final reads; see mutations.py. Pure."""

from history import body_hash
from mutations import busy, innocent, makes, others


def _held(draft, c, round_number=1):
    """The agent's final line that holds the card."""
    return next(line for line in draft.all("agent", round=round_number) if any(card["c"] == c for card in line["cards"]))


def _agent_line(draft, who, round_number=1):
    return draft.all("agent", round=round_number, staff=draft.staff_id(who))[0]


@makes("two-owners")
def taken_by_an_offer_while_another_had_it(draft):
    c = busy(draft)
    other = draft.staff_id(others(draft, "agent", draft.owner(c)))
    draft.append(c, {"k": "accepted", "role": "agent", "author": other, "staff": other, "why": "offer"})
    for record in draft.all("record", c=c):
        holder = _held(draft, c, record["round"])
        card = next(card for card in holder["cards"] if card["c"] == c)
        holder["cards"].remove(card)
        next(a for a in draft.all("agent", round=record["round"], staff=other))["cards"].append(card)
        record.update(gen=record["gen"] + 1, owner=other)
        theirs = next(line["who"] for line in draft.all("identity", id=other))
        draft.all("shown", who=theirs, round=record["round"])[0]["conversations"].append(c)


@makes("two-owners")
def two_agents_hold_one_card_at_last(draft):
    c = busy(draft)
    other = _agent_line(draft, others(draft, "agent", draft.owner(c)))
    other["cards"].append({"c": c, "gen": draft.record(c)["gen"], "state": "active"})


@makes("two-owners")
def another_than_the_record_says_holds_the_card(draft):
    c = busy(draft)
    holder = _held(draft, c, 2)
    card = next(card for card in holder["cards"] if card["c"] == c)
    holder["cards"].remove(card)
    _agent_line(draft, others(draft, "agent", draft.owner(c)), 2)["cards"].append(card)


@makes("two-owners")
def two_agents_were_given_one_generation(draft):
    done = next(line for line in draft.all("ok", state="active") if line["who"].startswith("agent"))
    other = others(draft, "agent", done["who"])
    asked = {"at_ns": done["at_ns"], "who": other, "kind": "invoke", "op": 900_000, "name": "offer.accept", "conn": 1}
    draft.put_after(done, asked, {**done, "who": other, "op": 900_000})


@makes("two-owners")
def somebody_else_wrote_in_the_owners_generation(draft):
    c = busy(draft)
    entry = draft.sends(c, "agent")[-1][2]
    other = draft.staff_id(others(draft, "agent", draft.owner(c)))
    for record in draft.all("record", c=c):
        record["events"][entry["n"] - 1]["author"] = other


@makes("stale-generation-accepted")
def a_message_with_an_old_generation_was_stored(draft):
    draft.sends(busy(draft), "agent")[-1][0]["gen"] -= 1


@makes("stale-generation-accepted")
def a_transfer_with_an_old_generation_was_done(draft):
    draft.all("invoke", name="conversation.transfer")[0]["gen"] -= 1


@innocent
def a_supervisors_note_names_an_old_generation(draft):
    c, welcome = busy(draft), draft.all("welcome", who="supervisor")[0]
    note = {"key": "a-note", "hash": body_hash("a note")}
    asked = {"at_ns": welcome["at_ns"], "who": "supervisor", "op": 900_000, "conn": 1}
    draft.put_after(welcome, {**asked, "kind": "invoke", "name": "note.add", "c": c, "gen": 0, **note},
                    {**asked, "kind": "unknown", "why": "disconnect"})
    draft.append(c, {"k": "note", "role": "supervisor", "author": draft.staff_id("supervisor"), "hidden": True, **note})


@makes("generation-not-increasing")
def the_row_has_another_generation_than_its_log(draft):
    for record in draft.all("record", c=busy(draft)):
        record["gen"] -= 1


@makes("generation-not-increasing")
def a_later_acceptance_has_an_older_generation(draft):
    done = next(line for line in draft.all("ok", state="active") if line["who"].startswith("agent") and line["gen"] > 1)
    done["gen"] = 0


@makes("generation-not-increasing")
def a_card_went_back(draft):
    card = draft.all("card")[-1]
    draft.put_after(card, {**card, "gen": card["gen"] - 1})


@makes("over-capacity")
def a_desk_was_too_full(draft):
    me = draft.all("me")[0]
    me["load"] = me["capacity"] + 1


@makes("over-capacity")
def more_than_two_above_by_hand(draft):
    agent = draft.all("agent")[0]
    agent["load"] = agent["capacity"] + 3
    _assigned_to(draft, agent["staff"])


@innocent
def two_above_by_hand(draft):
    agent = draft.all("agent")[0]
    agent["load"] = agent["capacity"] + 2
    _assigned_to(draft, agent["staff"])


def _assigned_to(draft, staff):
    welcome = draft.all("welcome", who="supervisor")[0]
    asked = {"at_ns": welcome["at_ns"], "who": "supervisor", "op": 1, "conn": 1, "kind": "invoke",
             "name": "conversation.assign", "staff": staff}
    draft.put_after(welcome, asked, {**asked, "kind": "ok"})


@makes("conversation-forgotten")
def open_and_not_in_line(draft):
    for queue in draft.all("queue", round=2):
        queue["waiting"].clear()


@makes("conversation-forgotten")
def open_and_on_nobodys_desk(draft):
    c = busy(draft)
    holder = _held(draft, c)
    holder["cards"] = [card for card in holder["cards"] if card["c"] != c]


@innocent
def taken_out_of_the_line_between_two_readings(draft):
    draft.all("queue", round=1)[0]["waiting"].append(busy(draft))


@makes("queued-and-assigned")
def in_line_and_on_a_desk(draft):
    for queue in draft.all("queue", round=1):
        queue["waiting"].append(busy(draft))


@makes("queued-and-assigned")
def in_line_and_ringing(draft):
    for queue in draft.all("queue", round=1):
        queue["offered"].extend(queue["waiting"])


@makes("closed-in-queue")
def closed_and_in_line(draft):
    for queue in draft.all("queue", round=1):
        queue["waiting"].append(draft.talks("closed")[0])


@makes("presence-not-converged")
def shown_as_away(draft):
    draft.all("agent", round=1)[0]["presence"] = "away"


@makes("presence-not-converged")
def shown_as_connected(draft):
    draft.all("truth")[0]["connected"] = False


@makes("mirror-not-converged")
def nobody_set_a_new_epoch(draft):
    draft.all("mirror", round=1)[0]["epoch"] = False


@makes("mirror-not-converged")
def on_duty_and_not_in_the_mirror(draft):
    draft.all("mirror", round=1)[0]["staff"].popitem()


@makes("mirror-not-converged")
def online_and_away_in_the_mirror(draft):
    mirror = draft.all("mirror", round=1)[0]
    mirror["staff"][next(iter(mirror["staff"]))] = "away"


@makes("mirror-not-converged")
def in_line_and_not_in_the_mirror(draft):
    draft.all("mirror", round=1)[0]["waiting"].clear()


@makes("mirror-not-converged")
def closed_and_in_the_mirror(draft):
    draft.all("mirror", round=1)[0]["waiting"].append(draft.talks("closed")[0])


@innocent
def left_the_line_before_the_mirror_was_read(draft):
    c = draft.talks("queued")[0]
    draft.all("mirror", round=1)[0]["waiting"].remove(c)
    queue = draft.all("queue", round=1)[-1]
    queue["waiting"].remove(c)
    queue["offered"].append(c)


@innocent
def a_run_of_which_the_mirror_was_not_read(draft):
    draft.remove(draft.all("mirror", round=1)[0])


@makes("record-changed-after-restart")
def other_words_after_the_restart(draft):
    c = busy(draft)
    entry = draft.sends(c, "agent")[0][2]
    draft.record(c, 2)["events"][entry["n"] - 1]["hash"] = body_hash("changed")
    for view in draft.all("view", c=c, round=2):
        n = entry["n"] if view["numbering"] == "staff" else entry["public"]
        view["events"][n - 1]["hash"] = body_hash("changed")


@makes("record-changed-after-restart")
def gone_after_the_restart(draft):
    c = draft.talks("closed")[0]
    for line in (draft.record(c, 2), *draft.all("view", c=c, round=2)):
        draft.remove(line)


@makes("record-changed-after-restart")
def new_words_after_the_restart(draft):
    draft.append(busy(draft), {"k": "message", "role": "customer", "hash": body_hash("from nowhere")}, rounds=(2,))


@makes("record-changed-after-restart")
def another_state_without_an_event(draft):
    draft.record(draft.talks("closed")[0], 2)["state"] = "abandoned"


@innocent
def an_offer_between_the_two_rounds(draft):
    draft.append(draft.talks("queued")[0], {"k": "offered", "role": "system", "hidden": True}, rounds=(2,))


def _waits(draft, seconds):
    invoke, done, _ = draft.sends(busy(draft), "customer")[-1]  # on a connection that lasts
    done["at_ns"] = invoke["at_ns"] + int(seconds * 1e9)
    return invoke, done


@makes("no-answer")
def answered_much_too_late(draft):
    _waits(draft, 9)


@makes("no-answer")
def never_answered(draft):
    c = busy(draft)
    event = draft.events(c, draft.customer(c))[-1]
    draft.put_after(event, {"at_ns": event["at_ns"] - int(9e9), "who": event["who"], "kind": "invoke", "op": 900_000,
                            "name": "sync", "conn": event["conn"], "c": c})


def _chose(draft, who, presence, kind="ok", op=900_000):
    """Another choice right after the sample's own, and what came of it."""
    done = next(line for line in draft.all("ok", who=who) if line["op"] == 1)
    more = {"why": "disconnect"} if kind == "unknown" else {}
    asked = {"at_ns": done["at_ns"], "who": who, "op": op, "conn": 1}
    draft.put_after(done, {**asked, "kind": "invoke", "name": "presence.set", "presence": presence},
                    {**asked, "kind": kind, **more})


@makes("presence-not-converged")
def a_choice_that_was_acknowledged_is_forgotten(draft):
    _chose(draft, "agent-0", "away")


def _is_shown_as_chosen(draft, who, presence):
    """Acknowledged and shown; what is held is as before."""
    _chose(draft, who, presence)
    _agent_line(draft, who)["presence"] = presence
    return draft.all("mirror", round=1)[0]["staff"]


@makes("mirror-not-converged")
def offline_and_still_held(draft):
    _is_shown_as_chosen(draft, "agent-0", "offline")


@makes("mirror-not-converged")
def away_and_held_as_online(draft):
    _is_shown_as_chosen(draft, "agent-0", "away")


@innocent
def offline_and_not_held(draft):
    del _is_shown_as_chosen(draft, "agent-0", "offline")[draft.staff_id("agent-0")]


@innocent
def held_as_what_nobody_knows_whether_it_was_done(draft):
    _chose(draft, "agent-0", "online", "unknown", op=900_001)  # after the next
    _is_shown_as_chosen(draft, "agent-0", "offline")


@innocent
def a_choice_of_which_nobody_knows_what_came(draft):
    _chose(draft, "agent-0", "away", "unknown")
    _agent_line(draft, "agent-0")["presence"] = "away"


@innocent
def a_choice_after_it_was_read(draft):
    read = draft.all("agent", round=1)[-1]
    asked = {"at_ns": read["at_ns"] + 1, "who": "agent-0", "op": 900_000, "conn": 1}
    draft.put_after(read, {**asked, "kind": "invoke", "name": "presence.set", "presence": "away"}, {**asked, "kind": "ok"})


def _missed(draft, who, times):
    for _ in range(times):
        draft.append(draft.talks("queued")[0], {"k": "missed", "role": "system", "staff": draft.staff_id(who), "hidden": True})
    _agent_line(draft, who)["presence"] = "away"


@innocent
def away_by_missed_offers(draft):
    _missed(draft, "agent-1", 2)


@makes("presence-not-converged")
def away_by_one_missed_offer(draft):
    _missed(draft, "agent-1", 1)


@makes("no-answer")
def waited_in_vain_until_the_line_was_given_up(draft):
    cut = next(line for line in draft.all("unknown", why="disconnect"))
    gone = draft.all("disconnect", who=cut["who"])[0]
    later = int(9e9)
    at = next(i for i, line in enumerate(draft.lines) if line is gone)
    for line in draft.lines[at:]:
        line["at_ns"] += later


def _fault(draft, invoke, done, **more):
    draft.put_after(draft.all("plan")[0], {
        "at_ns": invoke["at_ns"] + 10, "who": "nemesis", "kind": "fault_begin", "fault": 900_000, "name": "a fault",
        "silences": more.pop("silences", False)}, {
        "at_ns": done["at_ns"] - int(1e9), "who": "nemesis", "kind": "fault_end", "fault": 900_000, "proven": True, **more})


def _port(draft, invoke):
    return draft.all("welcome", who=invoke["who"], conn=invoke["conn"])[0]["port"]


@innocent
def answered_late_on_a_line_that_the_fault_met(draft):
    invoke, done = _waits(draft, 20)
    _fault(draft, invoke, done, ports=[_port(draft, invoke)])


@makes("no-answer")
def answered_late_on_a_line_that_the_fault_did_not_meet(draft):
    invoke, done = _waits(draft, 20)
    _fault(draft, invoke, done, ports=[next(line["port"] for line in draft.all("welcome") if line["who"] != invoke["who"])])


@makes("no-answer")
def answered_late_while_the_disk_was_slow(draft):
    _fault(draft, *_waits(draft, 20))


@innocent
def answered_late_because_the_gateway_stood_still(draft):
    _fault(draft, *_waits(draft, 20), silences=True)
