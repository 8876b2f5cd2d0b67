#include <deque>
#include <gtest/gtest.h>

#include "storage/records/sqlite/migrations.hpp"
#include "storage/records/sqlite/statements.hpp"
#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// How SQLite finds what is asked for at each start of a talk, each message and each sync: the cost
// of one must not grow with what is stored.
namespace kefu::storage::testing {
namespace {

class QueryPlan : public ::testing::Test {
protected:
    void SetUp() override { sqlite::migrate(file_, path_); }

    std::string plan_of(const char* statement) {
        asked_.push_back("EXPLAIN QUERY PLAN " + std::string(statement));
        auto query = file_.use(asked_.back().c_str());
        std::string plan;
        while (query.step()) {
            for (int skipped = 0; skipped < 3; ++skipped)
                static_cast<void>(query.take_integer()); // id, parent, not used
            plan += query.take_text() + '\n';
        }
        EXPECT_FALSE(query.error()) << query.error().message();
        return plan;
    }

    std::size_t index_writes_of(const char* statement) {
        asked_.push_back("EXPLAIN " + std::string(statement));
        auto query = file_.use(asked_.back().c_str());
        std::size_t count = 0;
        while (query.step()) {
            static_cast<void>(query.take_integer()); // its address
            const auto step = query.take_text();
            count += step == "IdxInsert" || step == "IdxDelete" ? 1 : 0;
        }
        EXPECT_FALSE(query.error()) << query.error().message();
        return count;
    }

private:
    std::deque<std::string> asked_; // statements are kept by address
    temporary_directory directory_;
    std::string path_ = directory_.file("records.db");
    sqlite::database file_ = *sqlite::database::open(path_, sqlite::access::create);
};

} // namespace

TEST_F(QueryPlan, OfWhoServedACustomerLastIsASearchWithoutASort) {
    const auto plan = plan_of(sqlite::statements::find_last_server);
    EXPECT_NE(
        plan.find("SEARCH conversation USING INDEX conversation_served "
                  "(organisation=? AND customer=? AND state_since>?)"),
        std::string::npos
    ) << plan;
    EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
}

// Else each message would take its conversation out of indexes and put it back.
TEST_F(QueryPlan, OfWhatAMessageChangesInItsConversationTouchesNoIndex) {
    EXPECT_GT(index_writes_of(sqlite::statements::update_conversation), 0U);
    EXPECT_EQ(index_writes_of(sqlite::statements::update_conversation_in_place), 0U);
}

TEST_F(QueryPlan, OfVisitorsWhoNeverWroteIsASearchInIndexesWithoutASort) {
    const auto plan = plan_of(sqlite::statements::list_visitors);
    for (const auto* search :
         {"SEARCH c USING",
          "customer_visitors",
          "SEARCH v USING",
          "SEARCH o USING",
          "SEARCH t USING"})
        EXPECT_NE(plan.find(search), std::string::npos) << plan;
    EXPECT_EQ(plan.find("SCAN"), std::string::npos) << plan;
    EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
}

TEST_F(QueryPlan, OfEachListOfServiceRecordsIsASearchInItsIndexWithoutASort) {
    namespace all = sqlite::statements;
    const std::pair<const char*, const char*> lists[] = {
        {all::list_service_records,
         "r USING INDEX service_record_by_time "
         "(organisation=? AND (wrapped_up_at,conversation)<(?,?))"},
        {all::list_service_records_of_staff,
         "p USING COVERING INDEX took_part_in_records "
         "(organisation=? AND staff=? AND wrapped_up_at>? AND (wrapped_up_at,conversation)<(?,?))"},
        {all::list_service_records_of_topic,
         "r USING INDEX service_record_of_topic "
         "(organisation=? AND topic=? AND (wrapped_up_at,conversation)<(?,?))"},
        {all::list_service_records_of_customer,
         "r USING INDEX service_record_of_customer "
         "(organisation=? AND customer=? AND (wrapped_up_at,conversation)<(?,?))"},
        {all::list_service_records_of_order,
         "r USING INDEX service_record_of_order "
         "(organisation=? AND order_index=? AND (wrapped_up_at,conversation)<(?,?))"}};
    for (const auto& [statement, index] : lists) {
        const auto plan = plan_of(statement);
        const auto search = std::string("SEARCH ") + index;
        EXPECT_NE(plan.find(search), std::string::npos) << plan;
        EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
    }
}

TEST_F(QueryPlan, OfEachLookUpOfATalkIsASearchWithoutASort) {
    namespace all = sqlite::statements;
    for (const auto* statement :
         {all::find_conversation,
          all::find_open_conversation,
          all::find_latest_conversation,
          all::find_event_by_key,
          all::list_events_after,
          all::list_public_events_after}) {
        const auto plan = plan_of(statement);
        EXPECT_NE(plan.find("SEARCH"), std::string::npos) << statement << '\n' << plan;
        EXPECT_EQ(plan.find("SCAN"), std::string::npos) << statement << '\n' << plan;
        EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << statement << '\n' << plan;
    }
}

} // namespace kefu::storage::testing
