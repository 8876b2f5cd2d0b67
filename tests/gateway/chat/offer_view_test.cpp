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

TEST_F(OfferView, AClockThatWasSetBackMakesNoNegativeTimes) {
    entry.row.waiting_from = {opening_time.ms + 900'000};
    live.deadline = now;
    EXPECT_EQ(shown().waited_ms, 0);
    EXPECT_EQ(shown().expires_in_ms, 0);
}

} // namespace
} // namespace kefu::tests
