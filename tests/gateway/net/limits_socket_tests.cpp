#include "tests/gateway/net/net_fixture.hpp"

#include <chrono>
#include <fcntl.h>
#include <future>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

// Lowers the process's descriptor limit to what is open now, for as long as it lives.
class no_descriptors_left {
public:
    no_descriptors_left() {
        getrlimit(RLIMIT_NOFILE, &before_);
        // The lowest free number: with the limit there, accept() fails with EMFILE.
        const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(next);
        rlimit now = before_;
        now.rlim_cur = static_cast<rlim_t>(next);
        setrlimit(RLIMIT_NOFILE, &now);
    }
    ~no_descriptors_left() { setrlimit(RLIMIT_NOFILE, &before_); }
    no_descriptors_left(const no_descriptors_left&) = delete;
    no_descriptors_left& operator=(const no_descriptors_left&) = delete;

private:
    rlimit before_{};
};

// Security checklist RC5.
TEST(Descriptors, ThatRunOutPauseAcceptingAndNothingElse) {
    net_fixture served{{roomy()}};
    served.start();
    auto before = served.open_ws("/echo-ws");
    ASSERT_TRUE(before.send_text("one"));
    ASSERT_EQ(before.receive_text(), "one");

    // The client's socket is made first: it is the server's that must find no descriptor.
    const int raw = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_GE(raw, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(served.port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // UBSan looks at the first object of a type through a pipe, and calls it broken when it gets
    // none: a task's promise must have ended once before.
    served.on_shard([] {});
    {
        const no_descriptors_left exhausted;
        ASSERT_EQ(::connect(raw, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
        const auto& metrics = served.home().metrics();
        ASSERT_TRUE(served.eventually([&] { return metrics.accept_paused.value() >= 2; }));
        EXPECT_EQ(metrics.accepted.value(), 1U);
        ASSERT_TRUE(before.send_text("two"));
        EXPECT_EQ(before.receive_text(), "two");
        // It waits longer and longer between two tries instead of spinning.
        EXPECT_LE(metrics.accept_paused.value(), 20U);
    }
    EXPECT_TRUE(served.eventually([&] { return served.home().metrics().accepted.value() == 2; }));
    ::close(raw);
}

TEST(Room, ThatIsFullLeavesNewConnectionsInTheBacklogUntilOneLeaves) {
    auto options = roomy();
    options.admission.connections_max = 2;
    net_fixture served{{options}};
    served.start();
    auto one = served.open_ws("/open");
    auto two = served.open_ws("/open");
    auto three = served.connect();
    ASSERT_TRUE(three.ok()); // by the kernel
    ASSERT_TRUE(three.send_raw(ws_client::upgrade_text("/open")));
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().accept_paused.value() >= 1; }
    ));
    EXPECT_EQ(served.home().metrics().connections.value(), 2U);
    // Nobody is refused, so only this tells whoever watches.
    EXPECT_GE(served.home().metrics().accept_full.value(), 1U);
    EXPECT_EQ(served.home().metrics().refused_admission.value(), 0U);
    one.reset();
    EXPECT_EQ(three.receive_reply().status, 101U);
}

TEST(AdmissionPerNetwork, RefusesWith429AndLetsGoAgain) {
    auto options = roomy();
    options.admission.per_network_max = 2;
    net_fixture served{{options}};
    served.start();
    auto one = served.open_ws("/open");
    auto two = served.open_ws("/open");
    auto three = served.connect();
    EXPECT_EQ(three.receive_reply().status, 429U);
    EXPECT_TRUE(three.ends());
    EXPECT_EQ(served.home().metrics().refused_admission.value(), 1U);
    two.reset();
    EXPECT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 1; })
    );
    EXPECT_EQ(served.open_ws("/open").ok(), true);
}

// A page from anywhere can have a browser in the shop's office try and try.
TEST(AdmissionPerNetwork, UpgradesThatAreRefusedUseUpNobodysConnections) {
    auto options = roomy();
    options.admission.per_network_max = 2;
    options.admission.new_per_network_burst = 3;
    options.admission.new_per_network_per_min = 1;
    net_fixture served{{options, true}};
    served.start();
    std::vector<ws_client> stays;
    for (int i = 0; i < 10; ++i) {
        stays.push_back(served.connect());
        const auto status =
            stays.back().upgrade("/open", {{"Origin", "https://evil.example"}}).status;
        ASSERT_EQ(status, 403U) << i;
    }
    EXPECT_TRUE(stays.back().ends());
    for (int i = 0; i < 3; ++i) { // where no socket is
        auto elsewhere = served.connect();
        ASSERT_EQ(elsewhere.upgrade("/hello").status, 404U) << i;
        elsewhere.reset();
        ASSERT_TRUE(served.eventually([&] {
            return served.home().metrics().connections.value() == 0;
        }));
    }
    EXPECT_EQ(served.home().metrics().upgrades_refused.value(), 13U);
    EXPECT_TRUE(served.open_ws("/open").ok());
}

