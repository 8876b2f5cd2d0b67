#include "gateway/chat/open_book.hpp"
#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
using storage::event_kind;
using storage::party;

storage::event event_of(event_kind kind, std::int64_t at_ms, std::string text = {}) {
    storage::event entry;
    entry.kind = kind;
    entry.at = {at_ms};
    if (kind == event_kind::message) {
        entry.body = gateway::protocol::encode_body(gateway::protocol::body::message{
            std::move(text), false});
    }
    return entry;
}

class OpenBook : public testing::Test {
protected:
    OpenBook() {
        open_entry entry;
        entry.row = waiting_row(chat_1, wang);
        entry.row.seq_top = 5;
        entry.row.public_top = 4;
        entry.customer = customer_named(wang, "王小明");
        book.put(entry);
    }
    storage::conversation_row at_seq(std::uint64_t seq) {
        auto row = book.find(chat_1)->row;
        row.seq_top = seq;
        row.topic = "seq " + std::to_string(seq);
        return row;
    }
    open_book book;
};

TEST_F(OpenBook, ACommitIsTakenIn) {
    book.apply(at_seq(6), {event_of(event_kind::message, 70, "first")});
    book.apply(at_seq(7), {event_of(event_kind::note, 71)});
    const auto* entry = book.find(chat_1);
    EXPECT_EQ(entry->row.topic, "seq 7");
    ASSERT_TRUE(entry->last_message);
    EXPECT_EQ(entry->last_message->at.ms, 70);
}

TEST_F(OpenBook, AnOlderCommitChangesNothing) {
    book.apply(at_seq(7), {event_of(event_kind::message, 71, "new")});
    book.apply(at_seq(6), {event_of(event_kind::message, 70, "old")});
    EXPECT_EQ(book.find(chat_1)->row.seq_top, 7U);
    EXPECT_EQ(book.find(chat_1)->last_message->at.ms, 71);
}

// Stored in one batch: the decision comes straight from the record, the message by its sender's
// shard.
TEST_F(OpenBook, AMessageThatIsHeardOfAfterTheDecisionBehindItIsStillQuoted) {
    const auto said_at = [](std::uint64_t seq) {
        auto said = event_of(event_kind::message, static_cast<std::int64_t>(seq) * 10, "words");
        said.seq = seq;
        return said;
    };
    auto decided = event_of(event_kind::offered, 110);
    decided.seq = 11;
    book.apply(at_seq(9), {said_at(9)});
    book.apply(at_seq(11), {decided});
    book.apply(at_seq(10), {said_at(10)});
    EXPECT_EQ(book.find(chat_1)->row.seq_top, 11U);
    EXPECT_EQ(book.find(chat_1)->last_message->seq, 10U);
    book.apply(at_seq(8), {said_at(8)});
    EXPECT_EQ(book.find(chat_1)->last_message->seq, 10U) << "older words are no news";

    open_entry read; // from the record, before a note was told of
    read.row = at_seq(11);
    read.last_message = said_at(10);
    auto before = read;
    before.row = at_seq(12);
    before.last_message = said_at(9);
    keep_newer(read, before);
    EXPECT_EQ(read.last_message->seq, 10U);
}

TEST_F(OpenBook, TheFirstAcceptanceIsKept) {
    book.apply(at_seq(6), {event_of(event_kind::accepted, 60)});
    book.apply(at_seq(9), {event_of(event_kind::accepted, 90)});
    EXPECT_EQ(book.find(chat_1)->accepted_at->ms, 60);
}

TEST_F(OpenBook, ATransferIsKeptUntilSomebodyTakesItOrItWaitsForAnotherReason) {
    const auto handover = [this] { return book.find(chat_1)->handover.has_value(); };
    std::uint64_t seq = 5;
    for (const auto over : {event_kind::accepted, event_kind::requeued, event_kind::parked}) {
        book.apply(at_seq(++seq), {event_of(event_kind::transferred, 60)});
        book.apply(at_seq(++seq), {event_of(event_kind::offered, 61)});
        book.apply(at_seq(++seq), {event_of(event_kind::missed, 62)});
        EXPECT_TRUE(handover());
        book.apply(at_seq(++seq), {event_of(over, 63)});
        EXPECT_FALSE(handover());
    }
}

