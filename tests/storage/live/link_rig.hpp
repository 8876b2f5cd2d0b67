#pragma once

#include <gtest/gtest.h>

#include "storage/live/limits.hpp"
#include "storage/live/redis_link.hpp"
#include "tests/storage/live/fake_redis.hpp"
#include "tests/storage/live/loop.hpp"

// A link against a scripted server.
namespace kefu::tests {

using namespace storage::live;

struct link_rig {
    loop& turning;
    redis_settings settings;
    now_source now = steady_now;
    jitter_source jitter = [] { return 0.0; };
    operation_count operations{turning.io};
    live_counters counters;
    std::vector<bool> statuses;
    redis_link link;

    link_rig(loop& on, std::uint16_t port, redis_settings with = patient_settings())
        : turning(on), settings(at(port, std::move(with))),
          link(on.io, settings, now, jitter, operations, counters, [this](bool up) {
              statuses.push_back(up);
          }) {}
    ~link_rig() {
        link.stop();
        bool idle = false;
        operations.when_idle([&] { idle = true; });
        EXPECT_TRUE(turning.until([&] { return idle; }));
    }

    static redis_settings at(std::uint16_t port, redis_settings with) {
        with.address.port = port;
        return with;
    }
    bool comes_up() {
        return turning.until([this] { return link.up(); });
    }
};

struct answers {
    std::vector<storage::result<reply>> all;

    done<reply> take() {
        return [this](storage::result<reply> one) { all.push_back(std::move(one)); };
    }
};

inline bool is(const command& words, std::string_view name) { return words.at(0) == name; }

// Answers PING, echoes ECHO, keeps silent to everything else.
inline reaction polite(std::size_t, const command& words) {
    if (is(words, "PING")) return {"+PONG\r\n"};
    if (is(words, "ECHO"))
        return {"$" + std::to_string(words[1].size()) + "\r\n" + words[1] + "\r\n"};
    return {};
}

inline redis_settings hasty_settings() {
    redis_settings settings = patient_settings();
    settings.command_ms = 150;
    settings.greet_ms = 150;
    return settings;
}

} // namespace kefu::tests
