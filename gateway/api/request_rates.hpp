#pragma once

#include <cstdint>

#include "gateway/chat/network_rates.hpp"

namespace kefu::gateway::api {

enum class asked_for : std::uint8_t { route, file };

// How fast one client network may ask the routes (limits::requests), signed in or not, since a
// made-up cookie or token costs a look into the record; and, apart from that, for files
// (limits::file_requests), since a kept connection can ask without end. One for the process; any
// thread.
class request_rates {
public:
    request_rates(const chat::network_limits& routes, const chat::network_limits& files)
        : routes_(routes), files_(files) {}

    // Milliseconds to wait; 0: it has asked now.
    [[nodiscard]] std::int64_t take(
        asked_for what, const net::peer_address& from, routing::instant now
    ) {
        return (what == asked_for::file ? files_ : routes_).take(from, now);
    }
    [[nodiscard]] std::uint64_t refused() const { return routes_.refused() + files_.refused(); }

private:
    chat::network_rates routes_;
    chat::network_rates files_;
};

} // namespace kefu::gateway::api
