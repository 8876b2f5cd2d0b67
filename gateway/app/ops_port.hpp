#pragma once

#include <functional>
#include <string>

#include "gateway/net/http.hpp"
#include "gateway/net/kept_answers.hpp"

namespace kefu::gateway::app {

// Health and metrics on the loopback listener: GET /livez, /readyz, /metrics. One per shard; the
// functions may be called from any shard's thread.
class ops_port final : public net::http_port {
public:
    struct parts {
        std::function<std::string()> not_ready_because;                // "" = ready
        std::function<void(std::function<void(std::string)>)> metrics; // Prometheus text
    };
    ops_port(net::shard& shard, const parts& from) : answers_(shard), parts_(from) {}

    void on_request(net::http_request request, net::responder answer) override;

private:
    net::kept_answers answers_;
    const parts& parts_;
};

} // namespace kefu::gateway::app
