#include "gateway/chat/desk_receipts.hpp"

#include "storage/records/limits.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/support/fake_record_store.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;

class DeskReceipts : public testing::Test {
protected:
    DeskReceipts() { put(chat_1); }
    void put(routing::conversation_id id) {
        open_entry entry;
        entry.row = waiting_row(id, wang);
        entry.row.state = storage::conversation_state::active;
        entry.row.assignee = ann;
        entry.row.public_top = 9;
        book.put(std::move(entry));
    }
    void settle() {
        for (;;) {
            loop.restart();
            if (loop.poll() + store.answer_all() == 0) return;
        }
    }

    boost::asio::io_context loop{1};
    fake_record_store store;
    recording_floor floor;
    open_book book;
    desk_receipts receipts{{.loop = loop, .records = store, .floor = floor, .book = book}};
};

TEST_F(DeskReceipts, TheOtherSideIsToldAndWhoOnlyLooksOnIsNobodysReceipt) {
    receipts.raise({}, {chat_1, 5, 4});
    ASSERT_EQ(floor.log.size(), 1U);
    EXPECT_EQ(floor.log[0].what, said::sort::to_followers);
    receipts.raise(ann, {chat_1, 6, 6});
    EXPECT_EQ(floor.to_customer_of(chat_1, "receipt").size(), 1U);
    receipts.raise(sue, {chat_1, 9, 9});
    receipts.raise({}, {chat_2, 1, 1}); // not open here
    EXPECT_EQ(floor.log.size(), 2U);
}

TEST_F(DeskReceipts, AreSavedOnceWhenTheyWereRaised) {
    receipts.raise({}, {chat_1, 5, 4});
    receipts.save();
    receipts.save();
    settle();
    EXPECT_EQ(store.receipt_saves(), 1U);
    ASSERT_EQ(store.receipts_of(chat_1).size(), 1U);
    EXPECT_EQ(store.receipts_of(chat_1)[0].read, 4U);
}

TEST_F(DeskReceipts, ManyGoInFewCalls) {
    const auto count = storage::limits::receipts_per_write_max + 1;
    for (std::size_t i = 0; i < count; ++i) {
        auto id = chat_1;
        id.bits.bytes[5] = static_cast<std::uint8_t>(i >> 8);
        id.bits.bytes[6] = static_cast<std::uint8_t>(i);
        put(id);
        receipts.raise({}, {id, 1, 1});
    }
    receipts.save();
    settle();
    EXPECT_EQ(store.receipt_saves(), 2U);
}

TEST_F(DeskReceipts, ThoseThatCouldNotBeSavedAreSavedLater) {
    store.fail_saves(storage::store_error::unavailable);
    receipts.raise({}, {chat_1, 5, 4});
    receipts.save();
    settle();
    EXPECT_TRUE(store.receipts_of(chat_1).empty());
    store.fail_saves(std::nullopt);
    receipts.save();
    settle();
    EXPECT_EQ(store.receipts_of(chat_1).size(), 1U);
}

TEST_F(DeskReceipts, WhatAShardHadNoRoomForIsToldAgainAsItStandsThen) {
    floor.crowded = true;
    receipts.raise({}, {chat_1, 5, 4});
    receipts.raise({}, {chat_1, 7, 7});
    receipts.tell_again();
    EXPECT_TRUE(floor.log.empty());
    floor.crowded = false;
    receipts.tell_again();
    ASSERT_EQ(floor.log.size(), 1U);
    EXPECT_NE(floor.log[0].text.find("\"read\":7"), std::string::npos);
    receipts.tell_again();
    EXPECT_EQ(floor.log.size(), 1U);
}

TEST_F(DeskReceipts, OfOneThatIsOverNothingIsToldAgain) {
    floor.crowded = true;
    receipts.raise({}, {chat_1, 5, 4});
    floor.crowded = false;
    book.remove(chat_1);
    receipts.tell_again();
    EXPECT_TRUE(floor.log.empty());
}

} // namespace
} // namespace kefu::tests
