#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/records/event.hpp"
#include "storage/records/rows.hpp"
#include "storage/result.hpp"

// The record store's port: the truth about conversations, customers and staff.
//
// Asynchronous: every call returns at once and `done` is called exactly once, later, on a thread of
// the store (never inside the call). Callers post on to their own thread. Several threads may call.
// Writes are group-committed: everything that arrived while the last commit ran goes into the next
// transaction, in arrival order; `done` is called after that commit is durable (promise G1).
// Adapters: SQLite (storage/records/sqlite), later PostgreSQL; both pass tests/storage/records'
// contract suite.
namespace kefu::storage {

template <class T>
using reply = std::function<void(result<T>)>;

enum class store_error {
    unavailable = 1, // the store cannot commit or read now; try again
    overloaded,      // the write queue is full (limits::write_queue_max); nothing was stored
    corrupt,         // a row failed its check or would not decrypt
    stopped,         // the store is shutting down
    too_large,       // a body or row is over its limit (limits.hpp); nothing was stored
    // Another row has this sign-in name, widget key or shop's customer id; nothing was stored.
    conflict,
    // The row is not at the version that was read: somebody saved it meanwhile. Nothing was stored.
    changed,
};
[[nodiscard]] error_code make_error_code(store_error e);

// A domain "no" to a log write. Nothing of the write was stored.
enum class log_refusal : std::uint8_t {
    none = 0,
    unknown_conversation,
    unknown_customer,    // a start of somebody who is not in the record (any more)
    stale_assignment,    // the generation is not the expected one
    wrong_state,         // the conversation is not in one of the allowed states
    already_open,        // this customer has an open conversation at this storefront
    client_key_conflict, // same author and key as an earlier event, other content
    prior_missing,       // the author's event under `prior_key` is not in the record
    run_full,            // there are as many events of this kind in a row as `longest_run` allows
    unanswered_full,     // the customer has as much without an answer as `unanswered` allows
};
[[nodiscard]] std::string_view name_of(log_refusal refusal);

// Set of conversation states, as bits 1 << state.
using state_set = std::uint32_t;
[[nodiscard]] constexpr state_set states(std::initializer_list<conversation_state> list) {
    state_set set = 0;
    for (const auto state : list)
        set |= 1U << static_cast<unsigned>(state);
    return set;
}

// New values of the conversation row's own columns; absent means unchanged.
struct conversation_change {
    std::optional<conversation_state> state;
    std::optional<std::uint64_t> generation;
    std::optional<std::optional<routing::staff_id>> assignee;
    std::optional<routing::skill_id> skill;
    std::optional<int> min_level;
    std::optional<std::string> topic;
    std::optional<std::string> need_type;
    std::optional<std::optional<routing::wall_time>> due;
    std::optional<std::vector<routing::staff_id>> excluded;
    std::optional<std::optional<routing::wall_time>> waiting_since;
    // Sets waiting_since only where it is empty: the oldest unanswered message keeps the clock.
    bool waiting_since_only_if_empty = false;
    std::optional<bool> rated;
    std::optional<std::int64_t> credit_ms;
    std::optional<routing::wall_time> waiting_from;
    // An agent has it now: a wait that ran until `at` counts for longest_wait_ms.
    bool ends_wait = false;
    std::optional<std::optional<routing::staff_id>> preferred;
    routing::wall_time at{}; // becomes state_since when `state` is set
};

// The customer's rating, joined to the conversation's service record. The last one counts. Its time
// is that of the `rated` event it comes with.
struct rating_draft {
    int score = 0;       // 1-5
    std::string comment; // "" = none (sealed)
};

// So many events of one kind may follow each other, as the customer counts them.
struct run_bound {
    event_kind kind{};
    std::uint64_t count_max = 0;
};

// How much of a customer may stand without an answer of the staff; what is reached is enough.
struct unanswered_bound {
    std::uint64_t count_max = 0;
    std::uint64_t bytes_max = 0;
};

// Places in the queue of writes. Those of limits::desk_writes_kept are for the desk's decisions
// alone: what everybody else writes must not keep it from recording what it has decided.
enum class queue_place : std::uint8_t { ordinary, kept };

// One atomic step of one conversation: checks, then row, events, audit and record together.
struct log_write {
    routing::organisation_id organisation{};
    routing::conversation_id conversation{};
    std::optional<conversation_row> create;           // inserted first; its customer must be stored
    std::optional<std::uint64_t> expected_generation; // compare-and-set (promise G5)
    std::optional<state_set> allowed_states;
    std::optional<routing::customer_id> only_customer; // the conversation must be theirs
    std::optional<routing::staff_id> only_assignee;    // the conversation must be assigned to them
    // Client key of the same author's message before this one, when it was still on its way: if it
    // did not get into the record, this one must not overtake it (promise G3).
    std::optional<routing::id_bits> prior_key;
    std::optional<run_bound> longest_run; // refused `run_full` when there are as many already
    std::optional<unanswered_bound> unanswered;
    std::optional<conversation_change> change;
    std::vector<event_draft> events; // appended in this order
    std::vector<audit_draft> audits;
    std::optional<service_record_row> record;
    std::optional<rating_draft> rating;
    queue_place place = queue_place::ordinary;
};

struct log_outcome {
    log_refusal refusal = log_refusal::none;
    // True when an event with the same author and client key was there before: nothing was written
    // and `events` holds the stored ones. The stored conversation may differ from the asked one
    // (a repeated start).
    bool duplicate = false;
    conversation_row conversation; // as after this write (or as stored, on a refusal that found it)
    std::vector<event> events;     // with seq and public_seq
};

// A short page is not the end: that is reached when the last number is `top`.
struct event_page {
    std::vector<event> events; // ascending, contiguous
    std::uint64_t top = 0;     // of the numbering that was asked for
};

enum class numbering : std::uint8_t { all, customer };

// Where a list of service records stands, newest first: many can be of one millisecond.
struct record_cursor {
    routing::wall_time wrapped_up_at{};
    routing::conversation_id conversation{};

