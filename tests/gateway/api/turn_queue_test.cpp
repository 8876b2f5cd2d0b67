#include "gateway/api/turn_queue.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace kefu::tests {
namespace {

using gateway::api::turn_queue;

std::vector<int> rest_of(turn_queue<int>& queue) {
    std::vector<int> rest;
    while (!queue.empty())
        rest.push_back(queue.pop());
    return rest;
}

TEST(TurnQueue, KeepsTheOrderOfOneAndTakesTurnsBetweenMany) {
    turn_queue<int> queue;
    for (const int work : {1, 2, 3})
        queue.push("much", work);
    queue.push("little", 10);
    queue.push("some", 20);
    queue.push("some", 21);
    EXPECT_EQ(rest_of(queue), (std::vector{1, 10, 20, 2, 21, 3}));
}

TEST(TurnQueue, WhoComesBackStandsBehindThoseWhoWait) {
    turn_queue<int> queue;
    queue.push("a", 1);
    queue.push("b", 2);
    EXPECT_EQ(queue.pop(), 1);
    queue.push("a", 3);
    queue.push("c", 4);
    EXPECT_EQ(rest_of(queue), (std::vector{2, 3, 4}));
}

TEST(TurnQueue, IsEmptyOnceCleared) {
    turn_queue<int> queue;
    queue.push("a", 1);
    queue.clear();
    EXPECT_TRUE(queue.empty());
    queue.push("a", 2);
    EXPECT_EQ(rest_of(queue), (std::vector{2}));
}

} // namespace
} // namespace kefu::tests
