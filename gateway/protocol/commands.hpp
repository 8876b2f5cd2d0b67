#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/protocol/words.hpp"
#include "routing/ids.hpp"

// What a client can ask for, one struct per command (PROTOCOL.md). Pure values: the codec has
// checked types, lengths and UTF-8; it has not checked whether the sender may do it.
//
// `r` numbers the answer. `key` is the client's own id of a lasting act (promise G2).
// Texts are as sent, apart from the codec's length check: trimming and masking are the service's.
namespace kefu::gateway::protocol {

using request_number = std::uint64_t; // at most 2^53 - 1, so that a browser can count it
using client_key = routing::id_bits;

// UUIDs of version 8 (RFC 9562 §5.8, free for own meanings) are the gateway's own keys, made from a
// client's (chat::act_key). No client may send one: it could take the key of what the desk will
// decide, and the record would refuse the decision.
[[nodiscard]] constexpr bool is_own_key(const client_key& key) { return key.bytes[6] >> 4 == 8; }

// `v` of a hello; another one is closed with 4504.
inline constexpr std::uint64_t version_supported = 1;

struct resume_cursor {
    routing::conversation_id conversation{};
    std::uint64_t q = 0; // the last number the client applied

    bool operator==(const resume_cursor&) const = default;
};

// Session.

struct hello_customer {
    std::uint64_t version = 0;
    std::string storefront; // widget key, "pk_…"
    std::optional<std::string> token;
    std::optional<std::string> jwt;
    std::string locale; // "" = the storefront's
    std::optional<resume_cursor> resume;
};

struct hello_staff {
    std::uint64_t version = 0;
    std::string ticket;
    std::vector<resume_cursor> resume;
};

struct beat {};
struct bye {
    bool forget = false; // of a customer: the session's token ends as well
};

// Both sides.

struct message_send {
    request_number r = 0;
    client_key key{};
    routing::conversation_id conversation{};
    std::string text;
    std::optional<std::uint64_t> generation; // staff must give it
    bool confirmed = false;                  // sent in spite of a word that the SOP warns of
};

struct sync {
    request_number r = 0;
    routing::conversation_id conversation{};
    std::uint64_t after = 0;
    std::uint32_t limit = 0; // already cut down to limits::sync_events_max; never 0
};

struct typing {
    routing::conversation_id conversation{};
    bool on = false;
};

struct receipt {
    routing::conversation_id conversation{};
    std::uint64_t delivered = 0;
    std::uint64_t read = 0; // <= delivered: the codec raises `delivered` to it
};

// Customer.

struct conversation_start {
    request_number r = 0;
    client_key key{};
    std::string topic;
    std::optional<std::string> need_type;
    std::optional<std::string> order;
    std::optional<std::string> text;
};

struct conversation_leave {
    request_number r = 0;
    routing::conversation_id conversation{};
};

struct survey_rate {
    request_number r = 0;
    client_key key{};
    routing::conversation_id conversation{};
    int score = 0; // 1-5
    std::optional<protocol::solved> solved;
    std::vector<std::string> tags;
    std::optional<std::string> comment;
};

// Staff.

struct presence_set {
    request_number r = 0;
    protocol::presence presence = protocol::presence::offline;
    std::optional<std::string> reason; // SOP key of an away reason
};

struct offer_accept {
    request_number r = 0;
    routing::offer_id offer{};
};

struct offer_decline {
    request_number r = 0;
    routing::offer_id offer{};
    std::optional<std::string> reason; // SOP key of a decline reason
};

struct note_add {
    request_number r = 0;
    client_key key{};
    routing::conversation_id conversation{};
    std::optional<std::uint64_t> generation;
    std::string text;
};

struct conversation_transfer {
    request_number r = 0;
    client_key key{};
    routing::conversation_id conversation{};
    std::uint64_t generation = 0;
    // Exactly one of the two.
    std::optional<routing::staff_id> to_staff;
    std::optional<routing::skill_id> to_skill;
    std::string note;
};

struct conversation_end {
    request_number r = 0;
    client_key key{};
    routing::conversation_id conversation{};
    std::uint64_t generation = 0;
};

struct wrap_up_save {
    request_number r = 0;
    client_key key{};
    routing::conversation_id conversation{};
    std::uint64_t generation = 0;
    std::string topic;
    std::string need_type;
    protocol::solved solved = protocol::solved::no;
    std::string solution;
};

struct conversation_watch {
    request_number r = 0;
    routing::conversation_id conversation{};
};

struct conversation_unwatch {
    request_number r = 0;
    routing::conversation_id conversation{};
};

struct wall_watch {
    request_number r = 0;
};

struct wall_unwatch {
    request_number r = 0;
};

struct wall_cards {
    request_number r = 0;
    std::optional<routing::staff_id> staff; // empty: those of all whose customers wait too long
};

struct conversation_assign {
    request_number r = 0;
    routing::conversation_id conversation{};
    routing::staff_id staff{};
};

struct conversation_take {
    request_number r = 0;
    routing::conversation_id conversation{};
    std::optional<std::uint64_t> generation; // as whoever takes it saw it
};

using command = std::variant<
    hello_customer,
    hello_staff,
    beat,
    bye,
    message_send,
    sync,
    typing,
    receipt,
    conversation_start,
    conversation_leave,
    survey_rate,
    presence_set,
    offer_accept,
    offer_decline,
    note_add,
    conversation_transfer,
    conversation_end,
    wrap_up_save,
    conversation_watch,
    conversation_unwatch,
    wall_watch,
    wall_unwatch,
    wall_cards,
    conversation_assign,
    conversation_take>;

inline constexpr std::size_t command_count = std::variant_size_v<command>;

// What is fixed about a kind of command.
struct command_row {
    std::string_view word; // `t`
    std::uint8_t roles;    // bits 1 << role: who may send it once the session is ready
    bool answered;         // it carries `r`
    bool keyed;            // it carries `key`
};

// One row per alternative of `command`, in its order.
[[nodiscard]] const command_row& row_of(std::size_t command_index);
[[nodiscard]] inline const command_row& row_of(const command& what) { return row_of(what.index()); }
[[nodiscard]] bool may_send(role sender, const command& what);
[[nodiscard]] std::optional<request_number> request_of(const command& what);

} // namespace kefu::gateway::protocol
