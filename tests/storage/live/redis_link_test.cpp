#include "tests/storage/live/link_rig.hpp"

// Coming up and going down: refused, silent, dropping, garbage.
namespace kefu::tests {

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

} // namespace kefu::tests
