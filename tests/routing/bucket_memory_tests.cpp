#include "routing/bucket_memory.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

constexpr routing::token_bucket::rate two_then_one_a_second{2, 1, 1'000};

class BucketMemory : public testing::Test {
protected:
    bool take(int who, routing::instant now) {
        return memory.has_room(who, now) &&
               memory.remember(who, now).bucket.take(two_then_one_a_second, now);
    }
    routing::bucket_memory<int> memory{two_then_one_a_second, 2};
};

TEST_F(BucketMemory, GivesEachKeyOneBucketHoweverOftenItComes) {
    EXPECT_TRUE(take(1, {0}));
    EXPECT_TRUE(take(1, {0}));
    EXPECT_FALSE(take(1, {0}));
    EXPECT_TRUE(take(2, {0}));
    EXPECT_EQ(memory.known(), 2U);
}

TEST_F(BucketMemory, HasNoRoomForSomebodyNewUntilOthersHaveRecovered) {
    EXPECT_TRUE(take(1, {0}));
    EXPECT_TRUE(take(2, {0}) && take(2, {0}));
    EXPECT_FALSE(memory.has_room(3, {0}));
    EXPECT_TRUE(memory.has_room(1, {0})) << "who is known goes on";
    EXPECT_FALSE(memory.has_room_for_new({0}));
    EXPECT_TRUE(memory.has_room(3, {1'000})) << "the first has recovered";
    EXPECT_EQ(memory.find(1), nullptr);
    EXPECT_NE(memory.find(2), nullptr);
}

TEST_F(BucketMemory, RemembersNobodyByBeingAskedForRoom) {
    EXPECT_TRUE(memory.has_room(1, {0}));
    EXPECT_EQ(memory.known(), 0U);
}

// Or a flood would make each of its acts cost a look at everybody.
TEST_F(BucketMemory, LooksForRoomOnceASecond) {
    EXPECT_TRUE(take(1, {0}) && take(2, {0}));
    EXPECT_FALSE(memory.has_room(3, {500}));
    EXPECT_FALSE(memory.has_room(3, {1'499})) << "both have recovered, and nobody has looked";
    EXPECT_TRUE(memory.has_room(3, {1'500}));
}

TEST_F(BucketMemory, DoesNotForgetWhatIsHeld) {
    auto& held = memory.remember(1, {0});
    ++held.held;
    EXPECT_TRUE(take(2, {0}));
    EXPECT_TRUE(take(3, {5'000}));
    EXPECT_EQ(memory.find(1), &held);
    --held.held;
    EXPECT_TRUE(take(4, {10'000}));
    EXPECT_EQ(memory.find(1), nullptr);
}

TEST_F(BucketMemory, GivesNothingBackToWhomItDoesNotKnow) {
    EXPECT_TRUE(take(1, {0}) && take(1, {0}));
    memory.give_back(1, {0});
    EXPECT_TRUE(take(1, {0}));
    memory.give_back(7, {0});
    EXPECT_EQ(memory.known(), 1U);
}

} // namespace
} // namespace kefu::tests
