#pragma once

#include "gateway/net/arrival.hpp"
#include "gateway/net/connection_ref.hpp"
#include "gateway/net/payload.hpp"
#include "gateway/net/peer_address.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kefu::gateway::net {

struct http_field {
    std::string name;
    std::string value;

    bool operator==(const http_field&) const = default;
};

// ASCII only, as field names are (RFC 9110 §5.1).
[[nodiscard]] bool same_field_name(std::string_view a, std::string_view b) noexcept;

// A request that passed http_head and Beast's parser, with its whole body. Owns its bytes: it may
// be moved to another thread.
struct http_request {
    std::string method; // as sent, upper case by convention: "GET"
    std::string target; // origin-form, not percent-decoded
    int version_minor = 1;
    std::vector<http_field> fields; // order kept
    std::string body;
    peer_address peer; // the client, seen through trusted proxies

    // Up to '?', and what follows it; views into target.
    [[nodiscard]] std::string_view path() const;
    [[nodiscard]] std::string_view query() const;
    // First value of that name, any case; empty when absent.
    [[nodiscard]] std::string_view field(std::string_view name) const;
    [[nodiscard]] bool has_field(std::string_view name) const;
};

// The transport adds Content-Length, Connection, Date and the security headers that are not set
// here (security_headers.hpp); a value with CR, LF or NUL turns the answer into a 500.
struct http_response {
    unsigned status = 200;
    std::vector<http_field> fields;
    payload body;       // null: none
    bool close = false; // after this answer

    [[nodiscard]] static http_response text(unsigned status, std::string body);
    [[nodiscard]] static http_response json(unsigned status, std::string body);
    void set(std::string_view name, std::string value); // replaces
};

// Takes answers for a connection; a shard in the gateway, a list in tests. Any thread.
class http_reply_sink {
public:
    virtual ~http_reply_sink() = default;
    virtual void reply(connection_ref to, std::uint32_t request_number, http_response response) = 0;
};

// The right and the duty to answer one request, once, from any thread. When the client is gone
// the answer goes nowhere; when the holder drops it unanswered, the client gets 500.
// The sink (the shard) must outlive it.
class responder {
public:
    responder(http_reply_sink& sink, connection_ref to, std::uint32_t request_number)
        : sink_(&sink), to_(to), request_number_(request_number) {}
    responder(responder&& other) noexcept;
    responder& operator=(responder&& other) noexcept;
    ~responder();

    void operator()(http_response response);
    [[nodiscard]] bool answered() const { return sink_ == nullptr; }

private:
    http_reply_sink* sink_;
    connection_ref to_;
    std::uint32_t request_number_;
};

// The application's HTTP side. Called on the connection's shard; must not block. The next request
// of the same connection is read only after this one is answered and written.
class http_port {
public:
    virtual ~http_port() = default;
    virtual void on_request(http_request request, responder answer) = 0;
    // Asked before; what is foreign is answered by the transport.
    [[nodiscard]] virtual arrival_kind arrival_of(const http_request&) const {
        return arrival_kind::unknown;
    }
};

} // namespace kefu::gateway::net
