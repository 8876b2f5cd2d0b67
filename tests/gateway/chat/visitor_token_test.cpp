#include "gateway/chat/visitor_token.hpp"

#include "gateway/chat/limits.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;

constexpr routing::wall_time start{1'790'000'000'000};

storage::known_visitor holder_of(std::uint64_t generation, std::uint64_t generation_now) {
    storage::known_visitor who;
    who.token.identity_generation = generation;
    who.token.bound_at = who.token.used_at = start;
    who.storefront_generation = generation_now;
    return who;
}

routing::wall_time after(std::int64_t ms) { return {start.ms + ms}; }

TEST(VisitorToken, StandsForHalfAYearWithoutUse) {
    const auto who = holder_of(0, 7);
    EXPECT_EQ(standing_of(who, after(limits::visitor_token_idle_ms_max)), token_standing::stands);
    EXPECT_EQ(
        standing_of(who, after(limits::visitor_token_idle_ms_max + 1)), token_standing::unused
    );
}

TEST(VisitorToken, OfACustomerTheShopVouchedForStandsForAMonth) {
    const auto who = holder_of(2, 2);
    EXPECT_EQ(
        standing_of(who, after(limits::identified_token_idle_ms_max)), token_standing::stands
    );
    EXPECT_EQ(
        standing_of(who, after(limits::identified_token_idle_ms_max + 1)), token_standing::unused
    );
}

TEST(VisitorToken, IsRevokedWithTheSecretThatVouched) {
    EXPECT_EQ(standing_of(holder_of(1, 2), start), token_standing::revoked);
    EXPECT_EQ(standing_of(holder_of(1, 0), start), token_standing::revoked) << "no such storefront";
    EXPECT_EQ(standing_of(holder_of(0, 2), start), token_standing::stands) << "nobody vouched";
}

TEST(VisitorToken, IsNotEndedByAClockThatWasSetBack) {
    EXPECT_EQ(standing_of(holder_of(1, 1), {0}), token_standing::stands);
    EXPECT_FALSE(is_touch_due(holder_of(1, 1).token, {0}));
}

TEST(VisitorToken, HasItsUseNotedOnceADay) {
    const auto token = holder_of(0, 1).token;
    EXPECT_FALSE(is_touch_due(token, after(limits::token_touch_ms - 1)));
    EXPECT_TRUE(is_touch_due(token, after(limits::token_touch_ms)));
}

TEST(VisitorToken, OfASocketThatStandsIsKeptOrEndsItWithIt) {
    EXPECT_EQ(upkeep_of(std::nullopt, start), token_upkeep::end);
    const auto who = holder_of(0, 1);
    EXPECT_EQ(upkeep_of(who, after(limits::token_touch_ms - 1)), token_upkeep::none);
    EXPECT_EQ(upkeep_of(who, after(limits::token_touch_ms)), token_upkeep::touch);
    EXPECT_EQ(upkeep_of(who, after(limits::visitor_token_idle_ms_max + 1)), token_upkeep::end);
    EXPECT_EQ(upkeep_of(holder_of(1, 2), start), token_upkeep::end) << "another secret";
}

} // namespace
} // namespace kefu::tests
