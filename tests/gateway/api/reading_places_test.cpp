#include "gateway/api/limits.hpp"
#include "gateway/api/reading_places.hpp"
#include "gateway/api/whole_readings.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;

constexpr auto file = reading_kind::file;
constexpr auto transcript = reading_kind::transcript;
constexpr auto own = reading_kind::own_transcript;

class ReadingPlaces : public testing::Test {
protected:
    reading_verdict take(reading_kind kind, const std::string& caller, routing::instant now = {0}) {
        return places.take(kind, caller, now).verdict;
    }
    reading_places places;
};

TEST_F(ReadingPlaces, OneCallerMakesOneTranscriptAtATime) {
    EXPECT_EQ(take(transcript, "ann"), reading_verdict::taken);
    EXPECT_EQ(take(transcript, "ann"), reading_verdict::caller_at_max);
    EXPECT_EQ(take(transcript, "ben"), reading_verdict::taken);
    EXPECT_EQ(take(file, "ann"), reading_verdict::taken) << "what is on the screen goes on";
    places.give_back(transcript, "ann");
    EXPECT_EQ(take(transcript, "ann"), reading_verdict::taken);
    EXPECT_EQ(places.count(), 3U);
}

TEST_F(ReadingPlaces, ACallerReadsAFewFilesAtATime) {
    for (std::size_t i = 0; i < limits::files_per_caller_max; ++i)
        EXPECT_EQ(take(file, "ann"), reading_verdict::taken);
    EXPECT_EQ(take(file, "ann"), reading_verdict::caller_at_max);
}

TEST_F(ReadingPlaces, PagesOfRecordsHaveAPlaceAndARateOfTheirOwn) {
    const auto records = reading_kind::records;
    for (std::size_t i = 0; i < limits::record_pages_per_caller_max; ++i)
        EXPECT_EQ(take(records, "ann"), reading_verdict::taken);
    EXPECT_EQ(take(records, "ann"), reading_verdict::caller_at_max);
    EXPECT_EQ(take(file, "ann"), reading_verdict::taken);
    const auto& speed = limits::record_pages_per_caller;
    for (unsigned i = 0; i < speed.burst; ++i) {
        ASSERT_EQ(take(records, "ben"), reading_verdict::taken) << i;
        places.give_back(records, "ben");
    }
    EXPECT_EQ(take(records, "ben"), reading_verdict::too_fast);
}

TEST_F(ReadingPlaces, CustomersAndStaffTakeEachOtherNoPlaces) {
    for (std::size_t i = 0; i < limits::own_transcripts_max; ++i)
        EXPECT_EQ(take(own, "customer " + std::to_string(i)), reading_verdict::taken);
    EXPECT_EQ(take(own, "one more"), reading_verdict::all_taken);
    for (std::size_t i = 0; i < limits::staff_readings_max; ++i)
        EXPECT_EQ(take(file, "caller " + std::to_string(i)), reading_verdict::taken);
    EXPECT_EQ(take(file, "one more"), reading_verdict::all_taken);
    places.give_back(own, "customer 1");
    EXPECT_EQ(take(file, "one more"), reading_verdict::all_taken);
    EXPECT_EQ(take(own, "one more"), reading_verdict::taken);
}

TEST_F(ReadingPlaces, AllTogetherAreBounded) {
    for (std::size_t i = 0; i < limits::staff_readings_max; ++i)
        EXPECT_EQ(take(transcript, "caller " + std::to_string(i)), reading_verdict::taken);
    const auto refused = places.take(transcript, "one more", {0});
    EXPECT_EQ(refused.verdict, reading_verdict::all_taken);
    EXPECT_GT(refused.after_ms, 0);
    EXPECT_EQ(take(file, "one more"), reading_verdict::all_taken);
    places.give_back(transcript, "caller 3");
    EXPECT_EQ(take(file, "one more"), reading_verdict::taken);
}

TEST_F(ReadingPlaces, TranscriptsOneAfterTheOtherHaveARate) {
    const auto& speed = limits::transcripts_per_caller;
    for (unsigned i = 0; i < speed.burst; ++i) {
        ASSERT_EQ(take(transcript, "ann"), reading_verdict::taken);
        places.give_back(transcript, "ann");
    }
    const auto refused = places.take(transcript, "ann", {0});
    EXPECT_EQ(refused.verdict, reading_verdict::too_fast);
    EXPECT_EQ(refused.after_ms, speed.period_ms / speed.per_period);
    EXPECT_EQ(take(transcript, "ann", {refused.after_ms}), reading_verdict::taken);
}

