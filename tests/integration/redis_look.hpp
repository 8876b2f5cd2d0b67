#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/redis_server.hpp"

// What the gateway keeps in Redis, seen from outside.
namespace kefu::tests {

using redis_question = std::function<bool(const redis_server&)>;

// Redis is asked until it says yes; between two questions it is Redis that waits for a moment.
inline bool await_redis(const redis_server& redis, const redis_question& is_so, int within_ms) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(within_ms);
    while (std::chrono::steady_clock::now() < until) {
        if (is_so(redis)) return true;
        static_cast<void>(redis.ask({"BLPOP", "test:nothing", "0.05"}));
    }
    return false;
}

// The values of the organisation's hash with this ending; empty: there is none.
inline std::vector<std::string> values_of(const redis_server& redis, const std::string& ending) {
    std::vector<std::string> values;
    const auto keys = redis.ask({"KEYS", "kefu:{*}:" + ending});
    if (keys.elements() == nullptr || keys.elements()->empty()) return values;
    const auto list = redis.ask({"HVALS", *keys.elements()->front().bulk()});
    if (list.elements() == nullptr) return values;
    for (const auto& one : *list.elements())
        values.push_back(one.bulk() == nullptr ? std::string{} : *one.bulk());
    return values;
}

inline bool await_size(
    const redis_server& redis, const std::string& ending, std::size_t size, int within_ms = 15'000
) {
    return await_redis(
        redis,
        [&](const redis_server& at) { return values_of(at, ending).size() == size; },
        within_ms
    );
}

} // namespace kefu::tests
