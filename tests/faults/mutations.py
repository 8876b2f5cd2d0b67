"""For every anomaly ways to make it, and it alone, out of a run without any. Pure.

Each takes a Draft and changes it; MUTATIONS tells which anomaly must then be found. INNOCENT changes must stay valid.
"""

from history import body_hash

MUTATIONS, INNOCENT = [], []


def makes(name):
    return lambda change: MUTATIONS.append((name, change)) or change


def innocent(change):
    INNOCENT.append(change)
    return change


def busy(draft):
    """The conversation that is served in the end and in which most was written."""
    return max(draft.talks("active"), key=lambda c: len(draft.messages(c)))


def written_last(draft):
    """A served conversation that ends with an acknowledged message, with that message."""
    for c in draft.talks("active"):
        sends = draft.sends(c)
        if sends and sends[-1][2]["n"] == draft.record(c)["events"][-1]["n"]:
            return c, sends[-1]
    raise AssertionError("the run has none: take another seed")


def others(draft, role, than):
    return next(line["who"] for line in draft.all("identity", role=role) if line["who"] != than)


@makes("lost")
def acknowledged_and_not_stored(draft):
    c, _ = written_last(draft)
    draft.drop_last(c)


@makes("lost")
def ended_and_not_stored(draft):
    c = busy(draft)
    last = draft.events(c, draft.owner(c))[-1]
    asked = {"at_ns": last["at_ns"], "who": last["who"], "kind": "invoke", "op": 900_000, "conn": last["conn"],
             "name": "conversation.end", "key": "k", "c": c, "gen": draft.record(c)["gen"]}
    draft.put_after(last, asked, {**asked, "kind": "ok"})


@makes("duplicate")
def stored_twice_with_its_key(draft):
    c = busy(draft)
    draft.append(c, draft.sends(c, "agent")[-1][2])


@makes("duplicate")
def stored_twice_under_another_key(draft):
    c = busy(draft)
    draft.append(c, {**draft.sends(c, "agent")[0][2], "key": "another"})


@makes("duplicate")
def stored_twice_and_no_key_is_known(draft):
    c = busy(draft)
    draft.append(c, draft.sends(c, "customer")[0][2])


@makes("phantom")
def sent_by_nobody(draft):
    draft.append(busy(draft), {"k": "message", "role": "customer", "hash": body_hash("a ghost")})


@makes("corrupt")
def stored_with_other_words(draft):
    c = busy(draft)
    for told in draft.numbered(c, draft.sends(c, "agent")[1][2]):
        told["hash"] = body_hash("other words")


@makes("corrupt")
def stored_with_other_words_and_no_key_is_known(draft):
    c = busy(draft)
    for told in draft.numbered(c, draft.sends(c, "customer")[1][2]):
        told["hash"] = body_hash("other words")
        told.pop("key", None)


@makes("corrupt")
def delivered_with_other_words(draft):
    c = busy(draft)
    next(e for e in draft.events(c) if e["k"] == "message")["hash"] = body_hash("other words")


@makes("cross-conversation-leak")
def stored_in_another_conversation_too(draft):
    c = busy(draft)
    other = next(there for there in draft.talks("active") if there != c)
    draft.append(other, draft.sends(c, "agent")[0][2])


@makes("cross-conversation-leak")
def delivered_in_another_conversation(draft):
    c = busy(draft)
    other = next(there for there in draft.talks("active") if there != c)
    event = next(e for e in draft.events(other, draft.customer(other)) if e["k"] == "message")
    event.update(hash=draft.sends(c, "agent")[0][2]["hash"])
    event.pop("key", None)


@makes("seq-gap-or-reorder")
def listed_out_of_order(draft):
    for record in draft.all("record", c=busy(draft)):
        record["events"][:2] = reversed(record["events"][:2])


@makes("seq-gap-or-reorder")
def a_number_left_out(draft):
    c = busy(draft)
    draft.shift(c, next(e["n"] for e in draft.record(c)["events"] if e["k"] == "offered"), 1)


@makes("ack-seq-mismatch")
def acknowledged_at_another_number(draft):
    draft.sends(busy(draft), "agent")[0][1]["n"] += 1


@makes("ack-seq-mismatch")
def acknowledged_at_two_numbers(draft):
    invoke, done, _ = draft.sends(busy(draft), "customer")[0]
    again = {**invoke, "op": 900_000, "at_ns": done["at_ns"]}
    draft.put_after(done, again, {**done, "op": 900_000, "n": done["n"] + 1, "dup": True})


