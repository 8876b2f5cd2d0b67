#include "gateway/app/system_ids.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

#include <set>

namespace kefu::tests {
namespace {

TEST(SystemIds, AreUuidVersionSeven) {
    hand_clock clock;
    gateway::app::system_ids ids(clock);
    for (int i = 0; i < 200; ++i) {
        const auto id = ids.next();
        EXPECT_EQ(id.bytes[6] >> 4, 7);
        EXPECT_EQ(id.bytes[8] >> 6, 2);
        std::uint64_t ms = 0;
        for (std::size_t at = 0; at < 6; ++at)
            ms = ms << 8 | id.bytes[at];
        EXPECT_EQ(ms, static_cast<std::uint64_t>(clock.wall().ms));
        EXPECT_TRUE(routing::parse_id(routing::to_string(id)));
    }
}

TEST(SystemIds, LieInTheOrderOfTheirMaking) {
    hand_clock clock;
    gateway::app::system_ids ids(clock);
    auto before = ids.next();
    for (int i = 0; i < 200; ++i) {
        clock.pass(1);
        const auto next = ids.next();
        EXPECT_LT(before, next);
        before = next;
    }
}

TEST(SystemIds, NeverRepeatAndSecretsHoldNoTime) {
    hand_clock clock;
    gateway::app::system_ids ids(clock);
    std::set<routing::id_bits> seen;
    std::set<std::uint8_t> first_bytes;
    std::set<int> versions;
    for (int i = 0; i < 2'000; ++i) {
        EXPECT_TRUE(seen.insert(ids.next()).second);
        const auto secret = ids.secret();
        EXPECT_TRUE(seen.insert(secret).second);
        first_bytes.insert(secret.bytes[0]);
        versions.insert(secret.bytes[6] >> 4);
    }
    EXPECT_GT(first_bytes.size(), 200U); // a fair source misses more than 55 of 256 never
    EXPECT_EQ(versions.size(), 16U);
}

} // namespace
} // namespace kefu::tests
