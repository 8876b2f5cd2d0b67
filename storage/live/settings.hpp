#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "routing/instant.hpp"

namespace kefu::storage::live {

// The monotonic clock and a number in [0, 1), injected by the composition root.
using now_source = std::function<routing::instant()>;
using jitter_source = std::function<double()>;

struct redis_address {
    std::string unix_path;          // if set, host and port are not used
    std::string host = "127.0.0.1"; // a name is resolved again at every dial
    std::uint16_t port = 6379;
    std::string username; // empty: the default user
    std::string password; // empty: no AUTH
};

// Times in milliseconds. The defaults meet architecture.md §1; tests inject short ones.
struct redis_settings {
    redis_address address;
    std::string node; // this node's name: [A-Za-z0-9._-]{1,64}
    // Keys the names that might be personal (an address in a rate key). The same on all nodes,
    // at least 16 bytes, derived from the bus key by the owner.
    std::string name_key;

    std::int64_t connect_ms = 2'000; // resolve and connect
    std::int64_t greet_ms = 1'000;   // AUTH and PING answered
    std::int64_t command_ms = 1'000; // one command answered
    std::int64_t backoff_first_ms = 50;
    std::int64_t backoff_max_ms = 2'000;
    std::int64_t steady_ms = 1'000; // a link that lived this long starts from backoff_first again
    int breaker_failures = 5;       // in a row
    std::int64_t breaker_rest_ms = 1'000;
    std::int64_t probe_every_ms = 5'000;
    std::int64_t probe_missing_ms = 10'000;
    std::int64_t epoch_every_ms = 1'000;
};

} // namespace kefu::storage::live
