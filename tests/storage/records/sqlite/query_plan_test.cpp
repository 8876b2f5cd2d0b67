#include <algorithm>
#include <deque>
#include <gtest/gtest.h>
#include <mutex>
#include <sqlite3.h>
#include <string_view>
#include <vector>

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

// Every statement that any connection runs which is opened while it lives. One at a time.
class statements_run {
public:
    statements_run() {
        watching = this;
        sqlite3_auto_extension(entry_point);
    }
    ~statements_run() {
        sqlite3_cancel_auto_extension(entry_point);
        watching = nullptr;
    }
    statements_run(const statements_run&) = delete;
    statements_run& operator=(const statements_run&) = delete;

    [[nodiscard]] auto count(std::string_view statement) const {
        const std::lock_guard lock(mutex_);
        return std::count(run_.begin(), run_.end(), statement);
    }

private:
    static int watch(sqlite3* opened, char**, const sqlite3_api_routines*) {
        return sqlite3_trace_v2(opened, SQLITE_TRACE_STMT, note, watching);
    }
    static int note(unsigned, void* self, void* statement, void*) {
        auto& one = *static_cast<statements_run*>(self);
        const std::lock_guard lock(one.mutex_);
        one.run_.emplace_back(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
        return 0;
    }
    // SQLite asks for one of this type and calls it as what it is.
    inline static void (*const entry_point)() = reinterpret_cast<void (*)()>(watch);
    inline static statements_run* watching = nullptr;

    mutable std::mutex mutex_; // the writing thread's connection is among them
    std::vector<std::string> run_;
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

TEST(StatementsRun, AMessageTakesTheOneThatTouchesNoIndexAndAnAssignmentTheOther) {
    const statements_run run;
    sqlite_place place;
    auto& store = place.open();
    ASSERT_TRUE(append_to(store, start(1, 1)));
    const auto in_place = [&] {
        return run.count(sqlite::statements::update_conversation_in_place);
    };
    const auto with_indexes = [&] { return run.count(sqlite::statements::update_conversation); };
    const auto in_place_before = in_place();
    const auto with_indexes_before = with_indexes();
    ASSERT_TRUE(append_to(store, say(1, message({}, "hello", 1))));
    EXPECT_EQ(in_place(), in_place_before + 1);
    EXPECT_EQ(with_indexes(), with_indexes_before);
    conversation_change taken;
    taken.state = conversation_state::active;
    taken.assignee = amy;
    ASSERT_TRUE(append_to(store, change_of(1, taken)));
    EXPECT_EQ(in_place(), in_place_before + 1);
    EXPECT_EQ(with_indexes(), with_indexes_before + 1);
    place.close(); // its connections tell `run` of what they do
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
