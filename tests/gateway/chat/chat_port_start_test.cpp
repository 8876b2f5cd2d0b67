#include "gateway/chat/limits.hpp"
#include "tests/gateway/chat/port_bench.hpp"
#include "tests/support/holds.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

std::string start_again(chat_client& who, int r, std::uint8_t k) {
    return who.ask(
        R"({"t":"conversation.start","r":)" + std::to_string(r) +
            R"(,"topic":"return","text":"hello","key":")" + routing::to_string(key(k)) + "\"}",
        r
    );
}

// Five conversations opened and left; the keys are 1 to 5.
std::string open_and_leave_five(chat_client& who) {
    std::string last;
    for (int i = 1; i <= 5; ++i) {
        const auto answer = start_again(who, 10 * i, static_cast<std::uint8_t>(i));
        last = field_of(answer, "c");
        EXPECT_EQ(last.size(), 36U) << answer;
        leave(who, 10 * i + 1, last);
    }
    return last;
}

TEST(ChatPortStart, IsLimitedPerCustomerAndSaysWhenToTryAgain) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    open_and_leave_five(who);
    const auto refused = start_again(who, 60, 6);
    EXPECT_TRUE(holds(refused, "\"rate_limited\"")) << refused;
    EXPECT_TRUE(holds(refused, "\"retry\":true")) << refused;
    EXPECT_TRUE(holds(refused, "\"after_ms\":30000")) << refused;
    bench.clock.pass(30'000);
    EXPECT_EQ(field_of(start_again(who, 61, 6), "c").size(), 36U);
}

// What they wrote would be of nobody, and lost to them at the next hello.
TEST(ChatPortStart, OfWhoWasSweptAwayWhileHereSendsThemForANewHello) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const routing::wall_time later{bench.clock.wall().ms + 1};
    bench.store.sweep_visitors({}, later, 10, [](const auto& swept) {
        EXPECT_EQ(swept->gone.size(), 1U);
    });
    bench.settle_store();
    who.send(
        R"({"t":"conversation.start","r":1,"topic":"return","text":"hello","key":")" +
        routing::to_string(key(1)) + "\"}"
    );
    EXPECT_EQ(who.close_code(), 4403);
    auto again = bench.client();
    again.send(
        R"({"t":"hello","v":1,"storefront":"pk_lamps","locale":"en","token":")" + token + "\"}"
    );
    EXPECT_NE(field_of(again.until("\"welcome\""), "token"), "") << "somebody new";
}

// Nobody hears the answer; the conversation stands, and counts as one whose customer went away.
TEST(ChatPortStart, OfWhoWentAwayBeforeItWasRecordedWaitsForThemAndNoLonger) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto before = bench.store.append_count();
    bench.hold_desk(true);
    who.send(
        R"({"t":"conversation.start","r":1,"topic":"return","key":")" + routing::to_string(key(1)) +
        "\"}"
    );
    const auto next =
        who.ask(R"({"t":"conversation.leave","r":2,"c":")" + chat_1.text() + "\"}", 2);
    EXPECT_FALSE(holds(next, "\"ok\"")) << "the start was read, and waits for the desk";
    who.socket.reset();
    for (int i = 0; bench.open_sockets() > 0 && i < 100'000; ++i)
        bench.settle_shard();
    ASSERT_EQ(bench.open_sockets(), 0U);
    bench.settle_shard(); // and the port has heard of it
    EXPECT_EQ(bench.store.append_count(), before);
    bench.hold_desk(false);
    bench.settle();
    EXPECT_EQ(bench.store.append_count(), before + 1);
    const auto counted = [&] {
        routing::tallies counts;
        bench.on_desk([&](gateway::chat::front_desk& desk) {
            gateway::chat::desk_counters sums;
            desk.add_to(sums, counts);
        });
        bench.settle();
        return counts;
    };
    EXPECT_EQ(counted().waiting, 1U);
    bench.pass(29'000);
    EXPECT_EQ(counted().waiting, 1U);
    bench.pass(2'000);
    EXPECT_EQ(counted().abandoned, 1U);
}

TEST(ChatPortStart, IsNotAnyFasterOverANewConnection) {
    port_bench bench;
    std::string token;
    {
        auto who = bench.customer(token);
        open_and_leave_five(who);
    }
    auto again = bench.customer(token);
    EXPECT_TRUE(holds(start_again(again, 1, 6), "\"rate_limited\""));
}

TEST(ChatPortStart, ARepeatIsAnsweredAsOneHoweverFast) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto fifth = open_and_leave_five(who);
    EXPECT_TRUE(holds(start_again(who, 60, 6), "\"rate_limited\""));
    const auto repeated = start_again(who, 61, 5);
    EXPECT_EQ(field_of(repeated, "c"), fifth) << repeated;
    // The same key for something else is no repeat.
    const auto other = who.ask(
        R"({"t":"conversation.start","r":62,"topic":"return","text":"other words","key":")" +
            routing::to_string(key(5)) + "\"}",
        62
    );
    EXPECT_TRUE(holds(other, "\"key_conflict\"")) << other;
}

