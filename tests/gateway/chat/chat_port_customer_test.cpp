#include "tests/gateway/chat/port_bench.hpp"
#include "tests/support/holds.hpp"

#include "gateway/chat/limits.hpp"

#include <gtest/gtest.h>

#include <future>
#include <numeric>

namespace kefu::tests {
namespace {

using storage::conversation_state;

std::vector<std::uint64_t> numbers(std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> all(last - first + 1);
    std::iota(all.begin(), all.end(), first);
    return all;
}

std::string hello(const std::string& token, const std::string& conversation, std::uint64_t q) {
    return R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en","token":")" + token +
           R"(","resume":{"c":")" + conversation + R"(","q":)" + std::to_string(q) + "}}";
}

TEST(ChatPortCustomer, StartsWritesAndIsAcknowledgedUnderTheirOwnNumbers) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    EXPECT_EQ(token.size(), 32U);
    const auto c = bench.start(who, 1);
    ASSERT_EQ(c.size(), 36U);
    const auto ack = who.ask(message(2, c, 2, "my lamp is broken"), 2);
    EXPECT_TRUE(holds(ack, "\"a\":[[2,3,false]]")) << ack;
    ASSERT_TRUE(who.hear_events(3));
    EXPECT_EQ(who.event_numbers(), numbers(1, 3));
    // The same key again: the same number.
    EXPECT_TRUE(holds(who.ask(message(3, c, 2, "my lamp is broken"), 3), "[[3,3,true]]"));
    // The same key for something else.
    EXPECT_TRUE(holds(who.ask(message(4, c, 2, "other"), 4), "key_conflict"));
}

TEST(ChatPortCustomer, AForeignConversationIsForbidden) {
    port_bench bench;
    std::string token;
    std::string other_token;
    auto who = bench.customer(token);
    auto other = bench.customer(other_token);
    const auto c = bench.start(who, 1);
    EXPECT_NE(token, other_token);
    EXPECT_TRUE(holds(other.ask(message(2, c, 9, "hello"), 2), "\"forbidden\""));
    const std::string nothing = "\u200B";
    EXPECT_TRUE(holds(other.ask(message(6, c, 10, nothing), 6), "\"forbidden\""))
        << "what a stranger says there is not looked at";
    EXPECT_TRUE(holds(who.ask(message(2, c, 11, nothing), 2), "\"bad_request\""));
    EXPECT_TRUE(
        holds(other.ask(R"({"t":"sync","r":3,"after":0,"c":")" + c + "\"}", 3), "\"forbidden\"")
    );
    EXPECT_TRUE(
        holds(other.ask(R"({"t":"conversation.leave","r":4,"c":")" + c + "\"}", 4), "\"forbidden\"")
    );
    EXPECT_TRUE(holds(
        other.ask(
            R"({"t":"survey.rate","r":5,"score":5,"key":")" + routing::to_string(key(3)) +
                R"(","c":")" + c + "\"}",
            5
        ),
        "\"forbidden\""
    ));
}

TEST(ChatPortCustomer, AResumedSessionGetsWhatComesAfterItsCursor) {
    port_bench bench;
    std::string token;
    std::string c;
    {
        auto who = bench.customer(token);
        c = bench.start(who, 1);
        for (std::uint8_t i = 0; i < 3; ++i)
            who.ask(message(10 + i, c, static_cast<std::uint8_t>(10 + i), "text"), 10 + i);
    }
    auto again = bench.client();
    again.send(hello(token, c, 3));
    EXPECT_TRUE(holds(again.until("\"t\":\"welcome\""), "\"st\":\"ok\""));
    ASSERT_TRUE(again.hear_events(2));
    EXPECT_EQ(again.event_numbers(), numbers(4, 5));

    auto beyond = bench.client(); // of another time: everything anew
    beyond.send(hello(token, c, 99));
    EXPECT_TRUE(holds(beyond.until("\"t\":\"welcome\""), "\"st\":\"reset\""));
    ASSERT_TRUE(beyond.hear_events(5));
    EXPECT_EQ(beyond.event_numbers(), numbers(1, 5));

    auto foreign = bench.client();
    foreign.send(hello(token, chat_1.text(), 3));
    EXPECT_TRUE(holds(foreign.until("\"t\":\"welcome\""), "\"st\":\"reset\""));
    ASSERT_TRUE(foreign.hear_events(5));
    EXPECT_EQ(foreign.event_numbers(), numbers(1, 5));
}

