#include "tests/gateway/net/net_fixture.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

fixture_options an_office() {
    auto options = roomy();
    options.admission.new_per_network_burst = 3;
    options.admission.new_per_network_per_min = 1;
    return {options, true};
}

const ws_client::fields foreign{{"Kind", "foreign"}};
const ws_client::fields own_page{{"Kind", "own_page"}};

TEST(ForeignPages, AreRefusedWithAnAnswerThatKeepsTheirConnection) {
    net_fixture served{an_office()};
    served.start();
    auto page = served.connect();
    for (int i = 0; i < 3; ++i) {
        const auto refused = page.get("/hello", foreign);
        EXPECT_EQ(refused.status, 403U);
        EXPECT_EQ(refused.field("Cross-Origin-Resource-Policy"), "cross-origin");
        EXPECT_EQ(refused.body, "");
    }
    EXPECT_TRUE(served.http().seen().empty());
    EXPECT_EQ(served.home().metrics().foreign_refused.value(), 3U);
}

TEST(ForeignPages, ThatAskTooFastOnOneConnectionEndIt) {
    auto options = an_office();
    options.transport.http.foreign_burst = 3;
    options.transport.http.foreign_per_s = 1;
    options.hand_clock = true;
    net_fixture served{options};
    served.start();
    auto page = served.connect();
    for (int i = 0; i < 3; ++i)
        ASSERT_EQ(page.get("/hello", foreign).field("Connection"), "");
    served.pass(1'000);
    EXPECT_EQ(page.get("/hello", foreign).field("Connection"), "") << "it has slowed down";
    const auto last = page.get("/hello", foreign);
    EXPECT_EQ(last.status, 403U);
    EXPECT_EQ(last.field("Connection"), "close");
    EXPECT_TRUE(page.ends());
    EXPECT_EQ(served.home().metrics().foreign_ended.value(), 1U);
    EXPECT_EQ(served.home().metrics().foreign_refused.value(), 5U);
}

TEST(ForeignPages, UseUpNobodysConnections) {
    net_fixture served{an_office()};
    served.start();
    for (int i = 0; i < 20; ++i) {
        auto page = served.connect();
        ASSERT_EQ(page.get("/hello", foreign).status, 403U) << i;
    }
    EXPECT_EQ(served.connect().get("/hello").status, 200U);
}

TEST(ForeignPages, ThatHaveUsedUpTheRateForAllKeepNoColleagueOut) {
    auto options = an_office();
    options.transport.admission.refused_per_network_burst = 1;
    options.transport.admission.refused_per_network_per_min = 1;
    net_fixture served{options};
    served.start();
    for (int i = 0; i < 20; ++i) {
        auto page = served.connect();
        ASSERT_EQ(page.get("/hello", foreign).status, 403U) << i;
    }
    auto stranger = served.connect().get("/hello");
    EXPECT_EQ(stranger.status, 429U);
    EXPECT_EQ(stranger.field("Retry-After"), "2");
    auto colleague = served.connect();
    EXPECT_EQ(colleague.get("/hello", own_page).status, 200U);
    EXPECT_EQ(colleague.get("/hello").status, 200U) << "who is in is in";
    EXPECT_GT(served.home().metrics().undecided.value(), 0U);
    EXPECT_EQ(served.home().metrics().refused_admission.value(), 1U);
}

// Else a first request that says so would be a way around the rate.
TEST(ForeignPages, AConnectionThatGoesOnToSomethingElsePaysForItThen) {
    net_fixture served{an_office()};
    served.start();
    for (const auto status : {200U, 200U, 200U, 429U}) {
        auto one = served.connect();
        ASSERT_EQ(one.get("/hello", foreign).status, 403U);
        ASSERT_EQ(one.get("/hello").status, status);
    }
}

constexpr std::string_view begins_to_post =
    "POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 60000\r\n";

// Else each of them could have us hold so much while nobody knows yet whether it may come.
TEST(ForeignPages, AreRefusedBeforeTheirBodyIsReadOrAskedFor) {
    net_fixture served{an_office()};
    served.start();
    auto page = served.connect();
    ASSERT_TRUE(page.send_raw(std::string(begins_to_post) + "Kind: foreign\r\n\r\n"));
    const auto refused = page.receive_reply();
    EXPECT_EQ(refused.status, 403U);
    EXPECT_EQ(refused.field("Connection"), "close");
    EXPECT_TRUE(page.ends());
    EXPECT_TRUE(served.http().seen().empty());
}

TEST(ForeignPages, WhoeverIsUndecidedIsDecidedOnByTheirHead) {
    net_fixture served{an_office()};
    served.start();
    std::vector<ws_client> all;
    for (int i = 0; i < 3; ++i)
        all.push_back(served.connect());
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().accepted.value() == 3; }));
    auto stranger = served.connect();
    ASSERT_TRUE(stranger.send_raw(std::string(begins_to_post) + "\r\n"));
    EXPECT_EQ(stranger.receive_reply().status, 429U);
    EXPECT_TRUE(stranger.ends());
    auto colleague = served.connect();
    ASSERT_TRUE(colleague.send_raw(std::string(begins_to_post) + "Kind: own_page\r\n\r\n"));
    EXPECT_EQ(colleague.receive_reply().status, 100U);
    const std::string body(60'000, 'b');
    ASSERT_TRUE(colleague.send_raw(body));
    EXPECT_EQ(colleague.receive_reply().body, body);
    EXPECT_EQ(colleague.get("/hello").status, 200U);
}

TEST(ForeignPages, ThatPostUseUpNobodysConnections) {
    net_fixture served{an_office()};
    served.start();
    for (int i = 0; i < 20; ++i) {
        auto page = served.connect();
        ASSERT_TRUE(page.send_raw(std::string(begins_to_post) + "Kind: foreign\r\n\r\n"));
        ASSERT_EQ(page.receive_reply().status, 403U) << i;
        ASSERT_TRUE(page.ends());
    }
    EXPECT_EQ(served.connect().get("/hello").status, 200U);
}

TEST(ForeignPages, UndecidedConnectionsThatCloseAreForgotten) {
    auto options = an_office();
    options.transport.admission.undecided_max = 2;
    net_fixture served{options};
    served.start();
    std::vector<ws_client> all;
    for (int i = 0; i < 5; ++i)
        all.push_back(served.connect()); // three of these are in, two undecided
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().accepted.value() == 5; }));
    EXPECT_EQ(served.connect().receive_reply().status, 429U) << "unread";
    all.clear();
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 0; })
    );
    EXPECT_EQ(served.connect().get("/hello", own_page).status, 200U);
}

} // namespace
} // namespace kefu::tests
