#include "gateway/chat/offer_view.hpp"
#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace protocol = gateway::protocol;

class OfferView : public testing::Test {
protected:
    OfferView() {
        live.conversation = chat_1;
        live.staff = ben;
        live.deadline = now + 20'000;
        live.reasons.need = {returns, 1};
        live.reasons.candidates = {{ben, 2, 1, 2, 0, true, false}};
        entry.row = waiting_row(chat_1, wang);
        entry.row.state = storage::conversation_state::offered;
        entry.row.waiting_from = {opening_time.ms + 60'000};
        entry.customer = customer_named(wang, "王小明");
    }
    storage::event transfer_at(routing::wall_time at, std::string note) {
        storage::event made;
        made.kind = storage::event_kind::transferred;
        made.at = at;
        made.body = protocol::encode_body(protocol::body::transferred{
            ann, ben, {}, "Ben", std::move(note)});
        return made;
    }
    protocol::offer shown() {
        return offer_view_of(
            {.live = live,
             .entry = entry,
             .names = names,
             .now = now + 5'000,
             .at = {opening_time.ms + 65'000}}
        );
    }

    catalog names = shop_catalog();
    routing::instant now{50'000};
    routing::offer live;
    open_entry entry;
};

TEST_F(OfferView, CountsThePresentWaitAndWhatIsLeftToDecide) {
    const auto offer = shown();
    EXPECT_EQ(offer.waited_ms, 5'000);
    EXPECT_EQ(offer.expires_in_ms, 15'000);
    EXPECT_EQ(offer.card.waiting_from, entry.row.waiting_from);
    EXPECT_EQ(offer.why, (protocol::offer_reason{"Returns", 2, 0.5, true}));
    EXPECT_FALSE(offer.handover);
}

TEST_F(OfferView, NamesTheColleagueWhoHandsItOverAndTheNote) {
    entry.handover = transfer_at(entry.row.waiting_from, "asks about kettles");
    EXPECT_EQ(shown().handover, (protocol::offer_handover{"Ann", "asks about kettles"}));
}

// After a restart an earlier transfer may be all that is known of the log's middle.
TEST_F(OfferView, ATransferThatBeganAnEarlierWaitIsNoHandover) {
    entry.handover = transfer_at(opening_time, "long ago");
    EXPECT_FALSE(shown().handover);
}

storage::event said_by(storage::author_role who, std::uint64_t seq, std::string text) {
    storage::event said;
    said.kind = storage::event_kind::message;
    said.seq = seq;
    said.by.role = who;
    said.body = protocol::encode_body(protocol::body::message{std::move(text), false});
    return said;
}

TEST_F(OfferView, QuotesTheCustomerAndNotWhatWasAnswered) {
    const auto quoted = [this] {
        const auto offer = shown();
        return offer.card.preview ? offer.card.preview->text : "";
    };
    EXPECT_EQ(quoted(), "");
    take_in(entry, said_by(storage::author_role::system, 1, "Welcome!"));
    EXPECT_EQ(quoted(), "") << "nobody has said what they want";
    take_in(entry, said_by(storage::author_role::customer, 2, "It is broken"));
    take_in(entry, said_by(storage::author_role::agent, 3, "Let me pass you on"));
    EXPECT_EQ(quoted(), "It is broken");
    EXPECT_EQ(shown().card.preview->by, storage::author_role::customer);
    EXPECT_EQ(card_of(entry).preview->text, "Let me pass you on") << "a card quotes the last";
}

// A restart reads the ends of a log; what was told meanwhile may be newer, or older.
TEST_F(OfferView, QuotesTheNewestOfWhatIsHeardInAnyOrder) {
    take_in(entry, said_by(storage::author_role::customer, 5, "newer"));
    auto before = entry;
    entry.row.seq_top = 6;
    take_in(entry, waiting_row(chat_1, wang), {said_by(storage::author_role::customer, 4, "old")});
    EXPECT_EQ(shown().card.preview->text, "newer");
    before.row.seq_top = 8;
    take_in(before, said_by(storage::author_role::customer, 8, "newest"));
    keep_newer(entry, before);
    EXPECT_EQ(shown().card.preview->text, "newest");
}

TEST_F(OfferView, AClockThatWasSetBackMakesNoNegativeTimes) {
    entry.row.waiting_from = {opening_time.ms + 900'000};
    live.deadline = now;
    EXPECT_EQ(shown().waited_ms, 0);
    EXPECT_EQ(shown().expires_in_ms, 0);
}

} // namespace
} // namespace kefu::tests