// Stored by another node whose publication was lost: the next one shows the gap.
TEST(ChatPortCustomer, AGapIsReadFromTheRecord) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    ASSERT_TRUE(who.hear_events(2));
    storage::log_write write;
    write.organisation = our_shop;
    write.conversation = *routing::conversation_id::parse(c);
    for (std::uint8_t i = 0; i < 3; ++i) {
        storage::event_draft draft;
        draft.kind = storage::event_kind::message;
        draft.by = {storage::author_role::agent, ann.bits};
        draft.body = R"({"text":"lost"})";
        write.events.push_back(draft);
    }
    std::promise<std::vector<storage::event>> stored;
    bench.store.append(write, [&](const auto& outcome) { stored.set_value(outcome->events); });
    const auto events = stored.get_future().get();
    bench.floor.publish(
        gateway::chat::encode_publication(write.conversation, {events.back()}, bench.names)
    );
    ASSERT_TRUE(who.hear_events(5));
    EXPECT_EQ(who.event_numbers(), numbers(1, 5));
    // Repeated and out of order changes nothing.
    bench.floor.publish(
        gateway::chat::encode_publication(write.conversation, {events[2], events[0]}, bench.names)
    );
    who.ask(message(7, c, 7, "after"), 7);
    ASSERT_TRUE(who.hear_events(6));
    EXPECT_EQ(who.event_numbers(), numbers(1, 6));
}

TEST(ChatPortCustomer, AsksForOnePageOfAConversationAtATime) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    ASSERT_TRUE(who.hear_events(2));
    bench.settle();
    const auto sync = [&](int r) {
        return R"({"t":"sync","r":)" + std::to_string(r) + R"(,"after":0,"c":")" + c + "\"}";
    };
    bench.store.hold_answers_to("events_after");
    who.send(sync(11));
    const auto refused = who.ask(sync(12), 12);
    EXPECT_TRUE(holds(refused, "\"rate_limited\"")) << refused;
    EXPECT_TRUE(holds(refused, "\"after_ms\":")) << refused;
    bench.settle();
    bench.store.give_held_answers();
    EXPECT_TRUE(holds(who.until("\"r\":11"), "\"events\""));
    EXPECT_TRUE(holds(who.ask(sync(13), 13), "\"events\""));
    EXPECT_EQ(bench.pages.refused(), 0U);
}

// Each session has a rate of its own, but an address has hundreds of them.
TEST(ChatPortCustomer, AsksForPagesNoFasterThanTheirNetworkMay) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    ASSERT_TRUE(who.hear_events(2));
    bench.settle();
    const auto here = *gateway::net::peer_address::parse("127.0.0.1");
    for (std::uint32_t i = 0; i < gateway::chat::sync_limits.network.burst; ++i)
        ASSERT_EQ(bench.pages.take(here, bench.clock.now()), 0);
    const auto sync = R"({"t":"sync","r":11,"after":0,"c":")" + c + "\"}";
    const auto refused = who.ask(sync, 11);
    EXPECT_TRUE(holds(refused, "\"rate_limited\"")) << refused;
    EXPECT_EQ(bench.pages.refused(), 1U);
    bench.pass(1'000);
    EXPECT_TRUE(holds(who.ask(sync, 11), "\"events\""));
}

