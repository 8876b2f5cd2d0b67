#include "gateway/api/access.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;
using gateway::chat::reading;
using storage::staff_role;

storage::staff_row who(routing::staff_id id, staff_role role, routing::organisation_id of) {
    storage::staff_row row;
    row.id = id;
    row.role = role;
    row.organisation = of;
    return row;
}

TEST(Access, StaffSeeTheConversationsThatTheyMayRead) {
    const auto row = waiting_row(chat_1, wang);
    const auto of_ours = who(ann, staff_role::agent, our_shop);
    EXPECT_TRUE(access_conversation_by_staff(row, reading::own, of_ours));
    EXPECT_TRUE(access_conversation_by_staff(row, reading::noted, of_ours));
    EXPECT_FALSE(access_conversation_by_staff(row, reading::refused, of_ours));
}

TEST(Access, NobodyOfAnotherOrganisation) {
    const auto row = waiting_row(chat_1, wang);
    for (const auto role : {staff_role::agent, staff_role::supervisor, staff_role::admin}) {
        EXPECT_FALSE(access_conversation_by_staff(row, reading::own, who(eve, role, other_shop)));
        EXPECT_FALSE(access_configuration_by_staff(row, who(eve, role, other_shop)));
        EXPECT_TRUE(access_configuration_by_staff(row, who(eve, role, our_shop)));
    }
}

TEST(Access, CustomersSeeTheirOwn) {
    const auto row = waiting_row(chat_1, wang);
    EXPECT_TRUE(access_conversation_by_customer(row, customer_named(wang, "x"), lamp_store));
    EXPECT_FALSE(access_conversation_by_customer(row, customer_named(chen, "x"), lamp_store));
    auto foreign = customer_named(wang, "x");
    foreign.organisation = other_shop;
    EXPECT_FALSE(access_conversation_by_customer(row, foreign, lamp_store));
}

TEST(Access, CustomersSeeTheirOwnOfTheStorefrontThatAsksAndOfNoOther) {
    const auto row = waiting_row(chat_1, wang);
    const auto sister_store = make_id<routing::storefront_id>(12);
    EXPECT_FALSE(access_conversation_by_customer(row, customer_named(wang, "x"), sister_store));
    auto of_the_sister = row;
    of_the_sister.storefront = sister_store;
    auto first_met_here = customer_named(wang, "x");
    ASSERT_EQ(first_met_here.storefront, lamp_store);
    EXPECT_TRUE(access_conversation_by_customer(of_the_sister, first_met_here, sister_store));
}

} // namespace
} // namespace kefu::tests
