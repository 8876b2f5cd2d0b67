#include "gateway/chat/publication.hpp"
#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace body = gateway::protocol::body;
namespace protocol = gateway::protocol;

// One event of each kind, with staff ids in it wherever a kind has them.
std::vector<body::any> all_bodies() {
    return {
        body::opened{"return", "price", "KF1", "hello", "en"},
        body::queued{returns, 2},
        body::offered{ann, make_id<routing::offer_id>(7), {9}, {"Returns", 3, 0.5, true}},
        body::accepted{ann, "Ann", "offer"},
        body::declined{ann, "busy"},
        body::missed{ann, "timeout"},
        body::withdrawn{ann, "agent_lost"},
        body::message{"the text", false},
        body::note{"secret note"},
        body::transferred{ann, ben, std::nullopt, "Ben", "secret remark"},
        body::requeued{"agent_lost"},
        body::ended{storage::author_role::agent},
        body::wrapped_up{"return", "price", protocol::solved::yes, "secret solution"},
        body::closed{},
        body::abandoned{"customer_left"},
        body::rated{5, protocol::solved::yes, {"fast"}, "good"},
        body::parked{{99}}};
}

storage::event event_with(const body::any& what) {
    storage::event entry;
    entry.id = make_id<routing::event_id>(1);
    entry.conversation = chat_1;
    entry.kind = protocol::kind_of(what);
    entry.by = {storage::author_role::agent, ann.bits};
    entry.at = opening_time;
    entry.body = protocol::encode_body(what);
    entry.seq = 9;
    if (storage::visibility_of(entry.kind) == storage::visibility::everyone) entry.public_seq = 4;
    return entry;
}

TEST(Publication, TheCustomersFrameNeverHoldsNotesOrStaffIds) {
    const auto names = shop_catalog();
    for (const auto& what : all_bodies()) {
        const auto entry = event_with(what);
        const auto made = encode_event(entry, names);
        const auto kind = storage::name_of(entry.kind);
        ASSERT_NE(made.staff_frame, nullptr) << kind;
        if (entry.public_seq == 0) {
            EXPECT_EQ(made.customer_frame, nullptr) << kind;
            continue;
        }
        ASSERT_NE(made.customer_frame, nullptr) << kind;
        const auto text = envelope_in(made.customer_frame);
        for (const auto& hidden : {ann.text(), ben.text(), returns.text(), std::string("secret")}) {
            EXPECT_EQ(text.find(hidden), std::string::npos) << kind << ": " << text;
        }
        EXPECT_NE(text.find("\"q\":4"), std::string::npos) << text;
    }
}

TEST(Publication, StaffSeeEverythingUnderTheirOwnNumber) {
    const auto names = shop_catalog();
    for (const auto& what : all_bodies()) {
        const auto entry = event_with(what);
        const auto text = envelope_in(encode_event(entry, names).staff_frame);
        EXPECT_NE(text.find("\"q\":9"), std::string::npos) << text;
        EXPECT_NE(text.find(entry.body), std::string::npos) << text;
        EXPECT_NE(text.find("\"name\":\"Ann\""), std::string::npos) << text;
    }
}

TEST(Publication, NumbersByReader) {
    const published_event shown{9, 4, nullptr, nullptr};
    EXPECT_EQ(number_for(audience::staff, shown), 9U);
    EXPECT_EQ(number_for(audience::customer, shown), 4U);
}

TEST(Publication, IsOneWholeTextFramePerEvent) {
    const auto made = encode_publication(
        chat_1, {event_with(body::message{std::string(300, 'x'), false})}, shop_catalog()
    );
    ASSERT_EQ(made.events.size(), 1U);
    const auto& bytes = *made.events[0].staff_frame;
    EXPECT_EQ(static_cast<unsigned char>(bytes[0]), 0x81); // FIN, text
    EXPECT_EQ(static_cast<unsigned char>(bytes[1]), 126);  // not masked, two bytes of length
    const auto length =
        static_cast<unsigned char>(bytes[2]) * 256U + static_cast<unsigned char>(bytes[3]);
    EXPECT_EQ(bytes.size(), length + 4);
    EXPECT_TRUE(encode_publication(chat_1, {}, shop_catalog()).events.empty());
}

} // namespace
} // namespace kefu::tests