    auto operator<=>(const record_cursor&) const = default;
};

struct record_query {
    routing::organisation_id organisation{};
    std::optional<routing::customer_id> customer;
    std::optional<routing::staff_id> staff;  // who took part: served it, whoever closed it then
    std::optional<std::string> order_number; // exactly, as far as `normalise` tells
    std::optional<std::string> topic;
    std::optional<record_cursor> before; // exclusive
    std::size_t count_max = 50;
};

// What happened since a moment, by the time of each event: what the wall counts of a day.
struct day_figures {
    struct closed_by {
        routing::staff_id staff{};
        int count = 0;
    };
    struct rating {
        routing::conversation_id conversation{};
        routing::staff_id staff{}; // who served it last
        int score = 0;             // the last one given
    };
    std::vector<closed_by> closed; // by agents; each once
    std::vector<rating> ratings;   // at most limits::day_ratings_max, the newest
    int abandoned_count = 0;
    int accepted_count = 0;         // first acceptances
    int accepted_in_time_count = 0; // of these, within the asked time in the line
};

// Which conversation is meant, when that is all that can be read of it.
struct conversation_ref {
    routing::organisation_id organisation{};
    routing::conversation_id id{};
};

struct open_conversation_list {
    std::vector<conversation_row> rows; // the oldest first
    std::vector<conversation_ref> damaged;
};

// Where a look through the visitors stands: they are looked at in the order of their making.
struct visitor_cursor {
    routing::wall_time created_at{};
    routing::customer_id id{};

    auto operator<=>(const visitor_cursor&) const = default;
};

struct visitor_sweep {
    // With their keys, in no order. Of an earlier sweep that failed half-way, too.
    std::vector<routing::customer_id> gone;
    visitor_cursor last;    // where to go on
    bool is_at_end = false; // there is nobody behind it
};

enum class sign_in_write : std::uint8_t { stored, account_changed };
enum class sign_in_touch : std::uint8_t { noted, gone }; // gone: ended, or never there

class record_store {
public:
    virtual ~record_store() = default;

    // The log.
    virtual void append(log_write write, reply<log_outcome> done) = 0;
    // Events with number > after in the given numbering, at most count_max, and none behind the one
    // whose body goes beyond limits::event_page_bytes_max. Of what there is at least one.
    virtual void events_after(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        numbering by,
        std::uint64_t after,
        std::size_t count_max,
        reply<event_page> done
    ) = 0;

    // Conversations.
    virtual void conversation(
        routing::organisation_id organisation,
        routing::conversation_id id,
        reply<std::optional<conversation_row>> done
    ) = 0;
    // Every conversation that is not closed or abandoned, of all organisations: the desk's
    // start-up. One whose row is damaged is only named, so that the others can be served.
    virtual void open_conversations(reply<open_conversation_list> done) = 0;
    // The customer's newest conversation at the storefront, open or not.
    virtual void latest_conversation(
        routing::organisation_id organisation,
        routing::storefront_id storefront,
        routing::customer_id customer,
        reply<std::optional<conversation_row>> done
    ) = 0;
    // Who served the customer in the talk that is over since last, and since then, at any
    // storefront: one in wrap-up since its end, a closed one since its form was saved.
    virtual void last_server(
        routing::organisation_id organisation,
        routing::customer_id customer,
        routing::wall_time ended_since,
        reply<std::optional<routing::staff_id>> done
    ) = 0;
    // In one commit, at most limits::receipts_per_write_max. Cursors only rise.
    virtual void save_receipts(std::vector<receipt_row> rows, reply<void> done) = 0;
    virtual void receipts(
        routing::conversation_id conversation, reply<std::vector<receipt_row>> done
    ) = 0;
    virtual void service_records(
        record_query query, reply<std::vector<service_record_row>> done
    ) = 0;
    // `in_time_ms`: how long a customer may wait for a first acceptance to be counted as in time.
    virtual void figures_since(
        routing::organisation_id organisation,
        routing::wall_time since,
        std::int64_t in_time_ms,
        reply<day_figures> done
    ) = 0;
    // The same, in its turn among the writes: holds what was asked to be stored before and is
    // answered after it, and holds nothing that was asked afterwards. Writes wait for it.
    virtual void figures_in_turn(
        routing::organisation_id organisation,
        routing::wall_time since,
        std::int64_t in_time_ms,
        reply<day_figures> done
    ) = 0;

