#pragma once

#include "gateway/net/limits.hpp"
#include "routing/instant.hpp"

#include <cstdint>

namespace kefu::gateway::net {

// When a listener that ran out of descriptors may try again (accept() would fail at once, for
// ever, with the pending connection still making the socket readable: a busy loop). Pure.
class accept_backoff {
public:
    // EMFILE, ENFILE, ENOBUFS, ENOMEM, or no room for another connection: wait this long.
    [[nodiscard]] std::int64_t exhausted();
    void accepted() { wait_ms_ = 0; }
    [[nodiscard]] bool waiting() const { return wait_ms_ != 0; }

private:
    std::int64_t wait_ms_ = 0;
};

// How many connections fit under a descriptor limit: 98 % of it, and never less than
// descriptors_spare_min left for everything else. 0 when there is no room at all.
[[nodiscard]] std::size_t connections_under(std::uint64_t descriptors_max);

} // namespace kefu::gateway::net
