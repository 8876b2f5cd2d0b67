#include "tests/gateway/chat/port_bench.hpp"
#include "tests/support/holds.hpp"

#include "gateway/chat/limits.hpp"

#include <gtest/gtest.h>

#include <future>

namespace kefu::tests {
namespace {

using storage::conversation_state;

std::string about(std::string_view type, int r, const std::string& c) {
    return R"({"t":")" + std::string(type) + R"(","r":)" + std::to_string(r) + R"(,"c":")" + c +
           "\"}";
}

// Ann is online and has accepted the customer's conversation.
struct served {
    port_bench bench;
    std::string token;
    chat_client customer = bench.customer(token);
    chat_client agent = bench.staff("ann");
    std::string c;

    served() {
        agent.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
        c = bench.start(customer, 1);
        const auto offer = agent.until("\"t\":\"offer\"");
        const auto answer =
            agent.ask(R"({"t":"offer.accept","r":2,"offer":")" + field_of(offer, "id") + "\"}", 2);
        EXPECT_TRUE(holds(answer, "\"gen\":1")) << answer;
    }
};

TEST(ChatPortStaff, ATicketThatIsNotValidIsNotSignedIn) {
    port_bench bench;
    auto nobody = bench.client();
    nobody.send(R"({"t":"hello","v":1,"ticket":"mallory"})");
    EXPECT_EQ(nobody.close_code(), 4401);
    auto framed = bench.client("https://lamps.example"); // a shop's page is not the console
    framed.send(R"({"t":"hello","v":1,"ticket":"ann"})");
    EXPECT_EQ(framed.close_code(), 4505);
}

TEST(ChatPortStaff, AcceptsAnswersAndBothSidesHearEverythingOnce) {
    served s;
    s.customer.until("\"state\":\"active\"");
    const auto ack = s.agent.ask(
        R"({"t":"message.send","r":3,"gen":1,"text":"Sorry!","key":")" +
            routing::to_string(key(3)) + R"(","c":")" + s.c + "\"}",
        3
    );
    EXPECT_TRUE(holds(ack, "[[3,6,false]]")) << ack; // opened queued offered accepted greeting
    const auto seen = s.customer.until("Sorry!");
    EXPECT_TRUE(holds(seen, "\"q\":5")) << seen; // the offer is not theirs to see
    EXPECT_FALSE(holds(seen, ann.text()));
    EXPECT_EQ(s.customer.event_numbers(), (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

TEST(ChatPortStaff, AnEndIsAnsweredByOkAlone) {
    served s;
    const auto answer = s.agent.ask(
        R"({"t":"conversation.end","r":3,"gen":1,"key":")" + routing::to_string(key(3)) +
            R"(","c":")" + s.c + "\"}",
        3
    );
    EXPECT_EQ(answer, R"({"t":"ok","r":3})");
}

TEST(ChatPortStaff, ANoteIsNeverHeardByTheCustomer) {
    served s;
    const auto ack = s.agent.ask(
        R"({"t":"note.add","r":3,"gen":1,"text":"difficult","key":")" + routing::to_string(key(3)) +
            R"(","c":")" + s.c + "\"}",
        3
    );
    EXPECT_TRUE(holds(ack, "[[3,6,false]]")) << ack;
    s.customer.ask(
        R"({"t":"message.send","r":9,"text":"hello?","key":")" + routing::to_string(key(9)) +
            R"(","c":")" + s.c + "\"}",
        9
    );
    ASSERT_TRUE(s.customer.hear_events(5));
    for (const auto& text : s.customer.heard)
        EXPECT_FALSE(holds(text, "difficult")) << text;
}

TEST(ChatPortStaff, AnOldGenerationIsStale) {
    served s;
    const auto answer = s.agent.ask(
        R"({"t":"message.send","r":3,"gen":0,"text":"Sorry!","key":")" +
            routing::to_string(key(3)) + R"(","c":")" + s.c + "\"}",
        3
    );
    EXPECT_TRUE(holds(answer, "stale_assignment"));
}

