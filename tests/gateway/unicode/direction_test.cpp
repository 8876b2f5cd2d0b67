#include "gateway/unicode/direction.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::unicode;

TEST(Direction, EachOfItsCharactersDoesOneThing) {
    for (unsigned n = 0; n < 0x3000; ++n) {
        const char32_t point = n;
        const int jobs = opens_embedding(point) + opens_override(point) + opens_isolate(point) +
                         closes_embedding(point) + closes_isolate(point);
        const bool is_one =
            (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
        EXPECT_EQ(jobs, is_one ? 1 : 0) << n;
        EXPECT_EQ(turns_direction(point), is_one) << n;
        EXPECT_FALSE(opens_direction(point) && closes_direction(point)) << n;
    }
}

TEST(Direction, IsNotTurnedByMarks) {
    for (const char32_t mark : {0x200E, 0x200F, 0x061C})
        EXPECT_FALSE(turns_direction(mark));
}

} // namespace
} // namespace kefu::tests
