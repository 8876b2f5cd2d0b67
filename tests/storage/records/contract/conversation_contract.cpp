#include "storage/records/limits.hpp"
#include "tests/storage/records/contract/record_store_contract.hpp"

// Lists of conversations, receipts, service records, ratings.
namespace kefu::storage::testing {
namespace {

TEST_P(RecordStore, ListsEveryOpenConversationOfAllOrganisationsInOrder) {
    for (std::uint64_t n = 1; n <= 7; ++n)
        stored(start(n, n));
    auto foreign = start(8, 8);
    foreign.organisation = other_shop;
    foreign.create->organisation = other_shop;
    stored(foreign);
    close(2);
    conversation_change left;
    left.state = conversation_state::abandoned;
    stored(change_of(4, left));
    conversation_change wrap_up;
    wrap_up.state = conversation_state::wrap_up;
    stored(change_of(5, wrap_up));
    const auto answer =
        ask<open_conversation_list>([&](auto done) { store().open_conversations(done); });
    const auto& open = answer->rows;
    std::vector<routing::conversation_id> ids;
    for (const auto& found : open)
        ids.push_back(found.id);
    std::vector<routing::conversation_id> expected;
    for (const std::uint64_t n : {1, 3, 5, 6, 7, 8})
        expected.push_back(conversation_id(n));
    EXPECT_EQ(ids, expected);
    EXPECT_EQ(open.back().organisation, other_shop);
    EXPECT_EQ(open.front().order_number, "TW-2026-1122-007");
    EXPECT_TRUE(answer->damaged.empty());
}

TEST_P(RecordStore, LetsACustomerStartAnewWhileTheLastOneIsWrappedUp) {
    stored(start(1, 1));
    conversation_change ended;
    ended.state = conversation_state::wrap_up;
    stored(change_of(1, ended));
    stored(start(2, 1));
    EXPECT_EQ(append_to(store(), start(3, 1))->refusal, log_refusal::already_open);
    close(1);
}

TEST_P(RecordStore, FindsTheNewestConversationWhateverTheClockSays) {
    const auto latest = [&](std::uint64_t customer) {
        return ask<std::optional<conversation_row>>([&](auto done) {
                   store().latest_conversation(shop, front, customer_id(customer), done);
               }
        ).value();
    };
    EXPECT_FALSE(latest(1));
    stored(start(9, 1));
    close(9);
    auto second = start(3, 1);
    second.create->opened_at = {1}; // the clock was set back
    stored(second);
    stored(start(4, 2));
    EXPECT_EQ(latest(1)->id, conversation_id(3));
    close(3);
    EXPECT_EQ(latest(1)->state, conversation_state::closed);
}

// One organisation's storefronts share their customers, and each has its own talk with them.
TEST_P(RecordStore, FindsTheNewestConversationOfThatStorefront) {
    const auto elsewhere = id<routing::storefront_id>(12);
    const auto latest = [&](routing::storefront_id at) {
        return ask<std::optional<conversation_row>>(
                   [&](auto done) { store().latest_conversation(shop, at, customer_id(1), done); }
        ).value();
    };
    stored(start(1, 1));
    EXPECT_FALSE(latest(elsewhere));
    auto second = start(2, 1);
    second.create->storefront = elsewhere;
    stored(second);
    EXPECT_EQ(latest(front)->id, conversation_id(1));
    EXPECT_EQ(latest(elsewhere)->id, conversation_id(2));
}

TEST_P(RecordStore, FindsWhoServedTheCustomerLastInATalkThatHasEndedSince) {
    const auto last = [&](std::int64_t since, std::uint64_t who = 1) {
        return ask<std::optional<routing::staff_id>>(
                   [&](auto done) { store().last_server(shop, customer_id(who), {since}, done); }
        ).value();
    };
    const auto ended = [&](std::uint64_t n, std::optional<routing::staff_id> by, std::int64_t at) {
        conversation_change change;
        change.state = by ? conversation_state::closed : conversation_state::abandoned;
        change.assignee = by;
        change.at = {at};
        stored(change_of(n, change));
    };
    stored(start(1, 1));
    EXPECT_FALSE(last(0)) << "it is waiting";
    ended(1, amy, 5'000);
    EXPECT_EQ(last(0), amy);
    EXPECT_EQ(last(5'000), amy);
    EXPECT_FALSE(last(5'001)) << "too long ago";
    EXPECT_FALSE(last(0, 2)) << "another customer";
    auto elsewhere = start(2, 1);
    elsewhere.create->storefront = id<routing::storefront_id>(12);
    stored(elsewhere);
    ended(2, ben, 6'000);
    EXPECT_EQ(last(0), ben) << "of another storefront, but the same people serve it";
    stored(start(3, 1));
    ended(3, {}, 7'000);
    EXPECT_EQ(last(0), ben) << "nobody served the newest";
    stored(start(4, 1));
    conversation_change talking;
    talking.state = conversation_state::active;
    talking.assignee = amy;
    talking.at = {8'000};
    stored(change_of(4, talking));
    EXPECT_EQ(last(0), ben);
    talking.state = conversation_state::wrap_up;
    stored(change_of(4, talking));
    EXPECT_EQ(last(0), amy) << "for the customer it is over";
    stored(start(5, 2));
    auto twin = start(6, 2);
    twin.create->storefront = id<routing::storefront_id>(12);
    stored(twin);
    ended(6, ben, 9'000);
    ended(5, amy, 9'500);
    EXPECT_EQ(last(0, 2), amy) << "opened first, but served last";
}

// The row keeps since when it is as it is: of an ended talk its end, until its form is saved.
TEST_P(RecordStore, ATalkWhoseFormWasSavedLastIsTheOneThatTellsWhoServedTheCustomerLast) {
    const auto last = [&](std::int64_t since) {
        return ask<std::optional<routing::staff_id>>(
                   [&](auto done) { store().last_server(shop, customer_id(1), {since}, done); }
        ).value();
    };
    const auto becomes =
        [&](std::uint64_t n, conversation_state state, routing::staff_id by, std::int64_t at) {
            conversation_change change;
            change.state = state;
            change.assignee = by;
            change.at = {at};
            stored(change_of(n, change));
        };
    stored(start(1, 1));
    becomes(1, conversation_state::wrap_up, amy, 5'000);
    stored(start(2, 1));
    becomes(2, conversation_state::wrap_up, ben, 6'000);
    EXPECT_EQ(last(0), ben);
    becomes(2, conversation_state::closed, ben, 7'000);
    becomes(1, conversation_state::closed, amy, 8'000);
    EXPECT_EQ(last(0), amy);
    EXPECT_EQ(last(8'000), amy);
    EXPECT_FALSE(last(8'001));
}

TEST_P(RecordStore, NeverLowersAReceipt) {
    stored(start(1, 1));
    const auto save = [&](party by, std::uint64_t delivered, std::uint64_t read) {
        const receipt_row receipt{conversation_id(1), by, delivered, read};
        ASSERT_TRUE(ask<void>([&](auto done) { store().save_receipts({receipt}, done); }));
    };
    const auto receipts = [&](std::uint64_t n) {
        return ask<std::vector<receipt_row>>(
                   [&](auto done) { store().receipts(conversation_id(n), done); }
        ).value();
    };
    EXPECT_TRUE(receipts(1).empty());
    save(party::staff, 5, 2);
    save(party::customer, 9, 9);
    save(party::staff, 4, 3);
    const auto found = receipts(1);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].by, party::customer);
    EXPECT_EQ(found[0].read, 9U);
    EXPECT_EQ(found[1].by, party::staff);
    EXPECT_EQ(found[1].delivered, 5U);
    EXPECT_EQ(found[1].read, 3U);
    EXPECT_TRUE(receipts(2).empty());
}

TEST_P(RecordStore, SavesManyReceiptsAtOnceUpToABound) {
    const auto save = [&](std::size_t count) {
        std::vector<receipt_row> rows;
        for (std::uint64_t n = 0; n < count; ++n)
            rows.push_back({conversation_id(1 + n), party::customer, 7, 6});
        return ask<void>([&](auto done) { store().save_receipts(rows, done); });
    };
    EXPECT_EQ(save(limits::receipts_per_write_max + 1).error(), store_error::too_large);
    ASSERT_TRUE(save(limits::receipts_per_write_max));
    for (const std::uint64_t n : {std::uint64_t{1}, limits::receipts_per_write_max}) {
        const auto found = ask<std::vector<receipt_row>>([&](auto done) {
                               store().receipts(conversation_id(n), done);
                           }).value();
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].read, 6U);
    }
}

TEST_P(RecordStore, KeepsAServiceRecordWithItsRating) {
    stored(start(1, 1));
    auto write = write_to(1);
    write.record = record_of(1, 1);
    stored(write);
    record_query query;
    query.organisation = shop;
    const auto read = [&] {
        return ask<std::vector<service_record_row>>([&](auto done) {
                   store().service_records(query, done);
               })
            .value()
            .at(0);
    };
    auto found = read();
    const auto asked = record_of(1, 1);
    EXPECT_EQ(found.id, asked.id);
    EXPECT_EQ(found.organisation, shop);
    EXPECT_EQ(found.conversation, conversation_id(1));
    EXPECT_EQ(found.customer, customer_id(1));
    EXPECT_EQ(found.staff, amy);
    EXPECT_EQ(found.channel, "chat");
    EXPECT_EQ(found.topic, "return");
    EXPECT_EQ(found.need_type, "emotional");
    EXPECT_EQ(found.solved, "partly");
    EXPECT_EQ(found.solution, "sent a new one");
    EXPECT_EQ(found.opened_at.ms, 10);
    EXPECT_EQ(found.accepted_at.ms, 20);
    EXPECT_EQ(found.ended_at.ms, 30);
    EXPECT_EQ(found.wrapped_up_at.ms, 100);
    EXPECT_EQ(found.longest_wait_ms, 15);
    EXPECT_EQ(found.score, std::nullopt);
    EXPECT_EQ(found.score_comment, std::nullopt);

    auto rated = say(1, draft_of(event_kind::rated, by_customer(1), 500));
    rated.rating = rating_draft{2, "太慢了"};
    stored(rated);
    EXPECT_EQ(read().score, 2);
    EXPECT_EQ(read().score_comment, "太慢了");
    rated.rating = rating_draft{5, ""};
    stored(rated);
    EXPECT_EQ(read().score, 5);
    EXPECT_EQ(read().score_comment, std::nullopt);
}

TEST_P(RecordStore, KeepsARatingThatComesBeforeTheRecord) {
    stored(start(1, 1));
    auto rated = say(1, draft_of(event_kind::rated, by_customer(1), 500));
    rated.rating = rating_draft{4, "謝謝"};
    stored(rated);
    auto write = write_to(1);
    write.record = record_of(1, 1);
    stored(write);
    record_query query;
    query.organisation = shop;
    const auto found = ask<std::vector<service_record_row>>([&](auto done) {
        store().service_records(query, done);
    });
    EXPECT_EQ(found->at(0).score, 4);
    EXPECT_EQ(found->at(0).score_comment, "謝謝");
}

TEST_P(RecordStore, KeepsOneServiceRecordPerConversation) {
    stored(start(1, 1));
    auto write = write_to(1);
    write.record = record_of(1, 1);
    stored(write);
    write.record->id = id<routing::record_id>(6'000);
    write.record->solution = "second";
    stored(write);
    record_query query;
    query.organisation = shop;
    const auto found = ask<std::vector<service_record_row>>([&](auto done) {
        store().service_records(query, done);
    });
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->at(0).solution, "second");
    EXPECT_EQ(found->at(0).id, id<routing::record_id>(6'000));
}

} // namespace
} // namespace kefu::storage::testing