TEST(ChatPortStaff, AgentsWatchWhatTheyServeOrServedSupervisorsAny) {
    served s;
    EXPECT_TRUE(holds(s.agent.ask(about("conversation.watch", 3, s.c), 3), "\"card\""));
    auto other = s.bench.staff("ben");
    EXPECT_TRUE(holds(other.ask(about("conversation.watch", 4, s.c), 4), "\"forbidden\""));
    EXPECT_TRUE(holds(other.ask(about("conversation.watch", 5, chat_3.text()), 5), "\"forbidden\"")
    ); // not there looks the same
    auto supervisor = s.bench.staff("sue");
    EXPECT_TRUE(holds(supervisor.ask(about("conversation.watch", 6, s.c), 6), "\"card\""));
    s.customer.ask(
        R"({"t":"message.send","r":9,"text":"hello?","key":")" + routing::to_string(key(9)) +
            R"(","c":")" + s.c + "\"}",
        9
    );
    EXPECT_FALSE(supervisor.until("hello?").empty());
    // The supervisor takes it from Ann for Ben: Ann has served it and may look again.
    supervisor.ask(
        R"({"t":"conversation.assign","r":7,"staff":")" + ben.text() + R"(","c":")" + s.c + "\"}", 7
    );
    EXPECT_TRUE(holds(s.agent.ask(about("conversation.watch", 8, s.c), 8), "\"card\""));
    auto foreign = s.bench.staff("eve");
    EXPECT_TRUE(holds(foreign.ask(about("conversation.watch", 9, s.c), 9), "\"forbidden\""));
}

// It comes without an offer: the log says who has given it to them.
TEST(ChatPortStaff, WhoIsAssignedAChatCanTellByWhom) {
    served s;
    auto other = s.bench.staff("ben");
    other.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
    auto supervisor = s.bench.staff("sue");
    const auto answer = supervisor.ask(
        R"({"t":"conversation.assign","r":7,"staff":")" + ben.text() + R"(","c":")" + s.c + "\"}", 7
    );
    EXPECT_TRUE(holds(answer, "\"ok\"")) << answer;
    const auto card = other.until("\"t\":\"card\"");
    EXPECT_TRUE(holds(card, "\"state\":\"active\"")) << card;
    EXPECT_TRUE(holds(card, "\"assignee\":\"" + ben.text())) << card;
    const auto log = other.ask(R"({"t":"sync","r":2,"after":0,"c":")" + s.c + "\"}", 2);
    const auto by = R"("by":{"role":"supervisor","id":")" + sue.text() + R"(","name":"Sue"})";
    const auto at = log.find(by);
    ASSERT_NE(at, std::string::npos) << log;
    EXPECT_TRUE(holds(log.substr(at, 300), R"("name":"Ben","why":"assigned")")) << log;
}

TEST(ChatPortStaff, AskForFourPagesOfAConversationAtATimeAndAreClosedWhenTheyAskOn) {
    served s;
    s.bench.settle();
    s.bench.store.hold_answers_to("events_after");
    const auto sync = [&](int r) {
        auto asked = about("sync", r, s.c);
        asked.insert(asked.size() - 1, R"(,"after":0)");
        s.agent.send(asked);
    };
    for (int r = 11; r <= 14; ++r)
        sync(r);
    sync(15);
    const auto refused = s.agent.until("\"r\":15");
    EXPECT_TRUE(holds(refused, "\"rate_limited\"")) << refused;
    for (int r = 16; r <= 114; ++r)
        sync(r);
    EXPECT_EQ(s.agent.close_code(), 4210);
    s.bench.store.give_held_answers();
}

