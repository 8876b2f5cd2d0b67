#pragma once

#include <string>

#include <boost/json/value.hpp>

#include "tests/support/ws_client.hpp"

namespace kefu::tests {

// Speaks the console's REST as a browser does: keeps the cookie, sends X-Kefu. One connection a
// request, to its end: no answer without it. One thread.
class console_client {
public:
    explicit console_client(std::uint16_t port, bool over_tls = false)
        : port_(port), over_tls_(over_tls) {}

    // `more` replaces nothing: it goes behind the usual fields.
    [[nodiscard]] http_reply send(
        const std::string& method,
        const std::string& target,
        const std::string& body = {},
        const ws_client::fields& more = {}
    );
    [[nodiscard]] http_reply get(const std::string& target) { return send("GET", target); }
    [[nodiscard]] http_reply post(const std::string& target, const boost::json::value& body);
    [[nodiscard]] http_reply patch(const std::string& target, const boost::json::value& body);

    // The answer; on 200 the cookie is kept.
    http_reply sign_in(const std::string& name, const std::string& password);
    [[nodiscard]] std::string ticket(); // empty: refused

    void use_port(std::uint16_t port) { port_ = port; }
    void leave_out_x_kefu() { sends_x_kefu_ = false; }
    [[nodiscard]] const std::string& cookie() const { return cookie_; }
    void set_cookie(std::string cookie) { cookie_ = std::move(cookie); }

private:
    void keep_cookie(const http_reply& reply);

    std::uint16_t port_;
    bool over_tls_;
    std::string cookie_; // name=value
    bool sends_x_kefu_ = true;
};

[[nodiscard]] boost::json::value json_of(const http_reply& reply); // null: not JSON

} // namespace kefu::tests
