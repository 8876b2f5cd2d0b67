#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "routing/ids.hpp"
#include "routing/instant.hpp"

// One entry of a conversation's log, and the table that says who may see which kind.
namespace kefu::storage {

// The number of a kind is stored: never reuse or renumber, only append.
enum class event_kind : std::uint8_t {
    opened = 1,      // the customer started; body: topic, order number, first words
    queued = 2,      // put in a waiting line; body: skill
    offered = 3,     // offered to one agent; body: staff, deadline, reasons
    accepted = 4,    // an agent took it; body: staff, name
    declined = 5,    // body: staff, reason
    missed = 6,      // body: staff
    message = 7,     // body: text
    note = 8,        // internal; body: text
    transferred = 9, // body: from, to staff or skill, note
    requeued = 10,   // back in line at its original place; body: reason
    ended = 11,      // the chat is over, wrap-up begins; body: by
    wrapped_up = 12, // body: topic, need type, solved, solution
    closed = 13,
    abandoned = 14, // the customer left before an agent came
    rated = 15,     // body: score, solved, tags, comment
    parked = 16,    // body: due
    withdrawn = 17, // an offer was taken back; body: staff, why
};

enum class visibility : std::uint8_t {
    everyone, // counted in public_seq; the customer's form may have fewer fields
    staff,
};

[[nodiscard]] visibility visibility_of(event_kind kind);
// The word used on the wire and in exports, for example "message".
[[nodiscard]] std::string_view name_of(event_kind kind);
[[nodiscard]] std::optional<event_kind> event_kind_from(std::int64_t stored);

enum class author_role : std::uint8_t { system = 0, customer = 1, agent = 2, supervisor = 3 };
[[nodiscard]] std::string_view name_of(author_role role);

struct author {
    author_role role = author_role::system;
    routing::id_bits id{}; // staff or customer id; nil for system

    bool operator==(const author&) const = default;
};

// What a caller asks to append. `body` is a JSON object; the store keeps it as a sealed cell.
struct event_draft {
    routing::event_id id{};
    event_kind kind = event_kind::message;
    author by{};
    routing::wall_time at{};
    std::string body;
    // The author's own id for this act (promise G2). Unique per organisation and author for ever.
    std::optional<routing::id_bits> client_key;
};

// What the record holds.
struct event {
    routing::event_id id{};
    routing::conversation_id conversation{};
    std::uint64_t seq = 0;        // 1,2,3… of all events
    std::uint64_t public_seq = 0; // 1,2,3… of those the customer sees; 0 when hidden from them
    event_kind kind = event_kind::message;
    author by{};
    routing::wall_time at{};
    std::string body;
    std::optional<routing::id_bits> client_key;
};

} // namespace kefu::storage
