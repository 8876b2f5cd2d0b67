#include "storage/live/redis_live.hpp"

#include <gtest/gtest.h>

#include "tests/storage/live/fake_redis.hpp"
#include "tests/storage/live/loop.hpp"

// The subscriber inside a whole store, against a scripted server that knows PUBLISH and SUBSCRIBE.
namespace kefu::tests {

using namespace storage::live;

namespace {

std::string bulk(const std::string& text) {
    return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n";
}

// A server that delivers to whoever subscribed last, unless it is told not to.
struct scripted_bus {
    loop& turning;
    bool deaf = false;    // takes PUBLISH, delivers nothing
    bool mute = false;    // does not confirm SUBSCRIBE
    bool unable = false;  // refuses PUBLISH
    std::string injected; // sent to the subscriber once, instead of a confirmation
    std::vector<command> subscribes;
    fake_redis server;

    explicit scripted_bus(loop& on)
        : turning(on),
          server(on, [this](std::size_t, const command& words) { return react(words); }) {}

    reaction react(const command& words) {
        if (words[0] == "PING") return {"+PONG\r\n"};
        if (words[0] == "EVALSHA") return {bulk("epoch")};
        if (words[0] == "SUBSCRIBE") return {on_subscribe(words)};
        if (words[0] == "UNSUBSCRIBE")
            return {"*3\r\n" + bulk("unsubscribe") + bulk(words[1]) + ":0\r\n"};
        if (words[0] == "PUBLISH" && unable) return {"-ERR no\r\n"};
        if (words[0] == "PUBLISH") {
            if (!deaf) deliver(words[1], words[2]);
            return {":1\r\n"};
        }
        return {"-ERR unknown\r\n"};
    }

    std::string on_subscribe(const command& words) {
        subscribes.push_back(words);
        if (!injected.empty()) return std::exchange(injected, {});
        std::string confirmations;
        for (std::size_t i = 1; i < words.size() && !mute; ++i)
            confirmations +=
                "*3\r\n" + bulk("subscribe") + bulk(words[i]) + ":" + std::to_string(i) + "\r\n";
        return confirmations;
    }

    void deliver(const std::string& channel, const std::string& payload) {
        server.send_to_subscribers("*3\r\n" + bulk("message") + bulk(channel) + bulk(payload));
    }
};

struct store_rig {
    loop& turning;
    redis_live store;
    std::vector<bool> alive;

    store_rig(loop& on, std::uint16_t port, redis_settings settings = patient_settings())
        : turning(on), store(on.io, at(port, std::move(settings)), steady_now, [] { return 0.0; }) {
        live_events events;
        events.bus = [this](bool now_alive) { alive.push_back(now_alive); };
        store.start(std::move(events));
    }
    ~store_rig() {
        bool stopped = false;
        store.stop([&] { stopped = true; });
        EXPECT_TRUE(turning.until([&] { return stopped; }));
    }