def _refused(draft, code, retry):
    done = draft.sends(busy(draft), "customer")[0][1]
    for name in ("n", "numbering", "dup"):
        del done[name]
    done.update(kind="refused", code=code, retry=retry)


@makes("refused-but-recorded")
def refused_for_good_and_stored(draft):
    _refused(draft, "forbidden_word", False)


@makes("refused-but-recorded")
def refused_as_too_fast_and_stored(draft):
    _refused(draft, "rate_limited", True)


@innocent
def refused_because_the_store_was_slow_and_stored(draft):
    _refused(draft, "unavailable", True)


@makes("realtime-order")
def acknowledged_before_what_stands_earlier_was_sent(draft):
    sends = draft.sends(busy(draft))
    (first, _, _), (second, done, _) = next((a, b) for a, b in zip(sends, sends[1:]) if a[0]["who"] != b[0]["who"]
                                            and a[2]["n"] + 1 == b[2]["n"] and a[1]["at_ns"] < b[0]["at_ns"])
    second["at_ns"], done["at_ns"] = first["at_ns"] - 2, first["at_ns"] - 1


@makes("session-order")
def stored_in_another_order_than_sent(draft):
    sends = draft.sends(busy(draft))
    first, second = next((a[0], b[0]) for a, b in zip(sends, sends[1:]) if a[0]["who"] == b[0]["who"]
                         and a[0]["conn"] == b[0]["conn"] and b[0]["at_ns"] < a[1]["at_ns"])
    first["at_ns"], second["at_ns"] = second["at_ns"], first["at_ns"]
    draft.remove(first)
    draft.put_after(second, first)


def _exchange(one, other):
    for name in ("k", "hash", "key", "public", "role"):
        mine, theirs = one.pop(name, None), other.pop(name, None)
        one.update({name: theirs} if theirs is not None and name != "public" else {})
        other.update({name: mine} if mine is not None and name != "public" else {})


@makes("divergent-order")
def delivered_in_another_order(draft):
    c = busy(draft)
    events = [e for e in draft.events(c, draft.customer(c)) if e["k"] == "message" and not e.get("auto")]
    _exchange(*next((a, b) for a, b in zip(events, events[1:]) if a["n"] + 1 == b["n"]))


@makes("divergent-order")
def read_in_another_order(draft):
    c = busy(draft)
    _exchange(*[e for e in draft.all("view", c=c, numbering="staff", round=2)[0]["events"] if e["k"] == "message"][2:4])


@makes("live-reorder-or-repeat")
def pushed_again_and_dropped(draft):
    event = draft.events(busy(draft))[-1]
    draft.put_after(event, {**event, "applied": False})


@makes("live-reorder-or-repeat")
def applied_again_on_the_next_connection(draft):
    resumed = next(line for line in draft.lines if line["kind"] == "stream" and line["conn"] > 1
                   and line["after"] > 0 and not line.get("reset"))
    event = [e for e in draft.events(resumed["c"], resumed["who"]) if e["n"] == resumed["after"]][0]
    draft.put_after(resumed, {**event, "conn": resumed["conn"], "at_ns": resumed["at_ns"], "via": "sync"})


