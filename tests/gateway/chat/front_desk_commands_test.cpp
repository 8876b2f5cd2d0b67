#include "tests/gateway/chat/desk_bench.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {

using gateway::chat::desk_answer;
using gateway::protocol::error;
using storage::conversation_state;
using storage::event_kind;
namespace protocol = gateway::protocol;

namespace {

protocol::conversation_end ending(std::uint8_t k, std::uint64_t generation = 1) {
    return {1, key(k), chat_1, generation};
}
protocol::wrap_up_save form(std::uint8_t k, std::uint64_t generation = 1) {
    return {2, key(k), chat_1, generation, "return", "price", protocol::solved::yes, "a new lamp"};
}
protocol::conversation_transfer passing_on(std::uint8_t k, std::uint64_t generation = 1) {
    return {3, key(k), chat_1, generation, std::nullopt, presale, "asks about kettles"};
}

// Ann serves chat_1.
class FrontDeskCommands : public testing::Test {
protected:
    FrontDeskCommands() {
        bench.start();
        bench.come_online(ann);
        bench.serve(chat_1, wang, ann);
    }
    template <class Act>
    desk_answer answer_to(Act act) {
        std::optional<desk_answer> answer;
        act(bench.note(answer));
        bench.settle();
        EXPECT_TRUE(answer) << "not answered";
        return answer.value_or(desk_answer::no(error::internal));
    }
    desk_answer end(std::uint8_t k, std::uint64_t generation = 1) {
        return answer_to([&](auto reply) { bench.desk->end(ann, ending(k, generation), reply); });
    }
    desk_answer wrap_up(std::uint8_t k) {
        return answer_to([&](auto reply) { bench.desk->wrap_up(ann, form(k), reply); });
    }
    desk_answer transfer(std::uint8_t k) {
        return answer_to([&](auto reply) { bench.desk->transfer(ann, passing_on(k), reply); });
    }
    desk_bench bench;
};

TEST_F(FrontDeskCommands, EndBeginsTheWrapUpAndWrapUpCloses) {
    EXPECT_FALSE(end(1).error);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::wrap_up);
    bench.pass(5'000);
    EXPECT_FALSE(wrap_up(2).error);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::closed);
    const auto records = bench.store.records();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].staff, ann);
    EXPECT_EQ(records[0].solution, "a new lamp");
    EXPECT_EQ(records[0].wrapped_up_at.ms - records[0].ended_at.ms, 5'000);
    EXPECT_FALSE(bench.desk->find_card(chat_1));
    const auto gone = bench.floor.to_staff_of(ann, "card.gone");
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_NE(gone[0].find("\"why\":\"closed\""), std::string::npos);
    EXPECT_FALSE(bench.floor.follows(ann, chat_1));
}

TEST_F(FrontDeskCommands, AStaleGenerationIsRefusedAndNothingIsWritten) {
    const auto before = bench.store.log_of(chat_1).size();
    EXPECT_EQ(end(1, 7).error, error::stale_assignment);
    EXPECT_EQ(bench.store.log_of(chat_1).size(), before);
    EXPECT_TRUE(bench.desk->is_ready());
}

TEST_F(FrontDeskCommands, AnothersConversationIsNotTheirs) {
    const auto answer = answer_to([&](auto reply) { bench.desk->end(ben, ending(1), reply); });
    EXPECT_TRUE(answer.error);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
}

TEST_F(FrontDeskCommands, ARepeatedEndAnswersOkAndLeavesOneEvent) {
    EXPECT_FALSE(end(1).error);
    EXPECT_FALSE(end(1).error);
    EXPECT_TRUE(end(2).error); // another act: it is over already
    const auto kinds = bench.kinds_of(chat_1);
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), event_kind::ended), 1);
    EXPECT_TRUE(bench.desk->is_ready());
}

TEST_F(FrontDeskCommands, ARepeatedWrapUpAnswersOkAndLeavesOneRecord) {
    EXPECT_FALSE(end(1).error);
    EXPECT_FALSE(wrap_up(2).error);
    EXPECT_FALSE(wrap_up(2).error);
    EXPECT_EQ(wrap_up(3).error, error::forbidden);
    EXPECT_EQ(bench.store.records().size(), 1U);
}

TEST_F(FrontDeskCommands, ARepeatedTransferAnswersOkAndLeavesOneEvent) {
    EXPECT_FALSE(transfer(1).error);
    EXPECT_FALSE(transfer(1).error);
    const auto kinds = bench.kinds_of(chat_1);
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), event_kind::transferred), 1);
    const auto row = bench.store.row(chat_1);
    EXPECT_EQ(row->generation, 2U);
    EXPECT_EQ(row->skill, presale);
    EXPECT_FALSE(bench.floor.follows(ann, chat_1));
}

TEST_F(FrontDeskCommands, ARepeatThatTheRecordCannotAnswerMayBeTriedAgain) {
    EXPECT_FALSE(end(1).error);
    bench.store.fail_appends(1, storage::store_error::unavailable);
    EXPECT_EQ(end(1).error, error::unavailable);
    EXPECT_FALSE(end(1).error);
}

