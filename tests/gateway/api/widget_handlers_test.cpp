#include "gateway/api/limits.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/chat/token_hash.hpp"
#include "tests/gateway/api/api_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

// What the widget asks for, without being signed in.
namespace kefu::tests {
namespace {

using namespace gateway::api;

constexpr auto wangs_token = "wangs-own-token";

class WidgetTranscript : public testing::Test {
protected:
    WidgetTranscript() {
        auto customer = customer_named(wang, "王小明");
        customer.created_at = opening_time;
        bench.store.put(customer);
        bench.store.put_token(gateway::chat::token_hash(wangs_token), wang);
        auto row = waiting_row(chat_1, wang);
        row.state = storage::conversation_state::closed;
        bench.store.put(row);
    }
    gateway::net::http_response ask(
        std::string_view from,
        std::string token,
        routing::conversation_id which = chat_1,
        std::string_view shop = "pk_lamps"
    ) {
        bench.peer = gateway::net::peer_address::parse(from).value();
        const boost::json::object body{{"storefront", shop}, {"c", which.text()}, {"token", token}};
        return bench.call(post_widget_transcript, {}, boost::json::serialize(body));
    }
    void add_neighbour(const std::string& token, std::uint8_t number) {
        const auto id = make_id<routing::customer_id>(number);
        auto neighbour = customer_named(id, "");
        neighbour.created_at = opening_time;
        bench.store.put(neighbour);
        bench.store.put_token(gateway::chat::token_hash(token), id);
    }
    routing::customer_id somebody_new() {
        routing::customer_id id;
        id.bits.bytes[0] = 1;
        id.bits.bytes[14] = static_cast<std::uint8_t>(++others >> 8U);
        id.bits.bytes[15] = static_cast<std::uint8_t>(others & 0xffU);
        return id;
    }
    // What as many customers as a network may have hold as long as they do not take it.
    std::vector<gateway::net::payload> read_slowly(const std::string& address) {
        std::vector<gateway::net::payload> untaken;
        const auto from = gateway::net::peer_address::parse(address).value();
        for (;;) {
            const auto who = unsent_holder::customer(somebody_new(), from);
            if (bench.readings.has_enough_unsent(who)) return untaken;
            untaken.push_back(bench.readings.unsent_text(reading_kind::own_transcript, who, "text")
            );
        }
    }
    api_bench bench;
    unsigned others = 0;
};

TEST_F(WidgetTranscript, IsTheCustomersOwnByTheirTokenAndNobodyElses) {
    const auto own = ask("198.51.100.7", wangs_token);
    EXPECT_EQ(own.status, 200U);
    EXPECT_TRUE(std::ranges::any_of(own.fields, [](const auto& field) {
        return field.name == "Content-Type" && field.value.starts_with("text/plain");
    }));
    EXPECT_EQ(ask("198.51.100.7", "another").status, 404U);
}

TEST_F(WidgetTranscript, IsToldToTheStorefrontOfTheConversationAloneAndToAnotherAsIfThereWereNone) {
    auto sister = bench.names.storefronts.front();
    sister.id = make_id<routing::storefront_id>(12);
    sister.widget_key = "pk_sister";
    bench.names.storefronts.push_back(sister);
    const auto foreign = ask("198.51.100.7", wangs_token, chat_1, "pk_sister");
    EXPECT_EQ(foreign.status, 404U);
    const auto absent = ask("198.51.100.7", wangs_token, chat_2, "pk_sister");
    EXPECT_EQ(absent.status, 404U);
    EXPECT_EQ(*foreign.body, *absent.body);
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 200U);
}

TEST_F(WidgetTranscript, WhoeverGetsAnAnswerOfAnyKindMayAskAgainAtOnce) {
    auto& readings = bench.shared.readings;
    std::vector<reading_verdict> again;
    bench.on_answer = [&] {
        const auto now = bench.shared.clock.now();
        const auto taken = readings.take(reading_kind::own_transcript, wang.text(), now);
        again.push_back(taken.outcome.verdict);
    };
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 200U);
    EXPECT_EQ(ask("198.51.100.7", wangs_token, chat_2).status, 404U);
    EXPECT_EQ(again, (std::vector{reading_verdict::taken, reading_verdict::taken}));
}

