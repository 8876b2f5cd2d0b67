#include "storage/live/redis_live.hpp"

#include "tests/storage/live/live_contract.hpp"
#include "tests/support/redis_server.hpp"

namespace kefu::tests {

namespace {

struct redis_rig {
    loop turning;
    redis_server server;
    redis_live redis;
    std::vector<epoch_state> epochs;
    std::vector<bool> statuses;
    bool bus_alive = false;
    bool was_stopped = false;

    explicit redis_rig(redis_settings settings = patient_settings())
        : redis(turning.io, at(server, std::move(settings)), steady_now, [] { return 0.5; }) {
        live_events events;
        events.status = [this](bool up) { statuses.push_back(up); };
        events.bus = [this](bool alive) { bus_alive = alive; };
        events.epoch = [this](epoch_state state) { epochs.push_back(state); };
        redis.start(std::move(events));
    }
    ~redis_rig() {
        if (was_stopped) return;
        bool stopped = false;
        redis.stop([&] { stopped = true; });
        EXPECT_TRUE(turning.until([&] { return stopped; }));
    }

    static redis_settings at(const redis_server& server, redis_settings settings) {
        settings.address.unix_path = server.socket_path();
        return settings;
    }
    live_store& store() { return redis; }
    void empty_store() { server.ask({"FLUSHALL"}); }
    bool becomes_ready() {
        return turning.until([this] { return redis.health().up && bus_alive; });
    }
    storage::result<std::int64_t> bump(const std::string& key) {
        outcome<std::int64_t> got;
        redis.bump(org(1), key, 60'000, got.take());
        EXPECT_TRUE(turning.until([&] { return got.calls == 1; }));
        return *got.value;
    }
    storage::result<ticket_use> use(const std::string& ticket) {
        outcome<ticket_use> got;
        redis.use_ticket(org(1), ticket, 60'000, got.take());
        EXPECT_TRUE(turning.until([&] { return got.calls == 1; }));
        return *got.value;
    }
    std::string set_epoch(const std::string& epoch) {
        outcome<std::string> got;
        redis.set_epoch(epoch, got.take());
        EXPECT_TRUE(turning.until([&] { return got.calls == 1; }));
        return got.value->value();
    }
    bool hears(const std::string& channel, const std::string& bytes, const std::string& heard) {
        return turning.until([&] {
            redis.publish(channel, bytes, [](const storage::result<void>&) {});
            turning.settle();
            return heard == bytes;
        });
    }
};

} // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(Redis, live_contract, redis_rig);

TEST(RedisLive, ComesBackAfterARestartAndTellsThatRedisIsEmpty) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.set_epoch("e1"), "e1");
    rig.epochs.clear();
    std::string heard;
    ASSERT_FALSE(rig.redis.subscribe("c", [&](std::string_view bytes) { heard = bytes; }));
    ASSERT_TRUE(rig.hears("c", "before", heard));
    rig.server.shut_down();
    ASSERT_TRUE(rig.turning.until([&] { return !rig.redis.health().up && !rig.bus_alive; }));
    rig.server.start();
    ASSERT_TRUE(rig.becomes_ready());
    ASSERT_TRUE(rig.turning.until([&] { return !rig.epochs.empty(); }, 2'000));
    EXPECT_EQ(rig.epochs, (std::vector{epoch_state::emptied}));
    EXPECT_TRUE(rig.hears("c", "after", heard));
    EXPECT_EQ(rig.statuses, (std::vector{true, false, true}));
    EXPECT_GE(rig.redis.health().counters.reconnects, 2u);
}

TEST(RedisLive, SaysReplacedWhenAnotherNodeRebuiltFirst) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.set_epoch("e1"), "e1");
    rig.epochs.clear();
    rig.server.ask({"SET", "kefu:{epoch}:epoch", "of another node"});
    ASSERT_TRUE(rig.turning.until([&] { return !rig.epochs.empty(); }));
    EXPECT_EQ(rig.epochs, (std::vector{epoch_state::replaced}));
    EXPECT_EQ(rig.set_epoch("e2"), "of another node");
}

TEST(RedisLive, TicketsStaySingleUseWhileRedisIsAway) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.use("used before").value(), ticket_use::first);
    rig.server.kill();
    ASSERT_TRUE(rig.turning.until([&] { return !rig.redis.health().up; }));
    EXPECT_EQ(rig.use("used before").value(), ticket_use::again);
    EXPECT_EQ(rig.use("new").value(), ticket_use::first);
    EXPECT_EQ(rig.use("new").value(), ticket_use::again);
    rig.server.start();
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.use("new").value(), ticket_use::again);
    EXPECT_EQ(rig.redis.health().counters.local_tickets, 1u);
}

