#pragma once

#include "gateway/net/close_code.hpp"
#include "gateway/net/http_beast.hpp"
#include "gateway/net/liveness.hpp"
#include "gateway/net/outbox.hpp"
#include "gateway/net/shard.hpp"
#include "gateway/net/tls_workspace.hpp"
#include "gateway/net/ws_codec.hpp"
#include "gateway/net/ws_handshake.hpp"
#include "routing/token_bucket.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace kefu::gateway::net {

// One accepted socket, from its first byte to its last. Lives in a slot of its shard and is only
// touched there. Handlers name it by slot and generation, never by address.
//
// Idle it costs its own size and what Asio keeps for a descriptor that waits to be readable: bytes
// are read into the shard's buffer, and everything that only some phases need is on the heap for
// as long as they last.
class connection {
public:
    connection(
        shard& home,
        connection_ref self,
        shard_socket socket,
        const shard::arrival& who,
        const site& served
    );

    void start();
    void on_readable(boost::system::error_code failed);
    void on_writable(boost::system::error_code failed);
    void write_turn();      // once per loop turn while there is something to send
    void check_deadlines(); // when the timing wheel says so
    void tell_ended();      // ws_port::on_closed, outside of every other call

    send_outcome send(payload frame, entry_kind kind, std::uint64_t mark);
    void close(std::uint16_t code, std::string_view reason);
    void set_proven();
    void set_authenticated();
    void set_vouched();
    void read_what_came(); // of one that has been given its turn too late
    void answer(std::uint32_t request_number, http_response response);
    void begin_drain(); // HTTP: no further request after this one
    void cut();         // reset, nothing more is sent

    [[nodiscard]] connection_ref ref() const { return {home_.index(), slot_, generation_}; }
    [[nodiscard]] bool open() const { return phase_ == connection_phase::websocket; }
    [[nodiscard]] std::size_t queued_bytes() const { return outbox_.bytes(); }
    [[nodiscard]] const peer_address& peer() const { return peer_; }
    [[nodiscard]] bool exempt() const { return exempt_; }
    [[nodiscard]] bool vouched() const { return vouched_; }
    [[nodiscard]] bool undecided() const { return undecided_; }
    // Has shown nothing since it was listed for the n-th time.
    [[nodiscard]] bool unproven_as(std::uint8_t listing) const {
        return unproven_ && listing == listings_;
    }

private:
    // What becomes of the socket when the outbox is empty.
    enum class last_words : std::uint8_t {
        to_come,
        then_linger, // the peer may still be sending
        then_finish, // it has said its own: both close frames are exchanged
    };

    // Only while it speaks HTTP.
    struct http_part {
        std::string in; // not yet taken by the parser
        std::size_t scanned = 0;
        std::unique_ptr<request_parser> parser;
        bool keep_alive = true;
        bool head_only = false; // HEAD
        bool let_in = false;    // this request, by its head
        int version_minor = 1;
        routing::token_bucket foreign_rate{routing::instant{}};
        routing::instant answer_began;
        std::uint64_t answer_taken_bytes = 0; // by the kernel
    };

    // connection.cpp
    [[nodiscard]] bool wants_read() const;
    void arm_read();
    void read_some();
    void arm_write();
    [[nodiscard]] bool sends_on(std::size_t bytes, std::size_t bytes_max);
    void heard();
    void received(std::span<char> bytes);
    [[nodiscard]] bool all_written() const;
    void peer_shut();
    void say_farewell();
    void take_leave();
    void lost();
    void write_some();
    void after_written();
    void enter(connection_phase phase, std::int64_t deadline_ms);
    void look_at_deadlines();
    [[nodiscard]] const ws_limits& limits() const;
    void act_on(liveness_action action);
    [[nodiscard]] liveness_state liveness() const;
    void mark_dirty();
    void linger();
    void finish();
    void list_unproven();
    void prove();

