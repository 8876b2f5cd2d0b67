#include <cassert>

#include "gateway/protocol/bodies.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/json_text.hpp"

// The hot envelopes: one `ack` per commit and author, one `ev` per event and side.
namespace kefu::gateway::protocol {
namespace {

bool is_customers(const storage::event& entry) {
    return entry.by.role == storage::author_role::customer;
}

void write_staff_author(std::string& out, const storage::author& by, std::string_view author_name) {
    json::object author(out);
    author.text("role", storage::name_of(by.role));
    if (!by.id.is_nil()) author.id("id", by.id);
    author.text_unless_empty("name", author_name);
    author.close();
}

// A supervisor acts behind the scenes, as when giving a conversation to an agent: the customer is
// told their name only where they speak to them.
bool is_named_to_customer(const storage::event& entry) {
    if (entry.by.role != storage::author_role::supervisor) return !is_customers(entry);
    return entry.kind == storage::event_kind::message;
}

void write_author_for_customer(
    std::string& out, const storage::event& entry, std::string_view author_name
) {
    json::object author(out);
    author.text("role", storage::name_of(entry.by.role));
    if (is_named_to_customer(entry)) author.text_unless_empty("name", author_name);
    author.close();
}

} // namespace

void append_envelope(std::string& frame, std::string_view envelope) {
    if (!frame.empty()) frame += '\n';
    frame += envelope;
}

void write_ack(
    std::string& out, routing::conversation_id conversation, const std::vector<ack_entry>& entries
) {
    json::object envelope(out);
    envelope.text("t", "ack");
    json::append_array(envelope.key("a"), entries, [](std::string& to, const ack_entry& entry) {
        to += '[';
        json::append_number(to, entry.r);
        to += ',';
        json::append_number(to, entry.q);
        to += entry.dup ? ",true]" : ",false]";
    });
    envelope.id("c", conversation.bits).close();
}

// The client key goes only to the side that made it: it is how a client finds its own entry.

void write_ev_staff(std::string& out, const storage::event& entry, std::string_view author_name) {
    json::object envelope(out);
    envelope.text("t", "ev").id("c", entry.conversation.bits).number("q", entry.seq);
    if (entry.public_seq != 0) envelope.number("p", entry.public_seq);
    envelope.id("id", entry.id.bits).text("k", storage::name_of(entry.kind));
    write_staff_author(envelope.key("by"), entry.by, author_name);
    envelope.time("at", entry.at);
    if (entry.client_key && !is_customers(entry)) envelope.id("key", *entry.client_key);
    envelope.raw("b", staff_body(entry.kind, entry.body)).close();
}

void write_ev_customer(
    std::string& out, const storage::event& entry, std::string_view author_name
) {
    assert(entry.public_seq != 0);
    assert(storage::visibility_of(entry.kind) == storage::visibility::everyone);
    json::object envelope(out);
    envelope.text("t", "ev").id("c", entry.conversation.bits).number("q", entry.public_seq);
    envelope.id("id", entry.id.bits).text("k", storage::name_of(entry.kind));
    write_author_for_customer(envelope.key("by"), entry, author_name);
    envelope.time("at", entry.at);
    if (entry.client_key && is_customers(entry)) envelope.id("key", *entry.client_key);
    envelope.raw("b", customer_body(entry.kind, entry.body)).close();
}

} // namespace kefu::gateway::protocol