TEST(AdmissionPerNetwork, RequestsThatAreRefusedByTheirHeadUseUpNobodysConnections) {
    auto options = roomy();
    options.admission.new_per_network_burst = 3;
    options.admission.new_per_network_per_min = 1;
    net_fixture served{{options, true}};
    served.start();
    const std::string long_target = "/" + std::string(options.http.head_bytes_max, 'x');
    for (int i = 0; i < 5; ++i) {
        auto one = served.connect();
        ASSERT_GE(one.get(long_target).status, 414U) << i;
    }
    for (int i = 0; i < 3; ++i) {
        auto one = served.connect();
        ASSERT_EQ(one.get("/hello").status, 200U) << i;
        ASSERT_GE(one.get(long_target).status, 414U) << i << ", who was served first has come";
    }
    EXPECT_EQ(served.connect().get("/hello").status, 429U);
}

// The browser's next request takes the same connection.
TEST(AdmissionPerNetwork, ARequestWhereAnUpgradeIsWantedLeavesItsConnectionOpen) {
    net_fixture served{{roomy()}};
    served.start();
    auto client = served.connect();
    EXPECT_EQ(client.get("/ws").status, 426U);
    EXPECT_EQ(client.get("/hello").status, 200U);
}

// Or a field that means nothing here would be a way around the rate.
TEST(AdmissionPerNetwork, WhatIsAnsweredAsARequestIsANewConnectionWhateverItAskedFor) {
    auto options = roomy();
    options.admission.new_per_network_burst = 3;
    options.admission.new_per_network_per_min = 1;
    net_fixture served{{options, true}};
    served.start();
    for (const auto status : {200U, 200U, 200U, 429U}) {
        auto one = served.connect();
        ASSERT_TRUE(one.send_raw(
            "GET /hello HTTP/1.1\r\nHost: t\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
        ));
        ASSERT_EQ(one.receive_reply().status, status);
    }
}

// Whoever holds connections open that say nothing keeps no neighbour behind the same address out.
TEST(AdmissionPerNetwork, DropsTheOldestWebSocketThatHasNotAuthenticatedForANewcomer) {
    auto options = roomy();
    options.admission.unproven_per_network_max = 2;
    net_fixture served{{options}};
    served.start();
    auto one = served.open_ws();
    auto two = served.open_ws();
    ASSERT_TRUE(one.ok() && two.ok());
    const auto first = served.ws().opened(0);
    ASSERT_TRUE(first);
    served.on_shard([&] { served.home().set_authenticated(*first); });
    auto three = served.open_ws(); // the second place
    ASSERT_TRUE(three.ok());
    EXPECT_EQ(served.home().metrics().unproven_dropped.value(), 0U);
    auto four = served.open_ws();
    ASSERT_TRUE(four.ok());
    EXPECT_TRUE(two.ends());
    EXPECT_EQ(served.home().metrics().unproven_dropped.value(), 1U);
    // Those that have proved themselves stay, and so does the newest.
    for (auto* stays : {&one, &three, &four}) {
        ASSERT_TRUE(stays->send_frame(9, "there?"));
        const auto pong = stays->receive();
        ASSERT_TRUE(pong);
        EXPECT_EQ(pong->opcode, 10);
    }
}

// A street's line comes back: all are there before the first of them is read.
TEST(AdmissionPerNetwork, LetsACrowdInThatComesAtOnce) {
    auto options = roomy();
    options.admission.unproven_per_network_max = 2;
    net_fixture served{{options}};
    served.ws().on_text = [](net::ws_outlet& out, net::connection_ref from, std::string_view) {
        out.set_proven(from);
    };
    served.start();
    std::vector<ws_client> crowd;
    served.on_shard([&] {
        for (int i = 0; i < 20; ++i) {
            crowd.push_back(served.connect());
            ASSERT_TRUE(crowd.back().send_raw(ws_client::upgrade_text("/ws")));
            ASSERT_TRUE(crowd.back().send_text("hello"));
        }
    });
    for (auto& one : crowd) {
        EXPECT_EQ(one.receive_reply().status, 101U);
        ASSERT_TRUE(one.send_frame(9, "there?"));
        const auto pong = one.receive();
        ASSERT_TRUE(pong);
        EXPECT_EQ(pong->opcode, 10);
    }
    EXPECT_EQ(served.home().metrics().unproven_dropped.value(), 0U);
}

TEST(AdmissionPerNetwork, ReadsWhatHasComeBeforeItDropsAnybody) {
    net_fixture served{{roomy()}};
    served.start();
    auto one = served.connect();
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 1; })
    );
    served.on_shard([&] {
        ASSERT_TRUE(one.send_raw("GET /hello HTTP/1.1\r\nHost: test\r\n\r\n"));
        served.home().drop_unproven({0, 0, 1}, 1);
    });
    EXPECT_EQ(one.receive_reply().status, 200U);
    EXPECT_EQ(served.home().metrics().unproven_dropped.value(), 0U);
}

