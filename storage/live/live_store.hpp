#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/live/live_errc.hpp"
#include "storage/result.hpp"

namespace kefu::storage::live {

// Called exactly once per operation, on the owner's io_context thread, never inside the call that
// started it. After stop() the remaining ones are called with errc::stopped.
template <class T>
using done = std::function<void(result<T>)>;

// Offline is the absence of a row. Away is 掛起: keeps own conversations, takes no new ones.
enum class presence_state : std::uint8_t { online, away };

// One staff member as seen by one node; somebody with tabs on two nodes has two rows.
struct presence_row {
    routing::staff_id staff;
    std::string node; // [A-Za-z0-9._-]{1,64}
    presence_state state = presence_state::online;
    std::string reason;       // a code of the settings (never free text), at most 32 bytes
    std::int64_t left_ms = 0; // list_presence only: what is left of the lease

    bool operator==(const presence_row&) const = default;
};

struct presence_listing {
    std::vector<presence_row> rows; // by staff, then node
    std::size_t unreadable = 0;     // left out: nobody of ours has written them

    bool operator==(const presence_listing&) const = default;
};

struct waiting_row {
    routing::conversation_id conversation;
    routing::skill_id skill;    // nil: anybody
    std::int64_t order_key = 0; // the record's own; smaller is served first

    bool operator==(const waiting_row&) const = default;
};

enum class epoch_state {
    same,    // what was written is still there
    unset,   // Redis holds no epoch and this node has never seen one: new, or emptied before; as
             // emptied
    emptied, // Redis holds no epoch: rebuild mirror and presence from the record, then set_epoch
    replaced // another node rebuilt under a new epoch: put this node's own presence again
};

enum class ticket_use { first, again };

struct live_counters {
    std::uint64_t reconnects = 0; // links that came up again, both links
    std::uint64_t time_outs = 0;  // commands without a reply in time
    std::uint64_t breaker_opens = 0;
    std::uint64_t epoch_losses = 0;      // emptied or replaced
    std::uint64_t protocol_errors = 0;   // garbage bytes
    std::uint64_t script_reloads = 0;    // NOSCRIPT answers repaired
    std::uint64_t local_tickets = 0;     // tickets decided without Redis
    std::uint64_t local_rates = 0;       // rates counted without Redis
    std::uint64_t unreadable_leases = 0; // left out of a listing, each time
    std::uint64_t probes_missed = 0;     // subscriber links redialled because a probe was not heard
};

struct live_health {
    bool up = false;               // commands reach Redis
    routing::instant since;        // of the last change of `up`
    bool subscriber_alive = false; // subscribed to everything and its own probe was heard lately
    bool breaker_open = false;     // calls rest, or but one is let through as a trial
    live_counters counters;
};

// What the store tells its owner without being asked. Any may be empty.
struct live_events {
    std::function<void(bool up)> status;
    // True: every channel is subscribed and proven. Messages of the time before are lost, so the
    // owner checks its streams against the record. False: nothing may be arriving.
    std::function<void(bool alive)> bus;
    // Once per loss, within two seconds of it while idle; unset, emptied or replaced, never same.
    // Again at the next look, a second later, while set_epoch fails.
    std::function<void(epoch_state)> epoch;
};

using message_handler = std::function<void(std::string_view bytes)>;

// The port to everything that may be lost: presence, the mirror of the queues, the bus between
// nodes, tickets and rates. The record store is the truth; all of this can be rebuilt from it.
//
// Owned by the composition root; every method, callback and event is on the io_context thread.
// Lifecycle: construct, start once, use, stop once, destroy after `stopped` was called (or after
// the io_context has stopped for good). Implementations: redis_live, memory_live; one contract
// suite (tests/storage/live/live_contract.hpp) holds for both.
// Redis holds ids, counters and presence only: nothing personal in clear.
// The gateway calls neither list_waiting nor the bus (publish, subscribe, unsubscribe) nor bump:
// they wait for a second node on one record. Its rates are all this node's own.
class live_store {
public:
    virtual ~live_store() = default;

    virtual void start(live_events events) = 0;
    virtual void stop(std::function<void()> stopped) = 0;

    // Presence leases. A row counts until `lease_ms` after this call by the store's own clock and
    // is renewed by putting it again. Idempotent. Expired rows are never listed.
    virtual void put_presence(
        routing::organisation_id organisation,
        std::vector<presence_row> rows,
        std::int64_t lease_ms,
        done<void> on_done
    ) = 0;
    virtual void drop_presence(
        routing::organisation_id organisation,
        routing::staff_id staff,
        std::string node,
        done<void> on_done
    ) = 0;
    // At most limits::presence_rows_max, those whose lease ends first. A row that cannot be read is
    // counted and keeps nobody from the others.
    virtual void list_presence(
        routing::organisation_id organisation, done<presence_listing> on_done
    ) = 0;

    // Mirror of the queues: written by the desk's leader, readable from any node. Putting a
    // conversation again moves it. Idempotent.
    virtual void put_waiting(
        routing::organisation_id organisation, std::vector<waiting_row> rows, done<void> on_done
    ) = 0;
    virtual void remove_waiting(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        done<void> on_done
    ) = 0;
    // These rows and no others, no conversation twice. When it is refused, what was there stands.
    // Beyond limits::waiting_rows_max the first ones are kept, and errc::full.
    virtual void replace_waiting(
        routing::organisation_id organisation, std::vector<waiting_row> rows, done<void> on_done
    ) = 0;
    // The first `limit` (at most limits::waiting_list_max) by order key, then conversation.
    virtual void list_waiting(
        routing::organisation_id organisation,
        std::size_t limit,
        done<std::vector<waiting_row>> on_done
    ) = 0;

    // Bus between nodes: at most once. A message may be lost, repeated or reordered, also when
    // on_done said success. Payloads are opaque; the gateway encrypts them with the bus key.
    // Channel: [A-Za-z0-9._:-]{1,128}.
    virtual void publish(std::string channel, std::string bytes, done<void> on_done) = 0;
    // One handler per channel, a second subscribe replaces it. The subscription outlives every
    // loss of the link. A handler may call any method of the store.
    [[nodiscard]] virtual error_code subscribe(std::string channel, message_handler handler) = 0;
    virtual void unsubscribe(std::string_view channel) = 0;

    // The epoch shows that the store was emptied. The store checks by itself (event `epoch`);
    // check_epoch asks now. set_epoch writes `epoch` unless one is there already and gives the one
    // in force, which becomes the one that this node expects. What was written before it may be
    // lost unnoticed, so the owner writes all of it behind a success.
    virtual void check_epoch(done<epoch_state> on_done) = 0;
    virtual void set_epoch(std::string epoch, done<std::string> on_done) = 0;

    // Single use over all nodes; over this node only while Redis is away.
    virtual void use_ticket(
        routing::organisation_id organisation,
        std::string ticket,
        std::int64_t ttl_ms,
        done<ticket_use> on_done
    ) = 0;

    // Counts one in a fixed window that starts at the first bump, and gives the count so far
    // (1, 2, 3…). Over all nodes; of this node only while Redis is away.
    virtual void bump(
        routing::organisation_id organisation,
        std::string key,
        std::int64_t window_ms,
        done<std::int64_t> on_done
    ) = 0;

    [[nodiscard]] virtual live_health health() const = 0;
};

} // namespace kefu::storage::live
