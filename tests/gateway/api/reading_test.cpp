#include "gateway/api/limits.hpp"
#include "gateway/api/read_audit.hpp"
#include "gateway/api/routes.hpp"
#include "tests/gateway/api/api_bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>

// What staff read of customers is written down before it is shown.
namespace kefu::tests {
namespace {

using namespace gateway::api;
using storage::event_kind;

storage::event accepted_by(routing::staff_id staff) {
    storage::event made;
    made.seq = 1;
    made.kind = event_kind::accepted;
    made.by = {storage::author_role::agent, staff.bits};
    made.body = R"({"staff":")" + staff.text() + R"(","name":"x","why":"offer"})";
    return made;
}

class Reading : public testing::Test {
protected:
    Reading() {
        bench.store.put(customer_named(wang, "王小明"));
        auto row = waiting_row(chat_1, wang);
        row.state = storage::conversation_state::closed;
        bench.store.put(row, {accepted_by(ann)});
    }
    unsigned read(void (*handle)(api_call), const std::string& id, routing::staff_id who) {
        bench.caller = who;
        return bench.call(handle, id, {}).status;
    }
    api_bench bench;
};

TEST_F(Reading, OfACustomersFileIsWrittenDown) {
    EXPECT_EQ(read(get_customer, wang.text(), ann), 200U);
    const auto audits = bench.store.audits();
    ASSERT_EQ(audits.size(), 1U);
    EXPECT_EQ(audits[0].action, "customer.read");
    EXPECT_EQ(audits[0].object, wang.text());
    EXPECT_EQ(audits[0].by.id, ann.bits);
    EXPECT_EQ(audits[0].organisation, our_shop);
    EXPECT_EQ(read(get_customer, chen.text(), ann), 404U);
    EXPECT_EQ(read(get_customer, wang.text(), eve), 404U) << "of another organisation";
    EXPECT_EQ(bench.audits_of("customer.read"), 1);
}

TEST_F(Reading, OfACustomersFileTellsWhatTheyCameWithBeforeWhicheverColleagueServedThem) {
    storage::service_record_row record;
    record.organisation = our_shop;
    record.conversation = chat_1;
    record.staff = sue;
    record.topic = "return";
    record.solved = "partly";
    record.solution = "寄出新品";
    record.ended_at = {30};
    record.score = 4;
    for (const auto customer : {wang, chen}) {
        record.customer = customer;
        bench.store.put(record);
    }
    bench.caller = ann;
    const auto answer = bench.call(get_customer, wang.text(), {});
    const auto list = boost::json::parse(*answer.body).at("records").as_array();
    ASSERT_EQ(list.size(), 1U) << *answer.body;
    const boost::json::object wanted{
        {"conversation", chat_1.text()},
        {"staff_name", bench.names.name_of(sue)},
        {"topic", "return"},
        {"solved", "partly"},
        {"solution", "寄出新品"},
        {"ended_at", 30},
        {"score", 4}};
    EXPECT_EQ(list[0].as_object(), wanted);
}

TEST_F(Reading, IsRefusedWhenItCannotBeWrittenDown) {
    bench.store.fail_saves(storage::store_error::unavailable);
    EXPECT_EQ(read(get_customer, wang.text(), ann), 503U);
    EXPECT_EQ(read(get_conversation, chat_1.text(), sue), 503U);
    EXPECT_EQ(read(get_conversation_transcript, chat_1.text(), ann), 503U);
}

TEST_F(Reading, OfAConversationIsWrittenDownWhenItIsNotTheReadersOwn) {
    EXPECT_EQ(read(get_conversation, chat_1.text(), ann), 200U);
    EXPECT_EQ(bench.audits_of("conversation.read"), 0);
    EXPECT_EQ(read(get_conversation, chat_1.text(), sue), 200U);
    EXPECT_EQ(bench.audits_of("conversation.read"), 1);
    EXPECT_EQ(read(get_conversation, chat_1.text(), ben), 404U) << "neither served nor supervisor";
    EXPECT_EQ(bench.audits_of("conversation.read"), 1);
}

// The same rule as for conversation.watch.
TEST_F(Reading, WhoMayReadAnyHasItWrittenDownThoughTheyServedItOnce) {
    auto row = waiting_row(chat_1, wang);
    row.state = storage::conversation_state::closed;
    row.assignee = ann;
    bench.store.put(row, {accepted_by(sue), accepted_by(ann)});
    EXPECT_EQ(read(get_conversation, chat_1.text(), sue), 200U);
    EXPECT_EQ(bench.audits_of("conversation.read"), 1);
    row.assignee = sue;
    bench.store.put(row, {accepted_by(ann), accepted_by(sue)});
    EXPECT_EQ(read(get_conversation, chat_1.text(), sue), 200U);
    EXPECT_EQ(bench.audits_of("conversation.read"), 1) << "whose it is";
}

TEST_F(Reading, ATranscriptIsWrittenDownWhoeverTakesIt) {
    EXPECT_EQ(read(get_conversation_transcript, chat_1.text(), ann), 200U);
    EXPECT_EQ(read(get_conversation_transcript, chat_1.text(), sue), 200U);
    EXPECT_EQ(bench.audits_of("conversation.export"), 2);
}

TEST_F(Reading, ATranscriptTooManyIsRefusedAndSaysWhenToAskAgain) {
    const auto caller = ann.text();
    auto held = bench.readings.take(reading_kind::transcript, caller, bench.clock.now()).place;
    bench.caller = ann;
    const auto second = bench.call(get_conversation_transcript, chat_1.text(), {});
    EXPECT_EQ(second.status, 429U);
    EXPECT_TRUE(std::ranges::any_of(second.fields, [](const auto& field) {
        return field.name == "Retry-After" && field.value == "2";
    }));
    EXPECT_EQ(read(get_conversation, chat_1.text(), ann), 200U);
    held.reset();
    EXPECT_EQ(read(get_conversation_transcript, chat_1.text(), ann), 200U);
    std::vector<std::shared_ptr<const reading_place>> all;
    for (std::size_t i = 0; i < limits::staff_readings_max; ++i) {
        auto place = bench.readings.take(reading_kind::file, std::to_string(i), {0}).place;
        all.push_back(std::move(place));
    }
    EXPECT_EQ(read(get_conversation_transcript, chat_1.text(), sue), 503U);
    EXPECT_EQ(read(get_conversation, chat_1.text(), sue), 503U);
    all.clear();
    EXPECT_EQ(read(get_conversation, chat_1.text(), sue), 200U) << "an answered one holds no place";
}

std::vector<storage::event> messages(std::uint64_t count, std::size_t letters) {
    std::vector<storage::event> all{accepted_by(ann)};
    for (std::uint64_t seq = 2; seq <= count + 1; ++seq) {
        storage::event said;
        said.seq = seq;
        said.public_seq = seq - 1;
        said.kind = event_kind::message;
        said.by = {storage::author_role::customer, wang.bits};
        said.body = R"({"text":")" + std::string(letters, 'w') + R"("})";
        all.push_back(std::move(said));
    }
    return all;
}

TEST_F(Reading, ATranscriptOfManyPagesIsWhole) {
    auto row = waiting_row(chat_1, wang);
    row.state = storage::conversation_state::closed;
    bench.store.put(row, messages(350, 1));
    bench.caller = ann;
    const auto answer = bench.call(get_conversation_transcript, chat_1.text(), {});
    ASSERT_EQ(answer.status, 200U);
    std::size_t lines = 0;
    for (auto at = answer.body->find(": w\n"); at != std::string::npos;
         at = answer.body->find(": w\n", at + 1))
        ++lines;
    EXPECT_EQ(lines, 350U);
}

// Beyond what is shown: after many messages, as in a chat that was passed on late.
TEST_F(Reading, WhoTookAConversationLateMayReadItAsTheirOwn) {
    auto log = messages(1'500, 1);
    auto late = accepted_by(ben);
    late.seq = log.size() + 1;
    log.push_back(late);
    auto row = waiting_row(chat_1, wang);
    row.state = storage::conversation_state::closed;
    bench.store.put(row, log);
    EXPECT_EQ(read(get_conversation, chat_1.text(), ben), 200U);
    EXPECT_EQ(bench.audits_of("conversation.read"), 0);
    EXPECT_EQ(read(get_conversation_transcript, chat_1.text(), ben), 200U);
    log.back() = accepted_by(ann);
    log.back().seq = log.size();
    bench.store.put(row, log);
    EXPECT_EQ(read(get_conversation, chat_1.text(), ben), 404U);
    EXPECT_EQ(read(get_conversation, chat_1.text(), sue), 200U);
    EXPECT_EQ(bench.audits_of("conversation.read"), 1);
}

// Slow readers of a megabyte each.
TEST_F(Reading, WhatIsShownIsCountedUntilItsReaderHasTakenIt) {
    bench.caller = ann;
    bench.target = "/api/records";
    std::vector<gateway::net::http_response> untaken;
    for (std::size_t i = 0; i < limits::unsent_per_member_max; ++i) {
        auto* const handle = i % 2 == 0 ? get_conversation : get_records;
        untaken.push_back(bench.call(handle, chat_1.text(), {}));
        ASSERT_EQ(untaken.back().status, 200U) << i;
    }
    EXPECT_EQ(read(get_conversation, chat_1.text(), ann), 429U);
    EXPECT_EQ(read(get_records, {}, ann), 429U);
    EXPECT_EQ(read(get_records, {}, ben), 200U);
    untaken.clear();
    EXPECT_EQ(read(get_conversation, chat_1.text(), ann), 200U);
}

TEST_F(Reading, ATranscriptIsOfTheClockThatIsNamedAndOfNoneThatIsNot) {
    bench.caller = ann;
    const auto begins = [this](const std::string& named) {
        bench.target = "/api/conversations/x/transcript" + named;
        const auto answer = bench.call(get_conversation_transcript, chat_1.text(), {});
        return std::to_string(answer.status) + answer.body->substr(0, answer.body->find('\n'));
    };
    EXPECT_TRUE(begins("?utc_offset_min=480").ends_with("UTC+08:00]"));
    EXPECT_TRUE(begins("?utc_offset_min=-720").ends_with("UTC-12:00]"));
    EXPECT_TRUE(begins("").ends_with("UTC]"));
    for (const auto* wrong : {"841", "-721", "x", "-", "1.5"})
        EXPECT_TRUE(begins(std::string("?utc_offset_min=") + wrong).starts_with("400")) << wrong;
}

TEST_F(Reading, ATranscriptSpeaksTheLanguageOfTheAccountThatTakesIt) {
    const auto begins = [this](const std::string& locale) {
        for (auto& one : bench.names.staff)
            one.locale = locale;
        bench.caller = ann;
        const auto answer = bench.call(get_conversation_transcript, chat_1.text(), {});
        return answer.body->substr(0, answer.body->find(" UTC"));
    };
    EXPECT_EQ(begins("zh-Hant"), "[時間都是");
    EXPECT_EQ(begins("zh-Hans"), "[时间都是");
    EXPECT_EQ(begins(""), "[All times are") << "the chat's";
}

TEST_F(Reading, AConversationThatIsLongerThanWhatIsShownSaysSo) {
    auto row = waiting_row(chat_1, wang);
    row.state = storage::conversation_state::closed;
    const auto shown = [&](std::uint64_t count, std::size_t letters) {
        bench.store.put(row, messages(count, letters));
        bench.caller = ann;
        const auto answer = bench.call(get_conversation, chat_1.text(), {});
        EXPECT_EQ(answer.status, 200U);
        return boost::json::parse(*answer.body).as_object();
    };
    const auto whole = shown(999, 1);
    EXPECT_FALSE(whole.contains("cut"));
    EXPECT_TRUE(whole.at("card").as_object().contains("preview"));
    const auto events = shown(1'000, 1);
    EXPECT_EQ(events.at("cut"), true);
    EXPECT_FALSE(events.at("card").as_object().contains("preview")) << "the last is not here";
    EXPECT_EQ(events.at("events").as_array().size(), limits::transcript_events_max);
    EXPECT_EQ(shown(900, 4'000).at("cut"), true) << "by bytes";
}

TEST_F(Reading, ATranscriptEndsAtALimitOfBytes) {
    auto row = waiting_row(chat_1, wang);
    row.state = storage::conversation_state::closed;
    bench.store.put(row, messages(900, 4'000));
    bench.caller = ann;
    const auto answer = bench.call(get_conversation_transcript, chat_1.text(), {});
    ASSERT_EQ(answer.status, 200U);
    EXPECT_GT(answer.body->size(), limits::transcript_bytes_max);
    EXPECT_LT(answer.body->size(), limits::transcript_bytes_max * 3 / 2);
}

} // namespace
} // namespace kefu::tests
