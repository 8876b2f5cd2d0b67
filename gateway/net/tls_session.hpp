#pragma once

#include "gateway/net/tls_context.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct bio_method_st;
struct bio_st;
struct ssl_st;

namespace kefu::gateway::net {

// Where the sessions of one thread read from and write to while they are called: OpenSSL's view of
// a socket, without one. Shared, because a session that is not being called needs none.
class tls_wire {
public:
    tls_wire();
    ~tls_wire();
    tls_wire(const tls_wire&) = delete;
    tls_wire& operator=(const tls_wire&) = delete;

private:
    friend class tls_session;
    struct ends;

    bio_method_st* method_;
    bio_st* bio_;
    std::string_view in_;
    std::string* out_ = nullptr;
};

enum class tls_state : std::uint8_t {
    handshaking,
    open,
    peer_done, // it has said that it sends nothing more
    failed,    // what is in `out` should still be sent: it says why
};

// One TLS connection, server side: sealed bytes in and plain bytes out, and the other way round. No
// socket, no clock; one thread. It keeps what a record needs that came only in part, and no buffer
// while none is (SSL_MODE_RELEASE_BUFFERS).
class tls_session {
public:
    // `wire` must outlive it.
    tls_session(const tls_context& terms, tls_wire& wire);
    ~tls_session();
    tls_session(const tls_session&) = delete;
    tls_session& operator=(const tls_session&) = delete;

    [[nodiscard]] tls_state state() const { return state_; }

    // A record has come in part, and is kept.
    [[nodiscard]] bool mid_record() const;

    // Takes in all of `sealed` and fills `plain`, which must have plain_room(sealed.size()) bytes.
    // What is to be sent because of it (the handshake's part, alerts) is appended to `out`.
    [[nodiscard]] std::size_t receive(
        std::string_view sealed, std::span<char> plain, std::string& out
    );
    [[nodiscard]] static std::size_t plain_room(std::size_t sealed_bytes) {
        return sealed_bytes + record_bytes_max;
    }
    // Requires: open or peer_done. False: it has failed.
    [[nodiscard]] bool seal(std::string_view plain, std::string& out);
    // close_notify, once; nothing may be sealed afterwards.
    void say_farewell(std::string& out);

    static constexpr std::size_t record_bytes_max = 16 * 1024; // RFC 8446 §5.1

private:
    class call;
    static void note_message(
        int is_ours, int version, int kind, const void* bytes, std::size_t size, ssl_st*, void* self
    );
    void note_failure(int code);

    ssl_st* native_;
    tls_wire& wire_;
    tls_state state_ = tls_state::handshaking;
    bool farewell_said_ = false;
    bool abused_ = false;
    std::uint16_t key_updates_ = 0;
};

} // namespace kefu::gateway::net
