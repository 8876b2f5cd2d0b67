#include "tests/gateway/chat/desk_bench.hpp"
#include "tests/support/holds.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

// Ann serves the chat; its customer sees four of its events: opened, queued, accepted, greeting.
class FrontDeskReceipts : public testing::Test {
protected:
    FrontDeskReceipts() {
        bench.start();
        bench.come_online(ann);
        bench.serve(chat_1, wang, ann);
        top = bench.store.row(chat_1)->public_top;
        bench.floor.forget();
    }
    [[nodiscard]] std::vector<std::string> to_agents(std::string_view type) const {
        std::vector<std::string> all;
        for (const auto& one : bench.floor.log) {
            const bool wanted = one.what == said::sort::to_followers &&
                                one.conversation == chat_1 &&
                                holds(one.text, "\"t\":\"" + std::string(type) + "\"");
            if (wanted) all.push_back(one.text);
        }
        return all;
    }

    desk_bench bench;
    std::uint64_t top = 0;
};

TEST_F(FrontDeskReceipts, OfTheCustomerReachTheAgentAndNeverSayMoreThanThereIs) {
    bench.desk->receipt({}, {chat_1, 1'000'000, 1'000'000});
    const auto told = to_agents("receipt");
    ASSERT_EQ(told.size(), 1U);
    const auto number = std::to_string(top);
    EXPECT_TRUE(holds(told[0], "\"delivered\":" + number)) << told[0];
    EXPECT_TRUE(holds(told[0], "\"read\":" + number)) << told[0];
    EXPECT_TRUE(holds(told[0], "\"by\":\"customer\""));
}

TEST_F(FrontDeskReceipts, OnlyGoUpAndWhatIsNotNewIsNotTold) {
    bench.desk->receipt({}, {chat_1, 3, 2});
    bench.desk->receipt({}, {chat_1, 2, 1});
    bench.desk->receipt({}, {chat_1, 3, 2});
    ASSERT_EQ(to_agents("receipt").size(), 1U);
    bench.desk->receipt({}, {chat_1, 1, 3}); // one of two
    const auto told = to_agents("receipt");
    ASSERT_EQ(told.size(), 2U);
    EXPECT_TRUE(holds(told[1], "\"delivered\":3")) << told[1];
    EXPECT_TRUE(holds(told[1], "\"read\":3")) << told[1];
}

TEST_F(FrontDeskReceipts, WhatAShardHasNoRoomForIsToldInALaterRound) {
    bench.floor.crowded = true;
    bench.desk->receipt({}, {chat_1, 2, 2});
    bench.desk->receipt({}, {chat_1, 3, 2});
    bench.desk->receipt(ann, {chat_1, top, top});
    bench.pass(2'000);
    EXPECT_TRUE(to_agents("receipt").empty());
    bench.floor.crowded = false;
    bench.pass(2'000);
    const auto told = to_agents("receipt");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_TRUE(holds(told[0], "\"delivered\":3")) << told[0];
    EXPECT_EQ(bench.floor.to_customer_of(chat_1, "receipt").size(), 1U);
}

TEST_F(FrontDeskReceipts, OfStaffAreThoseOfWhoServesTheChat) {
    for (const auto other : {ben, sue}) {
        bench.desk->receipt(other, {chat_1, top, top});
        bench.desk->staff_types(other, {chat_1, true});
    }
    EXPECT_TRUE(bench.floor.to_customer_of(chat_1, "receipt").empty());
    EXPECT_TRUE(bench.floor.to_customer_of(chat_1, "typing").empty());
    bench.desk->receipt(ann, {chat_1, top + 7, top + 7});
    bench.desk->staff_types(ann, {chat_1, true});
    const auto told = bench.floor.to_customer_of(chat_1, "receipt");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_TRUE(holds(told[0], "\"read\":" + std::to_string(top))) << told[0];
    EXPECT_TRUE(holds(told[0], "\"by\":\"agent\""));
    EXPECT_EQ(bench.floor.to_customer_of(chat_1, "typing").size(), 1U);
}

TEST_F(FrontDeskReceipts, OfAnAgentWhoIsOnlyOfferedItAreNobodys) {
    bench.open(chat_2, chen);
    bench.floor.forget();
    bench.desk->receipt(ann, {chat_2, 1, 1});
    bench.desk->staff_types(ann, {chat_2, true});
    EXPECT_TRUE(bench.floor.to_customer_of(chat_2, "receipt").empty());
    EXPECT_TRUE(bench.floor.to_customer_of(chat_2, "typing").empty());
}

TEST_F(FrontDeskReceipts, OfAChatThatIsNotOpenAreForgotten) {
    bench.desk->receipt({}, {chat_3, 1, 1});
    bench.desk->receipt(ann, {chat_3, 1, 1});
    bench.desk->staff_types(ann, {chat_3, true});
    EXPECT_TRUE(bench.floor.log.empty());
}

TEST_F(FrontDeskReceipts, AreKeptOnceASecond) {
    bench.desk->receipt({}, {chat_1, 2, 1});
    bench.desk->receipt({}, {chat_1, 99, 99});
    bench.settle();
    EXPECT_TRUE(bench.store.receipts_of(chat_1).empty());
    bench.pass(1'000);
    const auto rows = bench.store.receipts_of(chat_1);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].read, top);
}

TEST_F(FrontDeskReceipts, OfManyChatsAreOneWrite) {
    bench.serve(chat_2, chen, ann);
    const auto before = bench.store.receipt_saves();
    for (const auto id : {chat_1, chat_2}) {
        bench.desk->receipt({}, {id, 2, 1});
        bench.desk->receipt(ann, {id, 1, 1});
    }
    bench.pass(1'000);
    EXPECT_EQ(bench.store.receipt_saves(), before + 1);
    EXPECT_EQ(bench.store.receipts_of(chat_1).size(), 2U);
    EXPECT_EQ(bench.store.receipts_of(chat_2).size(), 2U);
    bench.pass(3'000);
    EXPECT_EQ(bench.store.receipt_saves(), before + 1) << "nothing is new";
}

TEST_F(FrontDeskReceipts, ThatCouldNotBeSavedAreSavedLater) {
    bench.store.fail_saves(storage::store_error::unavailable);
    bench.desk->receipt({}, {chat_1, 2, 1});
    bench.pass(1'000);
    EXPECT_TRUE(bench.store.receipts_of(chat_1).empty());
    bench.store.fail_saves({});
    bench.pass(2'000);
    ASSERT_EQ(bench.store.receipts_of(chat_1).size(), 1U);
    EXPECT_EQ(bench.store.receipts_of(chat_1)[0].delivered, 2U);
}

TEST_F(FrontDeskReceipts, OutliveTheChatThatClosesBeforeTheyAreSaved) {
    bench.open(chat_2, chen);
    bench.desk->receipt({}, {chat_2, 2, 2});
    bench.desk->leave(chen, chat_2, [](const gateway::chat::desk_answer&) {});
    bench.settle();
    ASSERT_FALSE(bench.desk->find_card(chat_2));
    bench.pass(1'000);
    ASSERT_EQ(bench.store.receipts_of(chat_2).size(), 1U);
    EXPECT_EQ(bench.store.receipts_of(chat_2)[0].read, 2U);
}

TEST_F(FrontDeskReceipts, AreSavedWhenTheDeskStops) {
    bench.desk->receipt({}, {chat_1, 2, 1});
    bench.desk->stop();
    bench.settle();
    EXPECT_EQ(bench.store.receipts_of(chat_1).size(), 1U);
}

} // namespace
} // namespace kefu::tests
