#include "gateway/net/outbox.hpp"

#include <array>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using net::push_verdict;
using kind = net::entry_kind;

class Outbox : public testing::Test {
protected:
    push_verdict push(std::size_t size, kind what, std::uint64_t mark = 0, std::int64_t now = 0) {
        dropped.clear();
        return box.push(net::make_payload(std::string(size, 'x')), what, mark, {now}, dropped);
    }
    push_verdict push_text(const std::string& text, kind what = kind::control) {
        dropped.clear();
        return box.push(net::make_payload(text), what, 0, {0}, dropped);
    }
    std::string gathered(std::size_t slices_max = 64, std::size_t bytes_max = 1 << 16) const {
        std::vector<std::string_view> slices(slices_max);
        const auto n = box.gather(slices, bytes_max);
        std::string all;
        for (std::size_t i = 0; i < n; ++i)
            all += slices[i];
        return all;
    }

    net::outbox box{{1000, 200}};
    std::vector<std::uint64_t> dropped;
};

TEST_F(Outbox, GivesEntriesInOrderAndForgetsWhatIsWritten) {
    push_text("one ");
    push_text("two ");
    push_text("three");
    EXPECT_EQ(gathered(), "one two three");
    EXPECT_FALSE(box.consume(5, {1}));
    EXPECT_EQ(gathered(), "wo three");
    EXPECT_FALSE(box.consume(8, {1}));
    EXPECT_TRUE(box.empty());
    EXPECT_EQ(box.bytes(), 0U);
}

TEST_F(Outbox, GathersNoMoreThanAsked) {
    for (int i = 0; i < 10; ++i)
        push_text("0123456789");
    EXPECT_EQ(gathered(3).size(), 30U);
    EXPECT_EQ(gathered(64, 25).size(), 20U);
    EXPECT_EQ(gathered(64, 5).size(), 10U); // always one
}

TEST_F(Outbox, DropsQueuedDurableEntriesAboveItsMarkAndSaysWhich) {
    EXPECT_EQ(push(400, kind::durable, 1), push_verdict::queued);
    EXPECT_EQ(push(400, kind::durable, 2), push_verdict::queued);
    EXPECT_EQ(push(400, kind::durable, 3), push_verdict::dropped_to_pull);
    EXPECT_EQ(dropped, (std::vector<std::uint64_t>{1, 2, 3}));
    EXPECT_TRUE(box.lagging());
    EXPECT_EQ(push(1, kind::durable, 4), push_verdict::dropped_to_pull);
    EXPECT_EQ(dropped, (std::vector<std::uint64_t>{4}));
}

TEST_F(Outbox, KeepsTheEntryThatIsHalfWritten) {
    push(400, kind::durable, 1);
    push(400, kind::durable, 2);
    EXPECT_FALSE(box.consume(1, {0}));
    push(400, kind::durable, 3);
    EXPECT_EQ(dropped, (std::vector<std::uint64_t>{2, 3}));
    EXPECT_EQ(box.bytes(), 399U);
    EXPECT_TRUE(box.consume(399, {1})); // the lag is over
    EXPECT_FALSE(box.lagging());
    EXPECT_EQ(push(400, kind::durable, 2), push_verdict::queued);
}

TEST_F(Outbox, EndsTheLagWhenEverythingWasDropped) {
    push(600, kind::durable, 1);
    push(600, kind::durable, 2);
    EXPECT_TRUE(box.empty());
    EXPECT_TRUE(box.lagging());
    EXPECT_TRUE(box.consume(0, {0}));
    EXPECT_FALSE(box.lagging());
}

TEST_F(Outbox, DiscardsEphemeralEntriesFirst) {
    push(500, kind::ephemeral);
    push(400, kind::durable, 1);
    EXPECT_EQ(push(300, kind::durable, 2), push_verdict::queued);
    EXPECT_TRUE(dropped.empty());
    EXPECT_EQ(box.bytes(), 700U);
    EXPECT_EQ(push(301, kind::ephemeral), push_verdict::discarded);
}

