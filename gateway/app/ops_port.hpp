#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "gateway/net/http.hpp"

namespace kefu::gateway::app {

// Health and metrics on the loopback listener: GET /livez, /readyz, /metrics. One per shard; the
// functions may be called from any shard's thread.
class ops_port final : public net::http_port {
public:
    struct parts {
        std::function<std::string()> not_ready_because;                // "" = ready
        std::function<void(std::function<void(std::string)>)> metrics; // Prometheus text
    };
    explicit ops_port(const parts& from) : parts_(from) {}

    void on_request(net::http_request request, net::responder answer) override;

private:
    const parts& parts_;
};

} // namespace kefu::gateway::app
