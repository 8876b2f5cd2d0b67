#include "tests/storage/records/contract/record_store_contract.hpp"

// Service records as they are looked for.

namespace kefu::storage::testing {
namespace {

TEST_P(RecordStore, ListsServiceRecordsNewestFirstByStaffTopicAndTime) {
    for (std::uint64_t n = 1; n <= 6; ++n) {
        stored(start(n, n));
        auto write = write_to(n);
        write.record = record_of(n, n);
        write.record->staff = n % 2 == 0 ? ben : amy;
        write.record->topic = n <= 3 ? "return" : "complaint";
        stored(write);
    }
    const auto list = [&](record_query query) {
        query.organisation = shop;
        const auto found = ask<std::vector<service_record_row>>([&](auto done) {
            store().service_records(query, done);
        });
        std::vector<routing::conversation_id> ids;
        for (const auto& record : *found)
            ids.push_back(record.conversation);
        return ids;
    };
    const auto ids = [](std::initializer_list<std::uint64_t> numbers) {
        std::vector<routing::conversation_id> made;
        for (const auto n : numbers)
            made.push_back(conversation_id(n));
        return made;
    };
    record_query all;
    EXPECT_EQ(list(all), ids({6, 5, 4, 3, 2, 1}));
    record_query of_ben;
    of_ben.staff = ben;
    EXPECT_EQ(list(of_ben), ids({6, 4, 2}));
    record_query about_returns;
    about_returns.topic = "return";
    EXPECT_EQ(list(about_returns), ids({3, 2, 1}));
    record_query unheard_of;
    unheard_of.topic = "returns";
    EXPECT_TRUE(list(unheard_of).empty());
    of_ben.topic = "complaint";
    EXPECT_EQ(list(of_ben), ids({6, 4}));
    record_query second_page;
    second_page.before = record_cursor{{400}, {}};
    second_page.count_max = 2;
    EXPECT_EQ(list(second_page), ids({3, 2}));
}

// A store that pages by time alone leaves out, or shows twice, what was closed at its border.
TEST_P(RecordStore, PagesThroughRecordsOfOneMillisecondWithoutLeavingOneOut) {
    for (std::uint64_t n = 1; n <= 5; ++n) {
        auto begin = start(n, 8);
        begin.create->order_number = "KF 1";
        stored(begin);
        auto write = write_to(n);
        write.change = conversation_change{};
        write.change->state = conversation_state::closed;
        write.record = record_of(n, 8);
        write.record->staff = amy;
        write.record->wrapped_up_at = {n == 1 ? 99 : 100};
        stored(write);
    }
    record_query all;
    all.organisation = shop;
    auto of_staff = all;
    of_staff.staff = amy;
    auto of_customer = all;
    of_customer.customer = customer_id(8);
    auto of_order = all;
    of_order.order_number = "KF 1";
    auto of_topic = all;
    of_topic.topic = record_of(1, 8).topic;
    for (auto query : {all, of_topic, of_staff, of_customer, of_order}) {
        query.count_max = 2;
        std::vector<std::uint64_t> seen;
        for (int page = 0; page < 4; ++page) {
            const auto rows = ask<std::vector<service_record_row>>([&](auto done) {
                store().service_records(query, done);
            });
            for (const auto& row : rows.value()) {
                query.before = record_cursor{row.wrapped_up_at, row.conversation};
                for (std::uint64_t n = 1; n <= 5; ++n)
                    if (row.conversation == conversation_id(n)) seen.push_back(n);
            }
        }
        EXPECT_EQ(seen, (std::vector<std::uint64_t>{5, 4, 3, 2, 1}));
    }
}

// Whoever passed a conversation on finds its record in their list as the one does who closed it.
TEST_P(RecordStore, ListsTheRecordsOfAllInWhichSomebodyTookPart) {
    const auto given_to = [&](std::uint64_t n, routing::staff_id staff, conversation_state as) {
        auto write = write_to(n);
        write.change = conversation_change{};
        write.change->state = as;
        write.change->assignee = std::optional(staff);
        stored(write);
    };
    for (const std::uint64_t n : {1, 2, 3}) {
        stored(start(n, n));
        given_to(n, n == 3 ? ben : amy, conversation_state::active);
        if (n == 1) given_to(n, ben, conversation_state::active);
        if (n == 2) given_to(n, ben, conversation_state::offered); // who did not take it
        auto write = write_to(n);
        write.record = record_of(n, n);
        write.record->staff = n == 2 ? amy : ben;
        stored(write);
    }
    const auto list_of = [&](routing::staff_id staff) {
        record_query query;
        query.organisation = shop;
        query.staff = staff;
        const auto found = ask<std::vector<service_record_row>>([&](auto done) {
            store().service_records(query, done);
        });
        std::vector<routing::conversation_id> ids;
        for (const auto& record : *found)
            ids.push_back(record.conversation);
        return ids;
    };
    using numbers = std::vector<routing::conversation_id>;
    EXPECT_EQ(list_of(amy), (numbers{conversation_id(2), conversation_id(1)}));
    EXPECT_EQ(list_of(ben), (numbers{conversation_id(3), conversation_id(1)}));
}

TEST_P(RecordStore, FindsRecordsByTheirOrderNumberHoweverItIsWritten) {
    for (const std::uint64_t n : {1, 2, 3}) {
        auto begin = start(n, n);
        begin.create->order_number = n == 2 ? "" : "KF-2024 0815" + std::to_string(n);
        stored(begin);
        auto write = write_to(n);
        write.record = record_of(n, n);
        write.record->staff = n == 1 ? amy : ben;
        stored(write);
    }
    record_query query;
    query.organisation = shop;
    const auto found = [&](std::string number) {
        query.order_number = std::move(number);
        return *ask<std::vector<service_record_row>>([&](auto done) {
            store().service_records(query, done);
        });
    };
    ASSERT_EQ(found("#kf202408151").size(), 1U);
    EXPECT_EQ(found("#kf202408151")[0].conversation, conversation_id(1));
    EXPECT_EQ(found("#kf202408151")[0].order_number, "KF-2024 08151");
    EXPECT_TRUE(found("KF20240815").empty()) << "not by its beginning";
    EXPECT_TRUE(found(" - ").empty()) << "nothing that could be a number finds nothing";
    query.staff = ben;
    EXPECT_TRUE(found("KF202408151").empty());
    EXPECT_EQ(found("KF202408153").size(), 1U);
}

TEST_P(RecordStore, ListsWhatACustomerCameWithBeforeWhoeverServedThem) {
    for (const std::uint64_t n : {1, 2, 3}) {
        const std::uint64_t customer = n == 2 ? 9 : 8;
        stored(start(n, customer));
        auto write = write_to(n);
        write.record = record_of(n, customer);
        write.record->staff = n == 1 ? amy : ben;
        write.change = conversation_change{};
        write.change->state = conversation_state::closed;
        stored(write);
    }
    record_query query;
    query.organisation = shop;
    query.customer = customer_id(8);
    const auto found = [&] {
        return *ask<std::vector<service_record_row>>([&](auto done) {
            store().service_records(query, done);
        });
    };
    ASSERT_EQ(found().size(), 2U);
    EXPECT_EQ(found()[0].conversation, conversation_id(3));
    EXPECT_EQ(found()[1].conversation, conversation_id(1));
    EXPECT_EQ(found()[1].staff, amy);
    query.staff = ben;
    ASSERT_EQ(found().size(), 1U);
    EXPECT_EQ(found()[0].conversation, conversation_id(3));
    query.staff.reset();
    query.count_max = 1;
    EXPECT_EQ(found().size(), 1U);
}

} // namespace
} // namespace kefu::storage::testing
