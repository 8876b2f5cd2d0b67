#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/protocol/commands.hpp"
#include "gateway/protocol/errors.hpp"
#include "gateway/protocol/words.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/records/event.hpp"
#include "storage/records/rows.hpp"

// Every envelope the server sends (PROTOCOL.md): plain structs in, one line of JSON text out.
// Pure; any thread. Each function appends one complete envelope to `out`, without a newline:
// callers that put several into one frame separate them by '\n' (append_envelope).
// Strings must be valid UTF-8 (the codec and the store guarantee it).
namespace kefu::gateway::protocol {

// ---- answers

struct ack_entry {
    request_number r = 0;
    std::uint64_t q = 0; // in the numbering of the reader
    bool dup = false;
};

struct err_answer {
    std::optional<request_number> r; // empty when it could not be read
    error code = error::internal;
    std::optional<std::int64_t> after_ms;
    std::string text;                                     // "" = left out
    std::optional<routing::conversation_id> conversation; // `c` of already_open
    bool confirm = false; // of forbidden_word: only warned of, and taken when confirmed
};

// ---- parts

struct place {
    std::uint32_t position = 0; // 1-based
    std::uint32_t waiting = 0;  // in the line, this one included
    bool staffed = false;       // somebody who may take it is online now
    bool ringing = false;       // an agent is asked: out of the line, before all of it

    bool operator==(const place&) const = default;
};

// A customer's own conversation.
struct own_conversation {
    routing::conversation_id id{};
    customer_state state = customer_state::waiting;
    std::string topic;
    std::uint64_t top = 0; // public_seq
    stream_status status = stream_status::reset;
    std::optional<std::string> agent_name;
    std::optional<protocol::place> place;
    std::optional<routing::wall_time> waiting_from; // while waiting: when this wait began
    std::uint64_t read = 0;                         // by the staff
    std::uint64_t delivered = 0;
    bool rated = false;
    routing::wall_time opened{};
};

struct card_customer {
    routing::customer_id id{};
    std::string name; // masked already
    bool identified = false;
    bool vip = false;
    std::string locale;
};

struct card_preview {
    std::string text;
    storage::author_role by = storage::author_role::customer;
    routing::wall_time at{};
};

// A conversation in an agent's list.
struct card {
    routing::conversation_id id{};
    storage::conversation_state state = storage::conversation_state::queued;
    std::uint64_t generation = 0;
    card_customer customer;
    std::string topic;
    std::string need_type;    // "" = left out
    std::string order_number; // "" = left out
    routing::skill_id skill{};
    std::optional<routing::staff_id> assignee;
    routing::storefront_id storefront{};
    std::uint64_t top = 0; // seq
    routing::wall_time opened{};
    routing::wall_time since{}; // of the state
    std::optional<routing::wall_time> waiting_since;
    std::optional<routing::wall_time> waiting_from; // queued or offered: when this wait began
    std::optional<card_preview> preview;
    std::uint64_t customer_read = 0;
    std::uint64_t customer_delivered = 0;
    std::uint64_t staff_read = 0;
};

// What is behind a part of the wall.
struct card_list {
    std::vector<card> cards; // the first of them
    int total = 0;           // all there are
};

// Why this agent.
struct offer_reason {
    std::string skill; // its name
    int level = 0;
    double load = 0; // share of the capacity in use, 0-1
    bool returning = false;

    bool operator==(const offer_reason&) const = default;
};

// The transfer that an offered conversation comes by.
struct offer_handover {
    std::string from; // the colleague's name
    std::string note;

