#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/json_text.hpp"
#include "gateway/protocol/part_writer.hpp"

namespace kefu::gateway::protocol {
namespace {

json::object envelope(std::string& out, std::string_view type) {
    json::object opened(out);
    opened.text("t", type);
    return opened;
}

json::object ok_envelope(std::string& out, request_number r) {
    auto opened = envelope(out, "ok");
    opened.number("r", r);
    return opened;
}

} // namespace

void write_ok(std::string& out, request_number r) { ok_envelope(out, r).close(); }

void write_ok(std::string& out, request_number r, const own_conversation& conversation) {
    auto frame = ok_envelope(out, r);
    json::append(frame.key("conversation"), conversation);
    frame.close();
}

void write_ok(std::string& out, request_number r, const me& mine) {
    auto frame = ok_envelope(out, r);
    json::append(frame.key("me"), mine);
    frame.close();
}

void write_ok(std::string& out, request_number r, const card& changed) {
    auto frame = ok_envelope(out, r);
    json::append(frame.key("card"), changed);
    frame.close();
}

void write_ok(std::string& out, request_number r, const card_list& found) {
    auto frame = ok_envelope(out, r);
    json::append_array(frame.key("cards"), found.cards, [](std::string& to, const card& one) {
        json::append(to, one);
    });
    frame.number("total", found.total).close();
}

void write_ok_sync(
    std::string& out,
    request_number r,
    const std::vector<std::string>& events,
    std::uint64_t top,
    bool more
) {
    auto frame = ok_envelope(out, r);
    json::append_array(frame.key("events"), events, [](std::string& to, const std::string& event) {
        to += event;
    });
    frame.number("top", top).boolean("more", more).close();
}

void write_err(std::string& out, const err_answer& answer) {
    auto frame = envelope(out, "err");
    if (answer.r) frame.number("r", *answer.r);
    frame.text("code", word_of(answer.code)).boolean("retry", may_retry(answer.code));
    if (answer.after_ms) frame.number("after_ms", *answer.after_ms);
    frame.text_unless_empty("text", answer.text);
    if (answer.conversation) frame.id("c", answer.conversation->bits);
    if (answer.confirm) frame.boolean("confirm", true);
    frame.close();
}

void write_conversation(std::string& out, const own_conversation& opened) {
    auto frame = envelope(out, "conversation");
    json::append(frame.key("conversation"), opened);
    frame.close();
}

void write_place(std::string& out, routing::conversation_id conversation, const place& now) {
    auto frame = envelope(out, "place");
    frame.id("c", conversation.bits);
    json::append_fields(frame, now);
    frame.close();
}

void write_state(
    std::string& out,
    routing::conversation_id conversation,
    customer_state state,
    const std::optional<std::string>& agent_name,
    std::optional<routing::wall_time> waiting_from
) {
    auto frame = envelope(out, "state");
    frame.id("c", conversation.bits).text("state", word_of(state));
    if (agent_name) json::append_agent(frame.key("agent"), *agent_name);
    if (waiting_from) frame.time("waiting_from", *waiting_from);
    frame.close();
}

void write_typing(std::string& out, routing::conversation_id conversation, side by, bool on) {
    envelope(out, "typing")
        .id("c", conversation.bits)
        .text("by", word_of(by))
        .boolean("on", on)
        .close();
}

void write_receipt(
    std::string& out,
    routing::conversation_id conversation,
    side by,
    std::uint64_t delivered,
    std::uint64_t read
) {
    envelope(out, "receipt")
        .id("c", conversation.bits)
        .text("by", word_of(by))
        .number("delivered", delivered)
        .number("read", read)
        .close();
}

void write_drain(std::string& out, std::int64_t within_ms) {
    envelope(out, "drain").number("within_ms", within_ms).close();
}

void write_card(std::string& out, const card& changed) {
    auto frame = envelope(out, "card");
    json::append(frame.key("card"), changed);
    frame.close();
}

void write_card_gone(
    std::string& out, routing::conversation_id conversation, std::string_view why
) {
    envelope(out, "card.gone").id("c", conversation.bits).text("why", why).close();
}

void write_offer(std::string& out, const offer& made) {
    auto frame = envelope(out, "offer");
    json::append(frame.key("offer"), made);
    frame.close();
}

void write_offer_gone(std::string& out, routing::offer_id id, std::string_view why) {
    envelope(out, "offer.gone").id("id", id.bits).text("why", why).close();
}

void write_me(std::string& out, const me& mine) {
    auto frame = envelope(out, "me");
    frame.text("presence", word_of(mine.presence)).text_unless_empty("reason", mine.reason);
    frame.time("since", mine.since).real("load", mine.load).number("capacity", mine.capacity);
    frame.number("closed_today", mine.closed_today);
    frame.close();
}

} // namespace kefu::gateway::protocol
