#include "gateway/chat/desk_teller.hpp"
#include "tests/gateway/chat/desk_stand.hpp"

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace command = routing::command;

class DeskTeller : public testing::Test {
protected:
    // Decided, recorded, told.
    void decide(const routing::any_command& what) {
        const auto effects = stand.say(what);
        for (const auto id : {chat_1, chat_2})
            stand.note_recorded(id);
        for (const auto& effect : effects) {
            const auto id = conversation_in(effect);
            if (!id) continue;
            const auto& entry = *stand.around.book.find(*id);
            teller.tell(effect, entry.row, entry);
        }
    }
    static std::optional<routing::conversation_id> conversation_in(const routing::any_effect& any) {
        std::optional<routing::conversation_id> id;
        std::visit(
            [&](const auto& e) {
                if constexpr (requires { e.conversation; }) id = e.conversation;
            },
            any
        );
        return id;
    }
    // Rings at Ann's.
    void offer(routing::conversation_id id, routing::customer_id customer) {
        stand.come_online(ann);
        entry_of(id, customer);
        decide(queue_of(stand.row(id), stand.clock.now(), stand.clock.wall()));
    }
    void entry_of(routing::conversation_id id, routing::customer_id customer) {
        open_entry entry;
        entry.row = waiting_row(id, customer);
        entry.customer = customer_named(customer, "王小明");
        stand.around.book.put(std::move(entry));
    }
    void accept(routing::conversation_id id) {
        decide(command::accept{*stand.around.desk->find_conversation(id)->offer, ann});
    }
    [[nodiscard]] bool last_to(
        routing::staff_id staff, std::string_view type, std::string_view part
    ) const {
        const auto texts = floor.to_staff_of(staff, type);
        return !texts.empty() && texts.back().find(part) != std::string::npos;
    }

    desk_stand stand;
    day_tally today;
    recording_floor floor;
    place_teller places{floor, stand.around};
    desk_teller teller{
        {.floor = floor,
         .clock = stand.clock,
         .around = stand.around,
         .today = today,
         .places = places}};
};

TEST_F(DeskTeller, AnOfferGoesToItsAgentAndTheirPlaceToTheCustomer) {
    offer(chat_1, wang);
    EXPECT_EQ(floor.to_staff_of(ann, "offer").size(), 1U);
    EXPECT_TRUE(last_to(ann, "me", "\"load\":1"));
    EXPECT_EQ(floor.to_customer_of(chat_1, "place").size(), 1U);
    EXPECT_FALSE(floor.follows(ann, chat_1)) << "an offer is no right to read";
}

TEST_F(DeskTeller, AnAcceptEndsTheOfferAndTheAgentFollows) {
    offer(chat_1, wang);
    accept(chat_1);
    EXPECT_TRUE(last_to(ann, "offer.gone", "taken"));
    EXPECT_TRUE(floor.follows(ann, chat_1));
    ASSERT_EQ(floor.to_customer_of(chat_1, "state").size(), 1U);
    EXPECT_NE(floor.to_customer_of(chat_1, "state")[0].find("Ann"), std::string::npos);
}

TEST_F(DeskTeller, WhoHandsItOverLosesTheCardAndFollowsNoMore) {
    offer(chat_1, wang);
    accept(chat_1);
    decide(command::transfer_to_skill{chat_1, {ann, stand.row(chat_1).generation}, {presale, 1}});
    EXPECT_TRUE(last_to(ann, "card.gone", "transferred"));
    EXPECT_FALSE(floor.follows(ann, chat_1));
    EXPECT_TRUE(last_to(ann, "me", "\"load\":0"));
}

// Messages of customers are published by other threads.
TEST_F(DeskTeller, NothingCanComeBetweenTheWordThatACardIsGoneAndTheEndOfItsEvents) {
    offer(chat_1, wang);
    accept(chat_1);
    floor.forget();
    decide(command::transfer_to_skill{chat_1, {ann, stand.row(chat_1).generation}, {presale, 1}});
    std::vector<said::sort> told;
    for (const auto& one : floor.log) {
        if (one.text.find("card.gone") != std::string::npos) told.push_back(one.what);
    }
    EXPECT_EQ(told, std::vector{said::sort::unfollowed});
}

TEST_F(DeskTeller, AnOfferThatWasDecidedOtherwiseMeanwhileDoesNotRing) {
    stand.come_online(ann);
    entry_of(chat_1, wang);
    const auto effects =
        stand.say(queue_of(stand.row(chat_1), stand.clock.now(), stand.clock.wall()));
    const auto offered = effect_in<routing::effect::offered>(effects);
    ASSERT_TRUE(offered);
    stand.say(command::decline{offered->offer, ann, "busy"});
    const auto& entry = *stand.around.book.find(chat_1);
    teller.tell(*offered, entry.row, entry);
    EXPECT_TRUE(floor.to_staff_of(ann, "offer").empty());
}

TEST_F(DeskTeller, NamesAreToldToThoseWhoAreHereOnceAndWhenOneHasChanged) {
    stand.come_online(ann);
    teller.tell_names();
    teller.tell_names();
    EXPECT_EQ(floor.to_staff_of(ann, "names").size(), 1U);
    auto names = shop_catalog();
    names.skills[0].name = "Returns and repairs";
    stand.around.names = std::make_shared<const catalog>(names);
    teller.tell_names();
    EXPECT_TRUE(last_to(ann, "names", "Returns and repairs"));
}

TEST_F(DeskTeller, WhatRingsIsNoneOfWhatAgentsHave) {
    offer(chat_1, wang);
    EXPECT_TRUE(teller.told_to_agents().empty());
    accept(chat_1);
    EXPECT_EQ(teller.told_to_agents(), (desk_teller::told_cards{{chat_1, ann}}));
}

TEST_F(DeskTeller, AfterARebuildOffersAreWithdrawnAndCardsThatAreNotTheirsAreTaken) {
    offer(chat_1, wang);
    accept(chat_1);
    entry_of(chat_2, chen);
    decide(queue_of(stand.row(chat_2), stand.clock.now(), stand.clock.wall()));
    const auto before = teller.told_to_agents();
    desk_stand anew; // in whose record Ann has nothing
    stand.around.desk = std::move(anew.around.desk);
    stand.around.book.clear();
    floor.forget();
    teller.tell_rebuilt(before);
    EXPECT_TRUE(last_to(ann, "offer.gone", "withdrawn"));
    EXPECT_TRUE(last_to(ann, "card.gone", "closed"));
    EXPECT_TRUE(last_to(ann, "me", "\"load\":0"));
    floor.forget();
    teller.tell_rebuilt({});
    EXPECT_TRUE(floor.to_staff_of(ann, "offer.gone").empty()) << "said once";
}

TEST_F(DeskTeller, AfterARebuildWhoHasItStillFollowsItFromWhereItStands) {
    offer(chat_1, wang);
    accept(chat_1);
    stand.around.book.find(chat_1)->row.seq_top = 9;
    floor.forget();
    teller.tell_rebuilt(teller.told_to_agents());
    EXPECT_TRUE(floor.follows(ann, chat_1));
    EXPECT_TRUE(floor.to_staff_of(ann, "card.gone").empty());
    for (const auto& one : floor.log) {
        if (one.what == said::sort::followed) {
            EXPECT_EQ(one.after, 9U);
        }
    }
}

} // namespace
} // namespace kefu::tests
