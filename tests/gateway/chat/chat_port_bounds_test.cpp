#include <gtest/gtest.h>

#include <future>

#include "gateway/chat/limits.hpp"
#include "tests/gateway/chat/port_bench.hpp"
#include "tests/support/holds.hpp"

// How much customers may have stored.
namespace kefu::tests {
namespace {

namespace limits = gateway::chat::limits;

std::string rating(int r, const std::string& conversation, std::uint8_t k) {
    return R"({"t":"survey.rate","r":)" + std::to_string(r) + R"(,"c":")" + conversation +
           R"(","key":")" + routing::to_string(key(k)) + R"(","score":5})";
}

// An address that stores two messages of these at once, and then one in ten seconds.
class ChatPortBounds : public testing::Test {
protected:
    static constexpr std::uint32_t one_message = limits::bytes_per_write + 1'000;
    static gateway::chat::network_limits two_at_once() {
        auto few = gateway::chat::customer_byte_limits;
        few.network = {2 * one_message, one_message, 10'000};
        return few;
    }
    const std::string text = std::string(1'000, 'x');
};

TEST_F(ChatPortBounds, WhatTheCustomersOfOneNetworkStoreHasARateTogether) {
    port_bench bench(0, {}, {100, 100}, two_at_once());
    std::string token;
    std::string other_token;
    auto who = bench.customer(token);
    auto other = bench.customer(other_token);
    const auto c = bench.start(who, 1);
    const auto d = bench.start(other, 1);
    EXPECT_TRUE(holds(who.ask(message(2, c, 2, text), 2), "\"t\":\"ack\""));
    EXPECT_TRUE(holds(other.ask(message(2, d, 2, text), 2), "\"t\":\"ack\""));
    const auto refused = other.ask(message(3, d, 3, text), 3);
    EXPECT_TRUE(holds(refused, "\"rate_limited\"")) << refused;
    EXPECT_TRUE(holds(refused, "\"retry\":true")) << refused;
    EXPECT_TRUE(holds(refused, "\"after_ms\":8}")) << refused << ": when there is one byte again";
    EXPECT_EQ(bench.bytes.refused(), 1U);
    EXPECT_TRUE(holds(other.ask(message(4, d, 4, "short"), 4), "\"prior_failed\""))
        << "what is refused keeps its place";
    bench.pass(10'000);
    EXPECT_TRUE(holds(other.ask(message(5, d, 3, text), 5), "\"t\":\"ack\""));
}

TEST_F(ChatPortBounds, ALongMessagePassesWhereAShortOneWould) {
    port_bench bench(0, {}, {100, 100}, two_at_once());
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    EXPECT_TRUE(holds(who.ask(message(2, c, 2, text), 2), "\"t\":\"ack\""));
    EXPECT_TRUE(holds(who.ask(message(3, c, 3, "short"), 3), "\"t\":\"ack\""));
    EXPECT_TRUE(holds(who.ask(message(4, c, 4, text), 4), "\"t\":\"ack\"")) << "not all is left";
    EXPECT_TRUE(holds(who.ask(message(5, c, 5, "short"), 5), "\"rate_limited\""));
}

TEST_F(ChatPortBounds, WhatIsNotStoredDoesNotCount) {
    port_bench bench(0, {}, {100, 100}, two_at_once());
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    EXPECT_TRUE(holds(who.ask(message(2, c, 2, text), 2), "\"t\":\"ack\""));
    for (int r = 3; r < 6; ++r) // repeats
        EXPECT_TRUE(holds(who.ask(message(r, c, 2, text), r), "true]"));
    EXPECT_TRUE(holds(who.ask(message(6, c, 2, std::string(1'000, 'y')), 6), "\"key_conflict\""));
    bench.store.fail_appends(1, storage::store_error::unavailable);
    EXPECT_TRUE(holds(who.ask(message(7, c, 3, text), 7), "\"unavailable\""));
    EXPECT_TRUE(holds(who.ask(rating(8, c, 4), 8), "\"conversation_closed\""));
    EXPECT_EQ(bench.bytes.refused(), 0U);
    EXPECT_TRUE(holds(who.ask(message(9, c, 3, text), 9), "\"t\":\"ack\""));
}

TEST_F(ChatPortBounds, RatingsCountLikeMessages) {
    port_bench bench(0, {}, {100, 100}, two_at_once());
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    for (int r = 2; r < 4; ++r)
        who.ask(message(r, c, static_cast<std::uint8_t>(r), text), r);
    EXPECT_TRUE(holds(who.ask(rating(4, c, 4), 4), "\"rate_limited\""));
}

TEST_F(ChatPortBounds, WhoHasWrittenEnoughWaitsForAnAnswer) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = bench.start(who, 1);
    storage::log_write write;
    write.organisation = our_shop;
    write.conversation = *routing::conversation_id::parse(c);
    storage::event_draft draft;
    draft.by.role = storage::author_role::customer;
    draft.body = R"({"text":"anybody?"})";
    write.events.assign(limits::unanswered_events_max - 1, draft); // and the opening
    const auto store = [&] {
        std::promise<void> stored;
        bench.store.append(write, [&](const auto&) { stored.set_value(); });
        stored.get_future().wait();
    };
    store();
    const auto refused = who.ask(message(2, c, 2, "hello?"), 2);
    EXPECT_TRUE(holds(refused, "\"rate_limited\"")) << refused;
    EXPECT_TRUE(holds(refused, "\"after_ms\":" + std::to_string(limits::unanswered_wait_ms)));
    EXPECT_EQ(bench.unanswered_refused(), 1U);
    draft.by = {storage::author_role::agent, ann.bits};
    write.events.assign(1, draft);
    store();
    EXPECT_TRUE(holds(who.ask(message(3, c, 2, "hello?"), 3), "\"t\":\"ack\""));
}

} // namespace
} // namespace kefu::tests
