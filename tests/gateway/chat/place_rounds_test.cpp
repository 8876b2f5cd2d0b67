#include "gateway/chat/place_rounds.hpp"

#include "gateway/chat/limits.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

#include <map>

namespace kefu::tests {
namespace {

namespace limits = gateway::chat::limits;
using ids = std::vector<routing::conversation_id>;

ids line_of(std::size_t count, std::uint8_t which) {
    ids line(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto& bytes = line[i].bits.bytes;
        bytes[0] = which;
        bytes[14] = static_cast<std::uint8_t>(i >> 8);
        bytes[15] = static_cast<std::uint8_t>(i);
    }
    return line;
}

struct hall {
    std::map<routing::skill_id, ids> lines;
    gateway::chat::place_rounds rounds;

    ids next() {
        return rounds.next([this](routing::skill_id skill) { return lines[skill]; });
    }
};

TEST(PlaceRounds, TellALineThatChangedOnce) {
    hall h;
    h.lines[returns] = line_of(3, 1);
    EXPECT_TRUE(h.next().empty());
    h.rounds.line_changed(returns);
    h.rounds.line_changed(returns);
    EXPECT_EQ(h.next(), h.lines[returns]);
    EXPECT_TRUE(h.next().empty());
}

TEST(PlaceRounds, GoOnWhereTheyStoppedSoThatTheLastAreToldToo) {
    hall h;
    h.lines[returns] = line_of(5'000, 1);
    ids told;
    // It changes in every round, as a line does: the front is not told again before the end was.
    for (const std::size_t expected : {2'000U, 2'000U, 1'000U}) {
        h.rounds.line_changed(returns);
        const auto due = h.next();
        EXPECT_EQ(due.size(), expected);
        told.insert(told.end(), due.begin(), due.end());
    }
    EXPECT_EQ(told, h.lines[returns]);
    const auto again = h.next();
    ASSERT_EQ(again.size(), limits::places_per_round_max);
    EXPECT_EQ(again.front(), told.front());
}

TEST(PlaceRounds, ALongLineDoesNotKeepAnotherWaiting) {
    hall h;
    h.lines[returns] = line_of(60'000, 1);
    h.lines[presale] = line_of(150, 2);
    h.rounds.line_changed(returns);
    EXPECT_EQ(h.next().size(), limits::places_per_round_max);
    h.rounds.line_changed(presale);
    const auto due = h.next();
    EXPECT_EQ(due.size(), limits::places_per_round_max);
    for (const auto id : h.lines[presale])
        EXPECT_NE(std::find(due.begin(), due.end(), id), due.end());
}

TEST(PlaceRounds, AnEmptyLineIsNothingToTell) {
    hall h;
    h.rounds.line_changed(returns);
    EXPECT_TRUE(h.next().empty());
}

} // namespace
} // namespace kefu::tests