// Its first answer may have come too late for the client, which then ignored the events.
TEST(ChatPortStart, ARepeatIsFollowedByTheConversationFromItsBeginning) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = field_of(start_again(who, 1, 1), "c");
    ASSERT_TRUE(who.hear_events(2));
    const auto repeated = start_again(who, 2, 1);
    EXPECT_EQ(field_of(repeated, "c"), c);
    EXPECT_TRUE(holds(repeated, "\"st\":\"reset\"")) << repeated;
    ASSERT_TRUE(who.hear_events(4));
    EXPECT_EQ(who.event_numbers(), (std::vector<std::uint64_t>{1, 2, 1, 2}));
}

// Answered that the record does not answer, while the desk stands still.
void start_without_answer(port_bench& bench, chat_client& who, int r) {
    bench.hold_desk(true);
    const auto key_of_first = routing::to_string(key(1));
    who.send(
        R"({"t":"conversation.start","r":)" + std::to_string(r) +
        R"(,"topic":"return","text":"hello","key":")" + key_of_first + "\"}"
    );
    // Whatever is answered without the desk: then the start has been read.
    who.ask(
        R"({"t":"sync","r":)" + std::to_string(r + 1) + R"(,"after":0,"c":")" + key_of_first +
            "\"}",
        r + 1
    );
    bench.clock.pass(4'000);
    const auto answer = who.until("\"r\":" + std::to_string(r) + ",");
    EXPECT_TRUE(holds(answer, "\"unavailable\"")) << answer;
    bench.hold_desk(false);
    bench.settle();
}

// The client may have given it up, and the customer would write into the one before.
TEST(ChatPortStart, WhatIsOpenedAfterItsAnswerWasDueIsToldAllTheSame) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    start_without_answer(bench, who, 1);
    const auto c = field_of(who.until("{\"t\":\"conversation\""), "c");
    EXPECT_EQ(c.size(), 36U);
    ASSERT_TRUE(who.hear_events(2));
    // A repeat that is as late promises nothing, so nothing is told anew.
    start_without_answer(bench, who, 3);
    const auto ack = who.ask(
        R"({"t":"message.send","r":5,"text":"still here","key":")" + routing::to_string(key(5)) +
            R"(","c":")" + c + "\"}",
        5
    );
    EXPECT_TRUE(holds(ack, "[[5,3,false]]")) << ack;
    ASSERT_TRUE(who.hear_events(3));
    EXPECT_EQ(who.event_numbers(), (std::vector<std::uint64_t>{1, 2, 3}));
}

