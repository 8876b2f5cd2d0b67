#include "tests/gateway/chat/port_bench.hpp"
#include "tests/support/holds.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

std::string message(int r, std::string_view c, int generation) {
    return R"({"t":"message.send","r":)" + std::to_string(r) + R"(,"text":"hi","gen":)" +
           std::to_string(generation) + R"(,"key":")" +
           routing::to_string(key(static_cast<std::uint8_t>(r))) + R"(","c":")" + std::string(c) +
           "\"}";
}

std::string note(int r, std::string_view c, int generation) {
    return R"({"t":"note.add","r":)" + std::to_string(r) + R"(,"text":"hi","gen":)" +
           std::to_string(generation) + R"(,"key":")" +
           routing::to_string(key(static_cast<std::uint8_t>(r))) + R"(","c":")" + std::string(c) +
           "\"}";
}

// The answer without its number.
std::string said_to(chat_client& who, const std::string& envelope, int r) {
    auto answer = who.ask(envelope, r);
    const auto number = "\"r\":" + std::to_string(r);
    const auto at = answer.find(number);
    if (at != std::string::npos) answer.replace(at, number.size(), "\"r\":0");
    return answer;
}

// Ann serves the chat of a customer.
struct served_chat {
    port_bench bench;
    std::string token;
    chat_client customer = bench.customer(token);
    chat_client agent = bench.staff("ann");
    std::string c;

    served_chat() {
        agent.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
        c = bench.start(customer, 1);
        const auto offer = field_of(agent.until("\"t\":\"offer\""), "id");
        agent.ask(R"({"t":"offer.accept","r":2,"offer":")" + offer + "\"}", 2);
    }
};

// Nobody learns from an answer that a conversation exists.
TEST(ChatPortRights, AForeignConversationAnswersLikeOneThatIsNotThere) {
    served_chat s;
    const auto absent = chat_3.text();
    auto colleague = s.bench.staff("ben");
    auto foreign = s.bench.staff("eve");
    int r = 10;
    for (auto* who : {&colleague, &foreign}) {
        for (const int generation : {0, 1, 7}) {
            const auto to_absent = said_to(*who, message(r, absent, generation), r);
            ++r;
            EXPECT_TRUE(holds(to_absent, "\"forbidden\"")) << to_absent;
            EXPECT_EQ(said_to(*who, message(r, s.c, generation), r), to_absent);
            ++r;
            const auto note_to_absent = said_to(*who, note(r, absent, generation), r);
            ++r;
            EXPECT_TRUE(holds(note_to_absent, "\"forbidden\"")) << note_to_absent;
            EXPECT_EQ(said_to(*who, note(r, s.c, generation), r), note_to_absent);
            ++r;
        }
    }
    // Another customer is as much a stranger to it.
    std::string other_token;
    auto other = s.bench.customer(other_token);
    const auto to_absent = said_to(other, message(90, absent, 1), 90);
    EXPECT_TRUE(holds(to_absent, "\"forbidden\"")) << to_absent;
    EXPECT_EQ(said_to(other, message(91, s.c, 1), 91), to_absent);
    const auto log = s.bench.store.log_of(*routing::conversation_id::parse(s.c));
    for (const auto& entry : log)
        EXPECT_FALSE(holds(entry.body, "\"hi\"")) << entry.body;
}

// What the console's server does when a role changes: the new configuration, then the sockets.
TEST(ChatPortRights, ADemotedSupervisorIsSignedOffAtOnceAndComesBackAsAnAgent) {
    port_bench bench;
    auto supervisor = bench.staff("sue");
    EXPECT_TRUE(holds(supervisor.ask(R"({"t":"wall.watch","r":1})", 1), "\"ok\""));
    auto names = bench.names;
    names.staff[2].role = storage::staff_role::agent;
    bench.use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    bench.floor.revoke(sue);
    supervisor.send(R"({"t":"wall.watch","r":2})");
    EXPECT_EQ(supervisor.close_code(), 4403);
    for (const auto& text : supervisor.heard)
        EXPECT_FALSE(holds(text, "\"r\":2")) << text;
    auto again = bench.client();
    again.send(R"({"t":"hello","v":1,"ticket":"sue"})");
    EXPECT_TRUE(holds(again.until("\"t\":\"welcome\""), "\"role\":\"agent\""));
    EXPECT_TRUE(holds(again.ask(R"({"t":"wall.watch","r":3})", 3), "\"forbidden\""));
}

