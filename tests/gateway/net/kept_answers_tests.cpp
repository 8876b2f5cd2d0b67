#include "gateway/net/kept_answers.hpp"
#include "gateway/net/limits.hpp"
#include "tests/gateway/net/net_fixture.hpp"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <vector>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

// What the clients got, by the number of their request.
class noting_sink final : public net::http_reply_sink {
public:
    void reply(net::connection_ref, std::uint32_t number, net::http_response response) override {
        statuses[number] = response.status;
    }
    std::map<std::uint32_t, unsigned> statuses;
};

// Everything but the answers themselves happens on the shard.
class KeptAnswers : public testing::Test {
protected:
    using later = std::function<void(net::http_response)>;

    KeptAnswers() { transport.start(); }
    ~KeptAnswers() override { transport.stop(); }
    template <class Work>
    auto on_shard(Work work) {
        std::promise<decltype(work())> done;
        auto result = done.get_future();
        EXPECT_TRUE(transport.shard_at(0).post([&] { done.set_value(work()); }));
        return result.get();
    }
    later keep(std::uint32_t number) {
        return on_shard([&] { return answers.keep(net::responder(sink, {}, number)); });
    }
    unsigned status(std::uint32_t number) {
        return on_shard([&] { return sink.statuses.contains(number) ? sink.statuses[number] : 0; });
    }

    hand_clock clock;
    net::transport transport{net::transport_options{}, clock};
    noting_sink sink;
    net::kept_answers answers{transport.shard_at(0)};
};

TEST_F(KeptAnswers, OnlyTheFirstCallOfAnAnswerCounts) {
    const auto answer = keep(1);
    EXPECT_EQ(status(1), 0U);
    answer(net::http_response::text(204, ""));
    answer(net::http_response::text(500, ""));
    EXPECT_EQ(status(1), 204U);
}

TEST_F(KeptAnswers, BeyondTheBoundTheyAreRefusedUntilOneIsGiven) {
    std::vector<later> owed = on_shard([&] {
        std::vector<later> all;
        for (std::uint32_t i = 1; i <= net::kept_answers_max; ++i)
            all.push_back(answers.keep(net::responder(sink, {}, i)));
        return all;
    });
    EXPECT_EQ(answers.refused(), 0U);
    const std::uint32_t over = net::kept_answers_max + 1;
    EXPECT_FALSE(keep(over));
    EXPECT_EQ(status(over), 503U);
    EXPECT_EQ(answers.refused(), 1U);
    owed.front()(net::http_response::text(200, ""));
    EXPECT_EQ(status(1), 200U);
    EXPECT_TRUE(keep(over + 1));
    EXPECT_EQ(answers.refused(), 1U);
}

} // namespace
} // namespace kefu::tests
