#include "storage/live/redis_link.hpp"

#include <gtest/gtest.h>

#include "storage/live/limits.hpp"
#include "tests/storage/live/fake_redis.hpp"
#include "tests/storage/live/loop.hpp"

// The link against a scripted server: refused, silent, dropping, garbage, forgetful.
namespace kefu::tests {

using namespace storage::live;

namespace {

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

bool is(const command& words, std::string_view name) { return words.at(0) == name; }

// Answers PING, echoes ECHO, keeps silent to everything else.
reaction polite(std::size_t, const command& words) {
    if (is(words, "PING")) return {"+PONG\r\n"};
    if (is(words, "ECHO"))
        return {"$" + std::to_string(words[1].size()) + "\r\n" + words[1] + "\r\n"};
    return {};
}

redis_settings hasty_settings() {
    redis_settings settings = patient_settings();
    settings.command_ms = 150;
    settings.greet_ms = 150;
    return settings;
}

} // namespace

TEST(RedisLink, PipelinesAndAnswersInOrder) {
    loop turning;
    fake_redis server(turning, polite);
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    const std::size_t reads_before = server.reads();
    answers got;
    for (int i = 0; i < 100; ++i)
        rig.link.submit({"ECHO", std::to_string(i)}, got.take());
    EXPECT_TRUE(got.all.empty());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 100; }));
    for (std::size_t i = 0; i < 100; ++i)
        EXPECT_EQ(*got.all[i]->bulk(), std::to_string(i));
    EXPECT_EQ(server.reads() - reads_before, 1u) << "one write gathers what is pending";
}

TEST(RedisLink, RefusesAtOnceBeforeItIsUp) {
    loop turning;
    fake_redis server(turning, polite);
    link_rig rig(turning, server.port());
    answers got;
    rig.link.submit({"ECHO", "x"}, got.take());
    EXPECT_TRUE(got.all.empty());
    turning.settle();
    ASSERT_EQ(got.all.size(), 1u);
    EXPECT_EQ(got.all[0].error(), errc::not_connected);
}

TEST(RedisLink, AFirstDialThatIsRefusedIsDialledAgain) {
    loop turning;
    fake_redis server(turning, polite);
    server.refuse();
    link_rig rig(turning, server.port());
    rig.link.start();
    EXPECT_FALSE(turning.until([&] { return rig.link.up(); }, 30));
    server.accept_again();
    EXPECT_TRUE(rig.comes_up());
    EXPECT_EQ(rig.counters.reconnects, 0u);
}

TEST(RedisLink, ResolvesANameAtEveryDial) {
    loop turning;
    fake_redis server(turning, polite);
    redis_settings settings = patient_settings();
    settings.address.host = "localhost";
    link_rig rig(turning, server.port(), settings);
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    server.drop_all();
    EXPECT_TRUE(turning.until([&] { return server.connections() == 2 && rig.link.up(); }));
}

TEST(RedisLink, SignsInBeforeAnythingElse) {
    loop turning;
    std::vector<command> seen;
    fake_redis server(turning, [&](std::size_t, const command& words) -> reaction {
        seen.push_back(words);
        return {"+OK\r\n"};
    });
    redis_settings settings = patient_settings();
    settings.address.username = "kefu";
    settings.address.password = "secret";
    link_rig rig(turning, server.port(), settings);
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    EXPECT_EQ(seen, (std::vector<command>{{"AUTH", "kefu", "secret"}, {"PING"}}));
}

TEST(RedisLink, AWrongPasswordNeverComesUpAndNeverWedges) {
    loop turning;
    fake_redis server(turning, [&](std::size_t connection, const command& words) -> reaction {
        if (is(words, "AUTH") && connection < 4) return {"-WRONGPASS no\r\n"};
        return {"+OK\r\n"};
    });
    redis_settings settings = patient_settings();
    settings.address.password = "secret";
    link_rig rig(turning, server.port(), settings);
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    EXPECT_EQ(server.connections(), 4u);
}

TEST(RedisLink, AServerThatGreetsNobodyIsDialledAgain) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (connection < 3) return {};
        return polite(connection, words);
    });
    link_rig rig(turning, server.port(), hasty_settings());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    EXPECT_EQ(server.connections(), 3u);
    EXPECT_EQ(rig.statuses, (std::vector{true}));
}

