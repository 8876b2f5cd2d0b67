#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gateway/protocol/close_codes.hpp"
#include "gateway/protocol/commands.hpp"
#include "gateway/protocol/errors.hpp"
#include "gateway/protocol/frame_codec.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/limits.hpp"
#include "gateway/protocol/words.hpp"
#include "routing/instant.hpp"
#include "routing/token_bucket.hpp"

namespace kefu::gateway::protocol {

using rate = routing::token_bucket::rate;

// What a session may do; the defaults are those of production. Benches pass their own.
struct session_limits {
    rate customer_envelopes{40, 20, 1'000};
    rate staff_envelopes{200, 100, 1'000};
    // Of one customer and of one account, whatever socket they come by.
    rate customer_messages{10, 1, 1'000};
    rate staff_messages{60, 5, 1'000};
    // Pages of `sync`, each of which is read from the record: a customer's client asks for some
    // when it has missed events, and for one when its line has been silent.
    rate customer_syncs{10, 2, 1'000};
    std::size_t in_flight_max = limits::in_flight_max;
    std::int64_t hello_ms_max = limits::hello_ms_max;
    std::int64_t command_ms_max = limits::command_ms_max;
    std::size_t bad_envelopes_per_minute_max = limits::bad_envelopes_per_minute_max;
    std::size_t rate_refusals_per_minute_max = limits::rate_refusals_per_minute_max;
};

// What to do with an envelope.
struct dispatch {
    command what;
};
struct answer {
    err_answer error;
};
struct close {
    close_code code = close_code::normal;
    std::int64_t after_ms = 0; // into the close reason of 42xx codes
};
struct ignore {};
using action = std::variant<dispatch, answer, close, ignore>;

// How a dispatched command ended.
enum class outcome : std::uint8_t {
    done,             // ok or ack
    refused_for_good, // an err with retry false
    refused_for_now,  // an err with retry true
};
[[nodiscard]] constexpr outcome outcome_of(error code) {
    return may_retry(code) ? outcome::refused_for_now : outcome::refused_for_good;
}

struct expiry {
    std::vector<err_answer> answers; // one `unavailable` per command that took too long
    std::optional<close> closing;    // no hello in time (4502), or no answer to it (4002)
};

// The rules of one connection (PROTOCOL.md): hello first and in time, who may send what, rates,
// commands in flight, one answer per `r` within its deadline, order after a failed message
// (promises G3 and G9). After a message was refused for now, only that message itself passes in its
// conversation; later ones are answered `prior_failed`, and then pass in the order in which they
// were first sent. Pure: owned by the session, on its thread; `now` never goes backwards.
//
//   awaiting_hello --hello--> hello_pending --welcomed()--> ready --bye, close--> closing
//
// A dispatched `hello` is answered by welcomed() or by the session's own close, a dispatched `bye`
// (of a customer who wants to be forgotten) by a close.
class session_protocol {
public:
    enum class state : std::uint8_t { awaiting_hello, hello_pending, ready, closing };

    // The limits are those of all sessions and outlive it.
    session_protocol(const session_limits& limits, routing::instant connected_at);
    session_protocol(const session_limits&& limits, routing::instant connected_at) = delete;

    [[nodiscard]] action on_envelope(decoded envelope, routing::instant now);
    // The hello was accepted and `welcome` is sent. `messages` is what all sessions of this sender
    // write from and outlives this one; the rate is that of the role.
    void welcomed(role sender, routing::token_bucket& messages, routing::instant now);

    // True: send the answer now. False: it was answered already (it took too long) or never asked;
    // the answer must be dropped.
    [[nodiscard]] bool settled(request_number r, outcome how);

    // A dispatched command that cannot be begun before another of the session has ended; counts as
    // a refusal for speed.
    [[nodiscard]] action too_soon(request_number r, std::int64_t after_ms, routing::instant now);

    [[nodiscard]] expiry expire(routing::instant now);
    // When to call expire; empty when there is nothing to wait for.
    [[nodiscard]] std::optional<routing::instant> next_deadline() const;

    [[nodiscard]] state current() const { return state_; }

private:
    struct pending {
        routing::instant deadline;
        std::optional<routing::conversation_id> conversation; // of a message
        client_key key{};
        std::uint64_t order = 0;
    };
    // Messages that were refused for now, by the order in which they were first sent.
    using failed_messages = std::map<std::uint64_t, client_key>;
    // Of the few that were refused anything.
    struct refusals {
        // Within the last minute and bounded by it.
        std::vector<routing::instant> bad_at;
        std::vector<routing::instant> for_speed_at;
        std::map<routing::conversation_id, failed_messages> failed;
    };

    action on_bye(const bye& what);
    action on_bad(std::optional<request_number> r, decode_error why, routing::instant now);
    action on_first(command what, routing::instant now);
    action on_command(command what, routing::instant now);
    action on_message(message_send what, routing::instant now);
    action start(command what, pending waits);
    action refuse_speed(
        std::optional<request_number> r, std::int64_t after_ms, routing::instant now
    );
    action refuse_message(const message_send& what, action refusal);
    action close_with(close_code code, std::int64_t after_ms = 0);
    [[nodiscard]] const failed_messages* failed_in(routing::conversation_id conversation) const;
    void remember_failed(
        routing::conversation_id conversation, client_key key, std::uint64_t order
    );
    void note_failed(const pending& waited);
    std::uint64_t take_order(const message_send& what);
    [[nodiscard]] refusals& noted();
    [[nodiscard]] const rate& envelope_rate() const {
        return is_staff(role_) ? limits_->staff_envelopes : limits_->customer_envelopes;
    }
    [[nodiscard]] const rate& message_rate() const {
        return is_staff(role_) ? limits_->staff_messages : limits_->customer_messages;
    }

    const session_limits* limits_;
    state state_ = state::awaiting_hello;
    role role_ = role::customer;
    routing::instant hello_deadline_;
    routing::token_bucket envelopes_;
    routing::token_bucket syncs_;
    routing::token_bucket* messages_ = nullptr; // null until the welcome
    std::unique_ptr<refusals> refusals_;        // null: there was none yet
    std::map<request_number, pending> in_flight_;
    std::uint64_t next_order_ = 1;
};

} // namespace kefu::gateway::protocol
