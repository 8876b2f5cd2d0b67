#include "gateway/chat/limits.hpp"
#include "gateway/chat/served.hpp"
#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace body = gateway::protocol::body;

storage::event taken_by(routing::staff_id staff, storage::author by) {
    storage::event entry;
    entry.kind = storage::event_kind::accepted;
    entry.by = by;
    entry.body = gateway::protocol::encode_body(body::accepted{staff, "Ann", "assigned"});
    return entry;
}

TEST(Served, AnOfferGivesNoRight) {
    auto row = waiting_row(chat_1, wang);
    row.assignee = ann;
    row.state = storage::conversation_state::offered;
    EXPECT_FALSE(serves(row, ann));
    for (const auto state :
         {storage::conversation_state::active,
          storage::conversation_state::wrap_up,
          storage::conversation_state::closed}) {
        row.state = state;
        EXPECT_TRUE(serves(row, ann));
        EXPECT_FALSE(serves(row, ben));
    }
    row.assignee.reset();
    EXPECT_FALSE(serves(row, ann));
}

TEST(Served, IsToldByTheAcceptanceWhoeverOrderedIt) {
    const auto event = taken_by(ann, {storage::author_role::supervisor, sue.bits});
    EXPECT_TRUE(has_served({event}, ann));
    EXPECT_FALSE(has_served({event}, sue));
    EXPECT_FALSE(has_served({}, ann));
}

TEST(Served, TheLogIsLookedThroughPageByPageToItsEndOrABound) {
    using verdict = service_search::verdict;
    const auto page = [](std::uint64_t from, std::uint64_t count, std::uint64_t top) {
        storage::event_page made;
        made.top = top;
        for (std::uint64_t i = 0; i < count; ++i) {
            made.events.push_back(taken_by(ben, {}));
            made.events.back().seq = from + i;
        }
        return made;
    };
    const auto first = look_through(page(1, 3, 9), ann);
    EXPECT_EQ(first.came_to, verdict::go_on);
    EXPECT_EQ(first.after, 3U);
    EXPECT_EQ(look_through(page(4, 3, 9), ben).came_to, verdict::found);
    EXPECT_EQ(look_through(page(7, 3, 9), ann).came_to, verdict::over);
    EXPECT_EQ(look_through(page(1, 0, 9), ann).came_to, verdict::over) << "nothing more comes";
    constexpr auto bound = gateway::chat::limits::served_search_events_max;
    EXPECT_EQ(look_through(page(bound - 2, 2, bound + 9), ann).came_to, verdict::go_on);
    EXPECT_EQ(look_through(page(bound, 1, bound + 9), ann).came_to, verdict::over);
}

TEST(Served, ReadingIsNotedUnlessItIsTheReadersOwnWork) {
    using gateway::protocol::role;
    for (const auto reader : {role::supervisor, role::admin}) {
        EXPECT_EQ(reading_of(reader, true, false), reading::own);
        EXPECT_EQ(reading_of(reader, false, false), reading::noted);
        EXPECT_EQ(reading_of(reader, false, true), reading::noted) << "they may look at any";
    }
    EXPECT_EQ(reading_of(role::agent, true, false), reading::own);
    EXPECT_EQ(reading_of(role::agent, false, true), reading::own);
    EXPECT_EQ(reading_of(role::agent, false, false), reading::refused);
}

TEST(Served, OtherEventsAndDamagedBodiesTellNothing) {
    auto event = taken_by(ann, {storage::author_role::agent, ann.bits});
    event.kind = storage::event_kind::message;
    EXPECT_FALSE(has_served({event}, ann));
    event.kind = storage::event_kind::accepted;
    event.body = "{";
    EXPECT_FALSE(has_served({event}, ann));
}

} // namespace
} // namespace kefu::tests
