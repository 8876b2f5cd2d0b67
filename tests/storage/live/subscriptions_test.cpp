#include "storage/live/subscriptions.hpp"

#include <gtest/gtest.h>

#include "storage/live/limits.hpp"
#include "storage/live/live_errc.hpp"
#include "storage/live/push.hpp"

namespace kefu::tests {

using namespace storage::live;

TEST(Subscriptions, AsksOnceForWhatIsWanted) {
    subscriptions channels;
    EXPECT_TRUE(channels.all_confirmed());
    EXPECT_FALSE(channels.add("b"));
    EXPECT_FALSE(channels.add("a"));
    EXPECT_FALSE(channels.add("a"));
    EXPECT_EQ(channels.ask(), (std::vector<command>{{"SUBSCRIBE", "a", "b"}}));
    EXPECT_TRUE(channels.ask().empty());
    EXPECT_FALSE(channels.add("c"));
    EXPECT_EQ(channels.ask(), (std::vector<command>{{"SUBSCRIBE", "c"}}));
}

TEST(Subscriptions, IsConfirmedWhenEveryChannelIs) {
    subscriptions channels;
    EXPECT_FALSE(channels.add("a"));
    EXPECT_FALSE(channels.add("b"));
    EXPECT_EQ(channels.ask().size(), 1u);
    channels.on_confirmed("a");
    channels.on_confirmed("a");
    channels.on_confirmed("unknown");
    EXPECT_FALSE(channels.all_confirmed());
    channels.on_confirmed("b");
    EXPECT_TRUE(channels.all_confirmed());
    EXPECT_FALSE(channels.add("c"));
    EXPECT_FALSE(channels.all_confirmed());
    EXPECT_TRUE(channels.remove("c"));
    EXPECT_TRUE(channels.all_confirmed());
    EXPECT_TRUE(channels.remove("a"));
    EXPECT_FALSE(channels.remove("a"));
    EXPECT_TRUE(channels.all_confirmed());
}

TEST(Subscriptions, AsksAgainForEverythingAfterALoss) {
    subscriptions channels;
    EXPECT_FALSE(channels.add("a"));
    EXPECT_FALSE(channels.add("b"));
    EXPECT_EQ(channels.ask().size(), 1u);
    channels.on_confirmed("a");
    EXPECT_TRUE(channels.remove("b"));
    channels.on_lost();
    EXPECT_FALSE(channels.all_confirmed());
    EXPECT_EQ(channels.ask(), (std::vector<command>{{"SUBSCRIBE", "a"}}));
}

TEST(Subscriptions, BoundsChannelsAndTheLengthOfACommand) {
    subscriptions channels;
    for (std::size_t i = 0; i < limits::channels_max; ++i)
        ASSERT_FALSE(channels.add("c" + std::to_string(i)));
    EXPECT_EQ(channels.add("one more"), errc::full);
    EXPECT_FALSE(channels.add("c0"));
    std::size_t asked = 0;
    for (const command& words : channels.ask()) {
        EXPECT_LE(words.size(), limits::channels_per_command + 1);
        asked += words.size() - 1;
    }
    EXPECT_EQ(asked, limits::channels_max);
}

TEST(Push, ReadsWhatASubscribedConnectionSends) {
    const auto triple = [](std::string what, reply last) {
        return reply{reply::array{{std::move(what)}, {std::string("c")}, std::move(last)}};
    };
    const reply one{std::int64_t{1}};
    const reply bytes{std::string("x\0y", 3)};
    EXPECT_EQ(read_push(triple("subscribe", one))->what, push::kind::subscribed);
    EXPECT_EQ(read_push(triple("unsubscribe", one))->what, push::kind::unsubscribed);
    const auto message = read_push(triple("message", bytes));
    ASSERT_TRUE(message);
    EXPECT_EQ(message->what, push::kind::message);
    EXPECT_EQ(message->channel, "c");
    EXPECT_EQ(message->payload, std::string("x\0y", 3));
}

TEST(Push, ReadsNothingElse) {
    const reply one{std::int64_t{1}};
    const reply word{std::string("message")};
    EXPECT_FALSE(read_push(reply{}));
    EXPECT_FALSE(read_push(reply{reply_status{"OK"}}));
    EXPECT_FALSE(read_push(reply{reply::array{}}));
    EXPECT_FALSE(read_push(reply{reply::array{word, word}}));
    EXPECT_FALSE(read_push(reply{reply::array{word, word, one}}));
    EXPECT_FALSE(read_push(reply{reply::array{word, one, word}}));
    EXPECT_FALSE(read_push(reply{reply::array{one, word, word}}));
    EXPECT_FALSE(read_push(reply{reply::array{{std::string("pmessage")}, word, one}}));
    EXPECT_FALSE(read_push(reply{reply::array{{std::string("subscribe")}, word, word}}));
    EXPECT_FALSE(read_push(reply{reply::array{word, word, word, word}}));
}

} // namespace kefu::tests
