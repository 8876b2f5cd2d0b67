#include "gateway/chat/row_commands.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
using storage::conversation_state;

constexpr routing::instant now{50'000};
constexpr routing::wall_time at{opening_time.ms + 60'000};

TEST(RowCommands, AnAgentHasAtLeastOnePlaceAndTheirSkills) {
    storage::staff_row row;
    row.id = ann;
    row.capacity = 0;
    row.auto_accept = true;
    row.skills = {{returns, 3}};
    const auto command = define_agent_of(row);
    EXPECT_EQ(command.staff, ann);
    EXPECT_EQ(command.capacity, 1U);
    EXPECT_TRUE(command.auto_accept);
    ASSERT_EQ(command.skills.size(), 1U);
    EXPECT_EQ(command.skills[0].skill, returns);
    EXPECT_EQ(command.skills[0].level, 3U);
}

TEST(RowCommands, ASupervisorWithoutSkillsTakesNoOffers) {
    storage::staff_row row;
    row.role = storage::staff_role::supervisor;
    EXPECT_FALSE(define_agent_of(row).takes_offers);
    row.skills = {{returns, 1}};
    EXPECT_TRUE(define_agent_of(row).takes_offers);
}

TEST(RowCommands, WhoOpenedWaitsSinceThenOnTheDesksClock) {
    auto row = waiting_row(chat_1, wang);
    row.preferred = ben;
    row.points = 2;
    const auto command = queue_of(row, now, at);
    EXPECT_EQ(command.conversation, chat_1);
    EXPECT_EQ(command.queued_at, now + -60'000);
    EXPECT_EQ(command.need.skill, returns);
    EXPECT_EQ(command.preferred, ben);
    EXPECT_EQ(command.points, 2);
    EXPECT_TRUE(command.customer_connected);
}

TEST(RowCommands, WhoOpenedBeforeTheWallClockWasSetBackWaitsSinceNow) {
    const auto row = waiting_row(chat_1, wang);
    EXPECT_EQ(queue_of(row, now, {opening_time.ms - 5'000}).queued_at, now);
}

TEST(RowCommands, WhoWasServedIsTheirAgentsAgain) {
    auto row = waiting_row(chat_1, wang);
    row.generation = 4;
    row.assignee = ann;
    for (const auto& [state, phase] :
         {std::pair{conversation_state::active, routing::phase::active},
          std::pair{conversation_state::wrap_up, routing::phase::wrap_up}}) {
        row.state = state;
        const auto command = restore_of(row, now, at);
        EXPECT_EQ(command.state, phase);
        EXPECT_EQ(command.owner, ann);
        EXPECT_EQ(command.generation, 4U);
    }
}

// The offer did not outlive the desk that made it.
TEST(RowCommands, WhoWasOfferedWaitsAtTheirPlaceAndIsNobodys) {
    auto row = waiting_row(chat_1, wang);
    row.state = conversation_state::offered;
    row.assignee = ann;
    row.excluded = {ben};
    const auto command = restore_of(row, now, at);
    EXPECT_EQ(command.state, routing::phase::queued);
    EXPECT_FALSE(command.owner);
    EXPECT_EQ(command.queued_at, now + -60'000);
    EXPECT_EQ(command.excluded, std::vector{ben});
}

TEST(RowCommands, WhoIsParkedIsDueWhenTheRecordSaysAndWithoutThatNow) {
    auto row = waiting_row(chat_1, wang);
    row.state = conversation_state::parked;
    EXPECT_EQ(restore_of(row, now, at).park_due, now);
    row.due = {at.ms + 90'000};
    EXPECT_EQ(restore_of(row, now, at).park_due, now + 90'000);
}

TEST(RowCommands, AHeadStartIsNeverMoreThanTheDeskTakes) {
    auto row = waiting_row(chat_1, wang);
    row.credit_ms = -1;
    EXPECT_EQ(restore_of(row, now, at).credit_ms, 0);
    row.credit_ms = 1'000'000'000'000;
    EXPECT_LT(restore_of(row, now, at).credit_ms, row.credit_ms);
}

} // namespace
} // namespace kefu::tests