TEST(ChatPortStaff, ASupervisorTakesAChatOverAndAnswersInIt) {
    served s;
    auto boss = s.bench.staff("sue");
    const auto answer = boss.ask(about("conversation.take", 3, s.c), 3);
    EXPECT_TRUE(holds(answer, "\"gen\":2")) << answer;
    EXPECT_TRUE(holds(answer, "\"assignee\":\"" + sue.text())) << answer;
    // The agent is told by whom, then loses the card; what they still send is stale.
    const auto by = R"("by":{"role":"supervisor","id":")" + sue.text() + R"(","name":"Sue"})";
    EXPECT_TRUE(holds(s.agent.until("\"why\":\"taken\"}}"), by));
    EXPECT_FALSE(s.agent.until(R"("t":"card.gone","c":")" + s.c + R"(","why":"taken")").empty());
    const auto say = [&](chat_client& who, int r, const std::string& gen) {
        return who.ask(
            R"({"t":"message.send","text":"I will help you","gen":)" + gen + R"(,"r":)" +
                std::to_string(r) + R"(,"key":")" +
                routing::to_string(key(static_cast<std::uint8_t>(r))) + R"(","c":")" + s.c + "\"}",
            r
        );
    };
    EXPECT_TRUE(holds(say(s.agent, 4, "1"), "stale_assignment"));
    EXPECT_TRUE(holds(say(boss, 5, "2"), "\"ack\""));
    // The customer reads a new name, and later their words under it; never an id.
    const auto joined = s.customer.until("\"k\":\"accepted\",\"by\":{\"role\":\"supervisor\"}");
    EXPECT_TRUE(holds(joined, "\"b\":{\"name\":\"Sue\"}")) << joined;
    EXPECT_FALSE(holds(s.customer.until("I will help you"), sue.text()));
}

TEST(ChatPortStaff, AWordTheManualWarnsOfIsSentWhenConfirmedAndABlockedOneNever) {
    served s;
    const auto say = [&](int r, std::string_view text, std::string_view more) {
        return s.agent.ask(
            R"({"t":"message.send","gen":1,"r":)" + std::to_string(r) + R"(,"text":")" +
                std::string(text) + R"(","key":")" + routing::to_string(key(5)) + R"(","c":")" +
                s.c + "\"" + std::string(more) + "}",
            r
        );
    };
    const auto warned = say(3, "guaranteed forever", "");
    EXPECT_TRUE(holds(warned, "\"forbidden_word\"")) << warned;
    EXPECT_TRUE(holds(warned, "\"retry\":false")) << warned;
    EXPECT_TRUE(holds(warned, "\"text\":\"guaranteed forever\",\"confirm\":true")) << warned;
    const auto blocked = say(4, "guaranteed forever, not my problem", R"(,"confirmed":true)");
    EXPECT_TRUE(holds(blocked, "\"text\":\"not my problem\"")) << blocked;
    EXPECT_FALSE(holds(blocked, "\"confirm\"")) << blocked;
    const auto sent = say(5, "guaranteed forever", R"(,"confirmed":true)");
    EXPECT_TRUE(holds(sent, "[[5,")) << sent;
    EXPECT_FALSE(s.customer.until("guaranteed forever").empty());
}

TEST(ChatPortStaff, AnOfferAloneGivesNoRightToWatch) {
    port_bench bench;
    std::string token;
    auto customer = bench.customer(token);
    auto agent = bench.staff("ann");
    agent.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
    const auto c = bench.start(customer, 1);
    agent.until("\"t\":\"offer\"");
    EXPECT_TRUE(holds(agent.ask(about("conversation.watch", 3, c), 3), "\"forbidden\""));
}

TEST(ChatPortStaff, RolesAreHeldTo) {
    port_bench bench;
    auto agent = bench.staff("ann");
    EXPECT_TRUE(holds(agent.ask(R"({"t":"wall.watch","r":1})", 1), "\"forbidden\""));
    EXPECT_TRUE(holds(
        agent.ask(
            R"({"t":"conversation.assign","r":2,"staff":")" + ann.text() + R"(","c":")" +
                chat_1.text() + "\"}",
            2
        ),
        "\"forbidden\""
    ));
    EXPECT_TRUE(holds(agent.ask(about("conversation.take", 3, chat_1.text()), 3), "\"forbidden\""));
}