// A client that uses a key twice must not stop the desk for everybody.
TEST_F(FrontDeskCommands, AKeyUsedForTwoActsDoesNotFreezeTheDesk) {
    bench.serve(chat_2, chen, ann);
    EXPECT_FALSE(end(1).error);
    const auto other = answer_to([&](auto reply) {
        bench.desk->end(ann, {1, key(1), chat_2, 1}, reply);
    });
    EXPECT_FALSE(other.error);
    EXPECT_FALSE(wrap_up(1).error);
    EXPECT_TRUE(bench.desk->is_ready());
    EXPECT_EQ(bench.counters().failed_writes, 0U);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::closed);
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::wrap_up);
}

TEST_F(FrontDeskCommands, TransferToAColleagueIsOfferedToThemOnly) {
    bench.come_online(ben);
    const auto answer = answer_to([&](auto reply) {
        bench.desk->transfer(ann, {3, key(1), chat_1, 1, ben, std::nullopt, "please"}, reply);
    });
    EXPECT_FALSE(answer.error);
    EXPECT_EQ(bench.floor.to_staff_of(ben, "offer").size(), 1U);
    EXPECT_EQ(bench.store.row(chat_1)->assignee, ben);
}

TEST_F(FrontDeskCommands, TransferToNobodyIsUnavailable) {
    const auto absent = answer_to([&](auto reply) {
        bench.desk->transfer(ann, {3, key(1), chat_1, 1, ben, std::nullopt, "please"}, reply);
    });
    EXPECT_EQ(absent.error, error::target_unavailable);
    const auto unknown = answer_to([&](auto reply) {
        auto what = passing_on(2);
        what.to_skill = make_id<routing::skill_id>(99);
        bench.desk->transfer(ann, what, reply);
    });
    EXPECT_EQ(unknown.error, error::target_unavailable);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
}

TEST_F(FrontDeskCommands, TransferToAnotherShopsSkillIsUnavailable) {
    const auto answer = answer_to([&](auto reply) {
        auto what = passing_on(1);
        what.to_skill = make_id<routing::skill_id>(33);
        bench.desk->transfer(ann, what, reply);
    });
    EXPECT_EQ(answer.error, error::target_unavailable);
}

TEST_F(FrontDeskCommands, ASupervisorAssignsAndBothAgentsAreTold) {
    bench.come_online(ben);
    bench.floor.forget();
    const auto answer = answer_to([&](auto reply) {
        bench.desk->assign(sue, {4, chat_1, ben}, reply);
    });
    EXPECT_FALSE(answer.error);
    EXPECT_EQ(bench.store.row(chat_1)->generation, 2U);
    EXPECT_EQ(bench.store.row(chat_1)->assignee, ben);
    EXPECT_EQ(bench.floor.to_staff_of(ann, "card.gone").size(), 1U);
    ASSERT_FALSE(bench.floor.to_staff_of(ann, "me").empty()); // a place is free again
    EXPECT_NE(bench.floor.to_staff_of(ann, "me").back().find("\"load\":0"), std::string::npos);
    EXPECT_TRUE(bench.floor.follows(ben, chat_1));
    const auto log = bench.store.log_of(chat_1);
    const auto last = std::find_if(log.rbegin(), log.rend(), [](const auto& e) {
        return e.kind == event_kind::accepted;
    });
    ASSERT_NE(last, log.rend());
    EXPECT_EQ(last->by, (storage::author{storage::author_role::supervisor, sue.bits}));
}

TEST_F(FrontDeskCommands, TheCustomerLeavesAndTheAgentWrapsUp) {
    const auto answer = answer_to([&](auto reply) { bench.desk->leave(wang, chat_1, reply); });
    EXPECT_FALSE(answer.error);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::wrap_up);
    const auto log = bench.store.log_of(chat_1);
    EXPECT_EQ(log.back().kind, event_kind::ended);
    EXPECT_EQ(log.back().by, (storage::author{storage::author_role::customer, wang.bits}));
}

TEST_F(FrontDeskCommands, OneWhoLeavesTheLineHasAbandoned) {
    bench.open(chat_2, chen);
    bench.desk->decline(ann, bench.offer_of(ann), "busy", [](const desk_answer&) {});
    bench.settle();
    EXPECT_FALSE(answer_to([&](auto reply) { bench.desk->leave(chen, chat_2, reply); }).error);
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::abandoned);
}

TEST_F(FrontDeskCommands, OneWhoAcceptsForThemselvesIsTheAuthorOfTheAcceptance) {
    auto names = bench.names;
    names.staff[1].auto_accept = true;
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    bench.come_online(ben);
    const auto answer = answer_to([&](auto reply) {
        bench.desk->transfer(ann, {3, key(1), chat_1, 1, ben, std::nullopt, "please"}, reply);
    });
    EXPECT_FALSE(answer.error);
    const auto log = bench.store.log_of(chat_1);
    EXPECT_EQ(log.back().kind, event_kind::accepted);
    EXPECT_EQ(log.back().by, (storage::author{storage::author_role::agent, ben.bits}));
}

} // namespace
} // namespace kefu::tests
