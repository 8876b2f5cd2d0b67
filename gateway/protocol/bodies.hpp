#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/words.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/records/event.hpp"

// The body of a log event, per kind: what the store keeps (sealed) and staff read (PROTOCOL.md,
// table of kinds). Pure values; the encoder is the only writer of bodies, so a stored body may be
// embedded in a frame as it is.
namespace kefu::gateway::protocol::body {

struct opened {
    std::string topic;
    std::optional<std::string> need_type;
    std::optional<std::string> order;
    std::optional<std::string> text;
    std::string locale;
    bool operator==(const opened&) const = default;
};

struct queued {
    routing::skill_id skill{};
    int level = 1;
    bool operator==(const queued&) const = default;
};

struct offered {
    routing::staff_id staff{};
    routing::offer_id offer{};
    routing::wall_time until{};
    offer_reason why;
    bool operator==(const offered&) const = default;
};

struct accepted {
    routing::staff_id staff{};
    std::string name; // what the customer sees
    std::string why;  // offer | auto | assigned | transfer
    bool operator==(const accepted&) const = default;
};

// The three ways an offer ends without an acceptance.
struct declined {
    routing::staff_id staff{};
    std::string reason;
    bool operator==(const declined&) const = default;
};
struct missed {
    routing::staff_id staff{};
    std::string reason;
    bool operator==(const missed&) const = default;
};
struct withdrawn {
    routing::staff_id staff{};
    std::string reason;
    bool operator==(const withdrawn&) const = default;
};

struct message {
    std::string text;
    bool automatic = false; // sent by the system in the agent's name: `auto`
    // What the customer reads instead: their name is masked in `text`.
    std::optional<std::string> for_customer = std::nullopt;
    bool operator==(const message&) const = default;
};

struct note {
    std::string text;
    bool operator==(const note&) const = default;
};

struct transferred {
    routing::staff_id from{};
    std::optional<routing::staff_id> to_staff;
    std::optional<routing::skill_id> to_skill;
    std::string name; // of the target: an agent's or a skill's
    std::string note;
    bool operator==(const transferred&) const = default;
};

struct requeued {
    std::string reason;
    bool operator==(const requeued&) const = default;
};

struct ended {
    storage::author_role by = storage::author_role::agent;
    bool operator==(const ended&) const = default;
};

struct wrapped_up {
    std::string topic;
    std::string need_type;
    protocol::solved solved = protocol::solved::no;
    std::string solution;
    bool operator==(const wrapped_up&) const = default;
};

struct closed {
    bool operator==(const closed&) const = default;
};

struct abandoned {
    std::string reason;
    bool operator==(const abandoned&) const = default;
};

struct rated {
    int score = 0;
    std::optional<protocol::solved> solved;
    std::vector<std::string> tags;
    std::optional<std::string> comment;
    bool operator==(const rated&) const = default;
};

struct parked {
    routing::wall_time due{};
    bool operator==(const parked&) const = default;
};

using any = std::variant<
    opened,
    queued,
    offered,
    accepted,
    declined,
    missed,
    withdrawn,
    message,
    note,
    transferred,
    requeued,
    ended,
    wrapped_up,
    closed,
    abandoned,
    rated,
    parked>;

} // namespace kefu::gateway::protocol::body

namespace kefu::gateway::protocol {

[[nodiscard]] storage::event_kind kind_of(const body::any& what);

// JSON object text. Total.
[[nodiscard]] std::string encode_body(const body::any& what);

// Empty when the text is not a body of that kind (a damaged or foreign record). Unknown fields are
// ignored, so that a newer version's records can be read.
[[nodiscard]] std::optional<body::any> decode_body(storage::event_kind kind, std::string_view text);

// The fields of a kind that its customer may see: an allow-list, empty for hidden kinds.
[[nodiscard]] std::vector<std::string_view> customer_fields(storage::event_kind kind);

// The customer's form: only the fields that the kind's allow-list names, "{}" for hidden kinds and
// for text that does not decode.
[[nodiscard]] std::string customer_body(storage::event_kind kind, std::string_view text);

// The name of body::message::for_customer in a stored body; on the wire it has none.
inline constexpr std::string_view for_customer_field = "for_customer";

// The staff's form: all but what only the customer reads.
[[nodiscard]] std::string staff_body(storage::event_kind kind, std::string_view text);

} // namespace kefu::gateway::protocol