TEST(RedisLive, RatesGoOnWithThisNodesNumbersWhileRedisIsAway) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.bump("k").value(), 1);
    EXPECT_EQ(rig.bump("k").value(), 2);
    rig.server.kill();
    ASSERT_TRUE(rig.turning.until([&] { return !rig.redis.health().up; }));
    EXPECT_EQ(rig.bump("k").value(), 3);
    EXPECT_EQ(rig.redis.health().counters.local_rates, 1u);
}

TEST(RedisLive, FailsAtOnceWhileRedisIsAway) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    rig.server.kill();
    ASSERT_TRUE(rig.turning.until([&] { return !rig.redis.health().up; }));
    outcome<std::vector<waiting_row>> listed;
    rig.redis.list_waiting(org(1), 10, listed.take());
    rig.turning.settle();
    ASSERT_EQ(listed.calls, 1);
    EXPECT_EQ(listed.value->error(), errc::not_connected);
}

TEST(RedisLive, SurvivesKilledClients) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    std::string heard;
    ASSERT_FALSE(rig.redis.subscribe("c", [&](std::string_view bytes) { heard = bytes; }));
    ASSERT_TRUE(rig.hears("c", "before", heard));
    rig.server.ask({"CLIENT", "KILL", "TYPE", "pubsub"});
    ASSERT_TRUE(rig.turning.until([&] { return !rig.bus_alive; }));
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_TRUE(rig.hears("c", "between", heard));
    rig.server.ask({"CLIENT", "KILL", "TYPE", "normal"});
    ASSERT_TRUE(rig.turning.until([&] { return !rig.redis.health().up; }));
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_TRUE(rig.hears("c", "after", heard));
}

TEST(RedisLive, AHangingRedisTimesOutAndIsBackWhenItWakes) {
    redis_settings settings = patient_settings();
    settings.command_ms = 100;
    settings.greet_ms = 100;
    redis_rig rig(settings);
    ASSERT_TRUE(rig.becomes_ready());
    rig.server.tell({"DEBUG", "SLEEP", "0.7"});
    ASSERT_TRUE(rig.turning.until([&] {
        rig.redis.list_waiting(org(1), 1, [](const auto&) {});
        return rig.redis.health().counters.time_outs > 0;
    }));
    EXPECT_FALSE(rig.redis.health().up);
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.bump("awake").value(), 1);
}

TEST(RedisLive, AFrozenSubscriberIsFoundByItsProbe) {
    redis_settings settings = patient_settings();
    settings.probe_missing_ms = 150;
    settings.command_ms = 100;
    settings.greet_ms = 100;
    redis_rig rig(settings);
    ASSERT_TRUE(rig.becomes_ready());
    rig.server.freeze();
    EXPECT_TRUE(rig.turning.until([&] { return !rig.redis.health().subscriber_alive; }));
    rig.server.thaw();
    EXPECT_TRUE(rig.becomes_ready());
}

TEST(RedisLive, ScriptsSurviveAnEmptiedScriptCache) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.bump("k").value(), 1);
    rig.server.ask({"SCRIPT", "FLUSH"});
    EXPECT_EQ(rig.bump("k").value(), 2);
    EXPECT_GE(rig.redis.health().counters.script_reloads, 2u);
}

// A put whose script is forgotten must not come again behind the removal that is known.
TEST(RedisLive, ARemovalStandsAlsoWhenTheScriptOfThePutBeforeItIsForgotten) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    outcome<void> known;
    rig.redis.remove_waiting(org(1), conversation(2), known.take());
    ASSERT_TRUE(rig.turning.until([&] { return known.calls == 1; }));
    outcome<void> put;
    outcome<void> removed;
    rig.redis.put_waiting(org(1), {{conversation(1), skill(1), 10}}, put.take());
    rig.redis.remove_waiting(org(1), conversation(1), removed.take());
    ASSERT_TRUE(rig.turning.until([&] { return put.calls + removed.calls == 2; }));
    outcome<std::vector<waiting_row>> listed;
    rig.redis.list_waiting(org(1), 10, listed.take());
    ASSERT_TRUE(rig.turning.until([&] { return listed.calls == 1; }));
    EXPECT_TRUE(listed.value->value().empty());
}