    // Customers.
    // Insert or replace by id. An external id that another customer of the organisation has is a
    // `conflict`: of two first visits at once one is stored, and the other one reads it.
    virtual void save_customer(customer_row row, reply<void> done) = 0;
    virtual void customer(
        routing::organisation_id organisation,
        routing::customer_id id,
        reply<std::optional<customer_row>> done
    ) = 0;
    virtual void customer_by_external_id(
        routing::organisation_id organisation,
        std::string external_id,
        reply<std::optional<customer_row>> done
    ) = 0;
    // Visitor tokens are stored hashed. A token that is bound to another customer is replaced. Of
    // the customer's tokens at most `kept_max` stay: the ones unused for longest end.
    virtual void save_visitor_token(
        routing::organisation_id organisation,
        visitor_token_row row,
        std::size_t kept_max,
        reply<void> done
    ) = 0;
    virtual void visitor(
        routing::organisation_id organisation,
        std::string token_hash,
        reply<std::optional<known_visitor>> done
    ) = 0;
    virtual void touch_visitor_token(
        routing::organisation_id organisation,
        std::string token_hash,
        routing::wall_time at,
        reply<void> done
    ) = 0;
    virtual void drop_visitor_token(
        routing::organisation_id organisation, std::string token_hash, reply<void> done
    ) = 0;
    // Forgets visitors of all organisations of whom nothing is stored but that they came: whom no
    // shop has vouched for, without conversation and order, made and last seen before
    // `seen_before`, with their tokens and data keys. Looks at no more than `look_max` behind
    // `after`. One that fails may have forgotten some but for their keys; the next one, also after
    // a restart, drops those too and tells of them.
    virtual void sweep_visitors(
        visitor_cursor after,
        routing::wall_time seen_before,
        std::size_t look_max,
        reply<visitor_sweep> done
    ) = 0;
    virtual void save_order(order_row row, reply<void> done) = 0;
    virtual void orders_of(
        routing::organisation_id organisation,
        routing::customer_id customer,
        std::size_t count_max,
        reply<std::vector<order_row>> done
    ) = 0;

    // Configuration: few rows, read whole. Storefronts, skills and staff are saved over the version
    // they were read at (0: a new one), each save raises it; another version is `changed`.
    virtual void save_organisation(organisation_row row, reply<void> done) = 0;
    virtual void organisations(reply<std::vector<organisation_row>> done) = 0;
    virtual void save_storefront(storefront_row row, audit_draft audit, reply<void> done) = 0;
    virtual void storefronts(reply<std::vector<storefront_row>> done) = 0;
    virtual void save_skill(skill_row row, audit_draft audit, reply<void> done) = 0;
    virtual void skills(reply<std::vector<skill_row>> done) = 0;
    virtual void save_staff(staff_row row, audit_draft audit, reply<void> done) = 0;
    virtual void staff(reply<std::vector<staff_row>> done) = 0;
    // The same, and in the same commit every sign-in of this staff member ends; `fresh` begins.
    virtual void save_staff_and_end_sign_ins(
        staff_row row,
        std::optional<staff_session_row> fresh,
        std::vector<audit_draft> audits,
        reply<void> done
    ) = 0;
    // Stores nothing once the staff member is not active or has another password than the one that
    // was checked, so that no sign-in outlives what ended the others. Of a staff member's sign-ins
    // at most `kept_max` stay: the ones unused for longest end.
    virtual void save_staff_session(
        staff_session_row row,
        std::string password_hash,
        std::size_t kept_max,
        audit_draft audit,
        reply<sign_in_write> done
    ) = 0;
    virtual void staff_session(
        std::string token_hash, reply<std::optional<staff_session_row>> done
    ) = 0;
    virtual void touch_staff_session(
        std::string token_hash, routing::wall_time at, reply<sign_in_touch> done
    ) = 0;
    virtual void drop_staff_session(
        std::string token_hash, audit_draft audit, reply<void> done
    ) = 0;
    // Audit entries that belong to no other write.
    virtual void audit(audit_draft entry, reply<void> done) = 0;

    // Cursor of a fold over the log (search and reports come later); 0 when never saved.
    virtual void save_fold_cursor(std::string fold, std::uint64_t position, reply<void> done) = 0;
    virtual void fold_cursor(std::string fold, reply<std::uint64_t> done) = 0;

    // Finishes what is queued, then refuses with store_error::stopped. Blocks; call once.
    virtual void stop() = 0;
};

} // namespace kefu::storage

template <>
struct boost::system::is_error_code_enum<kefu::storage::store_error> : std::true_type {};
