#pragma once

#include "gateway/net/connection_ref.hpp"
#include "routing/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace kefu::gateway::net {

// The handshakes of one shard that have begun and not ended, oldest first. Pure.
//
// Each costs memory and the most expensive arithmetic there is here, so there is a bound. At it the
// newcomer waits, unless the oldest has had time enough for any browser: who holds handshakes open
// gives their places back after that time, and a crowd that comes at once is let in as fast as it
// can be served.
class tls_handshakes {
public:
    tls_handshakes(std::size_t most, std::int64_t ms_min) : most_(most), ms_min_(ms_min) {}

    [[nodiscard]] bool full() const { return all_.size() >= most_; }
    [[nodiscard]] std::size_t size() const { return all_.size(); }
    // At the bound: whose place may be taken, if anybody's.
    [[nodiscard]] std::optional<connection_ref> overdue(routing::instant now) const;
    void begin(connection_ref who, routing::instant now);
    void end(connection_ref who);

private:
    struct one {
        connection_ref who;
        routing::instant began;
    };

    std::size_t most_;
    std::int64_t ms_min_;
    std::vector<one> all_;
};

} // namespace kefu::gateway::net
