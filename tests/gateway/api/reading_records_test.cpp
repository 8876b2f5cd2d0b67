#include "gateway/api/routes.hpp"
#include "tests/gateway/api/api_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>

// Pages of service records: what they show, and that others' are written down.
namespace kefu::tests {
namespace {

using namespace gateway::api;

class ReadingRecords : public testing::Test {
protected:
    ReadingRecords() { bench.store.put(customer_named(wang, "王小明")); }
    unsigned read(void (*handle)(api_call), const std::string& id, routing::staff_id who) {
        bench.caller = who;
        return bench.call(handle, id, {}).status;
    }
    api_bench bench;
};

TEST_F(ReadingRecords, ReadsEachCustomersNameOnce) {
    storage::service_record_row record;
    record.organisation = our_shop;
    record.staff = ann;
    for (std::uint8_t n = 1; n <= 4; ++n) {
        record.conversation = make_id<routing::conversation_id>(n);
        record.customer = n == 4 ? chen : wang; // chen is not there
        bench.store.put(record);
    }
    bench.caller = ann;
    const auto before = bench.store.read_count();
    const auto answer = bench.call(get_records, {}, {});
    EXPECT_EQ(bench.store.read_count() - before, 3U) << "the page, and two customers";
    const auto list = boost::json::parse(*answer.body).at("records").as_array();
    ASSERT_EQ(list.size(), 4U);
    const auto named = [&](const char* name) {
        return std::ranges::count(list, name, [](const auto& one) {
            return std::string(one.at("customer").as_string());
        });
    };
    EXPECT_EQ(named("王*明"), 3) << *answer.body;
    EXPECT_EQ(named(""), 1);
}

TEST_F(ReadingRecords, ShowsNobodyWithoutTheirNameBecauseTheStoreIsBusy) {
    storage::service_record_row record;
    record.organisation = our_shop;
    record.conversation = chat_1;
    record.staff = ann;
    record.customer = wang;
    bench.store.put(record);
    bench.store.fail_reads(storage::store_error::overloaded, "customer");
    EXPECT_EQ(read(get_records, {}, sue), 503U);
    EXPECT_EQ(bench.audits_of("records.read"), 0) << "nothing was shown";
    bench.store.fail_reads(storage::store_error::corrupt, "customer");
    EXPECT_EQ(read(get_records, {}, sue), 200U) << "a damaged customer takes no record away";
}

TEST_F(ReadingRecords, OfOthersIsWrittenDown) {
    EXPECT_EQ(read(get_records, {}, ann), 200U) << "an agent's own";
    EXPECT_EQ(bench.audits_of("records.read"), 0);
    EXPECT_EQ(read(get_records, {}, sue), 200U);
    ASSERT_EQ(bench.audits_of("records.read"), 1);
    EXPECT_EQ(bench.store.audits().back().object, our_shop.text());
    EXPECT_EQ(bench.store.audits().back().by.id, sue.bits);
    bench.store.fail_saves(storage::store_error::unavailable);
    EXPECT_EQ(read(get_records, {}, sue), 503U);
}

TEST_F(ReadingRecords, ByOrderFindsAnAgentOnlyTheirOwn) {
    storage::service_record_row record;
    record.organisation = our_shop;
    record.conversation = chat_1;
    record.staff = ann;
    record.order_number = "KF 1";
    bench.store.put(record);
    const auto found = [this](const std::string& target, routing::staff_id who) {
        bench.caller = who;
        bench.target = target;
        const auto answer = bench.call(get_records, {}, {});
        EXPECT_EQ(answer.status, 200U);
        return boost::json::parse(*answer.body).at("records").as_array();
    };
    ASSERT_EQ(found("/api/records?order=KF%201", sue).size(), 1U);
    EXPECT_EQ(bench.audits_of("records.read"), 1);
    EXPECT_EQ(found("/api/records?order=KF%201", ann).at(0).at("order"), "KF 1");
    EXPECT_TRUE(found("/api/records?order=KF%201", ben).empty());
    EXPECT_TRUE(found("/api/records?order=KF", sue).empty());
    bench.target = "/api/records?order=" + std::string(64, '1');
    EXPECT_EQ(read(get_records, {}, sue), 200U) << "as long as a chat's may be";
    bench.target = "/api/records?order=" + std::string(65, '1');
    EXPECT_EQ(read(get_records, {}, sue), 400U);
}

TEST_F(ReadingRecords, ByTopicShowsThatOneAlone) {
    storage::service_record_row record;
    record.organisation = our_shop;
    record.staff = ann;
    for (std::uint8_t n = 1; n <= 3; ++n) {
        record.conversation = make_id<routing::conversation_id>(n);
        record.topic = n == 2 ? "return" : "order";
        bench.store.put(record);
    }
    bench.caller = sue;
    const auto count_of = [this](const std::string& asked) {
        bench.target = "/api/records" + asked;
        const auto answer = bench.call(get_records, {}, {});
        return boost::json::parse(*answer.body).at("records").as_array().size();
    };
    EXPECT_EQ(count_of(""), 3U);
    EXPECT_EQ(count_of("?topic=order"), 2U);
    EXPECT_EQ(count_of("?topic=return&staff=" + ann.text()), 1U);
    EXPECT_EQ(count_of("?topic=ret"), 0U);
}

TEST_F(ReadingRecords, ByWhatCannotBeReadShowsNothing) {
    bench.caller = sue;
    for (const auto* name : {"order", "topic", "staff", "before", "limit"}) {
        for (const auto* value : {"%zz", "%", "A%00", "%ff"}) {
            bench.target = std::string("/api/records?") + name + "=" + value;
            const auto answer = bench.call(get_records, {}, {});
            ASSERT_EQ(answer.status, 400U) << bench.target;
            EXPECT_EQ(boost::json::parse(*answer.body).at("text"), name) << bench.target;
        }
    }
    bench.target = "/api/records?order=1&order=2";
    EXPECT_EQ(read(get_records, {}, sue), 400U);
    EXPECT_EQ(bench.audits_of("records.read"), 0);
    bench.target = "/api/conversations/x/transcript?utc_offset_min=%zz";
    EXPECT_EQ(read(get_conversation_transcript, chat_1.text(), ann), 400U);
}

TEST_F(ReadingRecords, GoesOnWhereThePageEndedAlsoWithinAMillisecond) {
    std::vector<std::string> all;
    for (std::uint8_t n = 1; n <= 3; ++n) {
        storage::service_record_row record;
        record.organisation = our_shop;
        record.conversation = make_id<routing::conversation_id>(n);
        record.staff = ann;
        record.wrapped_up_at = {1'000};
        bench.store.put(record);
        all.insert(all.begin(), record.conversation.text());
    }
    bench.caller = ann;
    std::vector<std::string> seen;
    std::string before;
    do {
        bench.target = "/api/records?limit=2" + (before.empty() ? "" : "&before=" + before);
        const auto answer = bench.call(get_records, {}, {});
        ASSERT_EQ(answer.status, 200U);
        const auto page = boost::json::parse(*answer.body).as_object();
        for (const auto& record : page.at("records").as_array())
            seen.emplace_back(record.at("conversation").as_string());
        ASSERT_EQ(page.contains("next"), page.at("more").as_bool());
        before = page.contains("next") ? std::string(page.at("next").as_string()) : "";
    } while (!before.empty());
    EXPECT_EQ(seen, all);
    bench.target = "/api/records?before=1000";
    EXPECT_EQ(read(get_records, {}, ann), 200U) << "a time alone";
    bench.target = "/api/records?before=1000.x";
    EXPECT_EQ(read(get_records, {}, ann), 400U);
}

} // namespace
} // namespace kefu::tests