TEST_F(Outbox, TakesNoEphemeralEntryWhileLagging) {
    push_text("ack");
    push(1000, kind::durable, 1);
    ASSERT_TRUE(box.lagging());
    EXPECT_EQ(push(1, kind::ephemeral), push_verdict::discarded);
}

TEST_F(Outbox, KeepsControlEntriesAndRefusesThemOnlyAboveTheReserve) {
    EXPECT_EQ(push(900, kind::control), push_verdict::queued);
    EXPECT_EQ(push(300, kind::control), push_verdict::queued);
    EXPECT_EQ(push(1, kind::control), push_verdict::full);
    EXPECT_EQ(box.bytes(), 1200U);
}

TEST_F(Outbox, MakesRoomForControlEntriesFromAllOthers) {
    push(500, kind::ephemeral);
    push(500, kind::durable, 7);
    EXPECT_EQ(push(700, kind::control), push_verdict::queued);
    EXPECT_TRUE(dropped.empty()); // the ephemeral one was enough
    EXPECT_EQ(push(100, kind::control), push_verdict::queued);
    EXPECT_EQ(dropped, (std::vector<std::uint64_t>{7}));
    EXPECT_TRUE(box.lagging());
}

TEST_F(Outbox, TakesOneEntryThatIsLargerThanItself) {
    EXPECT_EQ(push(5000, kind::durable, 1), push_verdict::queued);
    EXPECT_EQ(push(1, kind::durable, 2), push_verdict::dropped_to_pull);
    box.clear();
    EXPECT_EQ(push(5000, kind::control), push_verdict::queued);
    box.clear();
    EXPECT_EQ(push(5000, kind::response), push_verdict::queued);
    EXPECT_EQ(push(5000, kind::response), push_verdict::queued);
}

TEST_F(Outbox, RemembersWhenItLastMadeProgress) {
    push(10, kind::control, 0, 100);
    push(10, kind::control, 0, 200);
    EXPECT_EQ(box.no_progress_since().ms, 100);
    EXPECT_FALSE(box.consume(5, {300}));
    EXPECT_EQ(box.no_progress_since().ms, 300);
    EXPECT_FALSE(box.consume(0, {400}));
    EXPECT_EQ(box.no_progress_since().ms, 300);
    EXPECT_FALSE(box.consume(15, {500}));
    push(10, kind::control, 0, 900);
    EXPECT_EQ(box.no_progress_since().ms, 900);
}

TEST_F(Outbox, LeavesOnlyTheHalfWrittenEntryWhenSomethingUrgentFollows) {
    push_text("half");
    push_text("rest");
    EXPECT_FALSE(box.consume(2, {0}));
    box.drop_unstarted();
    push_text("!", kind::response);
    EXPECT_EQ(gathered(), "lf!");
    EXPECT_EQ(box.bytes(), 3U);
}

TEST_F(Outbox, LosesNothingOverManyPartialWrites) {
    std::mt19937 random(7);
    net::outbox wide{{1 << 20, 1 << 10}};
    std::string expected;
    std::string written;
    for (int i = 0; i < 5000; ++i) {
        std::string text(1 + random() % 50, static_cast<char>('a' + i % 26));
        expected += text;
        ASSERT_EQ(
            wide.push(net::make_payload(text), kind::control, 0, {0}, dropped), push_verdict::queued
        );
        if (random() % 3 != 0) continue;
        std::array<std::string_view, 8> slices;
        const auto n = wide.gather(slices, 200);
        std::string shown;
        for (std::size_t s = 0; s < n; ++s)
            shown += slices[s];
        const auto taken = random() % (shown.size() + 1);
        written += shown.substr(0, taken);
        EXPECT_FALSE(wide.consume(taken, {0}));
    }
    while (!wide.empty()) {
        std::array<std::string_view, 64> slices;
        std::string shown;
        for (std::size_t s = 0, n = wide.gather(slices, 4096); s < n; ++s)
            shown += slices[s];
        written += shown;
        EXPECT_FALSE(wide.consume(shown.size(), {0}));
    }
    EXPECT_EQ(written, expected);
    EXPECT_EQ(wide.bytes(), 0U);
}

} // namespace
} // namespace kefu::tests
