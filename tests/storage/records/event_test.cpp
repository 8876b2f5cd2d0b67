#include "storage/records/event.hpp"

#include <gtest/gtest.h>
#include <set>

#include "storage/records/record_store.hpp"

namespace kefu::storage {
namespace {

constexpr int kind_count = 17;

TEST(EventKind, HasANameOfItsOwnAndItsStoredNumber) {
    std::set<std::string_view> names;
    for (int stored = 1; stored <= kind_count; ++stored) {
        const auto kind = event_kind_from(stored);
        ASSERT_TRUE(kind) << stored;
        EXPECT_EQ(static_cast<int>(*kind), stored);
        names.insert(name_of(*kind));
    }
    EXPECT_EQ(names.size(), static_cast<std::size_t>(kind_count));
    EXPECT_EQ(name_of(event_kind::message), "message");
    EXPECT_EQ(name_of(event_kind::withdrawn), "withdrawn");
}

TEST(EventKind, IsNothingForANumberOutsideTheTable) {
    for (const std::int64_t stored : {-1L, 0L, 18L, 255L, 256L + 1, 1L << 40}) {
        EXPECT_FALSE(event_kind_from(stored)) << stored;
    }
}

TEST(EventKind, HidesTheStaffsOwnAffairsFromTheCustomer) {
    const std::set hidden{
        event_kind::offered,
        event_kind::declined,
        event_kind::missed,
        event_kind::note,
        event_kind::wrapped_up,
        event_kind::closed,
        event_kind::withdrawn};
    for (int stored = 1; stored <= kind_count; ++stored) {
        const auto kind = *event_kind_from(stored);
        const auto expected = hidden.contains(kind) ? visibility::staff : visibility::everyone;
        EXPECT_EQ(visibility_of(kind), expected) << name_of(kind);
    }
}

TEST(Names, AreDistinctForEveryState) {
    std::set<std::string_view> states;
    for (int i = 1; i <= 7; ++i)
        states.insert(name_of(static_cast<conversation_state>(i)));
    EXPECT_EQ(states.size(), 7U);
    EXPECT_FALSE(states.contains("unknown"));
    std::set<std::string_view> roles;
    for (int i = 0; i <= 3; ++i)
        roles.insert(name_of(static_cast<author_role>(i)));
    EXPECT_EQ(roles.size(), 4U);
    std::set<std::string_view> refusals;
    for (int i = 0; i <= 6; ++i)
        refusals.insert(name_of(static_cast<log_refusal>(i)));
    EXPECT_EQ(refusals.size(), 7U);
    EXPECT_FALSE(refusals.contains("unknown"));
}

TEST(StoreError, SaysWhatIsWrong) {
    std::set<std::string> messages;
    for (int i = 1; i <= 6; ++i) {
        messages.insert(make_error_code(static_cast<store_error>(i)).message());
    }
    EXPECT_EQ(messages.size(), 6U);
    EXPECT_FALSE(messages.contains("unknown error of the record store"));
}

TEST(ConversationState, TakesMessagesUntilTheAgentEndsTheChat) {
    EXPECT_TRUE(accepts_messages(conversation_state::queued));
    EXPECT_TRUE(accepts_messages(conversation_state::parked));
    EXPECT_FALSE(accepts_messages(conversation_state::wrap_up));
    EXPECT_TRUE(is_open(conversation_state::wrap_up));
    EXPECT_FALSE(is_open(conversation_state::closed));
    EXPECT_FALSE(is_open(conversation_state::abandoned));
}

} // namespace
} // namespace kefu::storage
