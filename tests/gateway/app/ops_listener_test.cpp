#include "gateway/app/limits.hpp"
#include "gateway/app/ops_listener.hpp"
#include "gateway/net/clock.hpp"
#include "tests/support/ws_client.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <vector>

namespace kefu::tests {
namespace {

using namespace gateway::app;

config on_any_port() {
    config from;
    from.ops.port = 0;
    return from;
}

class OpsListener : public testing::Test {
protected:
    [[nodiscard]] http_reply get(std::string_view target) const {
        ws_client client(ops.port());
        return client.get(target);
    }
    gateway::net::system_clock clock;
    std::atomic<readiness> now{readiness::starting};
    std::atomic<bool> counts{false};
    ops_listener ops{
        on_any_port(),
        clock,
        {[this] { return now.load(); },
         [this] { return counts.load(); },
         [](const std::function<void(std::string)>& done) { done("kefu_up 1\n"); }}};
};

TEST_F(OpsListener, AnswersFromTheMomentItIsMade) {
    EXPECT_EQ(get("/livez").status, 200U);
    const auto ready = get("/readyz");
    EXPECT_EQ(ready.status, 503U);
    EXPECT_EQ(ready.body, "{\"ready\":false,\"reason\":\"starting\"}\n");
    EXPECT_TRUE(ready.field("content-type").starts_with("application/json"));
    EXPECT_EQ(get("/metrics").status, 503U);
    EXPECT_EQ(get("/elsewhere").status, 404U);
}

TEST_F(OpsListener, SaysWhatIsSoNow) {
    now = readiness::ready;
    counts = true;
    EXPECT_EQ(get("/readyz").status, 200U);
    EXPECT_EQ(get("/readyz").body, "{\"ready\":true}\n");
    EXPECT_EQ(get("/metrics").body, "kefu_up 1\n");
    now = readiness::disk_nearly_full;
    EXPECT_EQ(get("/readyz").status, 503U);
    EXPECT_EQ(get("/livez").status, 200U) << "a restart would not help";
}

// All who use the machine have the prober's address.
TEST_F(OpsListener, AnswersHoweverOftenOthersAsk) {
    for (int i = 0; i < 400; ++i)
        ASSERT_EQ(get("/livez").status, 200U) << i;
}

TEST_F(OpsListener, KeepsItsPlacesFromWhoAsksNothingAndFromWhoHasHadTheirAnswer) {
    std::vector<ws_client> silent;
    for (std::size_t i = 0; i < limits::ops_connections_max; ++i)
        silent.emplace_back(ops.port());
    EXPECT_EQ(get("/livez").status, 200U);
    ws_client stays(ops.port());
    EXPECT_EQ(stays.get("/readyz").field("Connection"), "close");
    EXPECT_TRUE(stays.ends());
}

// Each would have held its place for two seconds, and the prober waited behind all of them.
TEST_F(OpsListener, KeepsNobodyWaitingForThoseWhoHaveHadTheirAnswerAndStay) {
    std::vector<ws_client> stay;
    for (std::size_t i = 0; i < 2 * limits::ops_connections_max; ++i) {
        stay.emplace_back(ops.port());
        stay.back().send_raw("GET /livez HTTP/1.1\r\nHost: ops\r\n\r\n");
        ASSERT_EQ(stay.back().receive_reply(false, 1'500).status, 200U) << i;
    }
}

TEST_F(OpsListener, IsNotHadTwice) {
    config same;
    same.ops.port = ops.port();
    try {
        const ops_listener second(same, clock, {});
        FAIL() << "two on one port";
    } catch (const std::runtime_error& e) {
        const std::string why = e.what();
        EXPECT_TRUE(why.starts_with("ops 127.0.0.1:" + std::to_string(ops.port()))) << why;
    }
}

} // namespace
} // namespace kefu::tests