TEST(ChatPortRights, ASupervisorSeesWhatAnAgentServesAndOfAStrangerNothing) {
    served_chat s;
    const auto ask = [](chat_client& who, routing::staff_id of) {
        const auto text = R"({"t":"wall.cards","r":4,"staff":")" + of.text() + "\"}";
        return said_to(who, text, 4);
    };
    auto supervisor = s.bench.staff("sue");
    const auto cards = ask(supervisor, ann);
    EXPECT_TRUE(holds(cards, "\"c\":\"" + s.c)) << cards;
    EXPECT_TRUE(holds(cards, "\"total\":1}")) << cards;
    EXPECT_FALSE(holds(cards, "\"preview\"")) << "what was said is read by watching";
    const auto of_absent = ask(supervisor, make_id<routing::staff_id>(99));
    EXPECT_TRUE(holds(of_absent, "\"forbidden\"")) << of_absent;
    EXPECT_EQ(ask(supervisor, eve), of_absent) << "of another shop";
    EXPECT_TRUE(holds(said_to(supervisor, R"({"t":"wall.cards","r":5})", 5), "\"cards\":[]"));
    EXPECT_TRUE(holds(ask(s.agent, ann), "\"forbidden\""));
}

TEST(ChatPortRights, WhoLooksOnIsNotHeardByTheCustomer) {
    served_chat s;
    auto supervisor = s.bench.staff("sue");
    EXPECT_TRUE(holds(
        supervisor.ask(R"({"t":"conversation.watch","r":1,"c":")" + s.c + "\"}", 1), "\"card\""
    ));
    supervisor.send(R"({"t":"typing","on":true,"c":")" + s.c + "\"}");
    supervisor.send(R"({"t":"receipt","delivered":4,"read":4,"c":")" + s.c + "\"}");
    s.bench.settle();
    s.agent.send(R"({"t":"typing","on":true,"c":")" + s.c + "\"}");
    s.customer.until("\"t\":\"typing\"");
    s.agent.send(R"({"t":"receipt","delivered":3,"read":3,"c":")" + s.c + "\"}");
    s.customer.until("\"t\":\"receipt\"");
    std::size_t typing = 0;
    for (const auto& text : s.customer.heard) {
        if (holds(text, "\"t\":\"typing\"")) ++typing;
        if (holds(text, "\"t\":\"receipt\"")) {
            EXPECT_TRUE(holds(text, "\"read\":3")) << text;
        }
    }
    EXPECT_EQ(typing, 1U);
}

// Presence of an agent, as the welcome of a colleague has it.
std::string presence_of_ann(port_bench& bench) {
    auto colleague = bench.staff("ben");
    const auto& welcome = colleague.heard.back();
    const auto at = welcome.find("\"presence\":", welcome.find("\"colleagues\""));
    return welcome.substr(at, welcome.find(',', at) - at);
}

TEST(ChatPortRights, SigningOutEndsTheSocketsOfThatSignInAndLeavesTheOther) {
    port_bench bench;
    auto here = bench.staff("ann");
    auto tab = bench.staff("ann");
    auto phone = bench.staff("ann 2");
    phone.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
    bench.floor.signed_out({our_shop, ann, "sign-in of ann"});
    EXPECT_EQ(here.close_code(), 4403);
    EXPECT_EQ(tab.close_code(), 4403);
    EXPECT_TRUE(holds(
        phone.ask(R"({"t":"conversation.unwatch","r":2,"c":")" + chat_1.text() + "\"}", 2),
        "\"r\":2"
    ));
    EXPECT_EQ(presence_of_ann(bench), R"("presence":"online")") << "at work on the phone";
    bench.floor.signed_out({our_shop, ann, "sign-in of ann 2"});
    bench.settle(); // nobody has answered the close yet
    EXPECT_EQ(presence_of_ann(bench), R"("presence":"offline")");
    EXPECT_EQ(phone.close_code(), 4403);
    auto again = bench.staff("ann"); // nothing rings until she says that she is there
    const auto& welcome = again.heard.back();
    EXPECT_TRUE(holds(welcome, R"("me":{"presence":"offline")")) << welcome;
    EXPECT_TRUE(holds(welcome, R"("chosen":true)")) << welcome;
}