TEST(ChatPortCustomer, ASlowReaderGetsEverythingInOrderOnceItReads) {
    port_bench bench(96 * 1'024);
    std::string token;
    auto who = chat_client(bench.port, {}, 4'096);
    who.send(R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en"})");
    who.until("\"t\":\"welcome\"");
    const auto c = bench.start(who, 1);
    ASSERT_TRUE(who.hear_events(2));
    const auto id = *routing::conversation_id::parse(c);
    constexpr std::uint64_t count = 600;
    for (std::uint64_t i = 0; i < count; ++i) {
        storage::log_write write;
        write.organisation = our_shop;
        write.conversation = id;
        storage::event_draft draft;
        draft.kind = storage::event_kind::message;
        draft.by = {storage::author_role::agent, ann.bits};
        draft.body = R"({"text":")" + std::string(8'000, 'x') + "\"}";
        write.events.push_back(draft);
        std::promise<std::vector<storage::event>> stored;
        bench.store.append(write, [&](const auto& outcome) { stored.set_value(outcome->events); });
        bench.floor.publish(
            gateway::chat::encode_publication(id, stored.get_future().get(), bench.names)
        );
    }
    bench.settle();
    ASSERT_TRUE(who.hear_events(count + 2));
    EXPECT_EQ(who.event_numbers(), numbers(1, count + 2));
}

TEST(ChatPortCustomer, ASecondStartIsRefusedAndARepeatedOneAnswersTheSame) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    EXPECT_EQ(bench.start(who, 1), c);
    const auto refused = who.ask(
        R"({"t":"conversation.start","r":5,"topic":"return","key":")" + routing::to_string(key(2)) +
            "\"}",
        5
    );
    EXPECT_TRUE(holds(refused, "\"already_open\"")) << refused;
    EXPECT_EQ(field_of(refused, "c"), c);
    EXPECT_TRUE(holds(
        who.ask(
            R"({"t":"conversation.start","r":6,"topic":"nothing","key":")" +
                routing::to_string(key(3)) + "\"}",
            6
        ),
        "bad_request"
    ));
}

// The repeated start must not count the session twice, or the line would keep a ghost for ever.
TEST(ChatPortCustomer, WhoeverRepeatedTheirStartAndLeftIsGone) {
    port_bench bench;
    std::string token;
    std::string c;
    {
        auto who = bench.customer(token);
        c = bench.start(who, 1);
        EXPECT_EQ(bench.start(who, 1), c);
        who.socket.reset();
    }
    const auto id = *routing::conversation_id::parse(c);
    bench.settle();
    EXPECT_TRUE(bench.eventually([&] {
        bench.pass(30'000);
        return bench.store.row(id)->state == conversation_state::abandoned;
    }));
}

TEST(ChatPortCustomer, LeavingTheLineIsAbandoningAndAnotherChatCanBegin) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    EXPECT_TRUE(holds(who.ask(R"({"t":"conversation.leave","r":2,"c":")" + c + "\"}", 2), "\"ok\"")
    );
    who.heard.clear();
    const auto next = bench.start(who, 2);
    EXPECT_NE(next, c);
    EXPECT_TRUE(holds(who.ask(message(3, next, 5, "again"), 3), "[[3,3,false]]"));
    EXPECT_TRUE(holds(who.ask(message(4, c, 6, "old"), 4), "\"forbidden\""));
}

