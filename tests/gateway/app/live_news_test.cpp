#include "gateway/app/live_news.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::app::live_news;
using storage::live::epoch_state;
using storage::live::errc;

TEST(LiveNews, TellsWhetherThereIsRedisAndThatItWasLost) {
    EXPECT_EQ(live_news(true).on_status(true).text, "redis: connected");
    EXPECT_EQ(live_news(false).on_status(true).text, "redis: none is configured");
    const auto lost = live_news(true).on_status(false);
    EXPECT_TRUE(lost.is_trouble);
    EXPECT_NE(lost.text.find("lost"), std::string::npos);
}

TEST(LiveNews, ANewRedisIsNoTroubleAndAnEmptiedOneIs) {
    const auto fresh = live_news(true).on_loss(epoch_state::unset);
    EXPECT_FALSE(fresh.is_trouble);
    EXPECT_NE(fresh.text, "");
    EXPECT_EQ(live_news(false).on_loss(epoch_state::unset).text, "") << "there is none";
    for (const auto what : {epoch_state::emptied, epoch_state::replaced}) {
        const auto emptied = live_news(true).on_loss(what);
        EXPECT_TRUE(emptied.is_trouble);
        EXPECT_NE(emptied.text.find("emptied"), std::string::npos);
    }
}

TEST(LiveNews, AnEpochThatIsRefusedEachSecondIsNewsOnceAndSoIsItsEnd) {
    live_news news(true);
    EXPECT_EQ(news.on_epoch({}).text, "");
    EXPECT_NE(news.on_loss(epoch_state::emptied).text, "");
    const auto refused = news.on_epoch(errc::server_error);
    EXPECT_TRUE(refused.is_trouble);
    EXPECT_NE(refused.text.find("not written"), std::string::npos);
    EXPECT_EQ(news.on_loss(epoch_state::emptied).text, "");
    EXPECT_EQ(news.on_epoch(errc::server_error).text, "");
    const auto written = news.on_epoch({});
    EXPECT_FALSE(written.is_trouble);
    EXPECT_NE(written.text, "");
    EXPECT_EQ(news.on_epoch({}).text, "");
    EXPECT_NE(news.on_loss(epoch_state::emptied).text, "") << "another loss";
}

TEST(LiveNews, AnEpochThatTheEndOfTheGatewayOvertookIsNoNews) {
    live_news news(true);
    EXPECT_NE(news.on_loss(epoch_state::emptied).text, "");
    EXPECT_EQ(news.on_epoch(errc::stopped).text, "");
}

} // namespace
} // namespace kefu::tests
