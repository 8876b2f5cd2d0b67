#include "gateway/chat/byte_turns.hpp"

#include <gtest/gtest.h>

#include "gateway/net/limits.hpp"
#include "gateway/protocol/limits.hpp"
#include "tests/gateway/chat/chat_world.hpp"

namespace kefu::tests {
namespace {

namespace limits = gateway::chat::limits;
using gateway::chat::byte_turns;
using gateway::chat::network_limits;

gateway::net::peer_address at(std::string_view address) {
    return gateway::net::peer_address::parse(address).value();
}

// 10 000 bytes at once, and then one a millisecond.
constexpr network_limits small{
    .network = {10'000, 1'000, 1'000},
    .site = {40'000, 4'000, 1'000},
    .networks_max = 2,
    .full_wait_ms = 500};

class ByteTurns : public testing::Test {
protected:
    byte_turns turns{small, 3};
    const gateway::net::peer_address home = at("198.51.100.7");

    std::int64_t take(int who, std::int64_t now_ms, std::uint32_t bytes) {
        return turns.take(home, customer(who), {now_ms}, bytes);
    }
    static routing::customer_id customer(int n) {
        return make_id<routing::customer_id>(static_cast<std::uint8_t>(n));
    }
};

TEST_F(ByteTurns, ALongMessagePassesWhereAShortOneWould) {
    EXPECT_EQ(take(1, 0, 9'999), 0);
    EXPECT_EQ(take(2, 0, 5'000), 0) << "one byte is left";
    EXPECT_EQ(take(3, 0, 1), 5'000) << "what was taken too much is paid off first";
}

// The old rule let whoever needs little have each byte that came.
TEST_F(ByteTurns, ManyWhoWriteALetterKeepNobodyFromALongMessage) {
    byte_turns crowd(small, 100);
    static_cast<void>(crowd.take(home, customer(1), {0}, 10'000));
    std::int64_t mine = -1;
    std::int64_t due = 0;
    for (std::int64_t now = 0; now < 30'000 && mine != 0; ++now) {
        for (int other = 2; other < 60; ++other)
            static_cast<void>(crowd.take(home, customer(other), {now}, 257));
        if (now < due) continue;
        mine = crowd.take(home, customer(1), {now}, 8'000);
        if (mine > 0) {
            EXPECT_EQ(due, 0) << "told once, and true";
            due = now + mine;
        }
    }
    EXPECT_EQ(mine, 0);
}

TEST_F(ByteTurns, WhoeverIsRefusedPassesWhenTheyWereTold) {
    EXPECT_EQ(take(1, 0, 11'000), 0);
    EXPECT_EQ(take(2, 0, 2'000), 1'001);
    EXPECT_EQ(take(3, 0, 10), 3'001) << "after whoever came before";
    EXPECT_EQ(take(2, 400, 2'000), 601) << "asking again takes nothing more";
    EXPECT_EQ(take(2, 1'001, 2'500), 0);
    EXPECT_EQ(take(3, 3'000, 10), 1);
    EXPECT_EQ(take(3, 3'001, 10), 0);
    EXPECT_GT(take(2, 3'001, 1), 0) << "one turn, one message";
}

TEST_F(ByteTurns, WhatATurnTookInAdvanceAndWasNotNeededIsGivenBack) {
    EXPECT_EQ(take(1, 0, 11'000), 0);
    EXPECT_EQ(take(2, 0, 2'000), 1'001);
    EXPECT_EQ(take(2, 1'001, 500), 0);
    EXPECT_EQ(take(3, 1'001, 1), 500) << "500 are owed and one has come";
}

// Or frames that are only ever refused would keep a network at nothing.
TEST_F(ByteTurns, ATurnThatNobodyTookIsGivenBack) {
    EXPECT_EQ(take(1, 0, 11'000), 0);
    EXPECT_EQ(take(2, 0, 10'000), 1'001);
    const auto over = 1'001 + limits::byte_turn_ms;
    EXPECT_EQ(take(3, over - 1, 1), 1) << "its bytes are kept as long as it stands";
    EXPECT_EQ(take(4, over, 9'999), 0) << "and then they are there";
    EXPECT_EQ(turns.turns(), 1U);
}

TEST_F(ByteTurns, WhoeverComesTooLateIsAskedAsAnybody) {
    EXPECT_EQ(take(1, 0, 11'000), 0);
    EXPECT_EQ(take(2, 0, 10'000), 1'001);
    EXPECT_EQ(take(1, 1'001, 20'000), 10'000);
    EXPECT_GT(take(2, 1'001 + limits::byte_turn_ms, 10'000), 0);
}

// Bytes are one network's: those of another are neither waited for nor paid back there.
TEST_F(ByteTurns, ATurnIsOfItsNetwork) {
    const auto shop = at("198.51.100.8");
    EXPECT_EQ(take(1, 0, 20'000), 0);
    EXPECT_EQ(take(2, 0, 8'000), 10'001);
    EXPECT_EQ(turns.take(shop, customer(2), {0}, 8'000), 0) << "nothing is owed here";
    EXPECT_EQ(turns.take(shop, customer(3), {0}, 12'000), 0);
    EXPECT_EQ(turns.take(shop, customer(2), {10'001}, 10'100), 0);
    EXPECT_EQ(turns.take(shop, customer(2), {10'001}, 1), 10'100) << "all of it paid here";
    EXPECT_EQ(take(2, 10'001, 8'000), 0) << "and this one still stands";
}

// However often they ask, each of them and whoever comes last has a turn.
TEST_F(ByteTurns, ThereIsATurnForTheLongestMessageOfEachConnectionOfANetwork) {
    constexpr auto longest =
        limits::bytes_per_write + 4 * gateway::protocol::limits::text_code_points_max;
    constexpr gateway::net::admission_limits admitted;
    byte_turns street(gateway::chat::customer_byte_limits);
    static_cast<void>(
        street.take(home, customer(0), {0}, gateway::chat::customer_byte_limits.network.burst)
    );
    std::int64_t wait = 0;
    for (std::size_t other = 1; other < admitted.per_network_max; ++other)
        static_cast<void>(street.take(home, customer(static_cast<int>(other)), {0}, longest));
    wait = street.take(home, customer(0), {0}, longest);
    EXPECT_LE(wait, limits::byte_turn_ahead_ms_max);
    for (std::size_t other = 1; other < admitted.per_network_max; ++other)
        static_cast<void>(street.take(home, customer(static_cast<int>(other)), {wait - 1}, longest)
        );
    EXPECT_EQ(street.take(home, customer(0), {wait}, longest), 0);

    EXPECT_LE(
        std::int64_t{longest} * static_cast<std::int64_t>(admitted.per_site_max) * 1'000,
        std::int64_t{gateway::chat::customer_byte_limits.site.per_period} *
            limits::byte_turn_ahead_ms_max
    );
}

TEST_F(ByteTurns, FarAheadThereIsNoTurn) {
    constexpr auto ahead = static_cast<std::uint32_t>(limits::byte_turn_ahead_ms_max);
    EXPECT_EQ(take(1, 0, 10'000 + ahead + 10'000), 0);
    EXPECT_EQ(take(2, 0, 1), 10'001) << "then there is one";
    EXPECT_EQ(turns.turns(), 0U);
    EXPECT_EQ(take(2, 10'001, 1), ahead) << "and here it is";
    EXPECT_EQ(take(2, 10'001 + ahead, 1), 0);
}

TEST_F(ByteTurns, RemembersSoManyTurnsAndForgetsThoseThatAreOver) {
    EXPECT_EQ(take(9, 0, 10'100), 0);
    for (int who = 1; who <= 3; ++who)
        EXPECT_GT(take(who, 0, 100), 0);
    EXPECT_EQ(take(4, 0, 100), small.full_wait_ms);
    EXPECT_EQ(take(4, 0, 100), small.full_wait_ms) << "it took nothing";
    EXPECT_EQ(take(8, 20'000, 21'000), 0);
    EXPECT_EQ(turns.turns(), 0U);
    EXPECT_GT(take(4, 20'000, 100), small.full_wait_ms);
    EXPECT_EQ(turns.turns(), 1U);
}

TEST_F(ByteTurns, TheNetworksOfOneSiteHaveARateTogether) {
    byte_turns many(
        {.network = small.network, .site = {100, 1, 1}, .networks_max = 9, .full_wait_ms = 1}
    );
    EXPECT_EQ(many.take(at("2001:db8:1:1::1"), customer(1), {0}, 110), 0);
    EXPECT_EQ(many.take(at("2001:db8:1:2::1"), customer(2), {0}, 1), 11);
    EXPECT_EQ(many.take(at("2001:db8:2::1"), customer(3), {0}, 1), 0) << "another site";
}

TEST_F(ByteTurns, WhatWasGivenBackCountsNowhere) {
    for (int n = 0; n < 30; ++n) {
        ASSERT_EQ(take(1, 0, 9'000), 0) << n;
        turns.give_back(home, {0}, 9'000);
    }
}

TEST_F(ByteTurns, RemembersANetworkUntilItHasRecovered) {
    EXPECT_EQ(turns.take(at("198.51.100.1"), customer(1), {0}, 100), 0);
    EXPECT_EQ(turns.take(at("198.51.100.2"), customer(2), {0}, 100), 0);
    EXPECT_EQ(turns.take(at("198.51.100.3"), customer(3), {0}, 100), small.full_wait_ms);
    EXPECT_EQ(turns.take(at("198.51.100.3"), customer(3), {60'000}, 100), 0);
}

} // namespace
} // namespace kefu::tests
