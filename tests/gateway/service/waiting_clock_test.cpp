#include <gtest/gtest.h>

#include "gateway/service/waiting_clock.hpp"

namespace kefu::gateway::service::test {

using storage::author_role;
using storage::event_kind;

namespace {

constexpr routing::wall_time at{5'000};
constexpr routing::wall_time before{1'000};

std::optional<routing::wall_time> after(
    event_kind kind, author_role by, std::optional<routing::wall_time> current
) {
    return waiting_after(kind, by, at, current);
}

} // namespace

TEST(WaitingClock, StartsAtTheOldestUnansweredMessage) {
    EXPECT_EQ(after(event_kind::message, author_role::customer, std::nullopt), at);
    EXPECT_EQ(after(event_kind::message, author_role::customer, before), before);
    EXPECT_EQ(after(event_kind::opened, author_role::customer, std::nullopt), at);
}

TEST(WaitingClock, StopsWhenStaffAnswer) {
    EXPECT_FALSE(after(event_kind::message, author_role::agent, before));
    EXPECT_FALSE(after(event_kind::message, author_role::supervisor, before));
}

TEST(WaitingClock, AGreetingOfTheSystemIsNoAnswer) {
    EXPECT_EQ(after(event_kind::message, author_role::system, before), before);
}

TEST(WaitingClock, StopsWhenTheChatIsOver) {
    for (const auto kind : {event_kind::ended, event_kind::closed, event_kind::abandoned}) {
        EXPECT_FALSE(after(kind, author_role::customer, before));
    }
}

TEST(WaitingClock, IsLeftAloneByEverythingElse) {
    using enum event_kind;
    for (const auto kind :
         {queued,
          offered,
          accepted,
          declined,
          missed,
          note,
          transferred,
          requeued,
          wrapped_up,
          rated,
          parked,
          withdrawn}) {
        EXPECT_EQ(after(kind, author_role::agent, before), before);
        EXPECT_FALSE(after(kind, author_role::agent, std::nullopt));
    }
}

} // namespace kefu::gateway::service::test