TEST(ChatPortRights, ASignInThatEndsWhileItsTicketIsAtTheGateGivesNoSession) {
    port_bench bench;
    bench.gate.holds = true;
    auto late = bench.client();
    late.send(R"({"t":"hello","v":1,"ticket":"ann"})");
    auto other = bench.client();
    other.send(R"({"t":"hello","v":1,"ticket":"ben"})");
    ASSERT_TRUE(bench.eventually([&] { return bench.gate.asked == 2U; }));
    bench.floor.revoke(ann); // between the gate's answer and the session's place in the list
    bench.gate.answer_held();
    EXPECT_EQ(late.close_code(), 4403);
    other.until("\"t\":\"welcome\"");
    bench.gate.holds = false;
    auto again = bench.staff("ann"); // a ticket of a later sign-in
    EXPECT_TRUE(holds(again.heard.back(), "\"t\":\"welcome\""));
}

// She was online, and then her line was lost.
void lose_ann(port_bench& bench, const char* sign_in) {
    {
        auto lost = bench.staff(sign_in);
        lost.ask(R"({"t":"presence.set","r":1,"presence":"online"})", 1);
    }
    ASSERT_TRUE(bench.eventually([&] { return bench.open_sockets() == 0; }));
    bench.settle();
}

TEST(ChatPortRights, SigningOutElsewhereLeavesATicketAtTheGateAlone) {
    port_bench bench;
    lose_ann(bench, "ann 2");
    bench.gate.holds = true;
    auto here = bench.client();
    here.send(R"({"t":"hello","v":1,"ticket":"ann"})");
    auto phone = bench.client();
    phone.send(R"({"t":"hello","v":1,"ticket":"ann 2"})");
    ASSERT_TRUE(bench.eventually([&] { return bench.gate.asked == 3U; }));
    bench.floor.signed_out({our_shop, ann, "sign-in of ann"});
    bench.gate.answer_held();
    EXPECT_EQ(here.close_code(), 4403);
    const auto welcome = phone.until("\"t\":\"welcome\"");
    EXPECT_TRUE(holds(welcome, R"("me":{"presence":"online")")) << welcome << "its sign-in stands";
}

// Ann as she is welcomed when she is back.
bool comes_back_online(port_bench& bench) {
    auto back = bench.staff("ann");
    return holds(back.heard.back(), R"("me":{"presence":"online")");
}

TEST(ChatPortRights, SigningOutElsewhereKeepsWhoIsOnTheirWayBackOnline) {
    port_bench bench;
    lose_ann(bench, "ann");
    bench.floor.signed_out({our_shop, ann, "sign-in of ann 2"}); // needs no socket
    bench.settle();
    EXPECT_TRUE(comes_back_online(bench));
}

TEST(ChatPortRights, SigningOutWhereTheLineWasLostIsOffline) {
    port_bench bench;
    lose_ann(bench, "ann");
    bench.floor.signed_out({our_shop, ann, "sign-in of ann"});
    bench.settle();
    EXPECT_FALSE(comes_back_online(bench));
}

TEST(ChatPortRights, SigningOutElsewhereLongAfterTheLineWasLostIsOffline) {
    port_bench bench;
    lose_ann(bench, "ann");
    bench.pass(20'000);
    bench.floor.signed_out({our_shop, ann, "sign-in of ann 2"});
    bench.settle();
    EXPECT_FALSE(comes_back_online(bench));
}

} // namespace
} // namespace kefu::tests
