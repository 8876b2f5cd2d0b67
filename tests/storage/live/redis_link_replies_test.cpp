#include "tests/storage/live/link_rig.hpp"

// Replies of an unable server: forgotten scripts, errors, replicas, floods.
namespace kefu::tests {

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
        EXPECT_TRUE(rig.link.breaker_open()) << "also when it would let a trial through";
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
