#include "gateway/chat/desk_door.hpp"
#include "tests/gateway/chat/desk_bench.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::desk_door;
using gateway::chat::front_desk;
using gateway::chat::limits::desk_hints_waiting_max;
using gateway::chat::limits::desk_tasks_waiting_max;

class DeskDoor : public testing::Test {
protected:
    void fill(std::size_t count = desk_tasks_waiting_max) {
        for (std::size_t i = 0; i < count; ++i)
            door.post(our_shop, [this](front_desk*) { ++run; });
    }
    [[nodiscard]] bool ask() {
        return door.try_post(our_shop, [this](front_desk*) { ++run; });
    }

    boost::asio::io_context loop{1};
    desk_door door{loop};
    std::size_t run = 0;
};

TEST_F(DeskDoor, LeadsToTheDeskOfTheOrganisationOrToNone) {
    desk_bench bench;
    door.add(our_shop, *bench.desk);
    std::vector<front_desk*> got;
    door.post(our_shop, [&](front_desk* desk) { got.push_back(desk); });
    EXPECT_TRUE(door.try_post(other_shop, [&](front_desk* desk) { got.push_back(desk); }));
    loop.run();
    EXPECT_EQ(got, (std::vector<front_desk*>{bench.desk.get(), nullptr}));
}

TEST_F(DeskDoor, RefusesWhatIsAskedWhileTooMuchWaitsAndCountsIt) {
    fill();
    EXPECT_FALSE(ask());
    EXPECT_FALSE(ask());
    EXPECT_EQ(door.refused(), 2U);
    loop.run();
    EXPECT_EQ(run, desk_tasks_waiting_max) << "what was refused never runs";
    EXPECT_TRUE(ask()) << "there is room again";
    EXPECT_EQ(door.refused(), 2U);
}

TEST_F(DeskDoor, KeepsRoomForWhatIsDecidedWhileACrowdTypesAndReads) {
    const auto hint = [this] { return door.try_hint(our_shop, [this](front_desk*) { ++run; }); };
    fill(desk_hints_waiting_max - 1);
    EXPECT_TRUE(hint());
    EXPECT_FALSE(hint());
    EXPECT_TRUE(ask());
    EXPECT_EQ(door.refused(), 1U);
    loop.run();
    EXPECT_EQ(run, desk_hints_waiting_max + 1);
    EXPECT_TRUE(hint()) << "there is room again";
}

TEST_F(DeskDoor, CountsAHintOnceHoweverOftenItIsTriedAgain) {
    const auto hint = [this](front_desk*) { ++run; };
    fill();
    EXPECT_FALSE(door.try_hint(our_shop, hint));
    for (int second = 0; second < 60; ++second)
        EXPECT_FALSE(door.try_hint_again(our_shop, hint));
    EXPECT_EQ(door.refused(), 1U);
    loop.run();
    EXPECT_TRUE(door.try_hint_again(our_shop, hint));
    loop.restart();
    loop.run();
    EXPECT_EQ(run, desk_tasks_waiting_max + 1);
}

TEST_F(DeskDoor, TellsHowLongSomethingWaitedForTheDesk) {
    EXPECT_EQ(door.wait_us_max(), 0U);
    const auto posted = std::chrono::steady_clock::now();
    fill(1);
    while (std::chrono::steady_clock::now() < posted + std::chrono::milliseconds(3)) {}
    loop.run();
    const auto longest = door.wait_us_max();
    EXPECT_GE(longest, 2'000U);
    fill(1);
    loop.restart();
    loop.run();
    EXPECT_GE(door.wait_us_max(), longest) << "the longest stays";
}

TEST_F(DeskDoor, TakesInWhatHasHappenedHoweverMuchWaits) {
    fill();
    door.post(our_shop, [this](front_desk*) { ++run; });
    loop.run();
    EXPECT_EQ(run, desk_tasks_waiting_max + 1);
    EXPECT_EQ(door.refused(), 0U);
}

} // namespace
} // namespace kefu::tests