    static redis_settings at(std::uint16_t port, redis_settings settings) {
        settings.address.port = port;
        settings.probe_every_ms = 30;
        settings.probe_missing_ms = 300;
        return settings;
    }
    bool comes_alive() {
        return turning.until([this] { return store.health().subscriber_alive; });
    }
};

} // namespace

TEST(SubscriberLink, IsAliveOnceItHearsItsOwnProbe) {
    loop turning;
    scripted_bus bus(turning);
    store_rig rig(turning, bus.server.port());
    ASSERT_TRUE(rig.comes_alive());
    EXPECT_EQ(rig.alive, (std::vector{true}));
    EXPECT_EQ(bus.subscribes.at(0), (command{"SUBSCRIBE", "kefu:probe:n1"}));
}

TEST(SubscriberLink, ASubscriptionThatDeliversNothingIsDialledAgain) {
    loop turning;
    scripted_bus bus(turning);
    bus.deaf = true;
    store_rig rig(turning, bus.server.port());
    ASSERT_TRUE(turning.until([&] { return rig.store.health().counters.probes_missed >= 2; }));
    EXPECT_TRUE(rig.alive.empty());
    bus.deaf = false;
    EXPECT_TRUE(rig.comes_alive());
}

TEST(SubscriberLink, GoingDeafLaterIsFoundAndRepaired) {
    loop turning;
    scripted_bus bus(turning);
    store_rig rig(turning, bus.server.port());
    ASSERT_TRUE(rig.comes_alive());
    bus.deaf = true;
    ASSERT_TRUE(turning.until([&] { return rig.store.health().counters.probes_missed >= 1; }));
    bus.deaf = false;
    ASSERT_TRUE(rig.comes_alive());
    EXPECT_EQ(rig.alive, (std::vector{true, false, true}));
}

TEST(SubscriberLink, SilenceIsNotItsFaultWhileProbesCannotBePublished) {
    loop turning;
    scripted_bus bus(turning);
    store_rig rig(turning, bus.server.port());
    ASSERT_TRUE(rig.comes_alive());
    bus.unable = true;
    ASSERT_TRUE(turning.until([&] { return !rig.alive.back(); }));
    EXPECT_EQ(rig.store.health().counters.probes_missed, 0u);
    EXPECT_EQ(bus.subscribes.size(), 1u);
}

TEST(SubscriberLink, ASubscribeThatIsNeverConfirmedIsDialledAgain) {
    loop turning;
    scripted_bus bus(turning);
    bus.mute = true;
    redis_settings settings = patient_settings();
    settings.command_ms = 60;
    store_rig rig(turning, bus.server.port(), settings);
    ASSERT_TRUE(turning.until([&] { return bus.subscribes.size() >= 3; }));
    bus.mute = false;
    EXPECT_TRUE(rig.comes_alive());
}

TEST(SubscriberLink, GarbageIsDialledAgainAndEverythingIsSubscribedAgain) {
    for (const std::string garbage :
         {"+OK\r\n", "*2\r\n+a\r\n+b\r\n", "$-7\r\n", "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n:1\r\n"}) {
        loop turning;
        scripted_bus bus(turning);
        bus.injected = garbage;
        store_rig rig(turning, bus.server.port());
        ASSERT_FALSE(rig.store.subscribe("c", [](std::string_view) {}));
        ASSERT_TRUE(rig.comes_alive()) << garbage;
        EXPECT_EQ(rig.store.health().counters.protocol_errors, 1u) << garbage;
        EXPECT_EQ(bus.subscribes.back(), (command{"SUBSCRIBE", "kefu:bus:c", "kefu:probe:n1"}));
    }
}

TEST(SubscriberLink, ALostConnectionSubscribesAgainAndDelivers) {
    loop turning;
    scripted_bus bus(turning);
    store_rig rig(turning, bus.server.port());
    int heard = 0;
    ASSERT_FALSE(rig.store.subscribe("c", [&](std::string_view) { ++heard; }));
    ASSERT_TRUE(rig.comes_alive());
    bus.server.drop_all();
    ASSERT_TRUE(turning.until([&] { return rig.alive.size() == 3; }));
    bus.deliver("kefu:bus:c", "x");
    bus.deliver("kefu:bus:other", "x");
    EXPECT_TRUE(turning.until([&] { return heard == 1; }));
}

TEST(SubscriberLink, AHandlerMayStopTheStore) {
    loop turning;
    scripted_bus bus(turning);
    redis_live store(
        turning.io,
        store_rig::at(bus.server.port(), patient_settings()),
        steady_now,
        [] { return 0.0; }
    );
    store.start({});
    bool stopped = false;
    ASSERT_FALSE(store.subscribe("c", [&](std::string_view) {
        store.stop([&] { stopped = true; });
    }));
    ASSERT_TRUE(turning.until([&] { return store.health().subscriber_alive; }));
    bus.deliver("kefu:bus:c", "1");
    bus.deliver("kefu:bus:c", "2");
    EXPECT_TRUE(turning.until([&] { return stopped; }));
}

TEST(RedisLive, AnswersOfAnotherShapeAreErrorsNotGuesses) {
    loop turning;
    fake_redis server(turning, [](std::size_t, const command& words) -> reaction {
        if (words[0] == "PING") return {"+PONG\r\n"};
        if (words[0] == "SUBSCRIBE") return {};
        return {":77\r\n"};
    });
    store_rig rig(turning, server.port());
    ASSERT_TRUE(turning.until([&] { return rig.store.health().up; }));
    std::vector<storage::error_code> errors;
    const routing::organisation_id nobody;
    rig.store.list_waiting(nobody, 5, [&](const auto& got) { errors.push_back(got.error()); });
    rig.store.list_presence(nobody, [&](const auto& got) { errors.push_back(got.error()); });
    rig.store.check_epoch([&](const auto& got) { errors.push_back(got.error()); });
    rig.store.set_epoch("e", [&](const auto& got) { errors.push_back(got.error()); });
    rig.store.put_waiting(nobody, {{}}, [&](const auto& got) { errors.push_back(got.error()); });
    ASSERT_TRUE(turning.until([&] { return errors.size() == 5; }));
    for (const storage::error_code& error : errors)
        EXPECT_EQ(error, errc::bad_reply);
    std::optional<storage::result<ticket_use>> ticket;
    rig.store.use_ticket(nobody, "t", 1'000, [&](const auto& got) { ticket = got; });
    ASSERT_TRUE(turning.until([&] { return ticket.has_value(); }));
    EXPECT_EQ(ticket->value(), ticket_use::first);
    EXPECT_EQ(rig.store.health().counters.local_tickets, 1u);
}

} // namespace kefu::tests
