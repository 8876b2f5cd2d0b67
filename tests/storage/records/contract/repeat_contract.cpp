#include "tests/storage/records/contract/record_store_contract.hpp"

// Promise G2: a repeated act is stored once, for ever, and told the same numbers.
namespace kefu::storage::testing {
namespace {

TEST_P(RecordStore, AnswersARepeatWithWhatWasStored) {
    stored(start(1, 1));
    const auto first = stored(say(1, with_key(message(by_customer(1), "hello", 100), 7)));
    stored(say(1, message(by_customer(1), "between", 101)));
    // A resend has a new event id and another time, the same words.
    auto again = with_key(message(by_customer(1), "hello", 102), 7);
    again.at = {99'999};
    const auto outcome = stored(say(1, again));
    EXPECT_TRUE(outcome.duplicate);
    ASSERT_EQ(outcome.events.size(), 1U);
    EXPECT_EQ(outcome.events[0].seq, first.events[0].seq);
    EXPECT_EQ(outcome.events[0].public_seq, first.events[0].public_seq);
    EXPECT_EQ(outcome.events[0].id, first.events[0].id);
    EXPECT_EQ(outcome.events[0].body, "hello");
    EXPECT_EQ(outcome.events[0].at, first.events[0].at);
    EXPECT_EQ(outcome.conversation.seq_top, 4U);
    EXPECT_EQ(page(1).top, 4U);
}

TEST_P(RecordStore, KnowsARepeatAfterAReopening) {
    stored(start(1, 1));
    const auto first = stored(say(1, with_key(message(by_customer(1), "hello", 100), 7)));
    reopen();
    const auto outcome = stored(say(1, with_key(message(by_customer(1), "hello", 101), 7)));
    EXPECT_TRUE(outcome.duplicate);
    EXPECT_EQ(outcome.events[0].seq, first.events[0].seq);
}

TEST_P(RecordStore, RefusesAKeyThatWasUsedForOtherContent) {
    stored(start(1, 1));
    stored(say(1, with_key(message(by_customer(1), "hello", 100), 7)));
    EXPECT_EQ(
        refusal_of(say(1, with_key(message(by_customer(1), "other", 101), 7))),
        log_refusal::client_key_conflict
    );
    auto note = with_key(message(by_customer(1), "hello", 102), 7);
    note.kind = event_kind::note;
    EXPECT_EQ(refusal_of(say(1, note)), log_refusal::client_key_conflict);
    EXPECT_EQ(page(1).top, 3U);
}

TEST_P(RecordStore, LetsNoMessageOvertakeOneOfTheSameAuthorThatWasNotStored) {
    stored(start(1, 1));
    auto second = say(1, with_key(message(by_customer(1), "second", 101), 8));
    second.prior_key = *with_key(message(by_customer(1), "first", 100), 7).client_key;
    EXPECT_EQ(refusal_of(second), log_refusal::prior_missing);
    EXPECT_EQ(page(1).top, 2U);
    stored(say(1, with_key(message(by_customer(1), "first", 100), 7)));
    EXPECT_EQ(stored(second).events[0].seq, 4U);
}

TEST_P(RecordStore, CountsAPriorKeyOnlyOfTheSameAuthor) {
    stored(start(1, 1));
    stored(say(1, with_key(message(by_agent(amy), "first", 100), 7)));
    auto second = say(1, with_key(message(by_customer(1), "second", 101), 8));
    second.prior_key = *with_key(message(by_customer(1), "first", 100), 7).client_key;
    EXPECT_EQ(refusal_of(second), log_refusal::prior_missing);
}

TEST_P(RecordStore, RefusesAKeyThatWasUsedInAnotherConversation) {
    stored(start(1, 1));
    stored(start(2, 2));
    stored(say(1, with_key(message(by_agent(amy), "hello", 100), 7)));
    EXPECT_EQ(
        refusal_of(say(2, with_key(message(by_agent(amy), "hello", 101), 7))),
        log_refusal::client_key_conflict
    );
}

TEST_P(RecordStore, KeepsKeysOfDifferentAuthorsAndOrganisationsApart) {
    stored(start(1, 1));
    stored(say(1, with_key(message(by_customer(1), "hello", 100), 7)));
    EXPECT_FALSE(stored(say(1, with_key(message(by_agent(amy), "hello", 101), 7))).duplicate);
    auto foreign = start(2, 1);
    foreign.organisation = other_shop;
    foreign.create->organisation = other_shop;
    foreign.events.push_back(with_key(message(by_customer(1), "hello", 102), 7));
    EXPECT_FALSE(stored(foreign).duplicate);
}

TEST_P(RecordStore, AnswersARepeatedStartWithTheFirstConversation) {
    auto first = start(1, 1);
    first.events[0].client_key = bits(7);
    stored(first);
    // The gateway made a new conversation id for the resend.
    auto again = start(2, 1);
    again.events[0].client_key = bits(7);
    const auto outcome = stored(again);
    EXPECT_TRUE(outcome.duplicate);
    EXPECT_EQ(outcome.conversation.id, conversation_id(1));
    ASSERT_EQ(outcome.events.size(), 1U) << "the events that carried a key";
    EXPECT_EQ(outcome.events[0].kind, event_kind::opened);
    EXPECT_EQ(outcome.events[0].conversation, conversation_id(1));
    EXPECT_FALSE(row(2));

    close(1);
    EXPECT_TRUE(stored(again).duplicate) << "also when the first is closed";
}

TEST_P(RecordStore, AnswersARepeatEvenWhenTheActWouldBeRefusedNow) {
    stored(start(1, 1));
    auto accept = say(1, with_key(draft_of(event_kind::accepted, by_agent(amy), 100), 7));
    accept.expected_generation = 0;
    conversation_change take;
    take.generation = 1;
    take.state = conversation_state::active;
    accept.change = take;
    accept.allowed_states = states({conversation_state::queued});
    stored(accept);
    const auto outcome = stored(accept);
    EXPECT_TRUE(outcome.duplicate);
    EXPECT_EQ(outcome.conversation.generation, 1U);
    EXPECT_EQ(page(1).top, 3U);
}

TEST_P(RecordStore, RepeatsAWriteWithSeveralKeysOnlyAsAWhole) {
    stored(start(1, 1));
    auto both = write_to(1);
    both.events = {
        with_key(message(by_agent(amy), "one", 100), 7),
        with_key(message(by_agent(amy), "two", 101), 8)};
    const auto first = stored(both);
    const auto again = stored(both);
    EXPECT_TRUE(again.duplicate);
    ASSERT_EQ(again.events.size(), 2U);
    EXPECT_EQ(again.events[1].seq, first.events[1].seq);

    auto half_new = both;
    half_new.events[1].client_key = bits(9);
    EXPECT_EQ(refusal_of(half_new), log_refusal::client_key_conflict);
    auto same_twice = write_to(1);
    same_twice.events = {
        with_key(message(by_agent(amy), "one", 100), 10),
        with_key(message(by_agent(amy), "one", 101), 10)};
    EXPECT_EQ(refusal_of(same_twice), log_refusal::client_key_conflict);
    EXPECT_EQ(page(1).top, 4U);
}

TEST_P(RecordStore, KeepsRepeatsInOneBatchToOneEvent) {
    stored(start(1, 1));
    constexpr std::size_t copies = 50;
    std::vector<std::unique_ptr<answer<log_outcome>>> answers;
    for (std::size_t i = 0; i < copies; ++i) {
        answers.push_back(std::make_unique<answer<log_outcome>>());
        const auto draft = with_key(message(by_customer(1), "hello", 100 + i), 7);
        store().append(say(1, draft), answers.back()->slot());
    }
    std::size_t fresh = 0;
    for (auto& given : answers) {
        const auto outcome = given->wait();
        ASSERT_TRUE(outcome);
        if (!outcome->duplicate) ++fresh;
        ASSERT_EQ(outcome->events.size(), 1U);
        EXPECT_EQ(outcome->events[0].seq, 3U);
    }
    EXPECT_EQ(fresh, 1U);
    EXPECT_EQ(page(1).top, 3U);
}

TEST_P(RecordStore, BoundsHowManyEventsOfAKindFollowEachOther) {
    stored(start(1, 1));
    const auto rate = [](std::uint64_t n) {
        auto given = message(by_customer(1), "five stars", 200 + n);
        given.kind = event_kind::rated;
        auto write = say(1, with_key(given, 20 + n));
        write.longest_run = run_bound{event_kind::rated, 3};
        return write;
    };
    for (std::uint64_t n = 0; n < 3; ++n)
        stored(rate(n));
    auto note = message(by_agent(amy), "hidden", 300);
    note.kind = event_kind::note;
    stored(say(1, note)); // the customer does not count it
    EXPECT_EQ(refusal_of(rate(3)), log_refusal::run_full);
    EXPECT_TRUE(stored(rate(1)).duplicate) << "a repeat stores nothing";
    EXPECT_EQ(row(1)->seq_top, 6U);
    stored(say(1, message(by_customer(1), "between", 301)));
    stored(rate(3));
}

TEST_P(RecordStore, BoundsWhatACustomerWritesUntilOneOfTheStaffAnswers) {
    stored(start(1, 1)); // an event of theirs
    const auto write = [](std::uint64_t n) {
        auto said = say(1, with_key(message(by_customer(1), "anybody?", 200 + n), 20 + n));
        said.unanswered = unanswered_bound{3, 1'000};
        return said;
    };
    stored(write(0));
    reopen();
    stored(write(1));
    EXPECT_EQ(refusal_of(write(2)), log_refusal::unanswered_full);
    EXPECT_TRUE(stored(write(1)).duplicate) << "a repeat stores nothing";
    stored(say(1, message(by_agent(amy), "here I am", 300)));
    stored(write(2));
}

} // namespace
} // namespace kefu::storage::testing