TEST_F(ReadingPlaces, CallersAreForgottenWhenTheirRateHasRecoveredAndNotBefore) {
    for (std::size_t i = 0; i < limits::readers_remembered_max; ++i) {
        ASSERT_EQ(take(transcript, "caller " + std::to_string(i)), reading_verdict::taken);
        places.give_back(transcript, "caller " + std::to_string(i));
    }
    EXPECT_EQ(take(transcript, "one more"), reading_verdict::all_taken);
    EXPECT_EQ(take(transcript, "caller 7"), reading_verdict::taken) << "who is known goes on";
    EXPECT_EQ(places.callers_known(), limits::readers_remembered_max);
    const auto later = routing::instant{limits::transcripts_per_caller.period_ms};
    EXPECT_EQ(take(transcript, "one more", later), reading_verdict::taken);
    EXPECT_EQ(places.callers_known(), 2U) << "who reads now is not forgotten";
}

TEST(WholeReadings, ANetworkOfManyVisitorsAsksForTranscriptsAtItsOwnRate) {
    whole_readings readings;
    const auto here = *gateway::net::peer_address::parse("203.0.113.7");
    for (unsigned i = 0; i < limits::own_transcripts.network.burst; ++i)
        ASSERT_EQ(readings.take_from_network(here, {0}), 0);
    const auto wait_ms = readings.take_from_network(here, {0});
    EXPECT_EQ(wait_ms, 2'000);
    EXPECT_EQ(readings.refused(), 1U);
    const auto elsewhere = *gateway::net::peer_address::parse("203.0.113.8");
    EXPECT_EQ(readings.take_from_network(elsewhere, {0}), 0);
    EXPECT_EQ(readings.take_from_network(here, {wait_ms}), 0);
}

// Of slow readers a megabyte each: they keep new ones waiting, and the memory free.
TEST(WholeReadings, TranscriptsThatNobodyTakesAreBounded) {
    whole_readings readings;
    std::vector<gateway::net::payload> unsent;
    while (unsent.size() < limits::own_transcripts_unsent_max) {
        const unsent_holder somebody{{{std::to_string(unsent.size()), 1}}};
        unsent.push_back(readings.unsent_text(own, somebody, "text"));
    }
    EXPECT_EQ(*unsent.front(), "text");
    const auto refused = readings.take(own, "ann", {0});
    EXPECT_EQ(refused.outcome.verdict, reading_verdict::all_taken);
    EXPECT_GT(refused.outcome.after_ms, 0);
    EXPECT_EQ(readings.refused(), 1U);
    EXPECT_TRUE(readings.take(transcript, "sue", {0}).place) << "staff have their own";
    unsent.pop_back();
    EXPECT_TRUE(readings.take(own, "ann", {0}).place);
}

TEST(WholeReadings, FilesAndPagesOfRecordsThatNobodyTakesAreBoundedTogether) {
    whole_readings readings;
    std::vector<gateway::net::payload> unsent;
    while (unsent.size() < limits::files_unsent_max) {
        const auto kind = unsent.size() % 2 == 0 ? file : reading_kind::records;
        unsent.push_back(readings.unsent_text(kind, {{{std::to_string(unsent.size()), 1}}}, "{}"));
    }
    EXPECT_FALSE(readings.take(file, "ann", {0}).place);
    EXPECT_FALSE(readings.take(reading_kind::records, "ann", {0}).place);
    EXPECT_TRUE(readings.take(transcript, "ann", {0}).place);
    unsent.pop_back();
    EXPECT_TRUE(readings.take(file, "ann", {0}).place);
}

// A customer's may be of a kilobyte or of megabytes.
TEST(WholeReadings, CustomersTranscriptsThatNobodyTakesAreBoundedInBytesToo) {
    whole_readings readings;
    std::vector<gateway::net::payload> unsent;
    const std::size_t large = limits::transcript_text_bytes_max;
    for (std::size_t i = 0; i < limits::own_transcripts_unsent_bytes_max / large; ++i) {
        EXPECT_TRUE(readings.take(own, std::to_string(i), {0}).place);
        unsent.push_back(
            readings.unsent_text(own, {{{std::to_string(i), 1}}}, std::string(large, 'x'))
        );
    }
    EXPECT_FALSE(readings.take(own, "ann", {0}).place);
    unsent.pop_back();
    EXPECT_TRUE(readings.take(own, "ben", {0}).place);
}

// One network, or one member of staff, that takes its transcripts slowly.
TEST(WholeReadings, WhoseReadersAreSlowKeepsNobodyElseWaiting) {
    std::uint8_t customers = 0;
    const auto network = [&](const char* address) { // somebody new there
        return unsent_holder::customer(
            make_id<routing::customer_id>(++customers), *gateway::net::peer_address::parse(address)
        );
    };
    whole_readings readings;
    std::vector<gateway::net::payload> unsent;
    const auto hold = [&](const unsent_holder& who, reading_kind kind = own) {
        unsent.push_back(readings.unsent_text(kind, who, "text"));
    };
    for (std::size_t i = 0; i < limits::unsent_per_network_max; ++i) {
        const auto evil = network("2001:db8:1:1::5");
        EXPECT_FALSE(readings.has_enough_unsent(evil)) << i;
        hold(evil);
        EXPECT_TRUE(readings.has_enough_unsent(evil)) << i << ", of each one";
    }
    EXPECT_TRUE(readings.has_enough_unsent(network("2001:db8:1:1::6"))) << "the same /64";
    EXPECT_FALSE(readings.has_enough_unsent(network("2001:db8:1:2::5")));
    for (std::size_t i = limits::unsent_per_network_max; i < limits::unsent_per_site_max; ++i) {
        const auto other = "2001:db8:1:1" + std::to_string(i) + "::5";
        EXPECT_FALSE(readings.has_enough_unsent(network(other.c_str()))) << i;
        hold(network(other.c_str()));
    }
    EXPECT_TRUE(readings.has_enough_unsent(network("2001:db8:1:3::5"))) << "the same /48";
    EXPECT_FALSE(readings.has_enough_unsent(network("2001:db8:2::5")));
    EXPECT_TRUE(readings.take(own, "wang", {0}).place);
    for (std::size_t i = 0; i < limits::unsent_per_member_max; ++i)
        hold(unsent_holder::member(ann), transcript);
    EXPECT_TRUE(readings.has_enough_unsent(unsent_holder::member(ann)));
    EXPECT_FALSE(readings.has_enough_unsent(unsent_holder::member(ben)));
    EXPECT_EQ(readings.refused(), limits::unsent_per_network_max + 3);
    unsent.clear();
    EXPECT_FALSE(readings.has_enough_unsent(network("2001:db8:1:1::5"))) << "taken, or cut";
    EXPECT_FALSE(readings.has_enough_unsent(network("2001:db8:1:3::5")));
}

TEST(WholeReadings, AReadingIsUnderWayAsLongAsItsPlaceIsHeld) {
    whole_readings readings;
    auto first = readings.take(transcript, "ann", {0});
    ASSERT_TRUE(first.place);
    auto copy = first.place;
    first.place.reset();
    const auto second = readings.take(transcript, "ann", {0});
    EXPECT_EQ(second.outcome.verdict, reading_verdict::caller_at_max);
    EXPECT_FALSE(second.place);
    EXPECT_EQ(readings.refused(), 1U);
    copy.reset();
    EXPECT_TRUE(readings.take(transcript, "ann", {0}).place);
    EXPECT_EQ(readings.refused(), 1U);
}

// Before the answer goes: whoever has it may ask again while a thread still holds the call.
TEST(WholeReadings, APlaceCanBeGivenBackBeforeItEndsAndCountsOnce) {
    whole_readings readings;
    auto first = readings.take(transcript, "ann", {0});
    first.place->give_back();
    const auto second = readings.take(transcript, "ann", {0});
    ASSERT_TRUE(second.place);
    first.place.reset();
    EXPECT_FALSE(readings.take(transcript, "ann", {0}).place) << "the second is under way";
}

} // namespace
} // namespace kefu::tests
