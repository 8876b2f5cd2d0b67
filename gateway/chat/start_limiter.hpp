#pragma once

#include <cstddef>
#include <cstdint>

#include "gateway/chat/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/bucket_memory.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

enum class start_verdict : std::uint8_t {
    admitted,
    customer_too_fast,
    address_too_fast, // everybody behind that network together
    too_many_known,   // no room to remember one more customer or address
};

struct start_outcome {
    start_verdict verdict = start_verdict::admitted;
    std::int64_t after_ms = 0; // when to try again; 0 when admitted
};

// How fast conversations may be opened: per customer, whatever socket they come by, and per client
// network (IPv4 address, IPv6 /64), for whoever makes visitors as fast as conversations. Each one
// opened may ring at every agent in turn. Remembers whoever opened one until their rate has
// recovered, so that leaving resets nothing. Pure; each front desk has one, on the desk's thread.
class start_limiter {
public:
    explicit start_limiter(const start_limits& limits)
        : customers_(limits.customer, limits.customers_max),
          addresses_(limits.address, limits.addresses_max), full_wait_ms_(limits.full_wait_ms) {}

    // Takes one from both rates, or from neither.
    [[nodiscard]] start_outcome take(
        routing::customer_id customer, const net::peer_address& from, routing::instant now
    );
    // What was admitted has opened nothing: a repeat, a refusal or a failure of the record.
    void give_back(
        routing::customer_id customer, const net::peer_address& from, routing::instant now
    );

    [[nodiscard]] std::size_t customers_known() const { return customers_.known(); }
    [[nodiscard]] std::size_t addresses_known() const { return addresses_.known(); }

private:
    routing::bucket_memory<routing::customer_id> customers_;
    routing::bucket_memory<net::peer_address> addresses_;
    std::int64_t full_wait_ms_;
};

} // namespace kefu::gateway::chat
