#include <gtest/gtest.h>

#include <random>
#include <string>

#include "gateway/service/sensitive_numbers.hpp"

namespace kefu::gateway::service::test {

TEST(NumberMask, ReadsALongTextOfOnePartOverAndOverOnlyOnce) {
    const auto of = [](std::string_view part) {
        std::string text;
        while (text.size() < 60'000)
            text += part;
        return text;
    };
    // Each makes another part of the scan do what it can do most of.
    for (const auto* part :
         {"1 2 3 4 5 6 7 8 9 0 ",
          "4111 ",
          "4111x",
          "4111----",
          "6 2 ",
          "41 11\n",
          "卡號411111111111111",
          "cvv 123 ",
          "4\u200b",
          "A ",
          "1227 ",
          "44 ",
          "4111111111111111411111111111111 ",
          "4111 1111 1111 1111411111111111111 ",
          "4\u064b"}) {
        const auto text = of(part);
        EXPECT_LE(mask_numbers(text).groups_read, 2 * text.size()) << part;
        EXPECT_LE(mask_numbers(text, "KF##########").groups_read, 2 * text.size()) << part;
    }
    const std::string ones(60'000, '4');
    EXPECT_EQ(mask_numbers(ones).text, ones);
}

// Counted, not timed: one address could keep the thread of a shard busy with such texts.
TEST(NumberMask, ReadsNoTextManyTimesOver) {
    constexpr std::size_t digits_count = 4'000;
    std::mt19937 random(20261129);
    for (const std::string_view from :
         {"58", "0123456789", "4", "56", "5067", "12", "19", "3689"}) {
        for (const std::string_view between : {"x", " ", "-", ".x.", "----", "\n", "\n\n"}) {
            for (std::size_t length = 1; length <= 7; ++length) {
                std::string text;
                for (std::size_t i = 0; i < digits_count; ++i) {
                    text += from[random() % from.size()];
                    if (i % length == 0) text += between;
                }
                const auto read = mask_numbers(text, "KF##########").groups_read;
                EXPECT_LE(read, 2 * text.size()) << from << between << length;
            }
        }
    }
}

TEST(NumberMask, DoesNotReadATextOfFewerDigitsThanAnyNumberHas) {
    EXPECT_EQ(mask_numbers("4111 1111 等了 2 天").groups_read, 0U);
    EXPECT_EQ(mask_numbers("5x8x5x8x5x8x5x8x5x8x5x8x").groups_read, 0U);
    EXPECT_EQ(mask_numbers("4111 1111 1111 1111").groups_read, 4U);
}

} // namespace kefu::gateway::service::test
