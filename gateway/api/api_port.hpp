#pragma once

#include "gateway/api/api_call.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/net/http.hpp"
#include "gateway/net/kept_answers.hpp"
#include "gateway/net/shard.hpp"

namespace kefu::gateway::api {

// The HTTP side of one shard: prepared files, and the routes behind their checks (cookie, role,
// forgery). Owned by the app; on its shard's thread, apart from the answers, which may come from
// anywhere and are posted back.
class api_port final : public net::http_port {
public:
    api_port(net::shard& shard, api_shared& shared, chat::catalog_ptr names)
        : answers_(shard), shared_(shared), names_(std::move(names)) {}

    void on_request(net::http_request request, net::responder answer) override;
    [[nodiscard]] net::arrival_kind arrival_of(const net::http_request& request) const override;
    void use_catalog(chat::catalog_ptr fresh) { names_ = std::move(fresh); }
    void use_staffing(chat::staffing_ptr fresh) { staffed_ = std::move(fresh); }
    // For lack of room (net/kept_answers.hpp); any thread.
    [[nodiscard]] std::uint64_t answers_refused() const { return answers_.refused(); }

private:
    void serve_file(const net::http_request& request, net::responder answer);
    void with_staff(const route& to, api_call call);
    [[nodiscard]] std::string_view why_it_may_not_change_state(const net::http_request& request
    ) const;

    net::kept_answers answers_;
    api_shared& shared_;
    chat::catalog_ptr names_;
    chat::staffing_ptr staffed_ = std::make_shared<const chat::staffing>();
};

} // namespace kefu::gateway::api