// What was recorded is heard of all the same: only what is asked of the desk is refused.
TEST(ChatPortStaff, ADeskWithTooMuchToDoTakesNoCommandsAndHearsOfReceiptsLater) {
    served s;
    auto supervisor = s.bench.staff("sue");
    std::string token;
    auto other = s.bench.customer(token);
    s.bench.settle();
    s.bench.hold_desk(true);
    s.bench.crowd_desk();
    const auto unavailable = [](chat_client& who, const std::string& text, int r) {
        return holds(who.ask(text, r), "\"unavailable\"");
    };
    EXPECT_TRUE(unavailable(s.agent, R"({"t":"presence.set","r":3,"presence":"away"})", 3));
    EXPECT_TRUE(unavailable(supervisor, R"({"t":"wall.watch","r":1})", 1));
    EXPECT_TRUE(unavailable(supervisor, about("conversation.watch", 2, s.c), 2));
    const auto start = [](int r) {
        return R"({"t":"conversation.start","topic":"return","r":)" + std::to_string(r) +
               R"(,"key":")" + routing::to_string(key(5)) + "\"}";
    };
    EXPECT_TRUE(unavailable(other, start(1), 1));
    const auto said = R"({"t":"message.send","r":2,"text":"words","key":")" +
                      routing::to_string(key(6)) + R"(","c":")" + s.c + "\"}";
    EXPECT_TRUE(holds(s.customer.ask(said, 2), "\"t\":\"ack\""));
    s.agent.send(R"({"t":"receipt","delivered":4,"read":4,"c":")" + s.c + "\"}");
    s.bench.settle_shard();
    s.bench.hold_desk(false);
    s.bench.settle();
    s.bench.on_desk([&](gateway::chat::front_desk& desk) {
        const auto card = desk.find_card(*routing::conversation_id::parse(s.c));
        ASSERT_TRUE(card);
        EXPECT_EQ(card->top, 6U);
    });
    EXPECT_NE(s.customer.until("\"t\":\"receipt\""), "") << "the agent's client says it once";
    EXPECT_TRUE(holds(supervisor.ask(R"({"t":"wall.watch","r":3})", 3), "\"ok\""));
    EXPECT_TRUE(holds(other.ask(start(2), 2), "\"ok\"")) << "tried again";
}

TEST(ChatPortStaff, AReceiptThatIsSaidAgainIsCountedOnce) {
    served s;
    s.bench.settle();
    s.bench.hold_desk(true);
    s.bench.crowd_desk();
    for (const auto* mark : {"3", "4"})
        s.agent.send(
            R"({"t":"receipt","delivered":4,"read":)" + std::string(mark) + R"(,"c":")" + s.c +
            "\"}"
        );
    const auto away = R"({"t":"presence.set","r":3,"presence":"away"})";
    EXPECT_TRUE(holds(s.agent.ask(away, 3), "\"unavailable\""));
    EXPECT_EQ(s.bench.desk_refused(), 2U) << "and the command";
    s.bench.hold_desk(false);
}

TEST(ChatPortStaff, TheWallOfOneShopIsNotSeenByAnother) {
    port_bench bench;
    auto ours = bench.staff("sue");
    auto theirs = bench.staff("eve");
    // Eve's catalog row is an agent's: the welcome says what she is now.
    EXPECT_TRUE(holds(theirs.ask(R"({"t":"wall.watch","r":1})", 1), "\"forbidden\""));
    ours.ask(R"({"t":"wall.watch","r":1})", 1);
    bench.settle();
    bench.pass(1'000);
    const auto wall = ours.until("\"t\":\"wall\"");
    EXPECT_TRUE(holds(wall, "\"full\":true"));
    EXPECT_FALSE(holds(wall, "Foreign"));
    EXPECT_FALSE(holds(wall, "Eve"));
}

TEST(ChatPortStaff, AStaleResumeIsSaidToBeGone) {
    served s;
    auto again = s.bench.client();
    again.send(
        R"({"t":"hello","v":1,"ticket":"ann","resume":{")" + s.c + R"(":2,")" + chat_3.text() +
        R"(":7}})"
    );
    const auto welcome = again.until("\"t\":\"welcome\"");
    EXPECT_TRUE(holds(welcome, "\"gone\":[\"" + chat_3.text() + "\"]")) << welcome;
    ASSERT_TRUE(again.hear_events(3));
    EXPECT_EQ(again.event_numbers(), (std::vector<std::uint64_t>{3, 4, 5}));
}

