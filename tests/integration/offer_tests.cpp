#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/support/gateway_process.hpp"

// Who is offered what, and what becomes of it, through a real gateway. The desk's own numbers hold:
// 20 s for an offer and for the grace of a lost agent.
namespace kefu::tests {
namespace {

namespace json = boost::json;
using ::testing::IsEmpty;

constexpr int past_20_s = 40'000;

class Offers : public ::testing::Test {
protected:
    // A conversation of this topic that waits; its customer stays connected.
    std::unique_ptr<customer_driver> waiting(const std::string& topic) {
        auto who = std::make_unique<customer_driver>(gateway);
        EXPECT_TRUE(who->arrive());
        EXPECT_EQ(text_at(who->start(topic), "t"), "ok");
        return who;
    }
    json::object decline(agent_driver& who, const std::string& offer, const std::string& reason) {
        return who.ask({{"t", "offer.decline"}, {"offer", offer}, {"reason", reason}});
    }

    gateway_process gateway;
};

TEST_F(Offers, ADeclinedOneGoesToTheNextBestAgentAndTheLogKeepsTheReason) {
    agent_driver lin(gateway, "lin"); // return 5
    agent_driver xu(gateway, "xu");   // return 3
    ASSERT_TRUE(lin.go_online());
    ASSERT_TRUE(xu.go_online());
    const auto customer = waiting("return");
    const auto c = customer->conversation();
    const auto first = lin.await_offer(c);
    ASSERT_TRUE(first);
    EXPECT_EQ(number_at(first->at("why").as_object(), "level"), 5u);
    EXPECT_EQ(text_at(decline(lin, text_at(*first, "id"), "weather"), "code"), "bad_request");
    ASSERT_EQ(text_at(decline(lin, text_at(*first, "id"), "busy"), "t"), "ok");
    ASSERT_EQ(xu.take_next(c), c);
    const auto declined = xu.await_kind(c, "declined");
    ASSERT_TRUE(declined);
    EXPECT_EQ(text_at(declined->frame.at("b").as_object(), "reason"), "busy");
    EXPECT_EQ(text_at(lin.accept(text_at(*first, "id")), "code"), "offer_gone");
}

TEST_F(Offers, OneOfAnotherAgentCannotBeTaken) {
    agent_driver lin(gateway, "lin");
    agent_driver xu(gateway, "xu");
    ASSERT_TRUE(lin.go_online());
    ASSERT_TRUE(xu.go_online());
    const auto customer = waiting("return");
    const auto offer = lin.await_offer(customer->conversation());
    ASSERT_TRUE(offer);
    EXPECT_EQ(text_at(xu.accept(text_at(*offer, "id")), "code"), "offer_gone");
    EXPECT_EQ(text_at(lin.accept(text_at(*offer, "id")), "t"), "ok");
    EXPECT_EQ(text_at(lin.accept(text_at(*offer, "id")), "code"), "offer_gone");
}

TEST_F(Offers, OneOfALostAgentIsWithdrawnAtOnceAndGoesOn) {
    agent_driver lin(gateway, "lin");
    agent_driver xu(gateway, "xu");
    ASSERT_TRUE(lin.go_online());
    ASSERT_TRUE(xu.go_online());
    const auto customer = waiting("return");
    const auto c = customer->conversation();
    ASSERT_TRUE(lin.await_offer(c));
    lin.vanish();
    ASSERT_EQ(xu.take_next(c, 10'000), c);
    ASSERT_TRUE(xu.await_kind(c, "withdrawn"));
    const auto accepted = xu.await_kind(c, "accepted");
    ASSERT_TRUE(accepted);
    EXPECT_EQ(text_at(accepted->frame.at("b").as_object(), "why"), "offer");
}

TEST_F(Offers, AMissedOneIsToldAndOfferedToTheNext) {
    agent_driver lin(gateway, "lin");
    agent_driver xu(gateway, "xu");
    ASSERT_TRUE(lin.go_online());
    ASSERT_TRUE(xu.go_online());
    const auto customer = waiting("return");
    const auto c = customer->conversation();
    const auto offer = lin.await_offer(c);
    ASSERT_TRUE(offer);
    EXPECT_GT(number_at(*offer, "expires_in_ms"), 15'000u);
    const auto gone = lin.wait_for("offer.gone", past_20_s);
    ASSERT_TRUE(gone);
    EXPECT_EQ(text_at(*gone, "why"), "missed");
    EXPECT_EQ(text_at(*gone, "id"), text_at(*offer, "id"));
    ASSERT_EQ(xu.take_next(c), c);
    ASSERT_TRUE(xu.await_kind(c, "missed"));
}

TEST_F(Offers, ALostAgentsConversationsGoBackToTheirPlaceWhenTheGraceIsOver) {
    agent_driver wu(gateway, "wu"); // complaint 5
    ASSERT_TRUE(wu.go_online());
    const auto early = waiting("complaint");
    const auto c = early->conversation();
    ASSERT_EQ(wu.take_next(c), c);
    ASSERT_EQ(text_at(wu.set_presence("away", "meal"), "t"), "ok");
    const auto late = waiting("complaint"); // came later, waits all the time
    wu.vanish();

    // Inside the grace nothing moves, and whoever comes back has his conversation as it was.
    early->say_here("還在嗎");
    ASSERT_TRUE(early->settle());
    ASSERT_TRUE(wu.arrive());
    ASSERT_NE(wu.card(c), nullptr);
    EXPECT_EQ(number_at(*wu.card(c), "gen"), 1u);
    ASSERT_TRUE(wu.await_text(c, "還在嗎"));
    const auto generation = wu.generation(c);

    wu.vanish();
    ASSERT_TRUE(early->await_kind(c, "requeued", past_20_s));
    agent_driver lin(gateway, "lin"); // complaint 3
    ASSERT_TRUE(lin.go_online());
    const auto next = lin.await_offer();
    ASSERT_TRUE(next);
    EXPECT_EQ(text_at(*next, "c"), c) << "the one that came first must be first again";
    ASSERT_EQ(text_at(lin.accept(text_at(*next, "id")), "t"), "ok");
    EXPECT_GT(lin.generation(c), generation);

    // To a new session of the old assignee it is a stranger's.
    ASSERT_TRUE(wu.arrive());
    EXPECT_EQ(wu.card(c), nullptr);
    EXPECT_THAT(json::serialize(wu.welcome().at("gone")), ::testing::HasSubstr(c))
        << "the resumed conversation must be listed as gone";
    wu.say(c, "我回來了");
    ASSERT_TRUE(wu.settle());
    EXPECT_THAT(wu.refusals(), ::testing::ElementsAre("forbidden"));
    EXPECT_THAT(lin.faults(), IsEmpty());
    EXPECT_THAT(early->faults(), IsEmpty());
}

TEST_F(Offers, AWaitingCustomerWhoStaysAwayHasLeftEvenAfterAResentStart) {
    customer_driver gone(gateway);
    ASSERT_TRUE(gone.arrive());
    const auto key = wire_driver::new_key();
    ASSERT_EQ(text_at(gone.start("complaint", "在嗎", key), "t"), "ok");
    ASSERT_EQ(text_at(gone.start("complaint", "在嗎", key), "t"), "ok");
    const auto c = gone.conversation();
    agent_driver zhou(gateway, "zhou");
    ASSERT_TRUE(zhou.arrive());
    ASSERT_EQ(text_at(zhou.ask({{"t", "conversation.watch"}, {"c", c}}), "t"), "ok");
    gone.vanish();
    EXPECT_TRUE(zhou.await_kind(c, "abandoned", 45'000)) << "still in line without a customer";
}

TEST_F(Offers, TheGenerationOfAnEarlierAssignmentIsWorthNothing) {
    agent_driver lin(gateway, "lin");
    agent_driver xu(gateway, "xu");
    ASSERT_TRUE(lin.go_online());
    const auto customer = waiting("return");
    const auto c = customer->conversation();
    ASSERT_EQ(lin.take_next(c), c);
    const auto generation = lin.generation(c);
    ASSERT_TRUE(xu.go_online());
    ASSERT_EQ(text_at(lin.transfer_to_staff(c, xu.staff_id(), "請接手"), "t"), "ok");
    ASSERT_EQ(xu.take_next(c), c);
    EXPECT_GT(xu.generation(c), generation);
    const auto said = lin.ask(
        {{"t", "message.send"},
         {"key", wire_driver::new_key()},
         {"c", c},
         {"gen", generation},
         {"text", "還是我"}}
    );
    EXPECT_EQ(text_at(said, "code"), "stale_assignment") << said;
    const auto ended = lin.ask(
        {{"t", "conversation.end"}, {"key", wire_driver::new_key()}, {"c", c}, {"gen", generation}}
    );
    EXPECT_EQ(text_at(ended, "code"), "stale_assignment") << ended;
    xu.say(c, "換我為您服務");
    ASSERT_TRUE(xu.settle());
    ASSERT_TRUE(customer->await_text(c, "換我為您服務"));
    EXPECT_FALSE(customer->await_text(c, "還是我", 0));
}

TEST_F(Offers, AnAgentWhoIsAwayKeepsHisConversationAndIsOfferedNoOther) {
    agent_driver wu(gateway, "wu");
    ASSERT_TRUE(wu.go_online());
    const auto first = waiting("complaint");
    const auto c = first->conversation();
    ASSERT_EQ(wu.take_next(c), c);
    ASSERT_EQ(text_at(wu.set_presence("away", "nonsense"), "code"), "bad_request");
    ASSERT_EQ(text_at(wu.set_presence("away", "meal"), "t"), "ok");
    const auto second = waiting("complaint");
    wu.say(c, "我在用餐，稍後回覆"); // goes on with what he has
    ASSERT_TRUE(wu.settle());
    ASSERT_TRUE(first->await_text(c, "我在用餐，稍後回覆"));
    EXPECT_FALSE(wu.await_offer({}, 0));
    ASSERT_EQ(text_at(wu.set_presence("online"), "t"), "ok");
    EXPECT_EQ(wu.take_next(), second->conversation());
}

TEST_F(Offers, PlacesAreToldAsTheLineMoves) {
    const auto first = waiting("complaint");
    customer_driver second(gateway);
    ASSERT_TRUE(second.arrive());
    const auto started = second.start("complaint");
    ASSERT_EQ(text_at(started, "t"), "ok");
    const auto& place = started.at("conversation").as_object().at("place").as_object();
    EXPECT_EQ(number_at(place, "position"), 2u);
    EXPECT_EQ(number_at(place, "waiting"), 2u);
    const auto left = first->ask({{"t", "conversation.leave"}, {"c", first->conversation()}});
    ASSERT_EQ(text_at(left, "t"), "ok");
    EXPECT_TRUE(second.wait([](const json::object& frame) {
        return text_at(frame, "t") == "place" && number_at(frame, "position") == 1;
    }));
}

TEST_F(Offers, ASupervisorAssignsAndWatchesAndSeesTheWallAsSnapshotAndChanges) {
    agent_driver zhou(gateway, "zhou"); // supervisor
    agent_driver wu(gateway, "wu");
    ASSERT_TRUE(zhou.arrive());
    ASSERT_TRUE(wu.go_online());
    ASSERT_EQ(text_at(wu.set_presence("away"), "t"), "ok");
    ASSERT_EQ(text_at(zhou.ask({{"t", "wall.watch"}}), "t"), "ok");
    const auto full = zhou.wait_for("wall");
    ASSERT_TRUE(full);
    EXPECT_TRUE(full->contains("full"));
    auto version = number_at(*full, "v");

    const auto customer = waiting("complaint");
    const auto c = customer->conversation();
    std::optional<json::object> change;
    do {
        change = zhou.wait_for("wall");
        ASSERT_TRUE(change);
        EXPECT_FALSE(change->contains("full"));
        EXPECT_EQ(number_at(*change, "v"), ++version);
    } while (number_at(change->at("tiles").as_object(), "waiting") != 1);

    const auto watched = zhou.ask({{"t", "conversation.watch"}, {"c", c}});
    ASSERT_EQ(text_at(watched, "t"), "ok") << watched;
    const auto assigned =
        zhou.ask({{"t", "conversation.assign"}, {"c", c}, {"staff", wu.staff_id()}});
    ASSERT_EQ(text_at(assigned, "t"), "ok") << assigned;
    ASSERT_TRUE(wu.wait([&](const json::object& frame) {
        return text_at(frame, "t") == "card" && text_at(frame.at("card").as_object(), "c") == c;
    }));
    const auto accepted = zhou.await_kind(c, "accepted");
    ASSERT_TRUE(accepted);
    EXPECT_EQ(text_at(accepted->frame.at("b").as_object(), "why"), "assigned");
    wu.say(c, "您好");
    ASSERT_TRUE(wu.settle());
    ASSERT_TRUE(zhou.await_text(c, "您好"));
    zhou.say(c, "我插話"); // she watches, she does not serve
    ASSERT_TRUE(zhou.settle());
    EXPECT_THAT(zhou.refusals(), ::testing::ElementsAre("stale_assignment"));

    ASSERT_EQ(text_at(zhou.ask({{"t", "conversation.unwatch"}, {"c", c}}), "t"), "ok");
    zhou.forget_frames();
    ASSERT_EQ(text_at(zhou.ask({{"t", "wall.watch"}}), "t"), "ok");
    const auto again = zhou.wait_for("wall");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->contains("full")) << "watching again asks for the whole picture";
    ASSERT_EQ(text_at(zhou.ask({{"t", "wall.unwatch"}}), "t"), "ok");
}

} // namespace
} // namespace kefu::tests
