#pragma once

#include <cstdint>
#include <unordered_map>

#include "gateway/api/api_call.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/net/http.hpp"
#include "gateway/net/shard.hpp"

namespace kefu::gateway::api {

// The HTTP side of one shard: prepared files, and the routes behind their checks (cookie, role,
// forgery). Owned by the app; on its shard's thread, apart from the answers, which may come from
// anywhere and are posted back.
class api_port final : public net::http_port {
public:
    api_port(net::shard& shard, api_shared& shared, chat::catalog_ptr names)
        : shard_(shard), shared_(shared), names_(std::move(names)) {}

    void on_request(net::http_request request, net::responder answer) override;
    void use_catalog(chat::catalog_ptr fresh) { names_ = std::move(fresh); }

private:
    void serve_file(const net::http_request& request, net::responder answer);
    void with_staff(const route& to, api_call call);
    [[nodiscard]] bool may_change_state(const net::http_request& request) const;
    [[nodiscard]] std::function<void(net::http_response)> keep(net::responder answer);
    void finish(std::uint64_t number, net::http_response response);

    net::shard& shard_;
    api_shared& shared_;
    chat::catalog_ptr names_;
    std::unordered_map<std::uint64_t, net::responder> waiting_; // one per connection at most
    std::uint64_t last_number_ = 0;
};

} // namespace kefu::gateway::api
