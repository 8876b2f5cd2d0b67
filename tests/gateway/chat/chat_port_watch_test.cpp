#include "tests/gateway/chat/port_bench.hpp"
#include "tests/support/holds.hpp"

#include "gateway/chat/limits.hpp"
#include "gateway/protocol/bodies.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>

namespace kefu::tests {
namespace {

namespace body = gateway::protocol::body;
using storage::conversation_state;

std::string about(const char* t, int r, routing::conversation_id id) {
    return R"({"t":")" + std::string(t) + R"(","r":)" + std::to_string(r) + R"(,"c":")" +
           id.text() + "\"}";
}

std::string watch(chat_client& who, int r, routing::conversation_id id) {
    return who.ask(about("conversation.watch", r, id), r);
}

std::string unwatch(chat_client& who, int r, routing::conversation_id id) {
    return who.ask(about("conversation.unwatch", r, id), r);
}

std::ptrdiff_t looks_in(const port_bench& bench) {
    return std::ranges::count(
        bench.store.audits(), "conversation.watch", &storage::audit_draft::action
    );
}

storage::event event_at(std::uint64_t seq, const body::any& what) {
    storage::event made;
    made.conversation = chat_1;
    made.seq = made.public_seq = seq;
    made.kind = gateway::protocol::kind_of(what);
    made.body = gateway::protocol::encode_body(what);
    return made;
}

// An ended chat with that many events; Ann took it at `taken_at`.
void put_ended_chat(port_bench& bench, std::uint64_t count, std::uint64_t taken_at) {
    std::vector<storage::event> log;
    for (std::uint64_t seq = 1; seq <= count; ++seq) {
        if (seq == taken_at) {
            body::accepted taken;
            taken.staff = ann;
            log.push_back(event_at(seq, taken));
        } else {
            log.push_back(event_at(seq, body::message{"text", false}));
        }
    }
    auto row = waiting_row(chat_1, wang);
    row.state = conversation_state::closed;
    row.seq_top = row.public_top = count;
    bench.store.put(customer_named(wang, "王小明"));
    bench.store.put(row, std::move(log));
}

TEST(ChatPortWatch, AnAgentMayWatchWhatTheyTookHoweverLongAfterItBegan) {
    port_bench bench;
    put_ended_chat(bench, 900, 801);
    auto agent = bench.staff("ann");
    const auto answer = watch(agent, 1, chat_1);
    EXPECT_TRUE(holds(answer, "\"card\"")) << answer;
    auto other = bench.staff("ben");
    EXPECT_TRUE(holds(watch(other, 1, chat_1), "\"forbidden\""));
}

TEST(ChatPortWatch, TheLogIsSearchedToABoundAndNoFurther) {
    constexpr auto bound = gateway::chat::limits::served_search_events_max;
    port_bench bench;
    put_ended_chat(bench, bound + 200, bound + 100);
    auto agent = bench.staff("ann");
    const auto before = bench.store.read_count();
    EXPECT_TRUE(holds(watch(agent, 1, chat_1), "\"forbidden\""));
    const auto pages = bound / gateway::chat::limits::pull_events_max;
    EXPECT_LE(bench.store.read_count() - before, pages + 1);
}

TEST(ChatPortWatch, ASessionSearchesOneLogAtATime) {
    port_bench bench;
    put_ended_chat(bench, 900, 801);
    auto agent = bench.staff("ann");
    bench.store.hold_answers_to("events_after");
    agent.send(about("conversation.watch", 1, chat_1));
    bench.settle();
    EXPECT_TRUE(holds(watch(agent, 2, chat_1), "\"rate_limited\""));
    bench.store.give_held_answers();
    EXPECT_FALSE(agent.until("\"r\":1").empty());
    EXPECT_TRUE(holds(watch(agent, 3, chat_1), "\"card\"")); // followed: no search
}

TEST(ChatPortWatch, TwoAskedAtOnceDoNotTellAForeignChatFromOneThatIsNotThere) {
    port_bench bench;
    put_ended_chat(bench, 3, 2);
    auto other = bench.staff("ben");
    int r = 0;
    for (const auto id : {chat_1, chat_2}) {
        bench.store.hold_answers_to("conversation");
        other.send(about("conversation.watch", ++r, id));
        bench.settle();
        EXPECT_TRUE(holds(watch(other, ++r, id), "\"rate_limited\""));
        bench.store.give_held_answers();
        EXPECT_TRUE(holds(other.until("\"r\":" + std::to_string(r - 1)), "\"forbidden\""));
    }
}

TEST(ChatPortWatch, ASupervisorsLookIsWrittenDownBeforeAnythingIsShown) {
    port_bench bench;
    put_ended_chat(bench, 3, 2);
    auto supervisor = bench.staff("sue");
    bench.store.fail_saves(storage::store_error::unavailable);
    EXPECT_TRUE(holds(watch(supervisor, 1, chat_1), "\"unavailable\""));
    bench.store.fail_saves(std::nullopt);
    EXPECT_EQ(looks_in(bench), 0);
    EXPECT_TRUE(holds(watch(supervisor, 2, chat_1), "\"card\""));
    EXPECT_EQ(looks_in(bench), 1);
    const auto entry = bench.store.audits().back();
    EXPECT_EQ(entry.by.id, sue.bits);
    EXPECT_EQ(entry.object, chat_1.text());
    EXPECT_EQ(entry.organisation, our_shop);
    auto agent = bench.staff("ann");
    EXPECT_TRUE(holds(watch(agent, 1, chat_1), "\"card\""));
    EXPECT_EQ(looks_in(bench), 1) << "what she took is her own work";
}

TEST(ChatPortWatch, ASupervisorWhoLooksAgainIsWrittenDownAgain) {
    port_bench bench;
    put_ended_chat(bench, 3, 2);
    auto supervisor = bench.staff("sue");
    EXPECT_TRUE(holds(watch(supervisor, 1, chat_1), "\"card\""));
    EXPECT_TRUE(holds(watch(supervisor, 2, chat_1), "\"card\""));
    EXPECT_EQ(looks_in(bench), 1) << "it is still followed";
    unwatch(supervisor, 3, chat_1);
    EXPECT_TRUE(holds(watch(supervisor, 4, chat_1), "\"card\""));
    EXPECT_EQ(looks_in(bench), 2);
}

// What is not there is refused by the record alone: the desk has no part in it, and all that was
// sent before it has been looked at.
void pass_by_the_desk(chat_client& who, int r) {
    EXPECT_TRUE(holds(watch(who, r, chat_3), "\"forbidden\""));
}

TEST(ChatPortWatch, ASupervisorWhoLooksAgainAtOnceIsWrittenDownAgain) {
    port_bench bench;
    put_ended_chat(bench, 3, 2);
    auto supervisor = bench.staff("sue");
    EXPECT_TRUE(holds(watch(supervisor, 1, chat_1), "\"card\""));
    bench.settle();
    bench.hold_desk(true); // it has not heard of the leaving yet
    supervisor.send(about("conversation.unwatch", 2, chat_1));
    supervisor.send(about("conversation.watch", 3, chat_1));
    pass_by_the_desk(supervisor, 4);
    bench.hold_desk(false);
    EXPECT_TRUE(holds(supervisor.until("\"r\":3"), "\"card\""));
    EXPECT_EQ(looks_in(bench), 2);
    bench.settle();
    bench.floor.publish(gateway::chat::encode_publication(
        chat_1, {event_at(4, body::message{"still heard", false})}, bench.names
    ));
    EXPECT_NE(supervisor.until("still heard"), "");
}

TEST(ChatPortWatch, WhoStopsLookingOnHasStoppedHoweverMuchTheDeskHasToDo) {
    port_bench bench;
    put_ended_chat(bench, 3, 2);
    auto supervisor = bench.staff("sue");
    EXPECT_TRUE(holds(watch(supervisor, 1, chat_1), "\"card\""));
    bench.settle();
    bench.hold_desk(true);
    bench.crowd_desk();
    supervisor.send(about("conversation.unwatch", 2, chat_1));
    pass_by_the_desk(supervisor, 3);
    bench.hold_desk(false);
    EXPECT_TRUE(holds(supervisor.until("\"r\":2"), "\"t\":\"ok\""));
}

// Their console may have said so before it heard that the conversation is theirs.
TEST(ChatPortWatch, WhoStopsLookingOnAtWhatIsTheirsGoesOnHearingIt) {
    port_bench bench;
    std::string token;
    auto customer = bench.customer(token);
    const auto c = bench.start(customer, 1);
    auto supervisor = bench.staff("sue");
    const auto id = *routing::conversation_id::parse(c);
    EXPECT_TRUE(holds(watch(supervisor, 1, id), "\"card\""));
    EXPECT_TRUE(holds(supervisor.ask(about("conversation.take", 2, id), 2), "\"ok\""));
    EXPECT_TRUE(holds(unwatch(supervisor, 3, id), "\"ok\""));
    customer.send(
        R"({"t":"message.send","r":2,"text":"are you there","key":")" + routing::to_string(key(2)) +
        R"(","c":")" + c + "\"}"
    );
    EXPECT_NE(supervisor.until("are you there"), "");
}