TEST(RedisLink, ASilentServerTimesOutOneCommandLosesTheOthersAndIsDialledAgain) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (connection == 1 && !is(words, "PING")) return {};
        return polite(connection, words);
    });
    link_rig rig(turning, server.port(), hasty_settings());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers got;
    rig.link.submit({"SILENCE"}, got.take());
    const routing::instant later = steady_now() + 10;
    ASSERT_TRUE(turning.until([&] { return steady_now() > later; }));
    rig.link.submit({"ECHO", "behind it"}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 2; }));
    EXPECT_EQ(got.all[0].error(), errc::timed_out);
    EXPECT_TRUE(got.all[1].has_error());
    EXPECT_GE(rig.counters.time_outs, 1u);
    ASSERT_TRUE(rig.comes_up());
    EXPECT_EQ(rig.statuses, (std::vector{true, false, true}));
    turning.settle();
    EXPECT_EQ(got.all.size(), 2u) << "exactly once";
}

TEST(RedisLink, EveryPendingCommandIsLostExactlyOnceWhenTheServerHangsUp) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (is(words, "QUIT")) return {"", true};
        return polite(connection, words);
    });
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers got;
    rig.link.submit({"ECHO", "answered"}, got.take());
    rig.link.submit({"QUIT"}, got.take());
    for (int i = 0; i < 10; ++i)
        rig.link.submit({"ECHO", "never"}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 12; }));
    EXPECT_EQ(*got.all[0]->bulk(), "answered");
    for (std::size_t i = 1; i < 12; ++i)
        EXPECT_EQ(got.all[i].error(), errc::lost);
    ASSERT_TRUE(rig.comes_up());
    rig.link.submit({"ECHO", "new life"}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 13; }));
    EXPECT_EQ(*got.all[12]->bulk(), "new life");
    EXPECT_EQ(rig.counters.reconnects, 1u);
}

TEST(RedisLink, GarbageDropsTheLinkAndItIsDialledAgain) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (is(words, "BAD")) return {"HTTP/1.1 400 Bad Request\r\n\r\n"};
        return polite(connection, words);
    });
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers got;
    rig.link.submit({"BAD"}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 1; }));
    EXPECT_EQ(got.all[0].error(), errc::protocol);
    EXPECT_EQ(rig.counters.protocol_errors, 1u);
    EXPECT_TRUE(rig.comes_up());
}

TEST(RedisLink, AReplyNobodyAskedForIsGarbage) {
    loop turning;
    fake_redis server(turning, polite);
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    server.send_to_all("+SURPRISE\r\n");
    EXPECT_TRUE(turning.until([&] { return server.connections() == 2 && rig.link.up(); }));
    EXPECT_EQ(rig.counters.protocol_errors, 1u);
}

TEST(RedisLink, GarbageInTheGreetingIsDialledAgain) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (connection == 1) return {"?what\r\n"};
        if (connection == 2) return {"+PONG\r\n+PONG\r\n"};
        if (connection == 3) return {"*1\r\n$4\r\nPING\r\n"};
        if (connection == 4) return {"+PONG\r\n+PO"};
        return polite(connection, words);
    });
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    EXPECT_EQ(server.connections(), 5u);
    EXPECT_EQ(rig.counters.protocol_errors, 4u);
}

TEST(RedisLink, SendsTheTextWhenRedisForgotTheScriptInMidPipeline) {
    loop turning;
    const redis_script script = make_script("return 1");
    std::vector<std::string> seen;
    bool loaded = false;
    fake_redis server(turning, [&](std::size_t connection, const command& words) -> reaction {
        seen.push_back(words[0]);
        if (is(words, "EVALSHA")) return {loaded ? ":1\r\n" : "-NOSCRIPT No matching script.\r\n"};
        if (is(words, "EVAL")) {
            loaded = true;
            return {
                words[1] == script.text && words[3] == "k" && words[4] == "a" ? ":1\r\n"
                                                                              : "-ERR\r\n"};
        }
        return polite(connection, words);
    });
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers scripts;
    answers echoes;
    rig.link.submit({"ECHO", "1"}, echoes.take());
    rig.link.call(script, {"k"}, {"a"}, scripts.take());
    rig.link.submit({"ECHO", "2"}, echoes.take());
    ASSERT_TRUE(turning.until([&] { return scripts.all.size() + echoes.all.size() == 3; }));
    EXPECT_EQ(*scripts.all[0]->integer(), 1);
    EXPECT_EQ(*echoes.all[1]->bulk(), "2");
    rig.link.call(script, {"k"}, {"a"}, scripts.take());
    ASSERT_TRUE(turning.until([&] { return scripts.all.size() == 2; }));
    EXPECT_EQ(
        seen, (std::vector<std::string>{"PING", "ECHO", "EVALSHA", "ECHO", "EVAL", "EVALSHA"})
    );
    EXPECT_EQ(rig.counters.script_reloads, 1u);
}

TEST(RedisLink, AScriptThatIsForgottenForEverIsAnError) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (is(words, "PING")) return polite(connection, words);
        return {"-NOSCRIPT always\r\n"};
    });
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    const redis_script script = make_script("return 1");
    answers got;
    rig.link.call(script, {}, {}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 1; }));
    EXPECT_EQ(got.all[0].error(), errc::server_error);
}

