#include "gateway/net/echo_port.hpp"

#include "gateway/net/ws_codec.hpp"

#include <algorithm>
#include <utility>

namespace kefu::gateway::net {

upgrade_verdict echo_port::on_upgrade(const upgrade_request& request) {
    const auto& offered = request.protocols;
    return upgrade_verdict::accept(offered.empty() ? std::string_view{} : offered.front());
}

// Control: an echo is never dropped. The connection stops reading while much is queued, so a
// client that does not read its echoes is held back instead of being closed.
void echo_port::on_message(connection_ref from, std::string_view text) {
    static_cast<void>(outlet_.send(from, text_frame(text), entry_kind::control));
}

void echo_port::on_binary(connection_ref from, std::string_view bytes) {
    static_cast<void>(outlet_.send(from, binary_frame(bytes), entry_kind::control));
}

ws_route echo_port::route(std::string path, echo_port& port, std::size_t message_bytes_max) {
    ws_route made;
    made.path = std::move(path);
    made.port = &port;
    made.binary_allowed = true;
    made.authentication_needed = false;
    made.limits.message_bytes_max = message_bytes_max;
    made.limits.outbox_bytes_max = std::max(made.limits.outbox_bytes_max, 2 * message_bytes_max);
    return made;
}

} // namespace kefu::gateway::net
