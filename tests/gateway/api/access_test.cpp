#include "gateway/api/access.hpp"
#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;
using storage::staff_role;

storage::staff_row who(routing::staff_id id, staff_role role, routing::organisation_id of) {
    storage::staff_row row;
    row.id = id;
    row.role = role;
    row.organisation = of;
    return row;
}

TEST(Access, ConversationByRoleAndService) {
    auto row = waiting_row(chat_1, wang);
    row.state = storage::conversation_state::active;
    row.assignee = ann;
    EXPECT_TRUE(access_conversation_by_staff(row, {}, who(ann, staff_role::agent, our_shop)));
    EXPECT_FALSE(access_conversation_by_staff(row, {}, who(ben, staff_role::agent, our_shop)));
    EXPECT_TRUE(access_conversation_by_staff(row, {}, who(sue, staff_role::supervisor, our_shop)));
    EXPECT_TRUE(access_conversation_by_staff(row, {}, who(sue, staff_role::admin, our_shop)));

    storage::event taken;
    taken.kind = storage::event_kind::accepted;
    taken.body =
        gateway::protocol::encode_body(gateway::protocol::body::accepted{ben, "Ben", "assigned"});
    EXPECT_TRUE(access_conversation_by_staff(row, {taken}, who(ben, staff_role::agent, our_shop)));
}

TEST(Access, AnOfferGivesNoRightToRead) {
    auto row = waiting_row(chat_1, wang);
    row.state = storage::conversation_state::offered;
    row.assignee = ann;
    EXPECT_FALSE(access_conversation_by_staff(row, {}, who(ann, staff_role::agent, our_shop)));
}

TEST(Access, NobodyOfAnotherOrganisation) {
    auto row = waiting_row(chat_1, wang);
    row.state = storage::conversation_state::active;
    row.assignee = eve;
    for (const auto role : {staff_role::agent, staff_role::supervisor, staff_role::admin}) {
        EXPECT_FALSE(access_conversation_by_staff(row, {}, who(eve, role, other_shop)));
        EXPECT_FALSE(access_configuration_by_staff(row, who(eve, role, other_shop)));
        EXPECT_TRUE(access_configuration_by_staff(row, who(eve, role, our_shop)));
    }
}

TEST(Access, CustomersSeeTheirOwn) {
    const auto row = waiting_row(chat_1, wang);
    EXPECT_TRUE(access_conversation_by_customer(row, customer_named(wang, "x")));
    EXPECT_FALSE(access_conversation_by_customer(row, customer_named(chen, "x")));
    auto foreign = customer_named(wang, "x");
    foreign.organisation = other_shop;
    EXPECT_FALSE(access_conversation_by_customer(row, foreign));
}

} // namespace
} // namespace kefu::tests
