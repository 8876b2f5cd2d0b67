#include <memory>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/redis_look.hpp"
#include "tests/integration/traffic.hpp"

// Redis holds nothing that cannot be made again (promise G10): chats go on without it, and what
// belongs there is written again when it is back.
namespace kefu::tests {
namespace {

using ::testing::IsEmpty;

struct waiting_line {
    explicit waiting_line(gateway_process& gateway) : wu(gateway, "wu") {
        EXPECT_TRUE(wu.go_online());
        EXPECT_EQ(text_at(wu.set_presence("away", "meal"), "t"), "ok");
        for (int i = 0; i < 3; ++i) {
            customers.push_back(std::make_unique<customer_driver>(gateway));
            EXPECT_TRUE(customers.back()->arrive());
            EXPECT_EQ(text_at(customers.back()->start("complaint"), "t"), "ok");
        }
    }
    agent_driver wu;
    std::vector<std::unique_ptr<customer_driver>> customers;
};

TEST(Redis, EmptiedUnderTrafficLosesNothingAndIsFilledAgain) {
    gateway_process gateway;
    waiting_line line(gateway);
    traffic chats(gateway, {.seed = 21});
    ASSERT_TRUE(chats.begin());
    ASSERT_TRUE(await_size(gateway.redis(), "waiting:rows", 3));
    ASSERT_TRUE(await_size(gateway.redis(), "presence:states", 4));
    ASSERT_TRUE(chats.await_acks(60));
    static_cast<void>(gateway.redis().ask({"FLUSHALL"}));
    EXPECT_TRUE(await_size(gateway.redis(), "waiting:rows", 3))
        << "the mirror of the queue: " << values_of(gateway.redis(), "waiting:rows").size()
        << gateway.log();
    EXPECT_TRUE(await_size(gateway.redis(), "presence:states", 4)) << "presence";
    ASSERT_TRUE(chats.finish()) << chats.stuck();
    EXPECT_THAT(chats.check(), IsEmpty());
}

TEST(Redis, DownUnderTrafficChatsGoOnAndAllComesBackWithIt) {
    gateway_process gateway;
    traffic chats(gateway, {.seed = 22});
    ASSERT_TRUE(chats.begin());
    ASSERT_TRUE(chats.await_acks(60));
    gateway.redis().shut_down();
    ASSERT_TRUE(chats.await_acks(120)) << "chats stand still without Redis";
    // New customers, offers and staff connections do without it, too.
    waiting_line line(gateway);
    ASSERT_EQ(text_at(line.wu.set_presence("online"), "t"), "ok");
    EXPECT_EQ(line.wu.take_next(), line.customers.front()->conversation());
    EXPECT_TRUE(line.wu.await_offer()) << "the next in line";
    ASSERT_EQ(text_at(line.wu.set_presence("away", "meal"), "t"), "ok");
    gateway.start_redis();
    EXPECT_TRUE(await_size(gateway.redis(), "waiting:rows", 2, 30'000));
    EXPECT_TRUE(await_size(gateway.redis(), "presence:states", 4, 30'000));
    ASSERT_TRUE(chats.await_acks(60));
    ASSERT_TRUE(chats.finish()) << chats.stuck();
    EXPECT_THAT(chats.check(), IsEmpty());
}

TEST(Redis, FrozenHoldsNobodyUp) {
    gateway_process gateway;
    traffic chats(gateway, {.seed = 23});
    ASSERT_TRUE(chats.begin());
    ASSERT_TRUE(chats.await_acks(60));
    gateway.redis().freeze();
    ASSERT_TRUE(chats.await_acks(100));
    agent_driver wu(gateway, "wu");
    EXPECT_TRUE(wu.go_online()) << "a staff connection waits for Redis";
    gateway.redis().thaw();
    ASSERT_TRUE(chats.finish()) << chats.stuck();
    EXPECT_THAT(chats.check(), IsEmpty());
}

// A ticket lets one connection in, whether Redis is there, was emptied, or is away.
class Tickets : public ::testing::Test {
protected:
    bool lets_in(const std::string& ticket) {
        ws_client connection(gateway.port());
        const auto upgraded = connection.upgrade("/ws", {{"Sec-WebSocket-Protocol", "kefu.v1"}});
        EXPECT_EQ(upgraded.status, 101u);
        connection.send_text(R"({"t":"hello","v":1,"ticket":")" + ticket + "\"}");
        const auto answer = connection.receive(wire_driver::patience_ms);
        if (!answer) return false;
        if (answer->opcode == 8) {
            EXPECT_EQ(answer->close_code(), 4401);
            return false;
        }
        return answer->body.find("\"welcome\"") != std::string::npos;
    }
    std::string fresh_ticket() {
        if (console.cookie().empty()) {
            const auto& who = gateway.sign_in_of("lin");
            EXPECT_EQ(console.sign_in(who.name, who.password).status, 200u);
        }
        return console.ticket();
    }

    gateway_process gateway;
    console_client console{gateway.port()};
};

TEST_F(Tickets, ServeOnceAlsoAfterRedisWasEmptiedAndWhileItIsAway) {
    const auto plain = fresh_ticket();
    EXPECT_TRUE(lets_in(plain));
    EXPECT_FALSE(lets_in(plain)) << "with Redis";
    static_cast<void>(gateway.redis().ask({"FLUSHALL"}));
    EXPECT_FALSE(lets_in(plain)) << "after Redis was emptied";
    gateway.redis().shut_down();
    EXPECT_FALSE(lets_in(plain)) << "used before Redis went away";
    const auto alone = fresh_ticket();
    EXPECT_TRUE(lets_in(alone));
    EXPECT_FALSE(lets_in(alone)) << "without Redis";
    gateway.start_redis();
    EXPECT_FALSE(lets_in(alone)) << "used while Redis was away";
}

TEST(Redis, SaysSoonThatAnAgentWentOffline) {
    gateway_process gateway;
    agent_driver wu(gateway, "wu");
    agent_driver lin(gateway, "lin");
    ASSERT_TRUE(wu.go_online());
    ASSERT_TRUE(lin.go_online());
    ASSERT_TRUE(await_size(gateway.redis(), "presence:states", 2));
    ASSERT_EQ(text_at(wu.set_presence("offline"), "t"), "ok");
    EXPECT_TRUE(await_size(gateway.redis(), "presence:states", 1, 5'000))
        << "still listed although offline";
}

} // namespace
} // namespace kefu::tests
