#include "gateway/chat/publication.hpp"

#include <string>

#include "gateway/net/ws_codec.hpp"
#include "gateway/protocol/frames.hpp"

namespace kefu::gateway::chat {

namespace {

std::string_view author_name(const storage::author& by, const catalog& names) {
    switch (by.role) {
    case storage::author_role::agent:
    case storage::author_role::supervisor:
        return names.name_of(routing::staff_id{by.id});
    case storage::author_role::customer: // the reader has the card
    case storage::author_role::system:
        return {};
    }
    return {};
}

} // namespace

net::payload frame_of(std::string_view envelope) { return net::text_frame(envelope); }

published_event encode_event(const storage::event& entry, const catalog& names) {
    const auto name = author_name(entry.by, names);
    published_event out{entry.seq, entry.public_seq, nullptr, nullptr};
    std::string envelope;
    protocol::write_ev_staff(envelope, entry, name);
    out.staff_frame = frame_of(envelope);
    if (entry.public_seq != 0) {
        envelope.clear();
        protocol::write_ev_customer(envelope, entry, name);
        out.customer_frame = frame_of(envelope);
    }
    return out;
}

publication encode_publication(
    routing::conversation_id conversation,
    const std::vector<storage::event>& events,
    const catalog& names
) {
    publication out;
    out.conversation = conversation;
    out.events.reserve(events.size());
    for (const auto& entry : events)
        out.events.push_back(encode_event(entry, names));
    return out;
}

} // namespace kefu::gateway::chat
