#pragma once

#include "gateway/net/close_code.hpp"
#include "gateway/net/connection_ref.hpp"
#include "gateway/net/http.hpp"
#include "gateway/net/limits.hpp"
#include "gateway/net/payload.hpp"
#include "gateway/net/peer_network.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kefu::gateway::net {

// A handshake that is correct by RFC 6455. Valid during the call.
struct upgrade_request {
    const http_request& http;
    std::vector<std::string_view> protocols; // Sec-WebSocket-Protocol, in the client's order
    // Empty when absent. Not authentication (RFC 6455 §10.2): the application compares it with
    // the origins it serves.
    std::string_view origin;
};

struct upgrade_verdict {
    unsigned refuse_status = 0; // 0: accepted
    std::string subprotocol;    // must be one the client offered, or empty

    [[nodiscard]] static upgrade_verdict accept(std::string_view subprotocol = {}) {
        return {0, std::string(subprotocol)};
    }
    [[nodiscard]] static upgrade_verdict refuse(unsigned http_status) { return {http_status, {}}; }
};

// What may happen to an entry when the receiver is slow (promise G8).
enum class entry_kind : std::uint8_t {
    durable,   // in the record: dropped when the outbox is too full, to be read again later
    ephemeral, // typing, presence: simply forgotten
    control,   // acknowledgements, errors, welcome: never dropped; no room means close 4008
    response,  // HTTP only: one at a time, bounded by http_limits
};

enum class push_verdict : std::uint8_t {
    queued,
    dropped_to_pull, // durable: nothing more is pushed until on_drained; read from the record then
    discarded,       // ephemeral
    full,            // control: the connection is being closed with 4008
    gone,            // no such connection, or it is closing
};

struct send_outcome {
    push_verdict verdict = push_verdict::gone;
    // Marks of durable entries that will not be written: on the change to lagging all that were
    // queued, then the one just refused. Valid until the next send on this shard.
    std::span<const std::uint64_t> dropped;
};

// What the application may do to WebSocket connections of one shard; on that shard's thread only.
// A ref that is no longer alive, or of another shard, is a no-op.
class ws_outlet {
public:
    virtual ~ws_outlet() = default;

    // `frame` is complete (ws_codec.hpp: text_frame). `mark` is the sender's own name for a durable
    // entry (which stream, which seq), given back when it is dropped.
    virtual send_outcome send(
        connection_ref to, payload frame, entry_kind kind, std::uint64_t mark = 0
    ) = 0;
    // Starts the closing handshake behind everything queued. No on_message follows; on_closed
    // does, later, also when the peer never answers.
    virtual void close(connection_ref to, std::uint16_t code, std::string_view reason) = 0;
    // It has said who it is, and now waits for us: stops its count per address.
    virtual void set_proven(connection_ref to) = 0;
    // Stops the unauthenticated deadline as well.
    virtual void set_authenticated(connection_ref to) = 0;
    // It is of one of the staff: no share of a crowded IPv6 site is used up by it.
    virtual void set_vouched(connection_ref to) = 0;
    // Bytes not yet written; 0 for a connection that is gone.
    [[nodiscard]] virtual std::size_t queued_bytes(connection_ref to) const = 0;
};

// The application's WebSocket side. All calls on the connection's shard, never one inside another
// nor inside a ws_outlet call; must not block. on_open … on_closed come in pairs, exactly once.
class ws_port {
public:
    virtual ~ws_port() = default;

    [[nodiscard]] virtual upgrade_verdict on_upgrade(const upgrade_request& request) = 0;
    virtual void on_open(connection_ref from, const upgrade_request& request) = 0;
    // Valid UTF-8, a whole message. The buffer is writable and read_padding_bytes are readable
    // behind it; both only during the call.
    virtual void on_message(connection_ref from, std::string_view text) = 0;
    // Only on routes that allow binary.
    virtual void on_binary(connection_ref from, std::string_view bytes);
    // A lagging connection has written all it had: continue from the record.
    virtual void on_drained(connection_ref from) = 0;
    virtual void on_closed(connection_ref from, const close_info& why) = 0;
};

inline void ws_port::on_binary(connection_ref, std::string_view) {}

struct ws_route {
    std::string path; // exact
    ws_port* port = nullptr;
    ws_limits limits;
    bool binary_allowed = false;       // otherwise 1003
    bool authentication_needed = true; // otherwise no deadline and no count per address
};

// What one listening address serves on one shard. Owned by the application, outlives the shard.
struct site {
    http_port* http = nullptr;
    std::vector<ws_route> routes;
    // Peers that may say in X-Forwarded-For whom they speak for; they are exempt from
    // admission per address.
    std::vector<peer_network> trusted_proxies;
    bool tls = false;      // spoken here, on the terms that the transport has been given
    bool is_https = false; // browsers reach it by https, whoever speaks the TLS
};

} // namespace kefu::gateway::net
