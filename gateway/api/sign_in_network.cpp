#include "gateway/api/sign_in_network.hpp"

namespace kefu::gateway::api {

sign_in_network sign_in_network_of(net::peer_address peer) {
    auto network = peer.network();
    if (network.is_v4()) {
        network.bytes.back() = 0;
        return {network.text(), {}};
    }
    return {network.text(), peer.site().text() + "/48"};
}

} // namespace kefu::gateway::api
