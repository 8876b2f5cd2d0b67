#include "gateway/api/sign_in_thread.hpp"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace kefu::tests {
namespace {

using namespace gateway::api;

place_claim stranger(std::string network, std::string site = {}) {
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
                [&stands, go = let_go.get_future().share()] {
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
        const auto answer = thread.submit(std::move(who), [this, n] {
            order.push_back(n);
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
    sign_in_thread thread;
};

TEST_F(SignInThread, TheNetworksOfStrangersTakeTurns) {
    submit(stranger("evil"), 1);
    submit(stranger("evil"), 2);
    submit(stranger("home"), 3);
    run_all();
    EXPECT_EQ(order, (std::vector{1, 3, 2}));
}

TEST_F(SignInThread, TheNetworksOfOneSiteHaveOneTurn) {
    submit(stranger("2001:db8:0:1", "2001:db8:0"), 1);
    submit(stranger("2001:db8:0:2", "2001:db8:0"), 2);
    submit(stranger("home"), 3);
    run_all();
    EXPECT_EQ(order, (std::vector{1, 3, 2}));
}

TEST_F(SignInThread, KnownDevicesGoBeforeStrangers) {
    submit(stranger("home"), 1);
    submit({{}, "a1b2"}, 2);
    submit({{}, "c3d4"}, 3);
    run_all();
    EXPECT_EQ(order, (std::vector{2, 3, 1}));
}

} // namespace
} // namespace kefu::tests
