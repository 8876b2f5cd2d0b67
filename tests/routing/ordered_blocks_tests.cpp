#include "routing/ordered_blocks.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <random>
#include <set>

using kefu::routing::ordered_blocks;

namespace {

TEST(OrderedBlocks, DoWhatASetDoesAndCountWhatIsBefore) {
    ordered_blocks<std::uint32_t> blocks;
    std::set<std::uint32_t> set;
    std::mt19937 random(4);
    for (int i = 0; i < 20'000; ++i) {
        // First mostly growing over many blocks, then shrinking to nothing.
        const std::uint32_t value = random() % 4'096;
        const bool grow = i < 10'000 ? random() % 4 != 0 : random() % 4 == 0;
        if (grow) {
            ASSERT_EQ(blocks.insert(value), set.insert(value).second);
        } else {
            ASSERT_EQ(blocks.erase(value), set.erase(value) == 1);
        }
        ASSERT_EQ(blocks.size(), set.size());
        const std::uint32_t asked = random() % 4'096;
        ASSERT_EQ(blocks.contains(asked), set.contains(asked));
        if (i % 16 != 0) continue;
        const auto before = std::distance(set.begin(), set.lower_bound(asked));
        ASSERT_EQ(blocks.rank(asked), static_cast<std::size_t>(before));
    }
    while (!set.empty()) {
        const auto* first = blocks.first_where([](std::uint32_t) { return true; });
        ASSERT_TRUE(first);
        ASSERT_EQ(*first, *set.begin());
        ASSERT_TRUE(blocks.erase(*set.begin()));
        set.erase(set.begin());
    }
    EXPECT_TRUE(blocks.empty());
    EXPECT_FALSE(blocks.erase(1));
    EXPECT_EQ(blocks.rank(1), 0U);
}

TEST(OrderedBlocks, CopyTheFrontAcrossBlocks) {
    ordered_blocks<std::uint32_t> blocks;
    for (std::uint32_t n = 1'000; n > 0; --n)
        blocks.insert(n);
    std::vector<std::uint32_t> front;
    blocks.copy_front(700, front);
    ASSERT_EQ(front.size(), 700U);
    for (std::uint32_t n = 1; n <= 700; ++n)
        EXPECT_EQ(front[n - 1], n);
    blocks.copy_front(2'000, front);
    EXPECT_EQ(front.size(), 1'700U);
}

} // namespace
