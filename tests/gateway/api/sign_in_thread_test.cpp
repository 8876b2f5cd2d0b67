#include "gateway/api/limits.hpp"
#include "gateway/api/sign_in_thread.hpp"
#include "tests/gateway/api/api_bench.hpp"

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <vector>

namespace kefu::tests {
namespace {

using namespace gateway::api;

place_claim someone(std::string network, std::string site = {}) {
    return {{std::move(network), std::move(site)}, {}};
}

// The thread stands in its first job until it is let go; then everything runs, and `order` tells.
class SignInThread : public testing::Test {
protected:
    SignInThread() {
        std::promise<void> stands;
        EXPECT_EQ(
            thread.submit(
                {{}, "its own device"},
                [&stands, go = let_go.get_future().share()](job_turn) {
                    stands.set_value();
                    go.wait();
                }
            ),
            place_answer::taken
        );
        stands.get_future().wait();
    }
    void submit(place_claim who, int n) {
        ++count;
        const auto answer = thread.submit(std::move(who), [this, n](job_turn came) {
            order.push_back(came == job_turn::in_time ? n : -n);
            if (order.size() == count) last_ran.set_value();
        });
        EXPECT_EQ(answer, place_answer::taken) << n;
    }
    void run_all() {
        let_go.set_value();
        last_ran.get_future().wait();
    }
    std::promise<void> let_go;
    std::promise<void> last_ran;
    std::size_t count = 0;
    std::vector<int> order; // the thread's until the last ran
    hand_clock clock;
    sign_in_thread thread{clock};
};

TEST_F(SignInThread, TheNetworksOfStrangersTakeTurns) {
    submit(someone("evil"), 1);
    submit(someone("evil"), 2);
    submit(someone("home"), 3);
    run_all();
    EXPECT_EQ(order, (std::vector{1, 3, 2}));
}

TEST_F(SignInThread, TheNetworksOfOneSiteHaveOneTurn) {
    submit(someone("2001:db8:0:1", "2001:db8:0"), 1);
    submit(someone("2001:db8:0:2", "2001:db8:0"), 2);
    submit(someone("home"), 3);
    run_all();
    EXPECT_EQ(order, (std::vector{1, 3, 2}));
}

TEST_F(SignInThread, KnownDevicesGoBeforeStrangers) {
    submit(someone("home"), 1);
    submit({{}, "a1b2"}, 2);
    submit({{}, "c3d4"}, 3);
    run_all();
    EXPECT_EQ(order, (std::vector{2, 3, 1}));
}

TEST_F(SignInThread, AJobWhoseTurnComesTooLateIsToldSo) {
    submit(someone("home"), 1);
    submit({{}, "a1b2"}, 2);
    clock.pass(1);
    submit(someone("hotel"), 3);
    clock.pass(limits::sign_in_wait_ms_max);
    submit({{}, "c3d4"}, 4);
    run_all();
    EXPECT_EQ(order, (std::vector{-2, 4, -1, 3}));
    EXPECT_EQ(thread.too_late(), 2U);
}

// Nor held against them: no hash, no failure counted, and the place is free again.
TEST(SignInQueue, AStarvedMachineHashesNoPasswordThatNobodyWaitsForAnyMore) {
    api_bench bench;
    const auto names = std::make_shared<const gateway::chat::catalog>(bench.names);
    std::promise<void> let_go;
    bench.keep_busy_until(let_go);
    const auto before = password_hashes();
    std::latch all_told(limits::sign_ins_waiting_per_network_max + 1);
    unsigned busy = 0; // like no_hash the thread's until all are told
    const auto note = [&](const sign_in_outcome& got) {
        if (got.refusal == sign_in_refusal::busy && got.wait_ms > 0) ++busy;
        all_told.count_down();
    };
    for (std::size_t i = 0; i < limits::sign_ins_waiting_per_network_max; ++i)
        bench.access.sign_in(names, {"Ann", "guess", {"home", {}}, {}}, note);
    bool no_hash = false;
    bench.access.hash(sue, "for a colleague", [&](const auto& made) {
        no_hash = !made;
        all_told.count_down();
    });
    bench.clock.pass(limits::sign_in_wait_ms_max + 1);
    let_go.set_value();
    all_told.wait(); // strangers take turns: one who came before would be hashed between them
    const auto next = bench.sign_in({"Ann", "guess", {"hotel", {}}, {}});
    EXPECT_EQ(next.refusal, sign_in_refusal::wrong) << "who came after them";
    EXPECT_EQ(busy, limits::sign_ins_waiting_per_network_max);
    EXPECT_TRUE(no_hash);
    EXPECT_EQ(password_hashes() - before, 1U);
    EXPECT_EQ(bench.access.waited_too_long(), limits::sign_ins_waiting_per_network_max + 1);
}

} // namespace
} // namespace kefu::tests
