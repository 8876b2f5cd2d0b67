#include "gateway/chat/staffing.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::staffing;

TEST(Staffing, CoversWhatSomebodyOnDutyHasAtItsLevel) {
    const auto shown = staffing{}.with(our_shop, {{{}, 5}, {returns, 3}});
    EXPECT_TRUE(shown.covers(our_shop, {returns, 3}));
    EXPECT_FALSE(shown.covers(our_shop, {returns, 4})) << "knows too little of it";
    EXPECT_FALSE(shown.covers(our_shop, {presale, 1}));
    EXPECT_FALSE(shown.covers(our_shop, {presale, 0})) << "a level that is asked of nobody";
    EXPECT_TRUE(shown.covers(our_shop, routing::any_agent()));
}

TEST(Staffing, OfOneOrganisationSaysNothingOfAnother) {
    const auto shown = staffing{}.with(our_shop, {{{}, 5}});
    EXPECT_FALSE(shown.covers(other_shop, routing::any_agent()));
    const auto both = shown.with(other_shop, {{{}, 5}}).with(our_shop, {});
    EXPECT_TRUE(both.covers(other_shop, routing::any_agent()));
    EXPECT_FALSE(both.covers(our_shop, routing::any_agent())) << "all have gone";
    EXPECT_TRUE(shown.covers(our_shop, routing::any_agent())) << "the earlier one is as it was";
}

} // namespace
} // namespace kefu::tests