TEST(ChatPortWatch, ASearchEndsWithItsSession) {
    port_bench bench;
    put_ended_chat(bench, 10'000, 9'999);
    auto agent = bench.staff("ann");
    bench.store.hold_answers_to("events_after");
    agent.send(about("conversation.watch", 1, chat_1));
    bench.settle();
    agent.socket.reset();
    ASSERT_TRUE(bench.eventually([&] { return bench.open_sockets() == 0; }));
    bench.settle(); // and the port has heard of it
    bench.store.give_held_answers();
    const auto before = bench.store.read_count();
    bench.settle();
    EXPECT_EQ(bench.store.read_count(), before);
}

// Closed between the look at the row and the desk's answer: nothing is told of it any more.
TEST(ChatPortWatch, SaysThatAChatHasEndedSinceItWasRead) {
    port_bench bench;
    std::string token;
    auto customer = bench.customer(token);
    const auto c = bench.start(customer, 1);
    const auto id = *routing::conversation_id::parse(c);
    auto supervisor = bench.staff("sue");
    bench.store.hold_answers_to("conversation");
    supervisor.send(about("conversation.watch", 1, id));
    bench.settle();
    customer.ask(R"({"t":"conversation.leave","r":2,"c":")" + c + "\"}", 2);
    ASSERT_TRUE(bench.eventually([&] {
        return bench.store.row(id)->state == conversation_state::abandoned;
    }));
    bench.settle();
    bench.store.give_held_answers();
    const auto answer = supervisor.until("\"r\":1");
    EXPECT_TRUE(holds(answer, "\"state\":\"abandoned\"")) << answer;
}

} // namespace
} // namespace kefu::tests