// Whatever somebody else wrote there: the first put has it removed, and says that more is lost.
TEST(RedisLive, LeasesStandAgainAfterTheirKeysHeldAnotherKindOfValue) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    const presence_row amy{staff(1), "n1", presence_state::away, "tea", 0};
    const auto put = [&] {
        outcome<void> got;
        rig.redis.put_presence(org(1), {amy}, 60'000, got.take());
        EXPECT_TRUE(rig.turning.until([&] { return got.calls == 1; }));
        return *got.value;
    };
    const auto held = [&] {
        outcome<presence_listing> got;
        rig.redis.list_presence(org(1), got.take());
        EXPECT_TRUE(rig.turning.until([&] { return got.calls == 1; }));
        return got.value->has_error() ? 0 : got.value->value().rows.size();
    };
    const std::string keys = "kefu:{" + org(1).text() + "}:presence:";
    for (const std::string key : {"ends", "states"}) {
        rig.server.ask({"DEL", keys + key});
        rig.server.ask({"SET", keys + key, "junk"});
        EXPECT_EQ(put().error(), errc::server_error) << key;
        EXPECT_EQ(held(), 1u) << key;
        EXPECT_FALSE(put().has_error()) << key;
    }
}

TEST(RedisLive, LeasesThatSomebodyElseWroteAreLeftOutAndCountedWhateverTheirSize) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    const presence_row amy{staff(1), "n1", presence_state::away, "tea", 0};
    outcome<void> put;
    rig.redis.put_presence(org(1), {amy}, 60'000, put.take());
    ASSERT_TRUE(rig.turning.until([&] { return put.calls == 1; }));
    const std::string keys = "kefu:{" + org(1).text() + "}:presence:";
    const std::string huge = "'o' .. string.rep('x', 9000000)"; // more than one reply may hold
    const std::string ours = "'" + staff(2).text() + "@n1'";
    for (const auto& [member, value] :
         {std::pair<std::string, std::string>{"'junk'", "'junk'"}, {ours, huge}, {huge, "'o'"}}) {
        const std::string write = "redis.call('ZADD', KEYS[1], 'inf', " + member +
                                  ") return redis.call('HSET', KEYS[2], " + member + "," + value +
                                  ")";
        EXPECT_NE(
            rig.server.ask({"EVAL", write, "2", keys + "ends", keys + "states"}).integer(), nullptr
        );
    }
    rig.server.ask({"ZADD", keys + "ends", "inf", "without a value"});
    outcome<presence_listing> got;
    rig.redis.list_presence(org(1), got.take());
    ASSERT_TRUE(rig.turning.until([&] { return got.calls == 1; }));
    ASSERT_FALSE(got.value->has_error());
    EXPECT_EQ(got.value->value().unreadable, 4u);
    ASSERT_EQ(got.value->value().rows.size(), 1u);
    EXPECT_EQ(got.value->value().rows[0].staff, amy.staff);
    EXPECT_EQ(rig.redis.health().counters.unreadable_leases, 4u);
    EXPECT_EQ(rig.redis.health().counters.protocol_errors, 0u);
}

TEST(RedisLive, AnEpochThatCouldNotBeWrittenIsToldAgainUntilItIs) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.set_epoch("e1"), "e1");
    rig.epochs.clear();
    rig.server.ask({"FLUSHALL"});
    rig.server.ask({"CONFIG", "SET", "maxmemory", "1"});
    ASSERT_TRUE(rig.turning.until([&] { return !rig.epochs.empty(); }));
    outcome<std::string> refused;
    rig.redis.set_epoch("e2", refused.take());
    ASSERT_TRUE(rig.turning.until([&] { return refused.calls == 1; }));
    EXPECT_TRUE(refused.value->has_error());
    ASSERT_TRUE(rig.turning.until([&] { return rig.epochs.size() == 2; }));
    rig.server.ask({"CONFIG", "SET", "maxmemory", "0"});
    EXPECT_EQ(rig.set_epoch("e2"), "e2");
    rig.server.ask({"FLUSHALL"});
    EXPECT_TRUE(rig.turning.until([&] { return rig.epochs.size() == 3; })) << "emptied again";
    EXPECT_EQ(rig.epochs, (std::vector(3, epoch_state::emptied)));
    EXPECT_EQ(rig.redis.health().counters.epoch_losses, 2u);
}

