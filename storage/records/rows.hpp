#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/records/event.hpp"

// Plain rows of the record store, in clear: the store seals the fields marked (sealed).
namespace kefu::storage {

struct organisation_row {
    routing::organisation_id id{};
    std::string name;
};

struct storefront_row {
    routing::storefront_id id{};
    routing::organisation_id organisation{};
    std::string name;
    std::string widget_key;           // public: "pk_…", selects the storefront
    std::vector<std::string> origins; // exact origins that may embed the widget
    std::string accent_color;         // "#076077"
    std::string locale;               // default language of the widget: zh-Hant | zh-Hans | en
    std::string hours;                // gateway/service/opening_hours, "" = always open
    std::string greeting;             // "" = the SOP file's greeting
    // Secret that the shop's backend signs customer tokens with (HS256, >= 32 bytes); (sealed).
    std::string identity_secret;
    bool identity_required = false;
    // Raised with every new secret; tokens of customers that the old one vouched for are over.
    std::uint64_t identity_generation = 1;
    std::uint64_t version = 0; // as read; 0: not stored yet
};

enum class staff_role : std::uint8_t { agent = 0, supervisor = 1, admin = 2 };

struct staff_skill {
    routing::skill_id skill{};
    int level = 1; // proficiency 1-5
};

struct staff_row {
    routing::staff_id id{};
    routing::organisation_id organisation{};
    std::string sign_in_name; // unique per installation, in small letters
    std::string display_name; // what customers see
    staff_role role = staff_role::agent;
    std::string password_hash; // argon2id string; "" = cannot sign in
    bool must_change_password = false;
    // A one-time password is good until then.
    std::optional<routing::wall_time> password_until;
    bool active = true;
    int capacity = 6;
    bool auto_accept = false;
    std::string locale; // "" = the browser's
    std::vector<staff_skill> skills;
    std::uint64_t version = 0; // as read; 0: not stored yet
};

struct skill_row {
    routing::skill_id id{};
    routing::organisation_id organisation{};
    std::string name;          // 退換貨
    std::string topic;         // SOP topic key that asks for it: "return"
    std::uint64_t version = 0; // as read; 0: not stored yet
};

struct customer_row {
    routing::customer_id id{};
    routing::organisation_id organisation{};
    routing::storefront_id storefront{};
    bool identified = false;
    bool vip = false;
    std::string external_id; // `sub` of the shop's token (sealed, blind-indexed)
    std::string name;        // (sealed)
    std::string phone;       // (sealed, blind-indexed)
    std::string email;       // (sealed, blind-indexed)
    std::string address;     // (sealed)
    std::string locale;
    routing::wall_time created_at{};
};

// What a browser keeps to be the same customer again.
struct visitor_token_row {
    std::string token_hash; // BLAKE2b-256 of the token
    routing::customer_id customer{};
    routing::storefront_id storefront{}; // where it was given
    // Of the storefront's secret that vouched for the customer; 0: nobody did, a visitor.
    std::uint64_t identity_generation = 0;
    routing::wall_time bound_at{};
    routing::wall_time used_at{}; // noted now and then
};

struct known_visitor {
    visitor_token_row token;
    customer_row customer;
    std::uint64_t storefront_generation = 0; // identity_generation of the token's storefront, now
};

struct order_line {
    std::string title;
    std::string variant;
    int quantity = 1;
    std::int64_t price_minor = 0;
};

struct order_row {
    routing::order_id id{};
    routing::organisation_id organisation{};
    routing::customer_id customer{};
    std::string number; // (sealed, blind-indexed)
    std::string status; // placed | shipped | in_transit | delivered | returned | cancelled
    std::string currency;
    std::int64_t total_minor = 0;
    routing::wall_time placed_at{};
    std::vector<order_line> lines;                                    // (sealed)
    std::vector<std::pair<routing::wall_time, std::string>> timeline; // time and words (sealed)
};

enum class conversation_state : std::uint8_t {
    queued = 1,
    offered = 2,
    active = 3,
    wrap_up = 4,
    closed = 5,
    parked = 6,
    abandoned = 7,
};
[[nodiscard]] std::string_view name_of(conversation_state state);
[[nodiscard]] constexpr bool is_open(conversation_state state) {
    return state != conversation_state::closed && state != conversation_state::abandoned;
}
// The customer's chat is over once an agent has ended it; wrap-up is the staff's own affair.
[[nodiscard]] constexpr bool accepts_messages(conversation_state state) {
    return is_open(state) && state != conversation_state::wrap_up;
}

[[nodiscard]] constexpr bool waits_for_agent(conversation_state state) {
    return state == conversation_state::queued || state == conversation_state::offered;
}

struct conversation_row {
    routing::conversation_id id{};
    routing::organisation_id organisation{};
    routing::storefront_id storefront{};
    routing::customer_id customer{};
    conversation_state state = conversation_state::queued;
    std::uint64_t generation = 0;
    std::optional<routing::staff_id> assignee; // set while offered, active or in wrap-up
    routing::skill_id skill{};                 // the line it waits in or was taken from
    int min_level = 1;
    int points = 0;
    std::string topic;
    std::string need_type;
    std::string order_number; // (sealed)
    std::string locale;
    routing::wall_time opened_at{};
    routing::wall_time queued_at{}; // the order key: kept through offers, misses and re-queues
    // When the present wait for an agent began, or the last one: the opening, a re-queue or a
    // transfer. Offers that nobody takes change nothing.
    routing::wall_time waiting_from{};
    std::int64_t longest_wait_ms = 0; // of the waits that an agent has ended
    routing::wall_time state_since{};
    std::optional<routing::wall_time> waiting_since; // oldest unanswered message of the customer
    std::optional<routing::wall_time> due;           // when parked
    std::vector<routing::staff_id> excluded;         // declined or missed it
    std::optional<routing::staff_id> preferred;      // served the customer last, not long ago
    std::uint64_t seq_top = 0;
    std::uint64_t public_top = 0;
    bool rated = false;
    std::int64_t credit_ms = 0; // head start in the line, given by transfers
    // What the customer has stored since one of the staff last did something that they see: events
    // and bytes of their bodies.
    std::uint64_t unanswered_count = 0;
    std::uint64_t unanswered_bytes = 0;
};

// What a wrap-up becomes (SOP 6.2.3). One per conversation.
struct service_record_row {
    routing::record_id id{};
    routing::organisation_id organisation{};
    routing::conversation_id conversation{};
    routing::customer_id customer{};
    routing::staff_id staff{};
    std::string channel = "chat";
    std::string topic;
    std::string need_type;
    std::string solved;   // yes | partly | no
    std::string solution; // (sealed)
    routing::wall_time opened_at{};
    routing::wall_time accepted_at{};
    routing::wall_time ended_at{};
    routing::wall_time wrapped_up_at{};
    // The first wait or one after a transfer or re-queue. Empty: written before it was measured.
    std::optional<std::int64_t> longest_wait_ms;
    // Of its conversation, joined in when read.
    std::optional<int> score;                 // the customer's rating
    std::optional<std::string> score_comment; // (sealed)
    std::string order_number;                 // (sealed)
};

enum class party : std::uint8_t { customer = 1, staff = 2 };

// Read and delivered cursors, in public_seq. Written lazily, never part of the log.
struct receipt_row {
    routing::conversation_id conversation{};
    party by = party::customer;
    std::uint64_t delivered = 0;
    std::uint64_t read = 0;
};

struct staff_session_row {
    std::string token_hash; // BLAKE2b-256 of the cookie's token
    routing::staff_id staff{};
    routing::wall_time created_at{};
    routing::wall_time seen_at{};
};

struct audit_draft {
    std::string action; // "staff.sign_in", "conversation.transfer" …
    author by{};
    std::string object; // id of what was touched; never personal data
    std::string result; // "ok" or the refusal's name
    routing::wall_time at{};
    // Nil: taken from the row or log write it comes with; stays nil for acts of the installation.
    routing::organisation_id organisation{};
};

} // namespace kefu::storage
