#include "gateway/chat/wall_board.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace command = routing::command;
namespace protocol = gateway::protocol;

const auto chat_4 = make_id<routing::conversation_id>(54);

class WallBoard : public testing::Test {
protected:
    WallBoard() {
        for (const auto& row : names.staff) {
            if (row.role != storage::staff_role::agent || row.organisation != our_shop) continue;
            command::define_agent define;
            define.staff = row.id;
            define.capacity = 2;
            for (const auto& has : row.skills)
                define.skills.push_back({has.skill, static_cast<unsigned>(has.level)});
            say(define);
        }
    }
    void say(const routing::any_command& what) {
        const auto done = desk.apply(what, clock.now());
        ASSERT_FALSE(done.refused);
    }
    void open(
        routing::conversation_id id,
        routing::customer_id customer,
        routing::skill_id skill = returns
    ) {
        open_entry entry;
        entry.row = waiting_row(id, customer);
        entry.row.queued_at = entry.row.waiting_from = clock.wall();
        entry.row.skill = skill;
        entry.row.points = 5;
        entry.customer = customer_named(customer, "王小明");
        book.put(entry);
        command::queue queue;
        queue.conversation = id;
        queue.need = {skill, 1};
        queue.queued_at = clock.now();
        say(queue);
    }
    // Whoever it is offered to takes it; the record has it at once.
    void accept(routing::conversation_id id) {
        const auto view = desk.find_conversation(id);
        ASSERT_TRUE(view && view->offer);
        say(command::accept{*view->offer, *view->offered_to});
        book.find(id)->row.state = storage::conversation_state::active;
    }
    void online(routing::staff_id staff) {
        if (!desk.find_agent(staff)->connected) say(command::agent_connected{staff});
        say(command::set_presence{staff, routing::presence::online, {}});
    }
    std::optional<protocol::wall> next() {
        return board.next(
            {.desk = desk,
             .book = book,
             .names = names,
             .today = today,
             .organisation = our_shop,
             .now = clock.now(),
             .at = clock.wall(),
             .late_after_ms = 100'000,
             .accept_ms = 60'000}
        );
    }
    hand_clock clock;
    catalog names = shop_catalog();
    routing::desk desk{1};
    open_book book;
    day_tally today;
    wall_board board;
};

TEST_F(WallBoard, TheFirstIsFullAndOnlyOurs) {
    const auto frame = next();
    ASSERT_TRUE(frame);
    EXPECT_TRUE(frame->full);
    EXPECT_EQ(frame->version, 1U);
    EXPECT_EQ(frame->queues.size(), 2U); // not the other shop's
    EXPECT_EQ(frame->agents.size(), 2U); // no supervisor
}

TEST_F(WallBoard, NothingChangedIsNothingAlsoWhenTimePasses) {
    open(chat_1, wang);
    ASSERT_TRUE(next());
    clock.pass(60'000);
    EXPECT_FALSE(next());
}

TEST_F(WallBoard, AChangeHoldsOnlyWhatChanged) {
    ASSERT_TRUE(next());
    open(chat_1, wang);
    clock.pass(5'000);
    const auto frame = next();
    ASSERT_TRUE(frame);
    EXPECT_FALSE(frame->full);
    EXPECT_EQ(frame->version, 2U);
    ASSERT_EQ(frame->queues.size(), 1U);
    EXPECT_EQ(frame->queues[0].skill, returns);
    EXPECT_EQ(frame->queues[0].waiting, 1);
    EXPECT_EQ(frame->queues[0].why, protocol::queue_reason::no_agent);
    ASSERT_EQ(frame->queues[0].list.size(), 1U);
    EXPECT_EQ(frame->queues[0].list[0].name, "王*明");
    EXPECT_EQ(frame->queues[0].list[0].customer, wang) << "a visitor is told apart by its end";
    EXPECT_EQ(frame->queues[0].list[0].points, 5);
    EXPECT_TRUE(frame->agents.empty());
    EXPECT_EQ(frame->tiles.waiting, 1);
    EXPECT_EQ(frame->tiles.longest_wait_ms, 5'000);
}

TEST_F(WallBoard, ALineSaysWhyItsFirstWaits) {
    const auto why = [this] {
        board.ask_full();
        return next()->queues.at(0).why;
    };
    EXPECT_EQ(why(), protocol::queue_reason::none);
    open(chat_1, wang);
    EXPECT_EQ(why(), protocol::queue_reason::no_agent);
    say(command::agent_connected{ann});
    say(command::set_presence{ann, routing::presence::away, "meal"});
    EXPECT_EQ(why(), protocol::queue_reason::all_away);
    online(ann); // is offered the first and decides
    open(chat_2, chen);
    EXPECT_EQ(why(), protocol::queue_reason::next);
}

TEST_F(WallBoard, WhoeverMayTakeItHasDeclinedIsSaid) {
    online(ann);
    open(chat_1, wang);
    const auto offer = desk.find_conversation(chat_1)->offer;
    ASSERT_TRUE(offer);
    say(command::decline{*offer, ann, "busy"});
    const auto frame = next();
    EXPECT_EQ(frame->queues.at(0).skill, returns);
    EXPECT_EQ(frame->queues.at(0).why, protocol::queue_reason::excluded);
}

TEST_F(WallBoard, ThoseWhomAnyAgentMayTakeHaveALineOfTheirOwnWhileTheyWait) {
    ASSERT_TRUE(next());
    open(chat_1, wang, {});
    clock.pass(7'000);
    auto frame = next();
    ASSERT_EQ(frame->queues.size(), 1U);
    EXPECT_TRUE(frame->queues[0].skill.is_nil());
    EXPECT_EQ(frame->queues[0].waiting, 1);
    EXPECT_EQ(frame->queues[0].agents_online, 0);
    EXPECT_EQ(frame->queues[0].list.at(0).id, chat_1);
    EXPECT_EQ(frame->queues[0].why, protocol::queue_reason::no_agent);
    EXPECT_EQ(frame->tiles.longest_wait_ms, 7'000);

    online(ann);
    accept(chat_1);
    online(ben);
    frame = next();
    EXPECT_EQ(frame->gone, std::vector<std::string>{"any"});
    open(chat_2, chen, {}); // is offered to Ben, who has no chat yet
    open(chat_3, chen, {}); // and this to Ann
    open(chat_4, chen, {});
    frame = next();
    const auto any =
        std::ranges::find(frame->queues, routing::skill_id{}, &protocol::wall_queue::skill);
    ASSERT_NE(any, frame->queues.end());
    EXPECT_EQ(any->waiting, 3);
    EXPECT_EQ(any->agents_online, 2);
    EXPECT_EQ(any->why, protocol::queue_reason::next);
    board.ask_full();
    EXPECT_EQ(next()->queues.size(), 3U);
}

// Somebody whom a phone rings for waits all the same: the supervisor must see them.
TEST_F(WallBoard, ThoseWhoRingAreCountedAndStandBeforeTheLine) {
    open(chat_1, wang);
    clock.pass(3'000);
    online(ann); // is offered the first
    open(chat_2, chen);
    auto frame = next();
    const auto& queue = frame->queues.at(0);
    EXPECT_EQ(queue.skill, returns);
    EXPECT_EQ(queue.waiting, 2);
    ASSERT_EQ(queue.list.size(), 2U);
    EXPECT_EQ(queue.list[0].id, chat_1);
    EXPECT_EQ(queue.list[0].offered_to, ann);
    EXPECT_EQ(queue.list[1].id, chat_2);
    EXPECT_FALSE(queue.list[1].offered_to);
    EXPECT_EQ(queue.why, protocol::queue_reason::next) << "of the first in the line";
    EXPECT_EQ(frame->tiles.waiting, 2);
    EXPECT_EQ(frame->tiles.ringing, 1);
    EXPECT_EQ(frame->tiles.longest_wait_ms, 3'000);

    accept(chat_1);
    frame = next();
    EXPECT_EQ(frame->tiles.ringing, 1) << "the second, now that she is free to decide";
    EXPECT_EQ(frame->queues.at(0).waiting, 1);
    EXPECT_EQ(frame->queues.at(0).why, protocol::queue_reason::none) << "the line is empty";
}

TEST_F(WallBoard, WaitsCountFromThePresentOneAndNotFromThePlaceInTheLine) {
    open(chat_1, wang);
    clock.pass(600'000);
    book.find(chat_1)->row.waiting_from = clock.wall(); // was served, and handed over
    clock.pass(4'000);
    const auto frame = next();
    EXPECT_EQ(frame->tiles.longest_wait_ms, 4'000);
    EXPECT_EQ(frame->queues.at(0).longest_wait_from->ms, clock.wall().ms - 4'000);
    EXPECT_EQ(frame->queues.at(0).list.at(0).waiting_from.ms, clock.wall().ms - 4'000);
    EXPECT_EQ(frame->queues.at(0).list.at(0).queued_at.ms, clock.wall().ms - 604'000);
}

TEST_F(WallBoard, AskedForItIsFullAgainUnderTheNextNumber) {
    ASSERT_TRUE(next());
    board.ask_full();
    const auto frame = next();
    ASSERT_TRUE(frame);
    EXPECT_TRUE(frame->full);
    EXPECT_EQ(frame->version, 2U);
    EXPECT_EQ(frame->queues.size(), 2U);
    EXPECT_TRUE(frame->gone.empty());
}

TEST_F(WallBoard, WhoeverIsGoneIsNamed) {
    ASSERT_TRUE(next());
    say(command::remove_agent{ben});
    names.skills.erase(names.skills.begin() + 1);
    const auto frame = next();
    ASSERT_TRUE(frame);
    EXPECT_FALSE(frame->full);
    const std::vector<std::string> gone{presale.text(), ben.text()};
    EXPECT_EQ(frame->gone, gone);
    EXPECT_FALSE(next());
}

// They are counted and take conversations, so they are shown.
TEST_F(WallBoard, ASupervisorWhoTakesConversationsIsAmongTheAgents) {
    names.staff[2].skills = {{returns, 4}};
    say(command::define_agent{sue, {{returns, 4}}, 2, false, {}});
    online(sue);
    const auto frame = next();
    EXPECT_EQ(frame->tiles.agents_online, 1);
    const auto cell = std::ranges::find(frame->agents, sue, &protocol::wall_agent::staff);
    ASSERT_NE(cell, frame->agents.end());
    EXPECT_EQ(cell->presence, protocol::presence::online);
}

TEST_F(WallBoard, ASupervisorWhoTakesNoOffersIsShownWhileTheyHaveAChat) {
    command::define_agent define;
    define.staff = sue;
    define.takes_offers = false;
    say(define);
    say(command::agent_connected{sue});
    const auto before = next();
    ASSERT_TRUE(before);
    EXPECT_EQ(std::ranges::count(before->agents, sue, &protocol::wall_agent::staff), 0);
    open(chat_1, wang);
    say(command::take_over{chat_1, sue});
    const auto frame = next();
    const auto cell = std::ranges::find(frame->agents, sue, &protocol::wall_agent::staff);
    ASSERT_NE(cell, frame->agents.end());
    EXPECT_EQ(cell->load, 1);
    EXPECT_EQ(cell->capacity, 0) << "nothing is offered to them";
    EXPECT_EQ(frame->tiles.agents_online, 0);
    EXPECT_EQ(frame->tiles.active, 1);
    say(command::end{chat_1, routing::ended_by::supervisor, {}});
    say(command::end{chat_1, routing::ended_by::supervisor, {}});
    EXPECT_EQ(next()->gone, std::vector{sue.text()});
}

TEST_F(WallBoard, TilesCountAgentsPlacesAndLateReplies) {
    online(ann);
    online(ben);
    say(command::set_presence{ben, routing::presence::away, "meal"});
    auto frame = next();
    EXPECT_EQ(frame->tiles.agents_online, 1);
    EXPECT_EQ(frame->tiles.agents_ready, 1);
    EXPECT_EQ(frame->tiles.capacity_free, 2);

    open(chat_1, wang);
    const auto offer = desk.find_conversation(chat_1)->offer;
    ASSERT_TRUE(offer);
    say(command::accept{*offer, ann});
    auto& row = book.find(chat_1)->row;
    row.state = storage::conversation_state::active;
    row.waiting_since = clock.wall();
    frame = next();
    EXPECT_EQ(frame->tiles.active, 1);
    EXPECT_EQ(frame->tiles.late, 0);
    EXPECT_EQ(frame->tiles.capacity_free, 1);
    const auto cell = std::find_if(frame->agents.begin(), frame->agents.end(), [](const auto& a) {
        return a.staff == ann;
    });
    ASSERT_NE(cell, frame->agents.end());
    EXPECT_EQ(cell->load, 1);
    EXPECT_EQ(cell->longest_unanswered_since, clock.wall());

    clock.pass(100'000);
    frame = next();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->tiles.late, 1);
}

TEST_F(WallBoard, TheServiceLevelFallsWithWhoeverWaitsPastTheTargetAndIsToldThen) {
    today.begin_day(clock.wall());
    for (int served = 0; served < 3; ++served)
        today.accepted(clock.wall(), 1'000, 60'000);
    open(chat_1, wang);
    open(chat_2, chen);
    book.find(chat_2)->row.generation = 1; // was served before, and counted
    EXPECT_DOUBLE_EQ(*next()->tiles.service_level, 1.0);
    clock.pass(60'000);
    EXPECT_FALSE(next()) << "just in time still";
    clock.pass(1);
    const auto frame = next();
    ASSERT_TRUE(frame);
    EXPECT_DOUBLE_EQ(*frame->tiles.service_level, 0.75);
}

// Nobody else is offered to an agent who is being asked, however many she could take.
TEST_F(WallBoard, RoomIsCountedOnlyOfThoseWhoAreReady) {
    online(ann);
    online(ben);
    EXPECT_EQ(next()->tiles.capacity_free, 4);
    open(chat_1, wang); // rings at Ann's
    auto frame = next();
    EXPECT_EQ(frame->tiles.agents_ready, 1);
    EXPECT_EQ(frame->tiles.capacity_free, 2) << "Ben's";
    accept(chat_1);
    frame = next();
    EXPECT_EQ(frame->tiles.agents_ready, 2);
    EXPECT_EQ(frame->tiles.capacity_free, 3);
}

} // namespace
} // namespace kefu::tests
