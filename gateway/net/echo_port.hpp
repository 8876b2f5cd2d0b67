#pragma once

#include "gateway/net/ws_port.hpp"

#include <cstddef>
#include <string>

namespace kefu::gateway::net {

// Sends every message back as it came: the conformance suite and the load tools talk to it
// through the same listener, codec and connection code as the chat. One per shard.
class echo_port final : public ws_port {
public:
    explicit echo_port(ws_outlet& outlet) : outlet_(outlet) {}

    upgrade_verdict on_upgrade(const upgrade_request& request) override;
    void on_open(connection_ref, const upgrade_request&) override {}
    void on_message(connection_ref from, std::string_view text) override;
    void on_binary(connection_ref from, std::string_view bytes) override;
    void on_drained(connection_ref) override {}
    void on_closed(connection_ref, const close_info&) override {}

    // A route whose limits fit echoes of `message_bytes_max`.
    [[nodiscard]] static ws_route route(
        std::string path, echo_port& port, std::size_t message_bytes_max
    );

private:
    ws_outlet& outlet_;
};

} // namespace kefu::gateway::net
