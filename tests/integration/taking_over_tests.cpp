#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/support/gateway_process.hpp"

// A supervisor, who takes no offers, takes conversations over, through a real gateway.
namespace kefu::tests {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int past_20_s = 40'000; // the desk's own number for a lost agent

// Lin serves the customer; Zhou supervises.
class TakingOver : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(lin.go_online());
        ASSERT_TRUE(zhou.arrive());
        ASSERT_TRUE(customer.arrive());
        ASSERT_EQ(text_at(customer.start("return", "燈罩裂了"), "t"), "ok");
        c = customer.conversation();
        ASSERT_EQ(lin.take_next(c), c);
        const auto taken = zhou.ask({{"t", "conversation.take"}, {"c", c}});
        ASSERT_EQ(text_at(taken, "t"), "ok") << taken;
        EXPECT_EQ(text_at(taken.at("card").as_object(), "assignee"), zhou.staff_id());
        ASSERT_TRUE(zhou.await_kind(c, "accepted"));
    }
    static bool is_of_zhou(const seen_event& event) {
        return event.kind == "accepted" &&
               text_at(event.frame.at("b").as_object(), "name") == "周雅文";
    }

    gateway_process gateway;
    agent_driver lin{gateway, "lin"};
    agent_driver zhou{gateway, "zhou"};
    customer_driver customer{gateway};
    std::string c;
};

TEST_F(TakingOver, IsToldToBothSidesAndOutlivesAKillToTheRecord) {
    const auto joined = customer.await_event(c, is_of_zhou);
    ASSERT_TRUE(joined);
    EXPECT_FALSE(joined->frame.at("by").as_object().contains("id"));
    const auto told = lin.await_event(c, is_of_zhou);
    ASSERT_TRUE(told);
    EXPECT_EQ(text_at(told->frame.at("b").as_object(), "why"), "taken");
    const auto gone = lin.wait_for("card.gone");
    ASSERT_TRUE(gone);
    EXPECT_EQ(text_at(*gone, "why"), "taken");
    lin.say(c, "我再看一下");
    ASSERT_TRUE(lin.settle());
    EXPECT_THAT(lin.refusals(), ElementsAre("stale_assignment"));
    zhou.say(c, "您好，由我為您處理");
    ASSERT_TRUE(zhou.settle());
    ASSERT_TRUE(customer.await_text(c, "您好，由我為您處理"));

    gateway.kill();
    gateway.start();
    ASSERT_TRUE(zhou.arrive());
    ASSERT_NE(zhou.card(c), nullptr);
    EXPECT_EQ(text_at(*zhou.card(c), "state"), "active");
    EXPECT_EQ(number_at(zhou.me(), "capacity"), 0u);
    ASSERT_TRUE(customer.arrive());
    customer.say_here("謝謝");
    ASSERT_TRUE(customer.settle());
    ASSERT_TRUE(zhou.await_text(c, "謝謝"));
    ASSERT_EQ(text_at(zhou.end(c), "t"), "ok");
    ASSERT_EQ(text_at(zhou.wrap_up(c, "return", "已補償"), "t"), "ok");
    const auto records = json_of(zhou.console().get("/api/records"));
    const auto& newest = records.at("records").as_array().at(0).as_object();
    EXPECT_EQ(text_at(newest, "conversation"), c);
    EXPECT_EQ(text_at(newest, "staff_name"), "周雅文");
    for (const wire_driver* one :
         {static_cast<wire_driver*>(&lin), static_cast<wire_driver*>(&zhou)})
        EXPECT_THAT(one->faults(), IsEmpty());
}

TEST_F(TakingOver, IsHandedBackAndALostSupervisorsWaitsAgainAfterTheGrace) {
    ASSERT_TRUE(lin.wait_for("card.gone"));
    ASSERT_EQ(text_at(zhou.transfer_to_staff(c, lin.staff_id(), "請接回"), "t"), "ok");
    ASSERT_EQ(lin.take_next(c), c);
    ASSERT_EQ(text_at(zhou.ask({{"t", "conversation.take"}, {"c", c}}), "t"), "ok");
    ASSERT_TRUE(lin.wait_for("card.gone"));
    zhou.vanish();
    ASSERT_TRUE(lin.await_offer(c, past_20_s)) << "it waits again, and lin is free";
}

} // namespace
} // namespace kefu::tests