// Asking costs a hundred bytes, the answer may be megabytes.
TEST(ChatPortStart, RepeatsWithoutEndAreNotToldEverythingAgain) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = field_of(start_again(who, 1, 1), "c");
    EXPECT_EQ(field_of(start_again(who, 2, 1), "c"), c);
    EXPECT_EQ(field_of(start_again(who, 3, 1), "c"), c);
    const auto refused = start_again(who, 4, 1);
    EXPECT_TRUE(holds(refused, "\"rate_limited\"")) << refused;
    EXPECT_TRUE(holds(refused, "\"after_ms\":10000")) << refused;
    const auto said = who.ask(
        R"({"t":"message.send","r":5,"text":"still here","key":")" + routing::to_string(key(5)) +
            R"(","c":")" + c + "\"}",
        5
    );
    EXPECT_TRUE(holds(said, "[[5,3,false]]")) << said;
    bench.pass(10'000);
    EXPECT_EQ(field_of(start_again(who, 6, 1), "c"), c);
}

// Which of a customer's conversations is the newest does not hang on a wall clock.
TEST(ChatPortStart, TheNewOneIsTheirsThoughTheClockWasSetBackMeanwhile) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    auto elsewhere = bench.customer(token);
    const auto before = field_of(start_again(who, 1, 1), "c");
    EXPECT_EQ(field_of(elsewhere.until("{\"t\":\"conversation\""), "c"), before);
    leave(who, 2, before);
    bench.clock.jump_wall(-3'600'000);
    bench.pass(1'000);
    const auto now = field_of(start_again(who, 3, 2), "c");
    EXPECT_NE(now, before);
    EXPECT_EQ(field_of(elsewhere.until("{\"t\":\"conversation\""), "c"), now);
    who.ask(
        R"({"t":"message.send","r":4,"text":"still here","key":")" + routing::to_string(key(4)) +
            R"(","c":")" + now + "\"}",
        4
    );
    EXPECT_TRUE(holds(who.until("still here"), now));
}

// Kept by a device that was away while another one left that conversation and began the next.
TEST(ChatPortStart, ARepeatOfAnOldOneDoesNotTakeTheNewConversationAway) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto before = field_of(start_again(who, 1, 1), "c");
    leave(who, 2, before);
    bench.clock.pass(1'000);
    const auto now = field_of(start_again(who, 3, 2), "c");
    EXPECT_EQ(field_of(start_again(who, 4, 1), "c"), before);
    EXPECT_EQ(field_of(who.until("{\"t\":\"conversation\""), "c"), now);
    const auto ack = who.ask(
        R"({"t":"message.send","r":5,"text":"still here","key":")" + routing::to_string(key(5)) +
            R"(","c":")" + now + "\"}",
        5
    );
    EXPECT_TRUE(holds(ack, "[[5,3,false]]")) << ack;
    who.until("still here");
    bench.settle();
    bench.pass(31'000); // the line does not take them for gone
    EXPECT_EQ(
        bench.store.row(*routing::conversation_id::parse(now))->state,
        storage::conversation_state::queued
    );
}

TEST(ChatPortStart, WhatOpenedNothingIsNotCounted) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    const auto c = field_of(start_again(who, 1, 1), "c");
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(field_of(start_again(who, 10 + i, 1), "c"), c); // repeats
        EXPECT_TRUE(holds(start_again(who, 30 + i, 2), "\"already_open\""));
        bench.pass(10'000); // they are written at the rate of messages, repeats at a slower one
    }
    leave(who, 50, c);
    bench.store.fail_appends(1, storage::store_error::unavailable);
    EXPECT_TRUE(holds(start_again(who, 51, 3), "\"unavailable\""));
    for (int i = 0; i < 4; ++i) {
        const auto next = field_of(start_again(who, 60 + i, static_cast<std::uint8_t>(4 + i)), "c");
        ASSERT_EQ(next.size(), 36U) << i;
        leave(who, 70 + i, next);
    }
}

