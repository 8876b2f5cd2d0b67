#include "tests/gateway/chat/port_bench.hpp"
#include "tests/support/holds.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using storage::conversation_state;

// A customer waits; Ann is offered the chat; the customer opens a second tab, whose welcome is held
// up after their conversation was read.
struct held_up {
    port_bench bench;
    std::string token;
    chat_client first = bench.customer(token);
    chat_client agent = bench.staff("ann");
    chat_client second = bench.client();
    std::string c;
    std::string offer;

    held_up() {
        agent.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
        c = bench.start(first, 1);
        offer = field_of(agent.until("\"t\":\"offer\""), "id");
        bench.store.hold_answers_to("latest_conversation");
        second.send(
            R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en","token":")" + token + "\"}"
        );
        bench.settle();
    }
    void accept() {
        const auto answer = agent.ask(R"({"t":"offer.accept","r":2,"offer":")" + offer + "\"}", 2);
        EXPECT_TRUE(holds(answer, "\"gen\":1")) << answer;
        first.until("\"state\":\"active\"");
    }
    [[nodiscard]] routing::conversation_id id() const {
        return *routing::conversation_id::parse(c);
    }
};

// Told to whoever followed it then, and not again: the welcome has to say it.
TEST(ChatPortWelcome, SaysWhatHasBecomeOfTheConversationSinceItWasRead) {
    held_up s;
    s.accept();
    s.bench.store.give_held_answers();
    const auto welcome = s.second.until("\"t\":\"welcome\"");
    EXPECT_TRUE(holds(welcome, "\"state\":\"active\"")) << welcome;
    EXPECT_TRUE(holds(welcome, "\"agent\":{\"name\":\"Ann\"}")) << welcome;
    EXPECT_FALSE(holds(welcome, "\"place\"")) << welcome;
    ASSERT_TRUE(s.second.hear_events(4)); // and all its events follow
    EXPECT_EQ(s.second.event_numbers(), (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST(ChatPortWelcome, SaysThatTheConversationHasEndedSinceItWasRead) {
    held_up s;
    s.first.ask(R"({"t":"conversation.leave","r":2,"c":")" + s.c + "\"}", 2);
    ASSERT_TRUE(s.bench.eventually([&] {
        return s.bench.store.row(s.id())->state == conversation_state::abandoned;
    }));
    s.bench.settle();
    s.bench.store.give_held_answers();
    const auto welcome = s.second.until("\"t\":\"welcome\"");
    EXPECT_TRUE(holds(welcome, "\"state\":\"abandoned\"")) << welcome;
}

TEST(ChatPortWelcome, WhatTheAgentHasReadMeanwhileIsInIt) {
    held_up s;
    s.accept();
    s.agent.send(R"({"t":"receipt","delivered":2,"read":2,"c":")" + s.c + "\"}");
    s.first.until("\"t\":\"receipt\"");
    s.bench.store.give_held_answers();
    const auto welcome = s.second.until("\"t\":\"welcome\"");
    EXPECT_TRUE(holds(welcome, "\"read\":2")) << welcome;
}

// Those that come meanwhile from the same address and say nothing are dropped for one another.
TEST(ChatPortWelcome, ComesToWhoHasSaidHelloHoweverManyStrangersCome) {
    port_bench bench;
    bench.store.hold_answers_to("save_customer");
    auto waits = bench.client();
    waits.send(R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en"})");
    bench.settle();
    auto agent = bench.client();
    bench.gate.holds = true;
    agent.send(R"({"t":"hello","v":1,"ticket":"ann"})");
    bench.settle();
    std::vector<ws_client> silent;
    for (std::size_t i = 0; i <= gateway::net::admission_limits{}.unproven_per_network_max; ++i)
        silent.emplace_back(bench.port);
    EXPECT_TRUE(silent.front().ends());
    bench.gate.answer_held();
    EXPECT_FALSE(agent.until("\"t\":\"welcome\"").empty());
    bench.store.give_held_answers();
    EXPECT_FALSE(waits.until("\"t\":\"welcome\"").empty());
}

// The same person at two storefronts of one organisation.
TEST(ChatPortWelcome, IsOfTheStorefrontTheCustomerHasComeTo) {
    port_bench bench;
    auto names = bench.names;
    auto tables = *names.storefront_by_key("pk_lamps");
    tables.id = make_id<routing::storefront_id>(12);
    tables.widget_key = "pk_tables";
    names.storefronts.push_back(tables);
    bench.use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    std::string token;
    auto at_lamps = bench.customer(token);
    const auto lamps = bench.start(at_lamps, 1);
    const auto hello = [&](std::string_view storefront) {
        auto client = bench.client();
        client.send(
            R"({"t":"hello","v":1,"storefront":")" + std::string(storefront) +
            R"(","locale":"en","token":")" + token + "\"}"
        );
        return std::pair{client.until("\"t\":\"welcome\""), std::move(client)};
    };
    auto [welcome, at_tables] = hello("pk_tables");
    EXPECT_FALSE(holds(welcome, "\"conversation\"")) << welcome;
    const auto other = bench.start(at_tables, 2);
    EXPECT_NE(other, lamps);
    const auto back = hello("pk_lamps").first;
    EXPECT_TRUE(holds(back, lamps)) << back;
    EXPECT_TRUE(holds(hello("pk_tables").first, other));
}