@makes("stream-gap")
def one_event_never_came(draft):
    c = busy(draft)
    events = draft.events(c, draft.customer(c))
    draft.remove(events[len(events) // 2])


@makes("delivered-but-not-recorded")
def delivered_beyond_the_record(draft):
    c = busy(draft)
    n = draft.all("cursor", c=c, who=draft.customer(c))[0]["n"] + 1
    draft.push(draft.customer(c), c, {"n": n, "k": "message", "hash": body_hash("never stored")})


@makes("delivered-but-not-recorded")
def delivered_before_it_was_stored_and_then_lost(draft):
    c = next(c for c in draft.talks("active", "wrap_up", "closed") if draft.never_stored(c))
    event = next(e for e in draft.events(c, draft.customer(c)) if e["k"] == "message" and not e.get("auto"))
    event["hash"] = draft.never_stored(c)["hash"]
    event.pop("key", None)


@makes("delivered-to-non-participant")
def a_customer_gets_anothers_event(draft):
    c = busy(draft)
    stranger = others(draft, "customer", draft.customer(c))
    draft.push(stranger, c, {"n": 1, "k": "opened"}, applied=False)


@makes("delivered-to-non-participant")
def a_customer_gets_a_note(draft):
    c = busy(draft)
    n = draft.all("cursor", c=c, who=draft.customer(c))[0]["n"] + 1
    draft.push(draft.customer(c), c, {"n": n, "k": "note", "hash": body_hash("between us")})


@makes("delivered-to-non-participant")
def an_agent_gets_what_they_never_had(draft):
    c, stranger = next((c, line["who"]) for c in draft.talks("active", "closed")
                       for line in draft.all("identity", role="agent")
                       if not any(e.get("staff") == line["id"] for e in draft.record(c)["events"] if e["k"] == "accepted"))
    draft.push(stranger, c, {"n": 1, "k": "opened", "public": 1}, applied=False)


@makes("delivered-to-non-participant")
def an_agent_gets_what_was_said_after_a_transfer(draft):
    gone = next(line for line in draft.all("card_gone", why="transferred") if not any(
        e["k"] == "accepted" and e["staff"] == draft.staff_id(line["who"])
        for e in draft.record(line["c"])["events"][draft.events(line["c"], line["who"])[-1]["n"]:]))
    last = draft.events(gone["c"], gone["who"])[-1]
    entry = draft.record(gone["c"])["events"][last["n"]]
    more = {name: entry[name] for name in ("k", "hash", "public") if name in entry}
    more.setdefault("public", None)
    draft.put_after(gone, {**last, "n": last["n"] + 1, "at_ns": gone["at_ns"], **more})


@makes("view-incomplete")
def a_view_lacks_the_last_message(draft):
    c, _ = written_last(draft)
    draft.all("view", c=c, numbering="public", round=1)[0]["events"].pop()


@makes("view-incomplete")
def a_view_came_to_no_end(draft):
    draft.all("view", round=2)[0]["complete"] = False


@makes("view-incomplete")
def a_stream_stood_still(draft):
    c, _ = written_last(draft)
    draft.all("cursor", c=c)[0]["n"] -= 1


def _closed_and_left(draft):
    """A cursor that a customer wrote when it left, and the events it had of that conversation."""
    cursor = next(line for line in draft.all("cursor", left="told") if line["n"] > 4)
    return cursor, draft.events(cursor["c"], cursor["who"])


@makes("view-incomplete")
def the_end_of_a_closed_conversation_never_came(draft):
    cursor, events = _closed_and_left(draft)
    for event in events[-3:]:
        draft.remove(event)
    cursor["n"] -= 3


@makes("view-incomplete")
def a_cursor_claims_what_never_came(draft):
    for event in _closed_and_left(draft)[1][-3:]:
        draft.remove(event)


@innocent
def left_by_a_welcome_that_knows_another(draft):
    cursor, events = _closed_and_left(draft)
    draft.remove(events[-1])
    cursor.update(n=cursor["n"] - 1, left="welcome")


@makes("view-incomplete")
def a_customer_is_not_shown_what_is_open(draft):
    c = busy(draft)
    draft.all("shown", round=1, who=draft.customer(c))[0]["conversations"].remove(c)


@makes("view-incomplete")
def an_agent_is_not_shown_what_is_theirs(draft):
    c = busy(draft)
    draft.all("shown", round=2, who=draft.owner(c))[0]["conversations"].remove(c)


@makes("view-incomplete")
def a_card_was_gone_before_all_of_it_came(draft):
    gone = next(line for line in draft.all("card_gone", why="transferred") if len(_had(draft, line)) > 4)
    for event in _had(draft, gone)[-2:]:
        draft.remove(event)


@innocent
def a_refused_transfer_comes_after_more_was_said_to_the_next_one(draft):
    """Who reads late still asks to give away what a supervisor has taken: told of it, they are owed nothing after."""
    gone, said = next((gone, ok) for gone in draft.all("card_gone", why="transferred")
                      for _, ok, _ in draft.sends(gone["c"]) if ok["at_ns"] > gone["at_ns"])
    draft.remove(gone)
    asked = {"at_ns": said["at_ns"] + 1, "who": gone["who"], "kind": "invoke", "op": 900_001, "conn": gone["conn"],
             "name": "conversation.transfer", "key": "late", "c": gone["c"], "gen": 1}
    refused = {"at_ns": said["at_ns"] + 3, "who": gone["who"], "kind": "refused", "op": 900_001, "code": "stale_assignment"}
    draft.put_after(said, asked, {**gone, "at_ns": said["at_ns"] + 2, "why": "taken"}, refused)


def _had(draft, gone):
    """What was pushed to this client before it was told, since it has had the card and on this connection."""
    at = next(i for i, line in enumerate(draft.lines) if line is gone)
    begun = max(i for i, line in enumerate(draft.lines[:at]) if line["kind"] == "stream" and line["who"] == gone["who"]
                and line["c"] == gone["c"])
    return [line for line in draft.lines[begun:at] if line["kind"] == "event" and line["who"] == gone["who"]
            and line["c"] == gone["c"]]
