#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/redis_look.hpp"
#include "tests/integration/traffic.hpp"

// kill -9, stop, freeze: what was acknowledged stays (promises G1 to G4, G11).
namespace kefu::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Killed : public ::testing::TestWithParam<unsigned> {};

TEST_P(Killed, InMidChatLosesNothingAcknowledgedAndStoresNothingTwice) {
    gateway_process gateway;
    traffic chats(gateway, {.seed = GetParam()});
    ASSERT_TRUE(chats.begin());
    for (int round = 0; round < 4; ++round) {
        ASSERT_TRUE(chats.await_acks(100));
        chats.shut_gate();
        gateway.kill();
        gateway.start();
        chats.open_gate();
    }
    ASSERT_TRUE(chats.await_acks(100));
    ASSERT_TRUE(chats.finish()) << chats.stuck();
    EXPECT_THAT(chats.check(), IsEmpty());
    EXPECT_GT(chats.duplicates(), 0U) << "nothing came twice, so nothing could be stored twice";
}

INSTANTIATE_TEST_SUITE_P(Seeds, Killed, ::testing::Values(1U, 2U, 3U));

TEST(Resend, OfAnAcknowledgedMessageAnswersDupAtTheSameNumberAlsoAfterAKill) {
    gateway_process gateway;
    customer_driver customer(gateway, "u-10382");
    ASSERT_TRUE(customer.arrive());
    ASSERT_EQ(text_at(customer.start("order"), "t"), "ok");
    const auto c = customer.conversation();
    const auto key = wire_driver::new_key();
    const boost::json::object command{
        {"t", "message.send"}, {"key", key}, {"c", c}, {"text", "只說一次"}};
    const auto first = customer.ask(command);
    ASSERT_EQ(text_at(first, "t"), "ack") << first;
    const auto q = first.at("a").at(0).at(1);
    EXPECT_FALSE(first.at("a").at(0).at(2).as_bool());
    const auto again = customer.ask(command);
    EXPECT_EQ(again.at("a").at(0).at(1), q);
    EXPECT_TRUE(again.at("a").at(0).at(2).as_bool());
    gateway.kill();
    gateway.start();
    ASSERT_TRUE(customer.arrive());
    const auto later = customer.ask(command);
    EXPECT_EQ(later.at("a").at(0).at(1), q);
    EXPECT_TRUE(later.at("a").at(0).at(2).as_bool());
    auto other = command;
    other["text"] = "別的";
    EXPECT_EQ(text_at(customer.ask(other), "code"), "key_conflict");
}

TEST(Frozen, ForAWhileLosesNothing) {
    gateway_process gateway;
    traffic chats(gateway, {.seed = 7});
    ASSERT_TRUE(chats.begin());
    ASSERT_TRUE(chats.await_acks(60));
    gateway.freeze();
    EXPECT_FALSE(chats.await_acks(200, 2'000));
    gateway.thaw();
    ASSERT_TRUE(chats.await_acks(100));
    ASSERT_TRUE(chats.finish()) << chats.stuck();
    EXPECT_THAT(chats.check(), IsEmpty());
}

TEST(Restarted, TheWaitingLineAndTheOpenChatStandAsBefore) {
    gateway_process gateway;
    agent_driver wu(gateway, "wu");
    ASSERT_TRUE(wu.go_online());
    customer_driver served(gateway);
    ASSERT_TRUE(served.arrive());
    ASSERT_EQ(text_at(served.start("complaint"), "t"), "ok");
    ASSERT_EQ(wu.take_next(served.conversation()), served.conversation());
    ASSERT_EQ(text_at(wu.set_presence("away", "meal"), "t"), "ok");
    customer_driver first(gateway);
    customer_driver second(gateway);
    for (auto* one : {&first, &second}) {
        ASSERT_TRUE(one->arrive());
        ASSERT_EQ(text_at(one->start("complaint"), "t"), "ok");
    }
    const auto wrote_the_choice = [](const redis_server& redis) {
        const auto states = values_of(redis, "presence:states");
        return states.size() == 1 && states.front().find("meal") != std::string::npos;
    };
    ASSERT_TRUE(await_redis(gateway.redis(), wrote_the_choice, 5'000));
    gateway.kill();
    gateway.start();
    ASSERT_TRUE(second.arrive());
    ASSERT_TRUE(first.arrive());
    const auto& own = second.welcome().at("conversation").as_object();
    ASSERT_TRUE(own.contains("place")) << own;
    EXPECT_EQ(number_at(own.at("place").as_object(), "position"), 2u);
    ASSERT_TRUE(wu.arrive());
    ASSERT_NE(wu.card(served.conversation()), nullptr);
    EXPECT_EQ(text_at(wu.me(), "presence"), "away") << "the choice survives the restart";
    EXPECT_EQ(text_at(wu.me(), "reason"), "meal");
    ASSERT_EQ(text_at(wu.set_presence("online"), "t"), "ok");
    EXPECT_EQ(wu.take_next(), first.conversation());
}

TEST(Terminated, ItTellsEverybodyClosesAllAndEndsWithZeroAndLosesNothing) {
    gateway_process gateway;
    traffic chats(gateway, {.seed = 11});
    customer_driver quiet(gateway);
    ASSERT_TRUE(quiet.arrive());
    ASSERT_TRUE(chats.begin());
    ASSERT_TRUE(chats.await_acks(60));
    chats.shut_gate();
    gateway.begin_to_stop();
    const auto drain = quiet.wait_for("drain");
    ASSERT_TRUE(drain);
    EXPECT_GT(number_at(*drain, "within_ms"), 0u);
    EXPECT_EQ(quiet.await_close(30'000), 4001);
    const auto done = gateway.wait_for_end(40'000);
    EXPECT_EQ(done.status, 0) << done.output;
    EXPECT_THAT(done.output, HasSubstr("stopped"));
    gateway.start();
    chats.open_gate();
    ASSERT_TRUE(chats.await_acks(60)) << chats.stuck();
    ASSERT_TRUE(chats.finish()) << chats.stuck();
    EXPECT_THAT(chats.check(), IsEmpty());
}

} // namespace
} // namespace kefu::tests
