#include "gateway/protocol/part_writer.hpp"

namespace kefu::gateway::protocol::json {

void append_agent(std::string& out, std::string_view name) {
    object(out).text("name", name).close();
}

void append_fields(object& json, const place& part) {
    json.number("position", part.position).number("waiting", part.waiting);
    json.boolean("staffed", part.staffed);
    if (part.ringing) json.boolean("ringing", true);
}

void append(std::string& out, const place& part) {
    object json(out);
    append_fields(json, part);
    json.close();
}

void append(std::string& out, const own_conversation& part) {
    object json(out);
    json.id("c", part.id.bits).text("state", word_of(part.state)).text("topic", part.topic);
    json.number("top", part.top).text("st", word_of(part.status));
    if (part.agent_name) append_agent(json.key("agent"), *part.agent_name);
    if (part.place) append(json.key("place"), *part.place);
    if (part.waiting_from) json.time("waiting_from", *part.waiting_from);
    json.number("read", part.read).number("delivered", part.delivered);
    json.boolean("rated", part.rated).time("opened", part.opened).close();
}

namespace {

void append(std::string& out, const card_customer& part) {
    object json(out);
    json.id("id", part.id.bits).text("name", part.name).boolean("identified", part.identified);
    json.boolean("vip", part.vip).text("locale", part.locale).close();
}

void append(std::string& out, const card_preview& part) {
    object json(out);
    json.text("text", part.text).text("by", storage::name_of(part.by)).time("at", part.at).close();
}

void append(std::string& out, const offer_handover& part) {
    object(out).text("from", part.from).text("note", part.note).close();
}

} // namespace

void append(std::string& out, const card& part) {
    object json(out);
    json.id("c", part.id.bits).text("state", storage::name_of(part.state));
    json.number("gen", part.generation);
    append(json.key("customer"), part.customer);
    json.text("topic", part.topic).text_unless_empty("need_type", part.need_type);
    json.text_unless_empty("order", part.order_number).id("skill", part.skill.bits);
    if (part.assignee) json.id("assignee", part.assignee->bits);
    json.id("storefront", part.storefront.bits).number("top", part.top);
    json.time("opened", part.opened).time("since", part.since);
    if (part.waiting_since) json.time("waiting_since", *part.waiting_since);
    if (part.waiting_from) json.time("waiting_from", *part.waiting_from);
    if (part.preview) append(json.key("preview"), *part.preview);
    json.number("customer_read", part.customer_read);
    json.number("customer_delivered", part.customer_delivered);
    json.number("staff_read", part.staff_read).close();
}

void append(std::string& out, const offer_reason& part) {
    object json(out);
    json.text("skill", part.skill).number("level", part.level).real("load", part.load);
    json.boolean("returning", part.returning).close();
}

void append(std::string& out, const offer& part) {
    object json(out);
    json.id("id", part.id.bits).id("c", part.conversation.bits);
    json.number("expires_in_ms", part.expires_in_ms);
    append(json.key("card"), part.card);
    json.number("waited_ms", part.waited_ms);
    append(json.key("why"), part.why);
    if (part.handover) append(json.key("handover"), *part.handover);
    json.close();
}

void append(std::string& out, const me& part) {
    object json(out);
    json.text("presence", word_of(part.presence)).text_unless_empty("reason", part.reason);
    json.time("since", part.since).real("load", part.load).number("capacity", part.capacity);
    json.number("closed_today", part.closed_today);
    json.close();
}

} // namespace kefu::gateway::protocol::json
