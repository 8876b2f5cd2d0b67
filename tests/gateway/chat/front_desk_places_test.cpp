#include "tests/gateway/chat/desk_bench.hpp"

#include "gateway/chat/limits.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

routing::customer_id customer_number(std::size_t n) {
    auto id = wang;
    id.bits.bytes[13] = static_cast<std::uint8_t>(1 + (n >> 8));
    id.bits.bytes[14] = static_cast<std::uint8_t>(n);
    return id;
}

routing::conversation_id chat_number(std::size_t n) {
    auto id = chat_1;
    id.bits.bytes[13] = static_cast<std::uint8_t>(1 + (n >> 8));
    id.bits.bytes[14] = static_cast<std::uint8_t>(n);
    return id;
}

// More wait in one line than are told in one round: those at its end are told too.
TEST(FrontDeskPlaces, EverybodyInALongLineIsToldInTurn) {
    constexpr std::size_t count = gateway::chat::limits::places_per_round_max + 300;
    desk_bench bench;
    bench.start();
    for (std::size_t i = 0; i < count; ++i)
        bench.open(chat_number(i), customer_number(i));
    bench.floor.forget();
    // The front of the line changes again and again meanwhile.
    for (std::size_t i = 0; i < 2; ++i) {
        const auto done = [](const gateway::chat::desk_answer& answer) {
            EXPECT_FALSE(answer.error);
        };
        bench.desk->leave(customer_number(i), chat_number(i), done);
        bench.settle();
        bench.pass(gateway::chat::limits::place_every_ms);
    }
    const auto told = bench.floor.to_customer_of(chat_number(count - 1), "place");
    ASSERT_FALSE(told.empty());
    const auto position = "\"position\":" + std::to_string(count - 2);
    EXPECT_NE(told.back().find(position), std::string::npos) << told.back();
}

// It rings in the same moment in which the customer's session says that it is here.
TEST(FrontDeskPlaces, ThatItRingsIsToldAlsoToWhoHasNotBeenCountedYet) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang, false);
    const auto told = bench.floor.to_customer_of(chat_1, "place");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_NE(told.back().find("\"ringing\":true"), std::string::npos) << told.back();
}

} // namespace
} // namespace kefu::tests
