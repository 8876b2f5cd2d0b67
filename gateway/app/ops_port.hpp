#pragma once

#include <functional>
#include <string>

#include "gateway/app/readiness.hpp"
#include "gateway/net/http.hpp"
#include "gateway/net/kept_answers.hpp"

namespace kefu::gateway::app {

// Health and metrics on the loopback listener: GET /livez, /readyz, /metrics. On its shard's
// thread; the functions are called there.
class ops_port final : public net::http_port {
public:
    struct parts {
        std::function<app::readiness()> readiness;
        std::function<bool()> has_metrics; // false while there is nothing to be counted yet
        std::function<void(std::function<void(std::string)>)> metrics; // Prometheus text
    };
    ops_port(net::shard& shard, const parts& from) : answers_(shard), parts_(from) {}

    void on_request(net::http_request request, net::responder answer) override;

private:
    net::kept_answers answers_;
    const parts& parts_;
};

} // namespace kefu::gateway::app
