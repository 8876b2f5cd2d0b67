#include "gateway/chat/message_rates.hpp"

#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace chat = gateway::chat;
const gateway::protocol::session_limits usual;

routing::customer_id customer(std::uint8_t n) { return make_id<routing::customer_id>(n); }

chat::message_rates rates(std::size_t customers_max = 3, std::size_t staff_max = 3) {
    return {usual, {customers_max, staff_max}};
}

// Comes, writes so much and hangs up.
void visit(chat::message_rates& all, std::uint8_t who, std::uint32_t messages) {
    auto* bucket = all.enter(customer(who), {0});
    ASSERT_NE(bucket, nullptr);
    EXPECT_TRUE(bucket->take(usual.customer_messages, {0}, messages));
    all.leave(customer(who));
}

TEST(MessageRates, OneCustomerHasOneBucketHoweverOftenTheyCome) {
    auto all = rates();
    visit(all, 1, 10);
    auto* again = all.enter(customer(1), {999});
    EXPECT_FALSE(again->take(usual.customer_messages, {999})) << "no new burst";
    EXPECT_TRUE(again->take(usual.customer_messages, {1'000}));
    EXPECT_EQ(all.enter(customer(1), {1'000}), again) << "the phone beside the computer";
    auto* other = all.enter(customer(2), {0});
    EXPECT_TRUE(other->take(usual.customer_messages, {0}));
}

TEST(MessageRates, StaffAndCustomersAreCountedApart) {
    auto all = rates(1, 1);
    auto* agent = all.enter(ann, {0});
    auto* visitor = all.enter(customer(1), {0});
    ASSERT_TRUE(agent != nullptr && visitor != nullptr);
    EXPECT_NE(agent, visitor);
    EXPECT_EQ(all.enter(ann, {0}), agent);
    EXPECT_EQ(all.enter(ben, {0}), nullptr);
    EXPECT_EQ(all.staff_known(), 1U);
    EXPECT_EQ(all.customers_known(), 1U);
}

TEST(MessageRates, ForgetWhoIsGoneAndHasRecoveredWhenRoomIsNeeded) {
    auto all = rates(3);
    auto* here = all.enter(customer(1), {0});
    visit(all, 2, 1);
    visit(all, 3, 5);
    EXPECT_EQ(all.enter(customer(4), {500}), nullptr) << "nobody has recovered";
    EXPECT_EQ(all.enter(customer(1), {500}), here) << "whoever is known comes in";
    EXPECT_NE(all.enter(customer(4), {2'000}), nullptr) << "the second one has recovered";
    EXPECT_EQ(all.customers_known(), 3U);
    EXPECT_EQ(all.enter(customer(5), {4'999}), nullptr) << "the third one recovers in 5 s";
    EXPECT_NE(all.enter(customer(5), {6'000}), nullptr);
    EXPECT_EQ(all.enter(customer(1), {6'000}), here) << "whoever is here is never forgotten";
}

// Or the bucket of somebody with two sessions would go with the first of them.
TEST(MessageRates, ABucketStandsAsLongAsOneOfItsSessions) {
    auto all = rates(1);
    auto* bucket = all.enter(customer(1), {0});
    EXPECT_EQ(all.enter(customer(1), {0}), bucket);
    all.leave(customer(1));
    EXPECT_EQ(all.enter(customer(2), {5'000}), nullptr);
    all.leave(customer(1));
    EXPECT_NE(all.enter(customer(2), {10'000}), nullptr);
}

} // namespace
} // namespace kefu::tests
