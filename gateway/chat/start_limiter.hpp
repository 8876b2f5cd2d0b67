#pragma once

#include <cstddef>
#include <cstdint>

#include "gateway/chat/limits.hpp"
#include "gateway/chat/network_limiter.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/bucket_memory.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

enum class start_verdict : std::uint8_t {
    admitted,
    customer_too_fast,
    network_too_fast, // everybody behind it or its site together, or no room to remember it
    too_many_known,   // no room to remember one more customer
};

struct start_outcome {
    start_verdict verdict = start_verdict::admitted;
    std::int64_t after_ms = 0; // when to try again; 0 when admitted
};

// How fast conversations may be opened: per customer, whatever socket they come by, and per client
// network and site (network_limiter.hpp), for whoever makes visitors as fast as conversations. Each one
// opened may ring at every agent in turn. Remembers whoever opened one until their rate has
// recovered, so that leaving resets nothing. Pure; each front desk has one, on the desk's thread.
class start_limiter {
public:
    explicit start_limiter(const start_limits& limits)
        : customers_(limits.customer, limits.customers_max), networks_(limits.networks),
          full_wait_ms_(limits.full_wait_ms) {}

    // Takes one from all rates, or from none.
    [[nodiscard]] start_outcome take(
        routing::customer_id customer, const net::peer_address& from, routing::instant now
    );
    // What was admitted has opened nothing: a repeat, a refusal or a failure of the record.
    void give_back(
        routing::customer_id customer, const net::peer_address& from, routing::instant now
    );

    [[nodiscard]] std::size_t customers_known() const { return customers_.known(); }
    [[nodiscard]] std::size_t networks_known() const { return networks_.networks_known(); }

private:
    routing::bucket_memory<routing::customer_id> customers_;
    network_limiter networks_;
    std::int64_t full_wait_ms_;
};

} // namespace kefu::gateway::chat