    // connection_http.cpp
    void received_http(std::span<const char> bytes);
    void process_http();
    [[nodiscard]] bool begin_request();
    [[nodiscard]] bool continue_request();
    void complete_request();
    void resolve_client(http_request& request) const;
    // False: it is not served, and has been told.
    [[nodiscard]] bool may_send_body(std::size_t head_bytes);
    [[nodiscard]] bool may_ask(const http_request& request);
    void refuse_foreign();
    [[nodiscard]] bool count_as(const peer_address& client);
    void upgrade(const http_request& request, const ws_route& route);
    void refuse_upgrade(unsigned status);
    // It has asked for no more than so many, the one that is refused included: no new connection.
    void forgive_arrival(std::uint32_t requests);
    void open_websocket(
        const upgrade_request& asked,
        const ws_route& route,
        std::string_view key,
        std::string_view subprotocol
    );
    void refuse_head(unsigned status);
    void refuse_http(unsigned status);
    void write_answer(http_response response);
    void answer_written();
    void await_request(bool first);
    void request_begun();
    [[nodiscard]] bool mid_record() const;

    // connection_tls.cpp
    void start_handshake();
    void handshake_over();
    void unseal(std::string_view sealed);
    [[nodiscard]] bool owes_answer() const;
    bool leave_with_peer();
    void tell_failed();
    void write_sealed();
    [[nodiscard]] std::size_t seal_some();
    // False: the rest has to wait for the kernel, or the peer is gone.
    [[nodiscard]] bool send_sealed();
    [[nodiscard]] bool farewell_written();

    // connection_ws.cpp
    push_verdict push(payload bytes, entry_kind kind, std::uint64_t mark = 0);
    void received_frames(std::span<char> bytes);
    void note_message();
    void deliver(const ws_event& event);
    void peer_closed(const ws_event& event);
    void control_arrived(const ws_event& event);
    void fail_websocket(std::uint16_t code);
    void ended(close_info why);
    void start_closing(std::uint16_t code, std::string_view reason);
    void close_slow_consumer();

    shard& home_;
    const site& site_;
    const ws_route* route_ = nullptr; // from the upgrade on
    shard_socket socket_;
    std::unique_ptr<http_part> http_;
    std::unique_ptr<tls_part> tls_;
    std::unique_ptr<close_info> ended_; // until on_closed is called
    ws_decoder decoder_;
    outbox outbox_;
    routing::token_bucket control_rate_;
    routing::instant deadline_;
    routing::instant received_;      // with TLS: what could be unsealed
    routing::instant message_since_; // while message_open_: its first byte
    std::uint32_t slot_;
    std::uint32_t generation_;
    std::uint32_t request_number_ = 0;
    std::uint32_t linger_bytes_ = 0; // since our last word
    peer_address peer_;
    connection_phase phase_ = connection_phase::head;
    last_words last_words_ = last_words::to_come;
    std::uint8_t listings_ = 0;
    bool deadline_set_ : 1 = false;
    bool between_requests_ : 1 = false;
    bool answer_due_ : 1 = false;
    bool pinged_ : 1 = false;
    bool message_open_ : 1 = false; // begun and not ended; a control frame or a record as well
    bool read_paused_ : 1 = false;  // by us, until reading goes on
    bool reading_ : 1 = false;      // a readiness wait is outstanding
    bool blocked_ : 1 = false;      // a writability wait is outstanding
    bool dirty_ : 1 = false;        // on the shard's list for this turn
    bool drained_ : 1 = false;      // on_drained is owed
    bool told_open_ : 1 = false;    // on_open has been called, on_closed is owed
    bool authenticated_ : 1 = false;
    bool vouched_ : 1 = false;
    bool exempt_ : 1;
    bool undecided_ : 1; // to the admission
    bool unproven_ : 1 = false;
};

// What an idle connection costs begins with this.
static_assert(sizeof(connection) <= 280);

} // namespace kefu::gateway::net