TEST_F(WidgetTranscript, ANetworkThatAsksTooFastIsToldWhenToComeAgainAndKeepsNobodyElseOut) {
    const auto rate = limits::own_transcripts.network;
    const unsigned each = limits::transcripts_per_caller.burst - 2; // a customer has a rate, too
    for (unsigned i = 0; i < rate.burst; ++i) {
        const auto token = "neighbour " + std::to_string(i / each);
        if (i % each == 0) add_neighbour(token, static_cast<std::uint8_t>(100 + i));
        ASSERT_EQ(ask("198.51.100.7", token).status, 404U) << i << ", not theirs";
    }
    const auto late = ask("198.51.100.7", wangs_token);
    EXPECT_EQ(late.status, 429U);
    EXPECT_NE(late.body->find("\"rate_limited\""), std::string::npos) << *late.body;
    const auto wait_ms = rate.period_ms / rate.per_period;
    EXPECT_TRUE(std::ranges::any_of(late.fields, [&](const auto& field) {
        return field.name == "Retry-After" && field.value == std::to_string(wait_ms / 1'000);
    }));
    EXPECT_EQ(bench.readings.refused(), 1U);
    EXPECT_EQ(ask("198.51.100.8", wangs_token).status, 200U) << "another network";
    bench.clock.pass(wait_ms);
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 200U);
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 429U);
}

TEST_F(WidgetTranscript, ACustomerWhoReadsSlowlyWaitsForThemselvesAndKeepsNoNeighbourOut) {
    const auto first = ask("198.51.100.7", wangs_token);
    ASSERT_EQ(first.status, 200U);
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 429U);
    EXPECT_EQ(ask("198.51.100.8", wangs_token).status, 429U) << "from anywhere";
    add_neighbour("neighbour", 200);
    EXPECT_EQ(ask("198.51.100.7", "neighbour").status, 404U) << "not theirs, and not 429";
}

TEST_F(WidgetTranscript, ANetworkWhoseReadersAreSlowKeepsNobodyElsewhereOut) {
    auto untaken = read_slowly("198.51.100.7");
    EXPECT_EQ(untaken.size(), limits::unsent_per_network_max);
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 429U);
    EXPECT_EQ(ask("198.51.100.8", wangs_token).status, 200U) << "another network";
    untaken.pop_back();
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 200U);
}

// Few who read slowly must not use up what all customers have.
TEST_F(WidgetTranscript, ItTakesManySlowNetworksToKeepCustomersFromTheirTranscripts) {
    std::vector<std::vector<gateway::net::payload>> untaken;
    for (unsigned network = 1; network < 64; ++network)
        untaken.push_back(read_slowly("203.0.113." + std::to_string(network)));
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 200U);
    untaken.push_back(read_slowly("203.0.113.64"));
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 503U);
    untaken.pop_back();
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 200U);
}

TEST_F(WidgetTranscript, WhoeverHasNoTokenTakesNothingFromThoseBehindTheSameAddress) {
    for (unsigned i = 0; i < 2 * limits::own_transcripts.network.burst; ++i)
        ASSERT_EQ(ask("198.51.100.7", "guess " + std::to_string(i)).status, 404U) << i;
    EXPECT_EQ(ask("198.51.100.7", wangs_token).status, 200U);
}

TEST_F(WidgetTranscript, WhoeverAsksFasterThanTheyMayTakesNothingFromTheOthersEither) {
    for (unsigned i = 0; i < 3 * limits::own_transcripts.network.burst; ++i)
        static_cast<void>(ask("198.51.100.7", wangs_token));
    add_neighbour("neighbour", 200);
    EXPECT_EQ(ask("198.51.100.7", "neighbour").status, 404U) << "not theirs, and not 429";
}

class WidgetConfig : public testing::Test {
protected:
    boost::json::value ask() {
        bench.target = "/w/config?key=pk_lamps";
        const auto answer = bench.call(get_widget_config, {}, {});
        EXPECT_EQ(answer.status, 200U);
        return boost::json::parse(*answer.body);
    }
    static std::size_t staffed_topics(const boost::json::value& shown) {
        const auto& topics = shown.at("topics").as_array();
        return static_cast<std::size_t>(std::ranges::count_if(topics, [](const auto& topic) {
            return topic.at("staffed").as_bool();
        }));
    }
    api_bench bench;
};

TEST_F(WidgetConfig, SaysWhoIsThereByWhatTheDeskHasShownLast) {
    const auto nobody = ask();
    EXPECT_FALSE(nobody.at("online").as_bool());
    EXPECT_EQ(staffed_topics(nobody), 0U);
    bench.staffed = bench.staffed.with(our_shop, {{{}, 5}, {returns, 3}});
    const auto somebody = ask();
    EXPECT_TRUE(somebody.at("online").as_bool());
    EXPECT_GT(staffed_topics(somebody), 0U);
    EXPECT_LT(staffed_topics(somebody), somebody.at("topics").as_array().size())
        << "presale needs a skill that nobody there has";
}

TEST_F(WidgetConfig, IsAnsweredWhileTheDeskHasMoreToDoThanItTakes) {
    for (std::size_t i = 0; i < gateway::chat::limits::desk_tasks_waiting_max; ++i)
        bench.desks.post(our_shop, [](gateway::chat::front_desk*) {});
    EXPECT_FALSE(ask().at("online").as_bool());
    EXPECT_EQ(bench.desks.refused(), 0U);
}

} // namespace
} // namespace kefu::tests
