#include "gateway/net/tls_handshakes.hpp"

#include <cassert>

namespace kefu::gateway::net {

std::optional<connection_ref> tls_handshakes::overdue(routing::instant now) const {
    if (!full() || all_.empty() || now < all_.front().began + ms_min_) return std::nullopt;
    return all_.front().who;
}

void tls_handshakes::begin(connection_ref who, routing::instant now) {
    assert(!full());
    all_.push_back({who, now});
}

void tls_handshakes::end(connection_ref who) {
    std::erase_if(all_, [&](const one& each) { return each.who == who; });
}

} // namespace kefu::gateway::net