    bool operator==(const offer_handover&) const = default;
};

struct offer {
    routing::offer_id id{};
    routing::conversation_id conversation{};
    std::int64_t expires_in_ms = 0;
    protocol::card card;
    std::int64_t waited_ms = 0; // in this wait
    offer_reason why;
    std::optional<offer_handover> handover;
};

struct me {
    protocol::presence presence = protocol::presence::offline;
    std::string reason; // "" = left out
    routing::wall_time since{};
    double load = 0; // in chats, idle ones count less
    int capacity = 0;
    int closed_today = 0; // as on the wall
};

struct colleague_skill {
    routing::skill_id skill{};
    int level = 1;
};

struct colleague {
    routing::staff_id id{};
    std::string name;
    protocol::presence presence = protocol::presence::offline;
    double load = 0;
    int capacity = 0;
    std::vector<colleague_skill> skills;
};

struct skill_name {
    routing::skill_id id{};
    std::string name;
    std::string topic;
};

struct storefront_name {
    routing::storefront_id id{};
    std::string name;
};

// What consoles call the organisation's skills and storefronts.
struct names {
    std::vector<skill_name> skills;
    std::vector<storefront_name> storefronts;
};

// ---- welcome

struct welcome_customer {
    routing::session_id session{};
    routing::wall_time now{};
    std::optional<std::string> token; // a new visitor token
    bool identified = false;
    std::string name; // "" = left out
    std::optional<own_conversation> conversation;
};

struct welcome_staff {
    protocol::role role = protocol::role::agent;
    routing::session_id session{};
    routing::wall_time now{};
    routing::staff_id staff{};
    std::string name;
    std::string locale;
    protocol::me me;
    bool chosen = false; // what `me` says is known to be their choice, not a beginning
    protocol::names names;
    std::vector<colleague> colleagues;
    std::vector<card> cards;
    std::vector<offer> offers;
    std::vector<routing::conversation_id> gone; // resumed, but on no card any more
};

// ---- wall

struct wall_tiles {
    int waiting = 0; // those who are ringing too
    int ringing = 0; // offered to an agent who decides
    std::int64_t longest_wait_ms = 0;
    int agents_online = 0;
    int agents_ready = 0;
    double capacity_free = 0;
    int active = 0;
    int closed_today = 0;
    int abandoned_today = 0;
    std::optional<double> service_level; // share served in time today; empty without data
    int late = 0;
};

struct wall_waiting {
    routing::conversation_id id{};
    routing::customer_id customer{};
    std::string name; // masked
    std::string topic;
    routing::wall_time queued_at{};
    int points = 0;
    routing::wall_time waiting_from{};           // when this wait began
    std::optional<routing::staff_id> offered_to; // while it rings
};

enum class queue_reason : std::uint8_t { none, no_agent, all_away, all_full, next, excluded };
[[nodiscard]] std::string_view word_of(queue_reason value);

struct wall_queue {
    routing::skill_id skill{}; // nil, written "any": those whom any agent may take
    std::string name;
    int waiting = 0;                                     // those who are ringing too
    std::optional<routing::wall_time> longest_wait_from; // when the longest present wait began
    int agents_online = 0;
    queue_reason why = queue_reason::none;
    std::vector<wall_waiting> list; // those who ring, then the line; the writer shows the first 20
};

struct wall_agent {
    routing::staff_id staff{};
    std::string name;
    protocol::presence presence = protocol::presence::offline;
    std::string reason; // "" = left out
    routing::wall_time since{};
    bool connected = false;
    double load = 0;
    int capacity = 0;
    std::optional<routing::wall_time> longest_unanswered_since;
    int closed_today = 0;
    std::optional<double> score;
};

struct wall {
    std::uint64_t version = 0;
    bool full = false;
    wall_tiles tiles;
    std::vector<wall_queue> queues;
    std::vector<wall_agent> agents;
    std::vector<std::string> gone; // ids of queues and agents; not written when full
};

inline constexpr std::size_t wall_list_max = 20;
// What the wall calls a waiting line: the skill's id, or "any".
[[nodiscard]] std::string name_of_line(routing::skill_id skill);

// ---- writers

// Puts '\n' between envelopes of one frame.
void append_envelope(std::string& frame, std::string_view envelope);

void write_ack(
    std::string& out, routing::conversation_id conversation, const std::vector<ack_entry>& entries
);
void write_ok(std::string& out, request_number r);
void write_ok(std::string& out, request_number r, const own_conversation& conversation);
void write_ok(std::string& out, request_number r, const me& mine);
void write_ok(std::string& out, request_number r, const card& changed);
void write_ok(std::string& out, request_number r, const card_list& found);
// `events` are envelopes written by write_ev_*.
void write_ok_sync(
    std::string& out,
    request_number r,
    const std::vector<std::string>& events,
    std::uint64_t top,
    bool more
);
void write_err(std::string& out, const err_answer& answer);

// `author_name` is the display name of a staff author or the masked name of the customer; "" leaves
// it out. The body must come from encode_body (bodies.hpp): it is embedded as it is.
void write_ev_staff(std::string& out, const storage::event& entry, std::string_view author_name);
// For the customer: public_seq, no staff ids, the body reduced by customer_body(). The event must
// be visible to the customer (asserted). A customer's own name is never written.
void write_ev_customer(std::string& out, const storage::event& entry, std::string_view author_name);

void write_welcome(std::string& out, const welcome_customer& frame);
void write_welcome(std::string& out, const welcome_staff& frame);
// To the customer's other sessions: one of them has opened it.
void write_conversation(std::string& out, const own_conversation& opened);
void write_place(std::string& out, routing::conversation_id conversation, const place& now);
void write_state(
    std::string& out,
    routing::conversation_id conversation,
    customer_state state,
    const std::optional<std::string>& agent_name,
    std::optional<routing::wall_time> waiting_from
);
void write_typing(std::string& out, routing::conversation_id conversation, side by, bool on);
void write_receipt(
    std::string& out,
    routing::conversation_id conversation,
    side by,
    std::uint64_t delivered,
    std::uint64_t read
);
void write_drain(std::string& out, std::int64_t within_ms);
void write_card(std::string& out, const card& changed);
void write_card_gone(std::string& out, routing::conversation_id conversation, std::string_view why);
void write_offer(std::string& out, const offer& made);
void write_offer_gone(std::string& out, routing::offer_id id, std::string_view why);
void write_me(std::string& out, const me& mine);
void write_names(std::string& out, const names& from);
void write_wall(std::string& out, const wall& frame);

} // namespace kefu::gateway::protocol
