#pragma once

#include "routing/instant.hpp"

namespace kefu::gateway::net {

// Where shards read time; injected so that tests move it by hand. Called from every shard's
// thread at once: implementations must be thread-safe.
class transport_clock {
public:
    virtual ~transport_clock() = default;
    [[nodiscard]] virtual routing::instant now() const = 0;    // monotonic: all deadlines
    [[nodiscard]] virtual routing::wall_time wall() const = 0; // only for the Date header
};

// The machine's own clocks.
class system_clock final : public transport_clock {
public:
    [[nodiscard]] routing::instant now() const override;
    [[nodiscard]] routing::wall_time wall() const override;
};

} // namespace kefu::gateway::net