TEST(ChatPortStaff, HasAtMostSoManySessions) {
    port_bench bench;
    std::vector<chat_client> open;
    for (std::size_t i = 0; i < gateway::chat::limits::sessions_per_staff_max; ++i)
        open.push_back(bench.staff("ann"));
    auto more = bench.client();
    more.send(R"({"t":"hello","v":1,"ticket":"ann"})");
    EXPECT_EQ(more.close_code(), 4211);
}

TEST(ChatPortStaff, ARevokedSessionIsClosed) {
    port_bench bench;
    auto agent = bench.staff("ann");
    bench.floor.revoke(ann);
    EXPECT_EQ(agent.close_code(), 4403);
}

// A peer that never answers the close must not cost the store anything.
TEST(ChatPortStaff, NothingIsReadForASessionThatIsClosing) {
    served s;
    s.bench.floor.revoke(ann);
    s.bench.settle();
    storage::log_write write;
    write.organisation = our_shop;
    write.conversation = *routing::conversation_id::parse(s.c);
    for (int i = 0; i < 3; ++i) {
        storage::event_draft draft;
        draft.kind = storage::event_kind::note;
        draft.body = R"({"text":"x"})";
        write.events.push_back(draft);
    }
    std::promise<std::vector<storage::event>> stored;
    s.bench.store.append(write, [&](const auto& outcome) { stored.set_value(outcome->events); });
    const auto events = stored.get_future().get();
    const auto before = s.bench.store.read_count();
    s.bench.floor.publish(
        gateway::chat::encode_publication(write.conversation, {events.back()}, s.bench.names)
    );
    for (int i = 0; i < 10; ++i)
        s.bench.settle();
    EXPECT_LE(s.bench.store.read_count(), before + 3);
}

TEST(ChatPortStaff, TypingAndReceiptsGoToTheOtherSide) {
    served s;
    s.customer.send(R"({"t":"typing","on":true,"c":")" + s.c + "\"}");
    EXPECT_TRUE(holds(s.agent.until("\"t\":\"typing\""), "\"by\":\"customer\""));
    s.agent.send(R"({"t":"receipt","delivered":4,"read":4,"c":")" + s.c + "\"}");
    EXPECT_TRUE(holds(s.customer.until("\"t\":\"receipt\""), "\"by\":\"agent\""));
    s.bench.pass(1'000);
    EXPECT_TRUE(s.bench.eventually([&] {
        return !s.bench.store.receipts_of(*routing::conversation_id::parse(s.c)).empty();
    }));
}

TEST(ChatPortStaff, WhatWouldBeToldAgainIsNotHandedToAShardWithTooMuchToDo) {
    served s;
    s.bench.settle(); // nothing of the beginning waits any more
    s.bench.hold_shard(true);
    const auto hint = gateway::chat::frame_of(R"({"t":"typing"})");
    for (std::size_t i = 0; i <= gateway::net::posts_waiting_max; ++i)
        s.bench.floor.to_followers(chat_3, hint, gateway::net::entry_kind::ephemeral);
    EXPECT_EQ(s.bench.hints_dropped(), 1U);
    const auto fact = gateway::chat::frame_of(R"({"t":"fact"})");
    s.bench.floor.to_staff(ann, fact, gateway::net::entry_kind::control);
    s.bench.hold_shard(false);
    EXPECT_NE(s.agent.until("\"fact\""), "") << "what has happened is heard";
    EXPECT_EQ(s.bench.hints_dropped(), 1U);
}

} // namespace
} // namespace kefu::tests