TEST(ChatPortStart, IsLimitedPerAddressForVisitorsWithoutEnd) {
    gateway::chat::start_limits limits;
    limits.networks.network.burst = 3;
    port_bench bench(0, limits);
    std::vector<chat_client> visitors;
    for (std::uint8_t i = 0; i < 4; ++i) {
        std::string token; // each of them is somebody new
        visitors.push_back(bench.customer(token));
        const auto answer = start_again(visitors.back(), 1, i);
        if (i < 3) {
            EXPECT_EQ(field_of(answer, "c").size(), 36U) << answer;
        } else {
            EXPECT_TRUE(holds(answer, "\"rate_limited\"")) << answer;
            EXPECT_TRUE(holds(answer, "\"after_ms\":3000")) << answer;
        }
    }
    gateway::chat::desk_counters sums;
    routing::tallies counts;
    bench.on_desk([&](gateway::chat::front_desk& desk) { desk.add_to(sums, counts); });
    EXPECT_EQ(sums.starts_limited, 1U);
    EXPECT_EQ(counts.waiting, 3U);
}

// A repeat may come while its conversation moves on: it is told as it is now.
TEST(ChatPortStart, ARepeatTellsTheConversationAsItIsNow) {
    port_bench bench;
    std::string token;
    auto who = bench.customer(token);
    auto agent = bench.staff("ann");
    agent.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
    const auto c = field_of(start_again(who, 1, 1), "c");
    const auto offer = field_of(agent.until("\"t\":\"offer\""), "id");
    agent.ask(R"({"t":"offer.accept","r":2,"offer":")" + offer + "\"}", 2);
    auto second = bench.customer(token);
    const auto answer = start_again(second, 2, 1);
    EXPECT_EQ(field_of(answer, "c"), c);
    EXPECT_TRUE(holds(answer, "\"state\":\"active\"")) << answer;
    EXPECT_TRUE(holds(answer, "\"agent\":{\"name\":\"Ann\"}")) << answer;
}

// Ann, who is busy with the service record, and Ben, who has nothing to do.
class ChatPortReturning : public testing::Test {
protected:
    ChatPortReturning() {
        ann_here.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
        first = field_of(start_again(who, 1, 1), "c");
        const auto offer = field_of(ann_here.until("\"t\":\"offer\""), "id");
        ann_here.ask(R"({"t":"offer.accept","r":2,"offer":")" + offer + "\"}", 2);
        ben_here.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
        leave(who, 2, first);
    }
    port_bench bench;
    std::string token;
    chat_client who = bench.customer(token);
    chat_client ann_here = bench.staff("ann");
    chat_client ben_here = bench.staff("ben");
    std::string first;
};

TEST_F(ChatPortReturning, WhoServedThemLastIsPreferred) {
    const auto second = field_of(start_again(who, 3, 2), "c");
    const auto offer = ann_here.until("\"c\":\"" + second + "\"");
    EXPECT_TRUE(holds(offer, "\"returning\":true")) << offer;
}

TEST_F(ChatPortReturning, WhoServedThemLongerThanADayAgoIsNotPreferred) {
    auto row = *bench.store.row(*routing::conversation_id::parse(first));
    row.state_since.ms -= gateway::chat::limits::returning_ms_max + 1;
    bench.store.put(row);
    const auto second = field_of(start_again(who, 3, 2), "c");
    const auto offer = ben_here.until("\"c\":\"" + second + "\"");
    EXPECT_TRUE(holds(offer, "\"returning\":false")) << offer;
}

TEST_F(ChatPortReturning, ARecordThatDoesNotTellWhoServedThemKeepsNobodyFromOpening) {
    bench.store.fail_reads(storage::store_error::overloaded);
    const auto answer = start_again(who, 3, 2);
    EXPECT_EQ(field_of(answer, "c").size(), 36U) << answer;
    bench.store.fail_reads({});
    const auto offer = ben_here.until("\"t\":\"offer\"");
    EXPECT_TRUE(holds(offer, "\"returning\":false")) << offer;
}

} // namespace
} // namespace kefu::tests
