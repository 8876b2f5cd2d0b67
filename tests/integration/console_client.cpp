#include "tests/integration/console_client.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace kefu::tests {

namespace json = boost::json;

namespace {

constexpr int answer_ms_max = 20'000;

} // namespace

http_reply console_client::send(
    const std::string& method,
    const std::string& target,
    const std::string& body,
    const ws_client::fields& more
) {
    auto text = method + " " + target + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port_) +
                "\r\nConnection: close\r\n";
    if (!cookie_.empty()) text += "Cookie: " + cookie_ + "\r\n";
    if (sends_x_kefu_ && method != "GET") text += "X-Kefu: 1\r\n";
    if (!body.empty()) text += "Content-Type: application/json\r\n";
    if (!body.empty() || method != "GET") {
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    for (const auto& [name, value] : more)
        text += name + ": " + value + "\r\n";
    auto connection = over_tls_ ? ws_client(port_, tls_terms{}) : ws_client(port_);
    if (!connection.ok() || !connection.send_raw(text + "\r\n" + body)) return {};
    auto reply = connection.receive_reply(method == "HEAD", answer_ms_max);
    // What a long answer held is given back when the gateway knows that it is written, which may be
    // after it is read here: before that one more is too many. The end says that it is known.
    return connection.ends(answer_ms_max) ? reply : http_reply{};
}

http_reply console_client::post(const std::string& target, const json::value& body) {
    auto reply = send("POST", target, json::serialize(body));
    keep_cookie(reply);
    return reply;
}

http_reply console_client::patch(const std::string& target, const json::value& body) {
    return send("PATCH", target, json::serialize(body));
}

http_reply console_client::sign_in(const std::string& name, const std::string& password) {
    return post("/api/sign-in", {{"name", name}, {"password", password}});
}

void console_client::keep_cookie(const http_reply& reply) {
    const auto set = reply.field("Set-Cookie");
    if (!set.empty()) cookie_ = set.substr(0, set.find(';'));
}

std::string console_client::ticket() {
    const auto reply = post("/api/ticket", json::object{});
    if (reply.status != 200) return {};
    return std::string(json_of(reply).at("ticket").as_string());
}

json::value json_of(const http_reply& reply) {
    boost::system::error_code failed;
    auto value = json::parse(reply.body, failed);
    return failed ? json::value{} : value;
}

} // namespace kefu::tests
