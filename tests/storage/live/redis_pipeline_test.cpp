#include "storage/live/redis_pipeline.hpp"

#include <gtest/gtest.h>

#include "storage/live/limits.hpp"
#include "storage/live/live_errc.hpp"

namespace kefu::tests {

using namespace storage::live;

namespace {

// A pipeline with the commands 1..count, submitted a millisecond apart from t = 0, due after 100.
struct filled {
    redis_pipeline pipeline{100};
    std::string output;

    explicit filled(std::uint64_t count) {
        for (std::uint64_t token = 1; token <= count; ++token) {
            const routing::instant at{static_cast<std::int64_t>(token - 1)};
            EXPECT_FALSE(pipeline.submit(token, {"PING"}, at, output));
        }
    }
};

std::vector<std::uint64_t> tokens(const std::vector<completion>& completions) {
    std::vector<std::uint64_t> all;
    for (const completion& one : completions)
        all.push_back(one.token);
    return all;
}

} // namespace

TEST(RedisPipeline, WritesCommandsInOrderAndMatchesRepliesSplitAtEveryByte) {
    const std::string bytes = "+PONG\r\n$3\r\na\r\n\r\n:3\r\n";
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        filled with(3);
        EXPECT_EQ(with.output, "*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n");
        auto first = with.pipeline.on_bytes(std::string_view(bytes).substr(0, cut));
        auto second = with.pipeline.on_bytes(std::string_view(bytes).substr(cut));
        std::vector<completion> all = std::move(first.completions);
        for (completion& one : second.completions)
            all.push_back(std::move(one));
        ASSERT_EQ(tokens(all), (std::vector<std::uint64_t>{1, 2, 3})) << cut;
        EXPECT_EQ(*all[1].outcome->bulk(), "a\r\n");
        EXPECT_EQ(*all[2].outcome->integer(), 3);
        EXPECT_FALSE(first.garbage || second.garbage);
        EXPECT_EQ(with.pipeline.size(), 0u);
        EXPECT_EQ(with.pipeline.next_deadline(), std::nullopt);
    }
}

TEST(RedisPipeline, AReplyNobodyAskedForIsGarbage) {
    filled with(1);
    const auto arrived = with.pipeline.on_bytes("+PONG\r\n+PONG\r\n");
    EXPECT_EQ(tokens(arrived.completions), (std::vector<std::uint64_t>{1}));
    EXPECT_TRUE(arrived.garbage);
}

TEST(RedisPipeline, GarbageKeepsWhatCameBeforeIt) {
    filled with(3);
    const auto arrived = with.pipeline.on_bytes("+PONG\r\n!\r\n");
    EXPECT_EQ(tokens(arrived.completions), (std::vector<std::uint64_t>{1}));
    EXPECT_TRUE(arrived.garbage);
    EXPECT_EQ(tokens(with.pipeline.on_lost(errc::protocol)), (std::vector<std::uint64_t>{2, 3}));
}

TEST(RedisPipeline, AnOverdueCommandTimesOutAndTheOthersAreLost) {
    filled with(3);
    EXPECT_EQ(with.pipeline.next_deadline(), routing::instant{100});
    EXPECT_TRUE(with.pipeline.expire({99}).empty());
    const auto expired = with.pipeline.expire({101});
    ASSERT_EQ(tokens(expired), (std::vector<std::uint64_t>{1, 2, 3}));
    EXPECT_EQ(expired[0].outcome.error(), errc::timed_out);
    EXPECT_EQ(expired[1].outcome.error(), errc::timed_out);
    EXPECT_EQ(expired[2].outcome.error(), errc::lost);
    EXPECT_TRUE(with.pipeline.expire({1'000}).empty());
    EXPECT_TRUE(with.pipeline.on_lost(errc::lost).empty());
}

TEST(RedisPipeline, ALossCompletesEverythingOnceAndForgetsHalfAReply) {
    filled with(2);
    EXPECT_TRUE(with.pipeline.on_bytes("$5\r\nab").completions.empty());
    const auto lost = with.pipeline.on_lost(errc::lost);
    EXPECT_EQ(tokens(lost), (std::vector<std::uint64_t>{1, 2}));
    std::string output;
    EXPECT_FALSE(with.pipeline.submit(3, {"PING"}, {500}, output));
    const auto arrived = with.pipeline.on_bytes("+PONG\r\n");
    EXPECT_EQ(tokens(arrived.completions), (std::vector<std::uint64_t>{3}));
    EXPECT_FALSE(arrived.garbage);
}

TEST(RedisPipeline, AClockThatStepsBackKeepsTheOrderOfDeadlines) {
    redis_pipeline pipeline(100);
    std::string output;
    EXPECT_FALSE(pipeline.submit(1, {"PING"}, {1'000}, output));
    EXPECT_FALSE(pipeline.submit(2, {"PING"}, {0}, output));
    EXPECT_TRUE(pipeline.expire({500}).empty());
    EXPECT_EQ(pipeline.expire({1'100}).size(), 2u);
}

TEST(RedisPipeline, BoundsCommandsAndBytes) {
    redis_pipeline many(100);
    std::string output;
    for (std::uint64_t i = 0; i < limits::pipeline_commands_max; ++i)
        ASSERT_FALSE(many.submit(i, {"PING"}, {0}, output));
    const std::size_t before = output.size();
    EXPECT_EQ(many.submit(1, {"PING"}, {0}, output), errc::pipeline_full);
    EXPECT_EQ(output.size(), before);
    EXPECT_EQ(many.on_bytes("+PONG\r\n").completions.size(), 1u);
    EXPECT_FALSE(many.submit(1, {"PING"}, {0}, output)) << "an answer makes room";

    redis_pipeline large(100);
    const command words{"SET", std::string(limits::command_bytes_max - 3, 'x')};
    storage::error_code refused;
    std::size_t taken = 0;
    for (; !refused; ++taken) {
        output.clear();
        refused = large.submit(taken, words, {0}, output);
    }
    EXPECT_EQ(refused, errc::pipeline_full);
    EXPECT_LE(taken, limits::pipeline_bytes_max / limits::command_bytes_max + 1);
}

TEST(RedisPipeline, ARefusedCommandCompletesNowhere) {
    redis_pipeline pipeline(100);
    std::string output;
    EXPECT_EQ(pipeline.submit(1, {}, {0}, output), errc::too_large);
    EXPECT_TRUE(output.empty());
    EXPECT_TRUE(pipeline.on_lost(errc::lost).empty());
}

} // namespace kefu::tests