TEST(ChatPortCustomer, RatesWithinADayOfTheEnd) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    const auto rate = [&](int r, std::uint8_t k, std::string_view more) {
        return who.ask(
            R"({"t":"survey.rate","r":)" + std::to_string(r) + R"(,"score":5,"key":")" +
                routing::to_string(key(k)) + R"(","c":")" + c + "\"" + std::string(more) + "}",
            r
        );
    };
    EXPECT_TRUE(holds(rate(2, 10, ""), "conversation_closed")); // not over yet
    storage::log_write close;
    close.organisation = our_shop;
    close.conversation = *routing::conversation_id::parse(c);
    close.change = storage::conversation_change{};
    close.change->state = conversation_state::closed;
    close.change->at = bench.clock.wall();
    bench.store.append(close, [](const auto&) {});
    EXPECT_TRUE(holds(rate(3, 11, R"(,"tags":["unheard of"])"), "bad_request"));
    EXPECT_TRUE(holds(rate(4, 12, ""), "\"ok\""));
    EXPECT_TRUE(holds(rate(5, 12, ""), "\"ok\"")); // the same again
    for (int i = 0; i < 9; ++i) {
        bench.clock.pass(1'000);
        EXPECT_TRUE(holds(rate(20 + i, static_cast<std::uint8_t>(20 + i), ""), "\"ok\""));
    }
    bench.clock.pass(1'000);
    EXPECT_TRUE(holds(rate(30, 30, ""), "conversation_closed")) << "ten are stored";
    EXPECT_TRUE(holds(rate(31, 28, ""), "\"ok\"")) << "a repeat is none";
    bench.clock.pass(24LL * 3'600'000);
    EXPECT_TRUE(holds(rate(6, 13, ""), "conversation_closed"));
}

TEST(ChatPortCustomer, ReconnectingIsNoNewBurstOfMessages) {
    port_bench bench;
    std::string token;
    std::string c;
    {
        auto who = bench.customer(token);
        c = bench.start(who, 1);
        for (std::uint8_t i = 0; i < 9; ++i) // the start was the first of ten
            EXPECT_TRUE(holds(who.ask(message(10 + i, c, 10 + i, "text"), 10 + i), "false]]"));
    }
    bench.settle();
    auto again = bench.client();
    again.send(hello(token, c, 3));
    again.until("\"t\":\"welcome\"");
    EXPECT_TRUE(holds(again.ask(message(30, c, 30, "more"), 30), "\"rate_limited\""));
    bench.clock.pass(1'000);
    EXPECT_TRUE(holds(again.ask(message(31, c, 30, "more"), 31), "false]]"));
}

TEST(ChatPortCustomer, HasAtMostSoManySessions) {
    port_bench bench;
    std::string token;
    std::vector<chat_client> open;
    for (std::size_t i = 0; i < gateway::chat::limits::sessions_per_customer_max; ++i)
        open.push_back(bench.customer(token));
    auto more = bench.client();
    more.send(
        R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en","token":")" + token + "\"}"
    );
    EXPECT_EQ(more.close_code(), 4211);
    open.pop_back();
    bench.settle();
    auto again = bench.customer(token);
    EXPECT_FALSE(again.heard.empty());
}

TEST(ChatPortCustomer, ComesFromTheShopsPagesOnly) {
    port_bench bench;
    auto from_shop = bench.client("https://lamps.example");
    from_shop.send(R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en"})");
    EXPECT_FALSE(from_shop.until("\"t\":\"welcome\"").empty());
    ws_client stranger(bench.port);
    EXPECT_EQ(
        stranger
            .upgrade(
                "/ws", {{"Sec-WebSocket-Protocol", "kefu.v1"}, {"Origin", "https://evil.example"}}
            )
            .status,
        403U
    );
    ws_client other_protocol(bench.port);
    EXPECT_EQ(other_protocol.upgrade("/ws", {{"Sec-WebSocket-Protocol", "other"}}).status, 400U);
    auto unknown = bench.client();
    unknown.send(R"({"t":"hello","v":1,"storefront":"pk_none","locale":"en"})");
    EXPECT_EQ(unknown.close_code(), 4505);
    auto old = bench.client();
    old.send(R"({"t":"hello","v":7,"storefront":"pk_lamps","locale":"en"})");
    EXPECT_EQ(old.close_code(), 4504);
}

TEST(ChatPortCustomer, AStoreThatFailsIsNeverAnAck) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    bench.store.fail_appends(1, storage::store_error::unavailable);
    const auto failed = who.ask(message(2, c, 2, "text"), 2);
    EXPECT_TRUE(holds(failed, "\"unavailable\"")) << failed;
    EXPECT_TRUE(holds(failed, "\"retry\":true"));
    EXPECT_TRUE(holds(who.ask(message(3, c, 2, "text"), 3), "[[3,3,false]]"));
}

} // namespace
} // namespace kefu::tests
