#include "gateway/chat/sync_page.hpp"

#include "gateway/chat/limits.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;

// `count` messages of Ann after a note; the customer does not count the note.
storage::event_page page_of(std::uint64_t count, std::size_t text_bytes) {
    storage::event_page page;
    for (std::uint64_t i = 0; i < count; ++i) {
        storage::event entry;
        entry.id = make_id<routing::event_id>(static_cast<std::uint8_t>(i));
        entry.conversation = chat_1;
        entry.seq = i + 2;
        entry.public_seq = i + 1;
        entry.kind = storage::event_kind::message;
        entry.by = {storage::author_role::agent, ann.bits};
        entry.body = R"({"text":")" + std::string(text_bytes, 'x') + "\"}";
        page.events.push_back(entry);
    }
    page.top = count;
    return page;
}

TEST(SyncPage, GivesEachSideItsOwnNumbersAndNames) {
    const auto names = shop_catalog();
    auto from = page_of(2, 3);
    const auto customer = page_for(audience::customer, from, names);
    ASSERT_EQ(customer.events.size(), 2U);
    EXPECT_NE(customer.events[1].find("\"q\":2"), std::string::npos) << customer.events[1];
    EXPECT_EQ(customer.events[1].find(ann.text()), std::string::npos);
    EXPECT_FALSE(customer.more);
    from.top = 3;
    const auto staff = page_for(audience::staff, from, names);
    EXPECT_NE(staff.events[1].find("\"q\":3"), std::string::npos) << staff.events[1];
    EXPECT_FALSE(staff.more);
    EXPECT_EQ(staff.top, 3U);
}

TEST(SyncPage, SaysThatThereIsMoreWhenTheRecordHasMore) {
    auto from = page_of(2, 3);
    from.top = 9;
    EXPECT_TRUE(page_for(audience::customer, from, shop_catalog()).more);
}

TEST(SyncPage, EndsAfterSoManyBytesButHasAtLeastOneEvent) {
    const auto huge =
        page_for(audience::customer, page_of(3, limits::sync_bytes_max), shop_catalog());
    EXPECT_EQ(huge.events.size(), 1U);
    EXPECT_TRUE(huge.more);
    const auto many = page_for(audience::customer, page_of(100, 1'000), shop_catalog());
    EXPECT_GT(many.events.size(), 25U);
    EXPECT_LT(many.events.size(), 34U);
    EXPECT_TRUE(many.more);
}

TEST(SyncPage, OfNothingIsEmpty) {
    storage::event_page beyond;
    beyond.top = 5;
    const auto page = page_for(audience::staff, beyond, shop_catalog());
    EXPECT_TRUE(page.events.empty());
    EXPECT_FALSE(page.more);
}

} // namespace
} // namespace kefu::tests