TEST(RedisLink, AnErrorReplyIsAnErrorAndTheLinkStays) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (is(words, "WRONG")) return {"-WRONGTYPE not a set\r\n"};
        return polite(connection, words);
    });
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers got;
    for (int i = 0; i < 10; ++i)
        rig.link.submit({"WRONG"}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 10; }));
    EXPECT_EQ(got.all[9].error(), errc::server_error);
    EXPECT_FALSE(rig.link.breaker_open());
    EXPECT_TRUE(rig.link.up());
}

TEST(RedisLink, TheBreakerOpensOnAnUnableServerAndClosesAfterATrial) {
    loop turning;
    bool able = false;
    fake_redis server(turning, [&](std::size_t connection, const command& words) -> reaction {
        if (is(words, "ECHO") && !able) return {"-OOM command not allowed\r\n"};
        return polite(connection, words);
    });
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers got;
    for (int i = 0; i < 3; ++i)
        rig.link.submit({"ECHO", "x"}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 3; }));
    EXPECT_EQ(rig.counters.breaker_opens, 1u);
    rig.link.submit({"ECHO", "x"}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 4; }));
    EXPECT_EQ(got.all[3].error(), errc::breaker_open);
    able = true;
    ASSERT_TRUE(turning.until([&] {
        rig.link.submit({"ECHO", "x"}, got.take());
        turning.settle();
        return got.all.back().has_value();
    }));
    EXPECT_FALSE(rig.link.breaker_open());
}

TEST(RedisLink, AReplicaIsDialledAgain) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (is(words, "ECHO") && connection == 1) return {"-READONLY You can't write\r\n"};
        return polite(connection, words);
    });
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers got;
    rig.link.submit({"ECHO", "x"}, got.take());
    ASSERT_TRUE(turning.until([&] { return server.connections() == 2 && rig.link.up(); }));
    EXPECT_EQ(got.all[0].error(), errc::server_error);
}

TEST(RedisLink, ACommandBeyondTheBoundsIsRefusedAndHarmsNobody) {
    loop turning;
    fake_redis server(turning, polite);
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers got;
    rig.link.submit({"ECHO", std::string(limits::command_bytes_max + 1, 'x')}, got.take());
    rig.link.submit({"ECHO", "fine"}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 2; }));
    EXPECT_EQ(got.all[0].error(), errc::too_large);
    EXPECT_EQ(*got.all[1]->bulk(), "fine");
}

TEST(RedisLink, SendsALargeCommandInAsManyWritesAsItTakes) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (is(words, "SIZE")) return {":" + std::to_string(words[1].size()) + "\r\n"};
        return polite(connection, words);
    });
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers got;
    const std::size_t size = limits::command_bytes_max - 4;
    rig.link.submit({"SIZE", std::string(size, 'x')}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 1; }));
    EXPECT_EQ(*got.all[0]->integer(), static_cast<std::int64_t>(size));
    EXPECT_GT(server.reads(), 10u);
}

TEST(RedisLink, StopAnswersWhatIsPendingAndACallbackMayStop) {
    loop turning;
    fake_redis server(turning, polite);
    link_rig rig(turning, server.port());
    rig.link.start();
    ASSERT_TRUE(rig.comes_up());
    answers got;
    rig.link.submit({"ECHO", "x"}, [&](const storage::result<reply>&) { rig.link.stop(); });
    rig.link.submit({"SILENCE"}, got.take());
    ASSERT_TRUE(turning.until([&] { return got.all.size() == 1; }));
    EXPECT_EQ(got.all[0].error(), errc::stopped);
    EXPECT_FALSE(rig.link.up());
}

TEST(RedisLink, FlappingServersAreGivenARest) {
    loop turning;
    fake_redis server(turning, [](std::size_t connection, const command& words) -> reaction {
        if (is(words, "ECHO")) return {"", true};
        return polite(connection, words);
    });
    redis_settings settings = patient_settings();
    settings.steady_ms = 60'000;
    settings.backoff_first_ms = 8;
    settings.backoff_max_ms = 64;
    settings.breaker_failures = 1'000;
    link_rig rig(turning, server.port(), settings);
    rig.link.start();
    const routing::instant start = steady_now();
    answers got;
    for (std::size_t losses = 0; losses < 5; ++losses) {
        ASSERT_TRUE(rig.comes_up());
        rig.link.submit({"ECHO", "x"}, got.take());
        ASSERT_TRUE(turning.until([&] { return got.all.size() == losses + 1; }));
    }
    EXPECT_GE(steady_now() - start, 4 + 8 + 16 + 32) << "half of 8, 16, 32, 64 between five lives";
}

} // namespace kefu::tests
