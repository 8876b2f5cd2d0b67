#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/chat/front_desk.hpp"
#include "gateway/net/metrics.hpp"
#include "storage/live/live_store.hpp"
#include "storage/records/sqlite/sqlite_store.hpp"

namespace kefu::gateway::app {

struct metrics_input {
    std::vector<const net::shard_metrics*> shards;
    storage::store_stats records;
    bool ready = false;
    std::optional<storage::live::live_health> live; // none: there is no Redis
    chat::desk_counters desk;
    routing::tallies tallies;
    std::uint64_t answers_refused = 0;  // too many owed already (net/kept_answers.hpp)
    std::uint64_t visitors_refused = 0; // new ones, too many from one network
    std::uint64_t sign_ins_late = 0;    // passwords whose turn came when nobody waits any more
    std::uint64_t pages_refused = 0;    // of conversations, too many from one network's customers
    std::uint64_t writers_refused = 0;  // not welcomed: too many rates remembered
    std::uint64_t customer_writes_refused = 0; // too many bytes from one network
    std::uint64_t unanswered_refused = 0;      // of customers: enough without an answer
    std::uint64_t visitors_forgotten = 0;      // who came and never wrote
    std::uint64_t requests_refused = 0;        // of routes and files, too many from one network
    std::uint64_t readings_refused = 0;        // of whole conversations, by the API
    std::uint64_t certificate_failures = 0;    // readings of a changed certificate
    std::uint64_t certificate_ends_at_s = 0;   // Unix time; 0: no TLS here
    std::uint64_t catalog_failures = 0;        // readings of the configuration after a change
    bool catalog_behind = false;               // the last of these has not been made good
    std::uint64_t desk_refused = 0;            // by chat/desk_door.hpp: too much waits
    std::uint64_t desk_wait_us_max = 0;        // the same: longest from a post to its start
};

// Prometheus text exposition format 0.0.4. Pure. Names and numbers only: nothing personal.
[[nodiscard]] std::string metrics_text(const metrics_input& from);

} // namespace kefu::gateway::app
