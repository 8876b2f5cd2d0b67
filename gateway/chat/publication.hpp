#pragma once

#include <cstdint>
#include <vector>

#include "gateway/chat/catalog.hpp"
#include "gateway/net/payload.hpp"
#include "storage/records/event.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

// One committed event, encoded at most twice: the frames are shared by everybody who gets it.
struct published_event {
    std::uint64_t seq = 0;
    std::uint64_t public_seq = 0; // 0: hidden from the customer
    net::payload staff_frame;
    net::payload customer_frame; // null when hidden
};

// "Conversation c now reaches n, and here is that event": all that a publication says.
struct publication {
    routing::conversation_id conversation{};
    std::vector<published_event> events; // ascending
};

// The number a reader counts an event by; 0 = not for them.
enum class audience : std::uint8_t { customer, staff };
[[nodiscard]] inline std::uint64_t number_for(audience who, const published_event& entry) {
    return who == audience::staff ? entry.seq : entry.public_seq;
}
[[nodiscard]] inline const net::payload& frame_for(audience who, const published_event& entry) {
    return who == audience::staff ? entry.staff_frame : entry.customer_frame;
}

// Pure. Complete WebSocket frames of one `ev` envelope each.
[[nodiscard]] published_event encode_event(const storage::event& entry, const catalog& names);
[[nodiscard]] publication encode_publication(
    routing::conversation_id conversation,
    const std::vector<storage::event>& events,
    const catalog& names
);
// One envelope as a frame.
[[nodiscard]] net::payload frame_of(std::string_view envelope);

} // namespace kefu::gateway::chat
