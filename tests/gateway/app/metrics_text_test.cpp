#include "gateway/app/metrics_text.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>

namespace kefu::tests {
namespace {

using gateway::app::metrics_input;
using gateway::app::metrics_text;

bool is_name(const std::string& text) {
    return text.starts_with("kefu_") &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

// Reads the exposition format (# HELP, # TYPE, then the sample) and refuses anything else.
std::map<std::string, std::uint64_t> parsed(const std::string& text) {
    std::map<std::string, std::uint64_t> values;
    std::map<std::string, std::string> types;
    std::set<std::string> helped;
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string first;
        std::string second;
        std::string name;
        words >> first;
        if (first != "#") {
            std::uint64_t value = 0;
            std::string rest;
            EXPECT_TRUE(is_name(first) && (words >> value) && !(words >> rest)) << line;
            EXPECT_TRUE(helped.contains(first) && types.contains(first)) << line;
            EXPECT_EQ(types[first] == "counter", first.ends_with("_total")) << line;
            EXPECT_TRUE(values.emplace(first, value).second) << line;
            continue;
        }
        words >> second >> name;
        EXPECT_TRUE(is_name(name)) << line;
        if (second == "HELP") {
            EXPECT_TRUE(helped.insert(name).second) << line;
        } else {
            std::string type;
            EXPECT_TRUE(second == "TYPE" && (words >> type)) << line;
            EXPECT_TRUE(type == "counter" || type == "gauge") << line;
            types[name] = type;
        }
    }
    return values;
}

TEST(MetricsText, IsPrometheusText) {
    const auto text = metrics_text({});
    EXPECT_TRUE(text.ends_with("\n"));
    EXPECT_GT(parsed(text).size(), 30U);
}

TEST(MetricsText, ShowsWhatIsCountedOfAFloodAndOfATooLongQueue) {
    gateway::net::shard_metrics one;
    gateway::net::shard_metrics two;
    one.upgrades_refused.add(1);
    two.upgrades_refused.add(2);
    one.unauthenticated_closed.add(4);
    two.durable_dropped.add(5);
    one.tasks_waiting_max.raise_to(6);
    two.tasks_waiting_max.raise_to(7);
    one.task_wait_us_max.raise_to(11);
    metrics_input input;
    input.shards = {&one, &two};
    input.records.read_errors = 8;
    input.records.read_queue_depth = 9;
    input.records.repeated_batches = 12;
    input.live.emplace().counters.local_tickets = 10;
    input.live->counters.unreadable_leases = 13;
    const auto values = parsed(metrics_text(input));
    EXPECT_EQ(values.at("kefu_upgrades_refused_total"), 3U);
    EXPECT_EQ(values.at("kefu_unauthenticated_closed_total"), 4U);
    EXPECT_EQ(values.at("kefu_durable_dropped_total"), 5U);
    EXPECT_EQ(values.at("kefu_tasks_waiting_max"), 7U);
    EXPECT_EQ(values.at("kefu_task_wait_us_max"), 11U);
    EXPECT_EQ(values.at("kefu_read_errors_total"), 8U);
    EXPECT_EQ(values.at("kefu_read_queue"), 9U);
    EXPECT_EQ(values.at("kefu_repeated_batches_total"), 12U);
    EXPECT_EQ(values.at("kefu_redis_local_tickets_total"), 10U);
    EXPECT_EQ(values.at("kefu_redis_unreadable_leases_total"), 13U);
}

TEST(MetricsText, TellsWhetherItServesAndWhatRoomTheRecordHas) {
    metrics_input input;
    input.ready = true;
    input.records.writable = false;
    input.records.disk_free_bytes = 1'234;
    const auto values = parsed(metrics_text(input));
    EXPECT_EQ(values.at("kefu_ready"), 1U);
    EXPECT_EQ(values.at("kefu_record_writable"), 0U);
    EXPECT_EQ(values.at("kefu_disk_free_bytes"), 1'234U);
}

TEST(MetricsText, SaysNothingOfARedisThatThereIsNot) {
    EXPECT_FALSE(parsed(metrics_text({})).contains("kefu_redis_up"));
}

TEST(MetricsText, SumsTheShardsAndTakesTheLongestTurn) {
    gateway::net::shard_metrics one;
    gateway::net::shard_metrics two;
    one.messages_in.add(3);
    two.messages_in.add(4);
    two.accept_full.add(2);
    two.hints_dropped.add(14);
    metrics_input input;
    input.shards = {&one, &two};
    input.desk.rebuilds = 2;
    input.tallies.waiting = 9;
    input.records.commits = 11;
    input.live.emplace().up = true;
    input.answers_refused = 6;
    input.readings_refused = 5;
    input.requests_refused = 13;
    input.visitors_refused = 7;
    input.pages_refused = 17;
    input.sign_ins_late = 19;
    input.visitors_forgotten = 16;
    input.writers_refused = 8;
    input.customer_writes_refused = 14;
    input.unanswered_refused = 15;
    input.catalog_failures = 10;
    input.catalog_behind = true;
    input.desk_refused = 12;
    input.desk_wait_us_max = 18;
    const auto values = parsed(metrics_text(input));
    EXPECT_EQ(values.at("kefu_messages_in_total"), 7U);
    EXPECT_EQ(values.at("kefu_accept_full_total"), 2U);
    EXPECT_EQ(values.at("kefu_hints_dropped_total"), 14U);
    EXPECT_EQ(values.at("kefu_desk_rebuilds_total"), 2U);
    EXPECT_EQ(values.at("kefu_waiting"), 9U);
    EXPECT_EQ(values.at("kefu_commits_total"), 11U);
    EXPECT_EQ(values.at("kefu_redis_up"), 1U);
    EXPECT_EQ(values.at("kefu_answers_refused_total"), 6U);
    EXPECT_EQ(values.at("kefu_readings_refused_total"), 5U);
    EXPECT_EQ(values.at("kefu_requests_refused_total"), 13U);
    EXPECT_EQ(values.at("kefu_visitors_refused_total"), 7U);
    EXPECT_EQ(values.at("kefu_pages_refused_total"), 17U);
    EXPECT_EQ(values.at("kefu_sign_ins_late_total"), 19U);
    EXPECT_EQ(values.at("kefu_visitors_forgotten_total"), 16U);
    EXPECT_EQ(values.at("kefu_writers_refused_total"), 8U);
    EXPECT_EQ(values.at("kefu_customer_writes_refused_total"), 14U);
    EXPECT_EQ(values.at("kefu_unanswered_refused_total"), 15U);
    EXPECT_EQ(values.at("kefu_catalog_failures_total"), 10U);
    EXPECT_EQ(values.at("kefu_catalog_behind"), 1U);
    EXPECT_EQ(values.at("kefu_desk_refused_total"), 12U);
    EXPECT_EQ(values.at("kefu_desk_wait_us_max"), 18U);
}

// Names and numbers only: no labels, so nothing of a person can get in.
TEST(MetricsText, HoldsNothingPersonal) {
    const auto text = metrics_text({});
    EXPECT_EQ(text.find('{'), std::string::npos);
    EXPECT_EQ(text.find('"'), std::string::npos);
    EXPECT_EQ(text.find('@'), std::string::npos);
}

} // namespace
} // namespace kefu::tests
