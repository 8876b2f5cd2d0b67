#include "tests/gateway/net/net_fixture.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <thread>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

net::drain_plan at_once() {
    net::drain_plan plan;
    plan.reason = "restart";
    plan.spread_ms = 0;
    return plan;
}

TEST(Drain, ClosesEveryWebSocketWithThePlansCodeBehindWhatTheApplicationSent) {
    net_fixture served{{roomy(2)}};
    served.start();
    std::vector<ws_client> clients;
    for (int i = 0; i < 20; ++i)
        clients.push_back(served.open_ws());
    served.transport().stop_accepting();
    for (std::size_t i = 0; i < 2; ++i) {
        const auto count = served.ws(i).opened_count();
        served.on_shard(
            [&] {
                for (std::size_t n = 0; n < count; ++n)
                    static_cast<void>(served.home(i).send(
                        *served.ws(i).opened(n), net::text_frame("drain"), net::entry_kind::control
                    ));
            },
            i
        );
    }
    std::vector<std::thread> readers;
    std::atomic<int> in_order{0};
    for (auto& client : clients)
        readers.emplace_back([&client, &in_order] {
            const bool announced = client.receive_text() == "drain";
            const auto last = client.receive_close();
            if (announced && last && last->close_code() == 4001) ++in_order;
        });
    const auto counts = served.transport().drain(at_once());
    for (auto& reader : readers)
        reader.join();
    EXPECT_EQ(in_order, 20);
    EXPECT_EQ(counts.closed, 20U);
    EXPECT_EQ(counts.cut, 0U);
    EXPECT_EQ(served.ws(0).closed_count() + served.ws(1).closed_count(), 20U);
}

TEST(Drain, SpreadsTheClosesOverItsWindow) {
    net_fixture served{{roomy(), true}};
    served.start();
    std::vector<ws_client> clients;
    for (int i = 0; i < 10; ++i)
        clients.push_back(served.open_ws());
    served.transport().stop_accepting();
    auto plan = at_once();
    plan.spread_ms = 1'000;
    std::thread draining([&] {
        const auto counts = served.transport().drain(plan);
        EXPECT_EQ(counts.closed, 10U);
    });
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().draining.value() == 1; }));
    EXPECT_EQ(served.ws().closed_count(), 0U);
    for (std::size_t half = 1; half <= 2; ++half) {
        served.clock().advance(500);
        ASSERT_TRUE(served.eventually([&] { return served.ws().closed_count() == 5 * half; }));
    }
    for (auto& client : clients)
        EXPECT_TRUE(client.receive_close());
    draining.join();
}

TEST(Drain, CutsWhoDoesNotLeaveBeforeTheDeadline) {
    net_fixture served{{roomy(), true}};
    served.start();
    auto stubborn = served.open_ws(); // never answers the close frame
    served.transport().stop_accepting();
    std::thread draining([&] {
        const auto counts = served.transport().drain(at_once());
        EXPECT_EQ(counts.cut, 1U);
        EXPECT_EQ(counts.closed, 0U);
    });
    ASSERT_TRUE(served.eventually([&] { return served.ws().closed_count() == 1; }));
    served.clock().advance(20'001);
    draining.join();
    EXPECT_TRUE(stubborn.ends());
}

TEST(Drain, LetsARequestInProgressBeAnsweredAndEndsIdleConnections) {
    net_fixture served{{roomy()}};
    served.start();
    auto idle = served.connect();
    ASSERT_EQ(idle.get("/hello").status, 200U);
    auto busy = served.connect();
    busy.send_raw("GET /later HTTP/1.1\r\nHost: t\r\n\r\n");
    auto answer = served.http().take_later();
    ASSERT_TRUE(answer);
    served.transport().stop_accepting();
    std::thread draining([&] { EXPECT_EQ(served.transport().drain(at_once()).closed, 2U); });
    EXPECT_TRUE(idle.ends());
    (*answer)(net::http_response::text(200, "finished"));
    const auto reply = busy.receive_reply();
    EXPECT_EQ(reply.body, "finished");
    EXPECT_EQ(reply.field("Connection"), "close");
    EXPECT_TRUE(busy.ends());
    busy = {};
    draining.join();
}

TEST(Drain, RefusesNewConnectionsOnceAcceptingHasStopped) {
    net_fixture served{{roomy()}};
    served.start();
    ASSERT_EQ(served.connect().get("/hello").status, 200U);
    served.transport().stop_accepting();
    EXPECT_FALSE(served.connect().ok());
}

TEST(Stop, TellsTheApplicationOfEveryConnectionItCuts) {
    net_fixture served{{roomy()}};
    served.start();
    auto one = served.open_ws();
    auto two = served.open_ws();
    served.transport().stop();
    EXPECT_EQ(served.ws().closed_count(), 2U);
    EXPECT_TRUE(one.ends());
    EXPECT_FALSE(served.home().post([] {}));
}

} // namespace
} // namespace kefu::tests
