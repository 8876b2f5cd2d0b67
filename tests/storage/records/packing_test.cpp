#include "storage/records/packing.hpp"

#include <gtest/gtest.h>

#include "tests/storage/records/sample_rows.hpp"

namespace kefu::storage::packing {
namespace {

using testing::amy;
using testing::ben;

const std::vector<std::string> words{"", "https://shop.example", std::string("a\0b", 3), "中文"};

TEST(Packing, GivesBackEveryList) {
    EXPECT_EQ(strings_from(packed(words)), words);
    EXPECT_EQ(strings_from(packed(std::vector<std::string>{})), std::vector<std::string>{});
    const std::vector staff{amy, ben};
    EXPECT_EQ(staff_from(packed(staff)), staff);
    const timeline entries{{{-5}, "placed"}, {{1'700'000'000'000}, ""}};
    EXPECT_EQ(timeline_from(packed(entries)), entries);
    const auto order = testing::order(1, 1);
    const auto lines = lines_from(packed(order.lines));
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 2U);
    EXPECT_EQ(lines->at(0).title, "外套");
    EXPECT_EQ(lines->at(0).variant, "M");
    EXPECT_EQ(lines->at(0).quantity, 1);
    EXPECT_EQ(lines->at(0).price_minor, 99'900);
}

TEST(Packing, ReadsNothingFromACutList) {
    const auto all_words = packed(words);
    for (std::size_t size = 0; size < all_words.size(); ++size) {
        EXPECT_FALSE(strings_from(all_words.substr(0, size))) << size;
    }
    const auto lines = packed(testing::order(1, 1).lines);
    for (std::size_t size = 0; size < lines.size(); ++size) {
        EXPECT_FALSE(lines_from(lines.substr(0, size))) << size;
    }
    const auto staff = packed(std::vector{amy, ben});
    for (std::size_t size = 0; size < staff.size(); ++size) {
        EXPECT_FALSE(staff_from(staff.substr(0, size))) << size;
    }
}

TEST(Packing, ReadsNothingFromLeftOverBytesOrAnotherForm) {
    EXPECT_FALSE(strings_from(packed(words) + "x"));
    auto other_form = packed(words);
    other_form[0] = 2;
    EXPECT_FALSE(strings_from(other_form));
}

TEST(Packing, ReservesNothingForACountThatCannotBe) {
    const std::string huge_count("\x01\xff\xff\xff\xff", 5);
    EXPECT_FALSE(strings_from(huge_count));
    EXPECT_FALSE(staff_from(huge_count));
    EXPECT_FALSE(lines_from(huge_count + std::string(100, '\xff')));
    EXPECT_FALSE(timeline_from(huge_count + std::string(100, '\0')));
}

TEST(Packing, SurvivesEveryFlippedByte) {
    const auto good = packed(words);
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const int change : {0x01, 0x80, 0xff}) {
            auto bad = good;
            bad[at] = static_cast<char>(bad[at] ^ change);
            const auto read = strings_from(bad);
            if (read) {
                EXPECT_EQ(packed(*read), bad);
            }
        }
    }
}

} // namespace
} // namespace kefu::storage::packing