// The accepting was committed while the desk stood still: only the record knows of it.
TEST_F(OpenBook, ATransferThatIsOverIsNotTakenBackFromTheEntryOfBefore) {
    auto waits = at_seq(6);
    waits.state = storage::conversation_state::queued;
    waits.waiting_from = {60};
    open_entry before;
    take_in(before, waits, {event_of(event_kind::transferred, 60)});
    ASSERT_NE(handover_of_this_wait(before), nullptr);

    auto read = before;
    auto taken = waits;
    taken.seq_top = 7;
    taken.state = storage::conversation_state::active;
    take_in(read, taken, {event_of(event_kind::accepted, 61)});
    before.row = taken;
    before.row.seq_top = 8; // a message told of the row as it is
    keep_newer(read, before);
    EXPECT_EQ(read.row.seq_top, 8U);
    EXPECT_FALSE(read.handover);
}

TEST_F(OpenBook, TheTransferOfThisWaitIsKeptWhicheverEntryKnowsIt) {
    auto waits = at_seq(6);
    waits.state = storage::conversation_state::queued;
    waits.waiting_from = {60};
    open_entry knows;
    take_in(knows, waits, {event_of(event_kind::transferred, 60)});
    auto later = waits;
    later.seq_top = 7;

    open_entry read; // its row was read before the transfer
    read.row = at_seq(5);
    auto before = knows;
    before.row = later;
    keep_newer(read, before);
    EXPECT_TRUE(read.handover);

    read = knows; // and here the desk stood still meanwhile
    before = {};
    before.row = later;
    before.handover = event_of(event_kind::transferred, 20);
    keep_newer(read, before);
    ASSERT_TRUE(read.handover);
    EXPECT_EQ(read.handover->at.ms, 60);
}

TEST_F(OpenBook, UnknownConversationsAreIgnored) {
    auto row = at_seq(9);
    row.id = chat_2;
    book.apply(row, {});
    EXPECT_EQ(book.size(), 1U);
    EXPECT_FALSE(book.raise_receipt(chat_2, party::customer, 1, 1));
    book.remove(chat_1);
    EXPECT_EQ(book.find(chat_1), nullptr);
}

TEST_F(OpenBook, ReceiptsRiseAndNeverBeyondWhatThereIs) {
    EXPECT_TRUE(book.raise_receipt(chat_1, party::customer, 3, 2));
    EXPECT_FALSE(book.raise_receipt(chat_1, party::customer, 2, 1)); // lower
    EXPECT_FALSE(book.raise_receipt(chat_1, party::customer, 3, 2)); // the same
    EXPECT_TRUE(book.raise_receipt(chat_1, party::customer, 1'000, 1'000));
    const auto& entry = *book.find(chat_1);
    EXPECT_EQ(receipt_of(entry, party::customer).read, 4U);
    EXPECT_EQ(receipt_of(entry, party::customer).delivered, 4U);
    EXPECT_EQ(receipt_of(entry, party::staff).read, 0U);
    EXPECT_TRUE(entry.receipts_dirty);
}

TEST_F(OpenBook, ReadIsAlsoDelivered) {
    EXPECT_TRUE(book.raise_receipt(chat_1, party::staff, 0, 3));
    EXPECT_EQ(receipt_of(*book.find(chat_1), party::staff).delivered, 3U);
}

TEST_F(OpenBook, TheCardMasksTheNameAndShowsTheLastWords) {
    book.apply(at_seq(6), {event_of(event_kind::message, 70, "the lamp is broken")});
    book.raise_receipt(chat_1, party::customer, 4, 3);
    const auto card = card_of(*book.find(chat_1));
    EXPECT_EQ(card.customer.name, "王*明");
    EXPECT_EQ(card.top, 6U);
    EXPECT_EQ(card.customer_read, 3U);
    ASSERT_TRUE(card.preview);
    EXPECT_EQ(card.preview->text, "the lamp is broken");
}

} // namespace
} // namespace kefu::tests
