#pragma once

#include "gateway/chat/ids_source.hpp"
#include "gateway/net/clock.hpp"

namespace kefu::gateway::app {

// Ids from the machine's own randomness: UUIDv7 (RFC 9562 §5.7) with the wall clock in front, so
// that rows made together lie together. Order never depends on them. Any thread.
class system_ids final : public chat::ids_source {
public:
    explicit system_ids(const net::transport_clock& clock) : clock_(clock) {}

    [[nodiscard]] routing::id_bits next() override;
    [[nodiscard]] routing::id_bits secret() override;
    [[nodiscard]] double jitter(); // in [0, 1): so that waits do not end together

private:
    const net::transport_clock& clock_;
};

} // namespace kefu::gateway::app
