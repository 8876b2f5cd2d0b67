#pragma once

#include "routing/instant.hpp"

#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st;

namespace kefu::gateway::net {

// A certificate with its key, and what is agreed to in a handshake (security checklist §5.6): TLS
// 1.2 and 1.3, ECDHE only, X25519 and P-256, HTTP/1.1, no renegotiation, no compression, no early
// data. Immutable; any thread. Sessions keep what they need of it, so it may go before them.
//
// The key that seals session tickets is this object's own, made with it: whoever makes a new one at
// least once a day changes that key as often.
class tls_context {
public:
    struct outcome;

    // PEM texts: the certificate first, then those between it and the root; the key, unencrypted.
    // Whatever a browser would refuse is refused here: out of date, or not of this key.
    [[nodiscard]] static outcome make(
        std::string_view certificate_pem, std::string_view key_pem, routing::wall_time now
    );
    ~tls_context();
    tls_context(const tls_context&) = delete;
    tls_context& operator=(const tls_context&) = delete;

    [[nodiscard]] routing::wall_time ends_at() const { return ends_at_; }
    // Whether a browser takes it for this host: a name, or an IP address without brackets.
    [[nodiscard]] bool covers(const std::string& host) const;
    [[nodiscard]] ssl_ctx_st* native() const { return native_; }

private:
    explicit tls_context(ssl_ctx_st* native) : native_(native) {}

    ssl_ctx_st* native_;
    routing::wall_time ends_at_{};
};

using tls_context_ptr = std::shared_ptr<const tls_context>;

struct tls_context::outcome {
    tls_context_ptr made;    // null: refused
    bool of_the_key = false; // which of the two texts is wrong
    std::string why;         // in words that follow a file's name
};

} // namespace kefu::gateway::net