TEST(AdmissionPerNetwork, DropsNobodyWhoHasReachedTheNextStageMeanwhile) {
    net_fixture served{{roomy()}};
    served.start();
    auto one = served.open_ws();
    const auto ref = served.ws().opened(0);
    ASSERT_TRUE(ref);
    served.on_shard([&] { served.home().drop_unproven(*ref, 1); }); // chosen before it upgraded
    ASSERT_TRUE(one.send_frame(9, "there?"));
    const auto pong = one.receive();
    ASSERT_TRUE(pong);
    EXPECT_EQ(pong->opcode, 10);
    served.on_shard([&] { served.home().drop_unproven(*ref, 2); });
    EXPECT_TRUE(one.ends());
}

TEST(AdmissionPerNetwork, LeavesWhoHasSaidWhoTheyAreToWaitForUs) {
    auto options = roomy();
    options.admission.unproven_per_network_max = 1;
    net_fixture served{{options}};
    served.start();
    auto waits = served.open_ws();
    const auto ref = served.ws().opened(0);
    ASSERT_TRUE(ref);
    served.on_shard([&] { served.home().set_proven(*ref); });
    auto two = served.open_ws();
    auto three = served.open_ws();
    ASSERT_TRUE(three.ok());
    EXPECT_TRUE(two.ends());
    EXPECT_EQ(served.home().metrics().authenticated.value(), 0U);
    ASSERT_TRUE(waits.send_frame(9, "there?"));
    const auto pong = waits.receive();
    ASSERT_TRUE(pong);
    EXPECT_EQ(pong->opcode, 10);
}

TEST(AdmissionPerNetwork, DropsTheOldestOnWhateverShardItIs) {
    auto options = roomy(4);
    options.admission.unproven_per_network_max = 3;
    net_fixture served{{options}};
    served.start();
    using figure = net::counter net::shard_metrics::*;
    const auto sum = [&](figure which) {
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < 4; ++i)
            total += (served.home(i).metrics().*which).value();
        return total;
    };
    std::vector<ws_client> silent; // half-open: nothing is ever sent
    for (std::uint64_t i = 1; i <= 12; ++i) {
        silent.push_back(served.connect());
        ASSERT_TRUE(served.eventually([&] { return sum(&net::shard_metrics::accepted) == i; }));
    }
    for (std::size_t i = 0; i < 9; ++i)
        EXPECT_TRUE(silent[i].ends()) << i;
    EXPECT_EQ(sum(&net::shard_metrics::unproven_dropped), 9U);
    EXPECT_TRUE(served.open_ws().ok());
}

TEST(Descriptors, AreAllGivenBackAfterManyConnections) {
    net_fixture served{{roomy()}};
    served.start();
    const auto lowest_free = [] {
        const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(next);
        return next;
    };
    const int before = lowest_free();
    for (int i = 0; i < 500; ++i) {
        auto client = served.open_ws(i % 2 == 0 ? "/open" : "/echo-ws");
        ASSERT_TRUE(client.ok());
        if (i % 3 == 0) client.reset();
        if (i % 3 == 1) {
            ASSERT_TRUE(client.send_close(1000));
        }
    }
    EXPECT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 0; })
    );
    EXPECT_EQ(lowest_free(), before);
    EXPECT_EQ(served.home().metrics().queued_bytes.value(), 0U);
    EXPECT_EQ(served.home().metrics().websockets.value(), 0U);
}

// Its thread stands in one post until it may go on.
class held_shard {
public:
    explicit held_shard(net::shard& shard) {
        shard.post([this] {
            stands_.set_value();
            goes_on_.get_future().wait();
        });
        stands_.get_future().wait();
    }
    void go_on() { goes_on_.set_value(); }

private:
    std::promise<void> stands_;
    std::promise<void> goes_on_;
};

TEST(ShardPosts, HintsAreDroppedWhileAsMuchWaitsAsMayAndWhatHasHappenedIsTakenIn) {
    net_fixture served{{roomy()}};
    served.start();
    auto& shard = served.home();
    held_shard held(shard);
    std::size_t run = 0;
    for (std::size_t i = 0; i < net::posts_waiting_max; ++i)
        ASSERT_TRUE(shard.post_hint([&] { ++run; })) << i;
    EXPECT_FALSE(shard.post_hint([&] { ++run; }));
    EXPECT_EQ(shard.metrics().hints_dropped.value(), 1U);
    EXPECT_TRUE(shard.post([&] { ++run; }));
    held.go_on();
    served.on_shard([] {});
    EXPECT_EQ(run, net::posts_waiting_max + 1) << "what was dropped never runs";
    EXPECT_TRUE(shard.post_hint([] {})) << "there is room again";
}

TEST(ShardPosts, TheLongestWaitForAStartCountsTheTurnThatRunsMeanwhile) {
    net_fixture served{{roomy()}};
    served.start();
    auto& shard = served.home();
    held_shard held(shard);
    const auto posted = std::chrono::steady_clock::now();
    shard.post([] {});
    while (std::chrono::steady_clock::now() < posted + std::chrono::milliseconds(3)) {}
    held.go_on();
    served.on_shard([] {});
    EXPECT_GE(shard.metrics().task_wait_us_max.value(), 2'000U);
}

} // namespace
} // namespace kefu::tests