TEST(ChatPortWelcome, ARecordThatCannotBeReadMeanwhileClosesTheSession) {
    held_up s;
    s.first.ask(R"({"t":"conversation.leave","r":2,"c":")" + s.c + "\"}", 2);
    ASSERT_TRUE(s.bench.eventually([&] {
        return s.bench.store.row(s.id())->state == conversation_state::abandoned;
    }));
    s.bench.settle();
    s.bench.store.fail_reads(storage::store_error::unavailable);
    s.bench.store.give_held_answers();
    EXPECT_EQ(s.second.close_code(), 4002);
    s.bench.store.fail_reads(std::nullopt);
}

// The loop reads the bye and then, in the same turn, the welcome that waits in its inbox: the close
// is on its way, the session still there, and welcoming it would break its rules.
TEST(ChatPortWelcome, ACustomerWhoSaysByeInTheSameTurnIsNotWelcomed) {
    port_bench bench;
    auto visitor = bench.client();
    bench.store.hold_answers_to("latest_conversation");
    const auto before = bench.store.read_count();
    visitor.send(R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en"})");
    ASSERT_TRUE(bench.eventually([&] { return bench.store.read_count() > before; }));
    bench.settle();
    bench.hold_shard(true);
    visitor.send(R"({"t":"bye"})");
    bench.store.give_held_answers();
    bench.settle_store();
    bench.hold_shard(false);
    EXPECT_EQ(visitor.close_code(), 1000);
    std::string token;
    EXPECT_FALSE(bench.customer(token).heard.empty()); // the port lives
}

TEST(ChatPortWelcome, AnAgentWhoSaysByeInTheSameTurnIsNotWelcomed) {
    port_bench bench;
    auto agent = bench.client();
    bench.hold_desk(true);
    agent.send(R"({"t":"hello","v":1,"ticket":"ann"})");
    for (int i = 0; bench.gate.asked == 0 && i < 100'000; ++i)
        bench.settle_shard();
    ASSERT_EQ(bench.gate.asked, 1U);
    bench.settle_shard();
    bench.hold_shard(true);
    agent.send(R"({"t":"bye"})");
    bench.hold_desk(false);
    bench.on_desk([](gateway::chat::front_desk&) {}); // has answered
    bench.hold_shard(false);
    EXPECT_EQ(agent.close_code(), 1000);
    auto again = bench.staff("ann");
    EXPECT_TRUE(holds(again.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1), "\"ok\""));
}

TEST(ChatPortWelcome, SomebodyNewIsClosedAndCountedWhileTooManyRatesAreRemembered) {
    port_bench bench(0, {}, {1, 1});
    std::string token;
    auto first = bench.customer(token);
    const auto kept = bench.store.customer_saves();
    auto second = bench.client();
    second.send(R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en"})");
    EXPECT_EQ(second.close_code(), 4210);
    EXPECT_EQ(bench.writers_refused(), 1U);
    EXPECT_EQ(bench.store.customer_saves(), kept) << "nothing was made of somebody sent away";
    auto tab = bench.client();
    tab.send(
        R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en","token":")" + token + "\"}"
    );
    EXPECT_NE(tab.until("\"t\":\"welcome\""), "") << "who is known comes in";
    auto ann_here = bench.staff("ann");
    auto ben_late = bench.client();
    ben_late.send(R"({"t":"hello","v":1,"ticket":"ben"})");
    EXPECT_EQ(ben_late.close_code(), 4210);
    EXPECT_EQ(bench.writers_refused(), 2U);
}

TEST(ChatPortWelcome, AHelloAndAByeInOneBreathAreHarmless) {
    port_bench bench;
    for (int i = 0; i < 20; ++i) {
        auto agent = bench.client();
        agent.send("{\"t\":\"hello\",\"v\":1,\"ticket\":\"ann\"}\n{\"t\":\"bye\"}");
        EXPECT_EQ(agent.close_code(), 1000);
        auto visitor = bench.client();
        visitor.send("{\"t\":\"hello\",\"v\":1,\"storefront\":\"pk_lamps\",\"locale\":\"en\"}\n{"
                     "\"t\":\"bye\"}");
        EXPECT_EQ(visitor.close_code(), 1000);
    }
    auto agent = bench.staff("ann");
    EXPECT_TRUE(holds(agent.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1), "\"ok\""));
}

// A crowded IPv6 site gives each of its networks one place here; staff at work use none up.
TEST(ChatPortWelcome, OfStaffLeavesTheirOfficeItsPlaceInACrowdedSite) {
    port_bench bench;
    const ws_client::fields office{
        {"Sec-WebSocket-Protocol", "kefu.v1"}, {"X-Forwarded-For", "2001:db8:1:1::7"}};
    const auto at_work = [&](ws_client& socket, std::string_view ticket) {
        ASSERT_EQ(socket.upgrade("/ws", office).status, 101U);
        ASSERT_TRUE(
            socket.send_text(R"({"t":"hello","v":1,"ticket":")" + std::string(ticket) + "\"}")
        );
        const auto welcome = socket.receive_text();
        ASSERT_TRUE(welcome);
        ASSERT_TRUE(holds(*welcome, "\"t\":\"welcome\"")) << *welcome;
    };
    ws_client one(bench.proxied_port);
    ws_client two(bench.proxied_port);
    at_work(one, "ann");
    at_work(two, "ben");
    ws_client newcomer(bench.proxied_port);
    EXPECT_EQ(newcomer.upgrade("/ws", office).status, 101U);
    ws_client another(bench.proxied_port);
    EXPECT_EQ(another.upgrade("/ws", office).status, 429U);
}

} // namespace
} // namespace kefu::tests
