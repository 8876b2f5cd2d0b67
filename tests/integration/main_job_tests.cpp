#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/agent_driver.hpp"
#include "tests/integration/customer_driver.hpp"
#include "tests/support/gateway_process.hpp"

// The main job, from the widget to the record, through a real gateway.
namespace kefu::tests {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

json::object rate(customer_driver& who, int score, const std::string& comment) {
    return who.ask(
        {{"t", "survey.rate"},
         {"key", wire_driver::new_key()},
         {"c", who.conversation()},
         {"score", score},
         {"solved", "yes"},
         {"tags", json::array{"fast"}},
         {"comment", comment}}
    );
}

// The service record of a conversation as the admin sees it; empty: there is none.
json::object record_of(console_client& console, const std::string& conversation) {
    const auto reply = console.get("/api/records");
    if (reply.status != 200) return {};
    const auto body = json_of(reply);
    for (const auto& one : body.at("records").as_array()) {
        if (text_at(one.as_object(), "conversation") == conversation) return one.as_object();
    }
    return {};
}

// What the customer sees of a log is the same for both sides, number by number.
void expect_same_log(
    const customer_driver& customer, const agent_driver& agent, const std::string& c
) {
    std::uint64_t last = 0;
    for (const auto& [q, event] : agent.log_of(c)) {
        if (event.p == 0) continue;
        EXPECT_EQ(event.p, ++last);
        const auto& seen = customer.log_of(c);
        const auto at = seen.find(event.p);
        ASSERT_NE(at, seen.end()) << "the customer lacks " << event.p << " " << event.kind;
        EXPECT_EQ(at->second.id, event.id);
        EXPECT_EQ(at->second.text, event.text);
    }
    EXPECT_EQ(customer.log_of(c).size(), last);
}

TEST(MainJob, GoesFromTopicToRecordAndSurvivesARestart) {
    gateway_process gateway;
    agent_driver lin(gateway, "lin");   // return 5, complaint 3
    agent_driver chen(gateway, "chen"); // no return
    agent_driver xu(gateway, "xu");     // return 3
    ASSERT_TRUE(chen.go_online());
    customer_driver customer(gateway, "u-10382");
    ASSERT_TRUE(customer.arrive());
    EXPECT_TRUE(customer.welcome().at("identified").as_bool());
    EXPECT_EQ(text_at(customer.welcome(), "name"), "王小明");

    // Nobody with the skill is there: the customer waits, first in line.
    const auto started = customer.start("return", "想退貨");
    ASSERT_EQ(text_at(started, "t"), "ok") << json::serialize(started);
    const auto& own = started.at("conversation").as_object();
    EXPECT_EQ(text_at(own, "state"), "waiting");
    ASSERT_TRUE(own.contains("place")) << json::serialize(started);
    EXPECT_EQ(number_at(own.at("place").as_object(), "position"), 1u);
    const auto c = customer.conversation();

    ASSERT_TRUE(lin.go_online());
    const auto offer = lin.await_offer(c);
    ASSERT_TRUE(offer);
    EXPECT_EQ(text_at(offer->at("card").as_object().at("customer").as_object(), "name"), "王*明");
    const auto accepted = lin.accept(text_at(*offer, "id"));
    ASSERT_EQ(text_at(accepted, "t"), "ok") << json::serialize(accepted);
    EXPECT_EQ(text_at(accepted.at("card").as_object(), "state"), "active");
    EXPECT_FALSE(chen.await_offer({}, 0)) << "an agent without the skill got it";

    const auto joined = customer.await_kind(c, "accepted");
    ASSERT_TRUE(joined);
    EXPECT_EQ(text_at(joined->frame.at("b").as_object(), "name"), "林靜宜");
    const auto greeting = customer.await_kind(c, "message");
    ASSERT_TRUE(greeting) << "no greeting";
    EXPECT_TRUE(greeting->frame.at("b").as_object().contains("auto"));

    // Both talk; typing and receipts pass.
    customer.say_here("收到的檯燈是壞的");
    ASSERT_TRUE(customer.settle());
    ASSERT_TRUE(lin.await_text(c, "收到的檯燈是壞的"));
    lin.send_plain({{"t", "typing"}, {"c", c}, {"on", true}});
    const auto typing = customer.wait_for("typing");
    ASSERT_TRUE(typing);
    EXPECT_EQ(text_at(*typing, "by"), "agent");
    lin.say(c, "我幫您安排換貨");
    ASSERT_TRUE(lin.settle());
    const auto said = customer.await_text(c, "我幫您安排換貨");
    ASSERT_TRUE(said);
    customer.send_plain({{"t", "receipt"}, {"c", c}, {"delivered", said->q}, {"read", said->q}});
    const auto receipt = lin.wait_for("receipt");
    ASSERT_TRUE(receipt);
    EXPECT_EQ(number_at(*receipt, "read"), said->q);
    const auto note = lin.ask(
        {{"t", "note.add"},
         {"key", wire_driver::new_key()},
         {"c", c},
         {"gen", lin.generation(c)},
         {"text", "內部：已拍照"}}
    );
    EXPECT_EQ(text_at(note, "t"), "ack");

    // To a colleague, who sees everything that was said.
    ASSERT_TRUE(xu.go_online());
    const auto moved = lin.transfer_to_staff(c, xu.staff_id(), "請接手物流");
    ASSERT_EQ(text_at(moved, "t"), "ok") << json::serialize(moved);
    ASSERT_TRUE(lin.wait_for("card.gone"));
    ASSERT_EQ(xu.take_next(c), c);
    EXPECT_EQ(text_at(*xu.card(c), "assignee"), xu.staff_id());
    const auto handed = xu.await_event(c, [&](const seen_event& event) {
        return event.kind == "accepted" &&
               text_at(event.frame.at("b").as_object(), "staff") == xu.staff_id();
    });
    ASSERT_TRUE(handed);
    EXPECT_EQ(text_at(handed->frame.at("b").as_object(), "why"), "transfer");
    ASSERT_TRUE(xu.await_text(c, "內部：已拍照"));
    ASSERT_TRUE(xu.await_text(c, "收到的檯燈是壞的"));

    // And to a skill: a ready agent who has it is offered it.
    agent_driver wu(gateway, "wu"); // complaint 5
    ASSERT_TRUE(wu.go_online());
    ASSERT_EQ(text_at(lin.set_presence("away"), "t"), "ok"); // has it, too, and longer idle
    const auto again = xu.transfer_to_skill(c, xu.skill_id("complaint"), "客訴");
    ASSERT_EQ(text_at(again, "t"), "ok") << json::serialize(again);
    ASSERT_EQ(wu.take_next(c), c);
    ASSERT_TRUE(wu.await_text(c, "我幫您安排換貨"));

    // The end, the wrap-up, the rating.
    const auto ended = wu.end(c);
    ASSERT_EQ(text_at(ended, "t"), "ok") << json::serialize(ended);
    ASSERT_TRUE(customer.await_kind(c, "ended"));
    const auto saved = wu.wrap_up(c, "complaint", "已安排換貨");
    ASSERT_EQ(text_at(saved, "t"), "ok") << json::serialize(saved);
    ASSERT_TRUE(wu.await_kind(c, "closed"));
    const auto rated = rate(customer, 5, "很快");
    ASSERT_EQ(text_at(rated, "t"), "ok") << json::serialize(rated);
    ASSERT_TRUE(customer.await_kind(c, "rated"));

    console_client admin(gateway.port());
    const auto& sign_in = gateway.sign_in_of("admin");
    ASSERT_EQ(admin.sign_in(sign_in.name, sign_in.password).status, 200u);
    const auto record = record_of(admin, c);
    const auto& offered = offer->at("card").as_object().at("customer").as_object();
    EXPECT_EQ(text_at(record, "customer_id"), text_at(offered, "id"));
    EXPECT_EQ(text_at(record, "solution"), "已安排換貨");
    EXPECT_EQ(text_at(record, "topic"), "complaint");
    EXPECT_EQ(text_at(record, "staff_name"), "吳佩珊");
    EXPECT_EQ(number_at(record, "score"), 5u);
    EXPECT_EQ(text_at(record, "score_comment"), "很快");
    EXPECT_TRUE(record.contains("longest_wait_ms"));

    const auto staff_text = admin.get("/api/conversations/" + c + "/transcript");
    EXPECT_EQ(staff_text.status, 200u);
    EXPECT_THAT(staff_text.body, HasSubstr("收到的檯燈是壞的"));
    EXPECT_THAT(staff_text.body, HasSubstr("內部：已拍照"));
    EXPECT_THAT(staff_text.body, Not(HasSubstr("王小明")));
    const json::value asked{
        {"storefront", gateway.widget_key()}, {"token", customer.token()}, {"c", c}};
    const auto own_text = console_client(gateway.port()).post("/w/transcript", asked);
    EXPECT_EQ(own_text.status, 200u);
    EXPECT_THAT(own_text.body, HasSubstr("我幫您安排換貨"));
    EXPECT_THAT(own_text.body, Not(HasSubstr("內部：已拍照")));

    const auto before = admin.get("/api/conversations/" + c);
    gateway.kill();
    gateway.start();
    admin.use_port(gateway.port());
    EXPECT_EQ(json::serialize(record_of(admin, c)), json::serialize(record));
    const auto after = json_of(admin.get("/api/conversations/" + c));
    EXPECT_EQ(after.at("events"), json_of(before).at("events"));
    EXPECT_EQ(admin.get("/api/conversations/" + c + "/transcript").body, staff_text.body);
    EXPECT_EQ(console_client(gateway.port()).post("/w/transcript", asked).body, own_text.body);

    ASSERT_TRUE(customer.arrive());
    EXPECT_EQ(customer.conversation(), c);
    EXPECT_EQ(customer.resets(), 0u);
    for (const auto* one : {&lin, &xu, &wu, &chen})
        EXPECT_THAT(one->faults(), IsEmpty());
    EXPECT_THAT(customer.faults(), IsEmpty());
}

TEST(MainJob, AVisitorComesBackWithTheTokenAndSeesTheSameLogAsTheAgent) {
    gateway_process gateway;
    agent_driver lin(gateway, "lin");
    ASSERT_TRUE(lin.go_online());
    customer_driver visitor(gateway);
    ASSERT_TRUE(visitor.arrive());
    EXPECT_FALSE(visitor.welcome().at("identified").as_bool());
    ASSERT_FALSE(visitor.token().empty());
    ASSERT_EQ(text_at(visitor.start("return"), "t"), "ok");
    const auto c = visitor.conversation();
    ASSERT_EQ(lin.take_next(c), c);
    visitor.say_here("一");
    visitor.say_here("二");
    ASSERT_TRUE(visitor.settle());
    visitor.vanish();
    ASSERT_TRUE(lin.await_text(c, "二"));
    lin.say(c, "三");
    lin.say(c, "四");
    ASSERT_TRUE(lin.settle());

    ASSERT_TRUE(visitor.arrive());
    EXPECT_EQ(visitor.conversation(), c);
    EXPECT_EQ(visitor.resets(), 0u);
    ASSERT_TRUE(visitor.await_text(c, "四"));
    customer_driver elsewhere(gateway); // the same browser's other tab, with nothing but the token
    elsewhere.use_token(visitor.token());
    ASSERT_TRUE(elsewhere.arrive());
    EXPECT_EQ(elsewhere.conversation(), c);
    ASSERT_TRUE(elsewhere.await_text(c, "四"));
    ASSERT_TRUE(lin.await_text(c, "四"));
    expect_same_log(visitor, lin, c);
    expect_same_log(elsewhere, lin, c);
    EXPECT_THAT(visitor.faults(), IsEmpty());
}

TEST(MainJob, ASecondStartNamesTheOpenConversationAndTheSameKeyGivesTheSameOne) {
    gateway_process gateway;
    customer_driver visitor(gateway);
    ASSERT_TRUE(visitor.arrive());
    const auto key = wire_driver::new_key();
    ASSERT_EQ(text_at(visitor.start("order", "一", key), "t"), "ok");
    const auto c = visitor.conversation();
    EXPECT_EQ(text_at(visitor.start("order", "一", key), "t"), "ok");
    EXPECT_EQ(visitor.conversation(), c);
    const auto other = visitor.start("order", "二");
    EXPECT_EQ(text_at(other, "code"), "already_open");
    EXPECT_EQ(text_at(other, "c"), c);
    const auto conflict = visitor.start("order", "別的", key);
    EXPECT_EQ(text_at(conflict, "code"), "key_conflict") << json::serialize(conflict);
}

TEST(MainJob, TheCustomerMayLeaveTheLineAndMayEndTheChat) {
    gateway_process gateway;
    customer_driver waiting(gateway);
    ASSERT_TRUE(waiting.arrive());
    ASSERT_EQ(text_at(waiting.start("complaint"), "t"), "ok");
    const auto first = waiting.conversation();
    const auto left = waiting.ask({{"t", "conversation.leave"}, {"c", first}});
    EXPECT_EQ(text_at(left, "t"), "ok") << json::serialize(left);
    ASSERT_TRUE(waiting.await_kind(first, "abandoned"));

    agent_driver wu(gateway, "wu");
    ASSERT_TRUE(wu.go_online());
    ASSERT_EQ(text_at(waiting.start("complaint"), "t"), "ok");
    const auto second = waiting.conversation();
    ASSERT_NE(second, first);
    ASSERT_EQ(wu.take_next(second), second);
    ASSERT_EQ(text_at(waiting.ask({{"t", "conversation.leave"}, {"c", second}}), "t"), "ok");
    const auto ended = waiting.await_kind(second, "ended");
    ASSERT_TRUE(ended);
    EXPECT_EQ(text_at(ended->frame.at("b").as_object(), "by"), "customer");
    EXPECT_EQ(text_at(wu.wrap_up(second, "complaint", "客戶離開"), "t"), "ok");
}

} // namespace
} // namespace kefu::tests
