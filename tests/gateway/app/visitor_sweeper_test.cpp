#include "gateway/app/visitor_sweeper.hpp"
#include "tests/gateway/chat/chat_world.hpp"
#include "tests/storage/live/loop.hpp"
#include "tests/support/fake_record_store.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::app;

class VisitorSweeper : public testing::Test {
protected:
    VisitorSweeper() {
        store.answer_through([this](std::function<void()> call) {
            boost::asio::post(loop.io, std::move(call));
        });
    }
    ~VisitorSweeper() override {
        sweeper.stop();
        loop.settle();
    }
    void put_visitor(std::uint8_t n, std::int64_t made_before_now_ms) {
        auto row = customer_named(make_id<routing::customer_id>(n), {});
        row.created_at = {clock.wall().ms - made_before_now_ms};
        store.put(row);
    }

    struct loop loop;
    fake_record_store store;
    hand_clock clock;
    visitor_sweeper sweeper{{store, loop.io, clock, 2, 1, 1}}; // two at a time
};

TEST_F(VisitorSweeper, ForgetsThoseWhoCameLongAgoAndNeverWroteStepByStep) {
    const auto old = limits::silent_visitor_ms_max + 1;
    for (std::uint8_t n = 1; n <= 5; ++n)
        put_visitor(n, old + n);
    put_visitor(6, limits::silent_visitor_ms_max - 1'000);
    store.put(waiting_row(chat_1, make_id<routing::customer_id>(3)));
    sweeper.start();
    ASSERT_TRUE(loop.until([&] { return sweeper.gone() == 4; }));
    EXPECT_EQ(store.customer_count(), 2U);
    clock.pass(2'000); // and once more from the beginning
    ASSERT_TRUE(loop.until([&] { return sweeper.gone() == 5; }));
    EXPECT_EQ(store.customer_count(), 1U) << "who has written is kept";
}

TEST_F(VisitorSweeper, GoesOnWhenTheRecordAnswersAgain) {
    put_visitor(1, limits::silent_visitor_ms_max + 1);
    store.fail_saves(storage::store_error::unavailable);
    sweeper.start();
    int turns = 0;
    ASSERT_TRUE(loop.until([&] { return ++turns > 20; }));
    EXPECT_EQ(sweeper.gone(), 0U);
    store.fail_saves(std::nullopt);
    EXPECT_TRUE(loop.until([&] { return sweeper.gone() == 1; }));
}

} // namespace
} // namespace kefu::tests
