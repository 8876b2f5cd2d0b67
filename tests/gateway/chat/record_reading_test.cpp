#include "gateway/chat/record_reading.hpp"

#include "gateway/chat/limits.hpp"
#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/support/fake_record_store.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::record_read;
using storage::store_error;

class RecordReading : public testing::Test {
protected:
    void settle() {
        for (;;) {
            loop.restart();
            if (loop.poll() + store.answer_all() == 0) return;
        }
    }
    void step() {
        store.answer_all();
        loop.restart();
        loop.poll();
    }
    void put(routing::conversation_id id, std::vector<storage::event> log = {}) {
        store.put(customer_named(wang, "王小明"));
        auto row = waiting_row(id, wang);
        row.seq_top = log.size();
        store.put(row, std::move(log));
    }
    static storage::event event_of(std::uint64_t seq, storage::event_kind kind) {
        storage::event made;
        made.seq = seq;
        made.kind = kind;
        made.at = {opening_time.ms + static_cast<std::int64_t>(seq)};
        return made;
    }

    hand_clock clock;
    boost::asio::io_context loop{1};
    fake_record_store store;
    std::vector<record_read> read;
    unsigned failed = 0;
    gateway::chat::record_reading reading{
        {.loop = loop,
         .records = store,
         .clock = clock,
         .organisation = our_shop,
         .accept_ms = 20'000,
         .done = [this](record_read what) { read.push_back(std::move(what)); },
         .failed = [this] { ++failed; }}};
};

TEST_F(RecordReading, TellsLaterAndOnceWhatIsOpenHereWithItsCustomerAndReceipts) {
    put(chat_1);
    auto foreign = waiting_row(chat_2, chen);
    foreign.organisation = other_shop;
    store.put(foreign);
    store.save_receipts({{chat_1, storage::party::customer, 3, 2}}, [](const auto& saved) {
        EXPECT_TRUE(saved);
    });
    reading.begin({});
    EXPECT_TRUE(read.empty());
    settle();
    ASSERT_EQ(read.size(), 1U);
    ASSERT_EQ(read[0].entries.size(), 1U);
    EXPECT_EQ(read[0].entries[0].row.id, chat_1);
    EXPECT_EQ(read[0].entries[0].customer.name, "王小明");
    ASSERT_EQ(read[0].entries[0].receipts.size(), 1U);
    EXPECT_EQ(read[0].entries[0].receipts[0].delivered, 3U);
    EXPECT_EQ(failed, 0U);
}

TEST_F(RecordReading, OfALongConversationTheFirstAndTheLastEventsAreRead) {
    std::vector<storage::event> log;
    const auto long_log = 5 * gateway::chat::limits::restore_events_max;
    for (std::uint64_t seq = 1; seq <= long_log; ++seq)
        log.push_back(event_of(seq, storage::event_kind::message));
    log[1].kind = storage::event_kind::accepted;
    put(chat_1, std::move(log));
    reading.begin({});
    settle();
    ASSERT_EQ(read.size(), 1U);
    const auto& entry = read[0].entries.at(0);
    EXPECT_EQ(entry.accepted_at, (routing::wall_time{opening_time.ms + 2}));
    ASSERT_TRUE(entry.last_message);
    EXPECT_EQ(entry.last_message->seq, long_log);
}

TEST_F(RecordReading, TheDayIsThatOfTheMomentByTheClockItIsGiven) {
    reading.begin(gateway::chat::day_clock{8 * 60});
    settle();
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].midnight, gateway::chat::day_begin(clock.wall(), 8 * 60));
}

TEST_F(RecordReading, ADamagedConversationIsLeftOutAndCountedOnce) {
    put(chat_1);
    put(chat_2);
    store.damage(chat_2);
    reading.begin({});
    settle();
    ASSERT_EQ(read.size(), 1U);
    ASSERT_EQ(read[0].entries.size(), 1U);
    EXPECT_EQ(read[0].entries[0].row.id, chat_1);
    EXPECT_EQ(reading.set_aside(), 1U);
}

TEST_F(RecordReading, OneWithManyDamagedPartsIsCountedOnce) {
    put(chat_1);
    put(chat_2);
    reading.begin({});
    step(); // writes are done
    step(); // the open ones are known, and asked for
    store.fail_reads(store_error::corrupt);
    settle();
    EXPECT_EQ(reading.set_aside(), 2U);
    EXPECT_EQ(failed, 1U) << "figures that cannot be read are nobody's damage";
}

TEST_F(RecordReading, ARecordThatCannotBeReadIsToldOnceHoweverManyReadsFail) {
    for (std::uint8_t n = 0; n < 9; ++n)
        put(make_id<routing::conversation_id>(n));
    store.fail_reads(store_error::unavailable);
    reading.begin({});
    settle();
    EXPECT_EQ(failed, 1U);
    EXPECT_TRUE(read.empty());
    store.fail_reads(std::nullopt);
    reading.begin({});
    settle();
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].entries.size(), 9U);
}

TEST_F(RecordReading, WhatWasDroppedIsNotTold) {
    put(chat_1);
    reading.begin({});
    reading.drop();
    settle();
    EXPECT_TRUE(read.empty());
    EXPECT_EQ(failed, 0U);
}

TEST_F(RecordReading, OneThatIsBegunAnewTellsOnce) {
    put(chat_1);
    reading.begin({});
    store.answer_all();
    reading.begin({});
    settle();
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].entries.size(), 1U);
}

} // namespace
} // namespace kefu::tests
