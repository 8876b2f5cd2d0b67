#include "tests/storage/records/contract/record_store_contract.hpp"

#include "storage/records/limits.hpp"

// The log: numbers, checks, changes and what is refused.
namespace kefu::storage::testing {
namespace {

TEST_P(RecordStore, StartsAConversationAndReadsItBack) {
    const auto outcome = stored(start(1, 1));
    EXPECT_FALSE(outcome.duplicate);
    ASSERT_EQ(outcome.events.size(), 2U);
    EXPECT_EQ(outcome.events[0].seq, 1U);
    EXPECT_EQ(outcome.events[1].seq, 2U);
    EXPECT_EQ(outcome.conversation.seq_top, 2U);
    const auto found = row(1);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, conversation_id(1));
    EXPECT_EQ(found->organisation, shop);
    EXPECT_EQ(found->storefront, front);
    EXPECT_EQ(found->customer, customer_id(1));
    EXPECT_EQ(found->state, conversation_state::queued);
    EXPECT_EQ(found->generation, 0U);
    EXPECT_EQ(found->assignee, std::nullopt);
    EXPECT_EQ(found->skill, returns);
    EXPECT_EQ(found->min_level, 2);
    EXPECT_EQ(found->points, 7);
    EXPECT_EQ(found->topic, "return");
    EXPECT_EQ(found->need_type, "functional");
    EXPECT_EQ(found->order_number, "TW-2026-1122-007");
    EXPECT_EQ(found->locale, "zh-Hant");
    EXPECT_EQ(found->opened_at.ms, 1'000);
    EXPECT_EQ(found->queued_at.ms, 1'001);
    EXPECT_EQ(found->state_since.ms, 1'002);
    EXPECT_EQ(found->waiting_since, std::nullopt);
    EXPECT_EQ(found->due, std::nullopt);
    EXPECT_TRUE(found->excluded.empty());
    EXPECT_EQ(found->seq_top, 2U);
    EXPECT_EQ(found->public_top, 2U);
    EXPECT_FALSE(found->rated);
}

TEST_P(RecordStore, KeepsEveryFieldOfAnEvent) {
    stored(start(1, 1));
    auto draft = with_key(message(by_agent(amy), R"({"text":"您好"})", 77), 5);
    draft.at = {123'456};
    stored(say(1, draft));
    const auto read = page(1).events.back();
    EXPECT_EQ(read.id, draft.id);
    EXPECT_EQ(read.conversation, conversation_id(1));
    EXPECT_EQ(read.seq, 3U);
    EXPECT_EQ(read.public_seq, 3U);
    EXPECT_EQ(read.kind, event_kind::message);
    EXPECT_EQ(read.by, by_agent(amy));
    EXPECT_EQ(read.at.ms, 123'456);
    EXPECT_EQ(read.body, draft.body);
    EXPECT_EQ(read.client_key, bits(5));
}

TEST_P(RecordStore, KeepsBodiesByteForByte) {
    stored(start(1, 1));
    const std::vector<std::string> bodies{
        "",
        "{}",
        std::string("a\0b", 3),
        "我家在上海東邊 🙂",
        std::string(100'000, 'x'),
        "\xff\xfe'\";--"};
    for (std::size_t i = 0; i < bodies.size(); ++i)
        stored(say(1, message({}, bodies[i], 50 + i)));
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        const auto events = page(1, numbering::all, i + 2, 1).events;
        ASSERT_EQ(events.size(), 1U);
        EXPECT_EQ(events.front().body, bodies[i]);
    }
}

TEST_P(RecordStore, NumbersForTheCustomerOnlyWhatTheCustomerSees) {
    stored(start(1, 1));
    auto write = write_to(1);
    write.events = {
        draft_of(event_kind::note, by_agent(amy), 1),
        draft_of(event_kind::message, by_agent(amy), 2),
        draft_of(event_kind::offered, {}, 3),
        draft_of(event_kind::ended, by_agent(amy), 4)};
    const auto outcome = stored(write);
    const std::vector<std::uint64_t> expected{0, 3, 0, 4};
    ASSERT_EQ(outcome.events.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(outcome.events[i].seq, 3 + i);
        EXPECT_EQ(outcome.events[i].public_seq, expected[i]);
    }
    EXPECT_EQ(outcome.conversation.seq_top, 6U);
    EXPECT_EQ(outcome.conversation.public_top, 4U);
}

TEST_P(RecordStore, AnswersForAnUnknownConversationLikeForAForeignOne) {
    stored(start(1, 1));
    EXPECT_EQ(refusal_of(say(2, message({}, "x", 1))), log_refusal::unknown_conversation);
    auto foreign = say(1, message({}, "x", 1));
    foreign.organisation = other_shop;
    EXPECT_EQ(refusal_of(foreign), log_refusal::unknown_conversation);
    EXPECT_EQ(page(2).top, 0U);
    EXPECT_TRUE(page(2).events.empty());
    const auto elsewhere = ask<event_page>([&](auto done) {
        store().events_after(other_shop, conversation_id(1), numbering::all, 0, 10, done);
    });
    EXPECT_TRUE(elsewhere->events.empty());
    EXPECT_EQ(elsewhere->top, 0U);
    const auto found = ask<std::optional<conversation_row>>([&](auto done) {
        store().conversation(other_shop, conversation_id(1), done);
    });
    EXPECT_FALSE(*found);
}

TEST_P(RecordStore, AnswersAnotherCustomerLikeForAnUnknownConversation) {
    stored(start(1, 1));
    auto write = say(1, message(by_customer(2), "x", 1));
    write.only_customer = customer_id(2);
    const auto outcome = append_to(store(), write);
    EXPECT_EQ(outcome->refusal, log_refusal::unknown_conversation);
    EXPECT_TRUE(outcome->conversation.id.is_nil()) << "a foreign row was given away";
    write.only_customer = customer_id(1);
    stored(write);
}

TEST_P(RecordStore, RefusesAGenerationThatIsNotTheStoredOne) {
    stored(start(1, 1));
    conversation_change take;
    take.state = conversation_state::active;
    take.generation = 1;
    take.assignee = std::optional(amy);
    take.at = {5'000};
    auto write = change_of(1, take);
    write.expected_generation = 0;
    const auto outcome = stored(write);
    EXPECT_EQ(outcome.conversation.generation, 1U);
    EXPECT_EQ(outcome.conversation.assignee, amy);
    EXPECT_EQ(outcome.conversation.state_since.ms, 5'000);

    const auto again = append_to(store(), write);
    EXPECT_EQ(again->refusal, log_refusal::stale_assignment);
    EXPECT_EQ(again->conversation.generation, 1U) << "a refusal tells the row as stored";
}

TEST_P(RecordStore, RefusesStaffWhoAreNotAssigned) {
    stored(start(1, 1));
    auto write = say(1, message(by_agent(amy), "x", 1));
    write.only_assignee = amy;
    EXPECT_EQ(refusal_of(write), log_refusal::stale_assignment);
    conversation_change take;
    take.assignee = std::optional(ben);
    stored(change_of(1, take));
    EXPECT_EQ(refusal_of(write), log_refusal::stale_assignment);
    take.assignee = std::optional(amy);
    stored(change_of(1, take));
    stored(write);
}

TEST_P(RecordStore, RefusesAStateThatIsNotAllowed) {
    stored(start(1, 1));
    auto write = say(1, message(by_customer(1), "x", 1));
    write.allowed_states = states({conversation_state::active, conversation_state::parked});
    const auto outcome = append_to(store(), write);
    EXPECT_EQ(outcome->refusal, log_refusal::wrong_state);
    EXPECT_EQ(outcome->conversation.state, conversation_state::queued);
    write.allowed_states = states({conversation_state::queued, conversation_state::active});
    stored(write);
    close(1);
    EXPECT_EQ(refusal_of(write), log_refusal::wrong_state);
}

TEST_P(RecordStore, StoresNothingOfARefusedWrite) {
    stored(start(1, 1));
    auto write = say(1, message(by_customer(1), "x", 1));
    write.expected_generation = 9;
    conversation_change change;
    change.topic = "changed";
    write.change = change;
    write.record = record_of(1, 1);
    write.audits = {audited("conversation.transfer")};
    EXPECT_EQ(refusal_of(write), log_refusal::stale_assignment);
    EXPECT_EQ(page(1).top, 2U);
    EXPECT_EQ(row(1)->topic, "return");
    record_query query;
    query.organisation = shop;
    const auto records = ask<std::vector<service_record_row>>([&](auto done) {
        store().service_records(query, done);
    });
    EXPECT_TRUE(records->empty());
}

TEST_P(RecordStore, ChangesEveryColumnThatIsGivenAndNoOther) {
    stored(start(1, 1));
    const auto before = *row(1);
    stored(change_of(1, {}));
    EXPECT_EQ(row(1)->topic, before.topic);
    EXPECT_EQ(row(1)->state_since, before.state_since);

    conversation_change change;
    change.state = conversation_state::parked;
    change.generation = 4;
    change.assignee = std::optional(ben);
    change.skill = id<routing::skill_id>(99);
    change.min_level = 5;
    change.topic = "complaint";
    change.need_type = "price";
    change.due = std::optional(routing::wall_time{9'000});
    change.excluded = std::vector{amy, ben};
    change.waiting_since = std::optional(routing::wall_time{8'000});
    change.rated = true;
    change.at = {7'000};
    stored(change_of(1, change));
    auto after = *row(1);
    EXPECT_EQ(after.state, conversation_state::parked);
    EXPECT_EQ(after.state_since.ms, 7'000);
    EXPECT_EQ(after.generation, 4U);
    EXPECT_EQ(after.assignee, ben);
    EXPECT_EQ(after.skill, id<routing::skill_id>(99));
    EXPECT_EQ(after.min_level, 5);
    EXPECT_EQ(after.topic, "complaint");
    EXPECT_EQ(after.need_type, "price");
    EXPECT_EQ(after.due->ms, 9'000);
    EXPECT_EQ(after.excluded, (std::vector{amy, ben}));
    EXPECT_EQ(after.waiting_since->ms, 8'000);
    EXPECT_TRUE(after.rated);
    EXPECT_EQ(after.queued_at, before.queued_at);
    EXPECT_EQ(after.opened_at, before.opened_at);
    EXPECT_EQ(after.order_number, before.order_number);

    conversation_change clear;
    clear.assignee = std::optional<routing::staff_id>();
    clear.due = std::optional<routing::wall_time>();
    clear.waiting_since = std::optional<routing::wall_time>();
    clear.excluded = std::vector<routing::staff_id>();
    stored(change_of(1, clear));
    after = *row(1);
    EXPECT_EQ(after.assignee, std::nullopt);
    EXPECT_EQ(after.due, std::nullopt);
    EXPECT_EQ(after.waiting_since, std::nullopt);
    EXPECT_TRUE(after.excluded.empty());
    EXPECT_EQ(after.state_since.ms, 7'000);
}

TEST_P(RecordStore, KeepsTheClockOfTheOldestUnansweredMessage) {
    stored(start(1, 1));
    conversation_change asks;
    asks.waiting_since = std::optional(routing::wall_time{100});
    asks.waiting_since_only_if_empty = true;
    EXPECT_EQ(stored(change_of(1, asks)).conversation.waiting_since->ms, 100);
    asks.waiting_since = std::optional(routing::wall_time{200});
    EXPECT_EQ(stored(change_of(1, asks)).conversation.waiting_since->ms, 100);
    conversation_change answered;
    answered.waiting_since = std::optional<routing::wall_time>();
    stored(change_of(1, answered));
    EXPECT_EQ(stored(change_of(1, asks)).conversation.waiting_since->ms, 200);
}

TEST_P(RecordStore, KeepsOneOpenConversationPerCustomerAndStorefront) {
    stored(start(1, 1));
    const auto outcome = append_to(store(), start(2, 1));
    EXPECT_EQ(outcome->refusal, log_refusal::already_open);
    EXPECT_EQ(outcome->conversation.id, conversation_id(1)) << "the open one is named";
    EXPECT_FALSE(row(2));
    EXPECT_EQ(page(2).top, 0U);

    auto elsewhere = start(3, 1);
    elsewhere.create->storefront = id<routing::storefront_id>(12);
    stored(elsewhere);
    stored(start(4, 2));

    close(1);
    stored(start(5, 1));
}

TEST_P(RecordStore, RefusesASecondConversationOfTheSameId) {
    stored(start(1, 1));
    close(1);
    const auto outcome = append_to(store(), start(1, 2));
    EXPECT_EQ(outcome->refusal, log_refusal::already_open);
    EXPECT_EQ(row(1)->customer, customer_id(1));
}

TEST_P(RecordStore, ReopensOnlyWhenNoOtherIsOpen) {
    stored(start(1, 1));
    close(1);
    stored(start(2, 1));
    conversation_change reopen;
    reopen.state = conversation_state::active;
    const auto outcome = append_to(store(), change_of(1, reopen));
    EXPECT_EQ(outcome->refusal, log_refusal::already_open);
    EXPECT_EQ(outcome->conversation.id, conversation_id(2));
    close(2);
    EXPECT_EQ(stored(change_of(1, reopen)).conversation.state, conversation_state::active);
}

TEST_P(RecordStore, AppliesAChangeThatComesWithTheStart) {
    auto write = start(1, 1);
    conversation_change offer;
    offer.state = conversation_state::offered;
    offer.generation = 1;
    offer.assignee = std::optional(amy);
    offer.at = {3'000};
    write.change = offer;
    write.events.push_back(draft_of(event_kind::offered, {}, 7));
    EXPECT_EQ(stored(write).conversation.state, conversation_state::offered);
    EXPECT_EQ(row(1)->assignee, amy);
    EXPECT_EQ(row(1)->generation, 1U);
    EXPECT_EQ(row(1)->seq_top, 3U);
}

TEST_P(RecordStore, RefusesWhatIsOverItsBounds) {
    stored(start(1, 1));
    const auto error_of = [&](log_write write) {
        return append_to(store(), std::move(write)).error();
    };
    const std::string long_body(limits::event_body_bytes_max + 1, 'x');
    EXPECT_EQ(error_of(say(1, message({}, long_body, 1))), store_error::too_large);
    auto many = write_to(1);
    for (std::size_t i = 0; i <= limits::events_per_write_max; ++i) {
        many.events.push_back(message({}, "x", i));
    }
    EXPECT_EQ(error_of(many), store_error::too_large);
    auto heavy = write_to(1);
    const std::string half(limits::event_body_bytes_max, 'x');
    for (std::uint64_t i = 0; i < 5; ++i)
        heavy.events.push_back(message({}, half, i));
    EXPECT_EQ(error_of(heavy), store_error::too_large);
    EXPECT_EQ(page(1).top, 2U);
    stored(say(1, message({}, half, 1)));
}

TEST_P(RecordStore, KeepsTheLogOverAReopening) {
    stored(start(1, 1));
    stored(say(1, with_key(message(by_customer(1), "還在嗎", 5), 1)));
    reopen();
    ASSERT_EQ(page(1).events.size(), 3U);
    EXPECT_EQ(page(1).events.back().body, "還在嗎");
    EXPECT_EQ(stored(say(1, message(by_agent(amy), "在", 6))).events.front().seq, 4U);
}

} // namespace
} // namespace kefu::storage::testing
