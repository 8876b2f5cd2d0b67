#include "gateway/chat/desk_orders.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace command = routing::command;
namespace protocol = gateway::protocol;
using storage::author_role;

template <class Command>
const Command& as(const desk_order& order) {
    return std::get<Command>(order.command);
}

protocol::conversation_transfer transfer_of(routing::skill_id to) {
    protocol::conversation_transfer what;
    what.key = key(7);
    what.conversation = chat_1;
    what.generation = 3;
    what.to_skill = to;
    what.note = "asks about kettles";
    return what;
}

TEST(DeskOrders, AnAcceptIsAboutTheConversationOfTheOffer) {
    routing::offer live;
    live.id = make_id<routing::offer_id>(9);
    live.conversation = chat_1;
    const auto order = accept_order(ann, live);
    EXPECT_EQ(as<command::accept>(order).offer, live.id);
    EXPECT_EQ(as<command::accept>(order).staff, ann);
    EXPECT_EQ(order.from.about, chat_1);
    EXPECT_EQ(order.from.said->by, (storage::author{author_role::agent, ann.bits}));
    EXPECT_FALSE(order.from.said->key);
}

TEST(DeskOrders, ATransferCarriesClaimNoteAndKey) {
    const auto names = shop_catalog();
    const auto order = transfer_order(ann, transfer_of(presale), names, our_shop);
    ASSERT_TRUE(order);
    const auto& to_skill = as<command::transfer_to_skill>(*order);
    EXPECT_EQ(to_skill.to.skill, presale);
    EXPECT_EQ(to_skill.by.staff, ann);
    EXPECT_EQ(to_skill.by.generation, 3U);
    EXPECT_EQ(order->from.said->note, "asks about kettles");
    EXPECT_TRUE(order->from.said->key);
    auto what = transfer_of(presale);
    what.to_skill.reset();
    what.to_staff = ben;
    const auto to_ben = transfer_order(ann, what, names, our_shop);
    EXPECT_EQ(as<command::transfer_to_agent>(*to_ben).to, ben);
}

TEST(DeskOrders, ASkillOfAnotherShopOrOfNoneIsNoTarget) {
    const auto names = shop_catalog();
    const auto foreign = make_id<routing::skill_id>(33);
    EXPECT_FALSE(transfer_order(ann, transfer_of(foreign), names, our_shop));
    const auto unknown = make_id<routing::skill_id>(99);
    EXPECT_FALSE(transfer_order(ann, transfer_of(unknown), names, our_shop));
}

// A client that uses one key for two acts has two.
TEST(DeskOrders, TheKeyIsBoundToTheActAndARepeatHasTheSame) {
    const protocol::conversation_end end{1, key(7), chat_1, 3};
    protocol::wrap_up_save form;
    form.key = key(7);
    form.conversation = chat_1;
    form.generation = 3;
    form.topic = "return";
    const auto ended = end_order(ann, end);
    const auto wrapped = wrap_up_order(ann, form);
    EXPECT_NE(ended.from.said->key, wrapped.from.said->key);
    EXPECT_EQ(ended.from.said->key, end_order(ann, end).from.said->key);
    EXPECT_EQ(as<command::end>(ended).by, routing::ended_by::agent);
    EXPECT_EQ(as<command::end>(ended).agent->generation, 3U);
    ASSERT_TRUE(wrapped.from.said->wrap_up);
    EXPECT_EQ(wrapped.from.said->wrap_up->topic, "return");
}

TEST(DeskOrders, SupervisorsAndCustomersActInTheirOwnName) {
    const auto assigned = assign_order(sue, {1, chat_1, ben});
    EXPECT_EQ(as<command::supervisor_assign>(assigned).to, ben);
    EXPECT_EQ(assigned.from.said->by.role, author_role::supervisor);
    const auto taken = take_order(sue, {1, chat_1, 4});
    EXPECT_EQ(as<command::take_over>(taken).by, sue);
    EXPECT_EQ(as<command::take_over>(taken).seen, 4U);
    const auto left = leave_order(wang, chat_1);
    EXPECT_EQ(as<command::end>(left).by, routing::ended_by::customer);
    EXPECT_FALSE(as<command::end>(left).agent);
    EXPECT_EQ(left.from.said->by, (storage::author{author_role::customer, wang.bits}));
}

} // namespace
} // namespace kefu::tests
