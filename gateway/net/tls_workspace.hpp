#pragma once

#include "gateway/net/limits.hpp"
#include "gateway/net/tls_context.hpp"
#include "gateway/net/tls_handshakes.hpp"
#include "gateway/net/tls_session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kefu::gateway::net {

// What all TLS connections of one shard share, so that one that is idle keeps none of it. The
// shard's; its thread.
struct tls_workspace {
    explicit tls_workspace(const http_limits& limits)
        : handshakes({limits.handshakes_max, limits.handshakes_first_max, limits.handshake_ms_min}),
          in(sealed_read_bytes) {}

    tls_context_ptr terms; // of new connections
    tls_wire wire;
    tls_handshakes handshakes;
    std::vector<char> in; // sealed, as read from the socket
    std::string plain;    // gathered for one record
    std::string out;      // sealed, about to be written
};

// What one TLS connection keeps.
struct tls_part {
    explicit tls_part(tls_workspace& shared) : session(*shared.terms, shared.wire) {}

    tls_session session;
    std::string unsent;         // sealed, and the kernel has not taken it yet
    routing::instant sent_last; // while there is unsent
};

} // namespace kefu::gateway::net