TEST(RedisLive, AFullRedisKeepsTheQueueThatItHeldWhenItCannotTakeAnother) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    const auto replace = [&](std::vector<waiting_row> rows) {
        outcome<void> got;
        rig.redis.replace_waiting(org(1), std::move(rows), got.take());
        EXPECT_TRUE(rig.turning.until([&] { return got.calls == 1; }));
        return *got.value;
    };
    const auto held = [&] {
        outcome<std::vector<waiting_row>> got;
        rig.redis.list_waiting(org(1), 10, got.take());
        EXPECT_TRUE(rig.turning.until([&] { return got.calls == 1; }));
        return got.value->value();
    };
    const std::vector before{waiting_row{conversation(1), skill(1), 10}};
    const std::vector after{waiting_row{conversation(2), skill(1), 20}};
    ASSERT_FALSE(replace(before).has_error());
    rig.server.ask({"CONFIG", "SET", "maxmemory", "1"});
    EXPECT_EQ(replace(after).error(), errc::server_error);
    EXPECT_EQ(held(), before);
    EXPECT_FALSE(replace({}).has_error()) << "it may forget";
    EXPECT_TRUE(held().empty());
    rig.server.ask({"CONFIG", "SET", "maxmemory", "0"});
    EXPECT_FALSE(replace(after).has_error());
    EXPECT_EQ(held(), after);
    EXPECT_EQ(rig.server.ask({"KEYS", "*next*"}).elements()->size(), 0u);
}

TEST(RedisLive, AnEpochOfAnotherKindIsAsGoodAsNone) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.set_epoch("e1"), "e1");
    rig.epochs.clear();
    rig.server.ask({"DEL", "kefu:{epoch}:epoch"});
    rig.server.ask({"RPUSH", "kefu:{epoch}:epoch", "a", "b"});
    ASSERT_TRUE(rig.turning.until([&] { return !rig.epochs.empty(); }));
    EXPECT_EQ(rig.epochs, (std::vector{epoch_state::emptied}));
    EXPECT_EQ(rig.set_epoch("e2"), "e2");
}

// More than one reply may hold: it must not break the link at each look.
TEST(RedisLive, AnEpochOfAnySizeIsOneOfAnotherNode) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.set_epoch("e1"), "e1");
    rig.epochs.clear();
    rig.server.ask({"SETRANGE", "kefu:{epoch}:epoch", std::to_string(9'000'000), "x"});
    ASSERT_TRUE(rig.turning.until([&] { return !rig.epochs.empty(); }));
    const std::string in_force = rig.set_epoch("e2");
    EXPECT_LE(in_force.size(), limits::name_bytes_max + 1);
    outcome<epoch_state> looked;
    rig.redis.check_epoch(looked.take());
    ASSERT_TRUE(rig.turning.until([&] { return looked.calls == 1; }));
    EXPECT_EQ(looked.value->value(), epoch_state::same);
    EXPECT_EQ(rig.epochs, (std::vector{epoch_state::replaced}));
    EXPECT_EQ(rig.statuses, (std::vector{true})) << "the link held";
    EXPECT_EQ(rig.redis.health().counters.protocol_errors, 0u);
}

TEST(RedisLive, KeepsNothingPersonalInClear) {
    redis_rig rig;
    ASSERT_TRUE(rig.becomes_ready());
    EXPECT_EQ(rig.bump("login:203.0.113.9").value(), 1);
    EXPECT_EQ(rig.use("ticket-of-amy").value(), ticket_use::first);
    const reply keys = rig.server.ask({"KEYS", "*"});
    ASSERT_NE(keys.elements(), nullptr);
    ASSERT_EQ(keys.elements()->size(), 2u);
    for (const reply& key : *keys.elements()) {
        EXPECT_EQ(key.bulk()->find("203.0.113.9"), std::string::npos);
        EXPECT_EQ(key.bulk()->find("amy"), std::string::npos);
        EXPECT_EQ(key.bulk()->rfind("kefu:{" + org(1).text() + "}:", 0), 0u);
    }
}

TEST(RedisLive, TwoNodesShareEverything) {
    redis_rig one;
    ASSERT_TRUE(one.becomes_ready());
    redis_settings settings = redis_rig::at(one.server, patient_settings());
    settings.node = "n2";
    redis_live two(one.turning.io, settings, steady_now, [] { return 0.5; });
    bool two_alive = false;
    live_events events;
    events.bus = [&](bool alive) { two_alive = alive; };
    two.start(std::move(events));
    ASSERT_TRUE(one.turning.until([&] { return two_alive; }));

    EXPECT_EQ(one.use("t").value(), ticket_use::first);
    outcome<ticket_use> again;
    two.use_ticket(org(1), "t", 60'000, again.take());
    ASSERT_TRUE(one.turning.until([&] { return again.calls == 1; }));
    EXPECT_EQ(again.value->value(), ticket_use::again);

    std::string heard;
    ASSERT_FALSE(two.subscribe("node:n2", [&](std::string_view bytes) { heard = bytes; }));
    EXPECT_TRUE(one.hears("node:n2", "hello", heard));

    bool stopped = false;
    two.stop([&] { stopped = true; });
    EXPECT_TRUE(one.turning.until([&] { return stopped; }));
}

} // namespace kefu::tests
