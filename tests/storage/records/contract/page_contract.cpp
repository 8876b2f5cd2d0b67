#include "tests/storage/records/contract/record_store_contract.hpp"

#include "storage/records/limits.hpp"

// The log in pages: where one begins and ends, and that what lies behind it is found.
namespace kefu::storage::testing {
namespace {

TEST_P(RecordStore, PagesTheLogInBothNumberings) {
    stored(start(1, 1));
    for (std::uint64_t i = 0; i < 20; ++i) {
        const auto kind = i % 2 == 0 ? event_kind::note : event_kind::message;
        stored(say(1, draft_of(kind, by_agent(amy), i)));
    }
    const auto second = page(1, numbering::all, 5, 4);
    EXPECT_EQ(second.top, 22U);
    ASSERT_EQ(second.events.size(), 4U);
    EXPECT_EQ(second.events.front().seq, 6U);
    EXPECT_EQ(second.events.back().seq, 9U);

    std::uint64_t cursor = 0;
    std::vector<std::uint64_t> seen;
    for (;;) {
        const auto part = page(1, numbering::customer, cursor, 5);
        EXPECT_EQ(part.top, 12U);
        if (part.events.empty()) break;
        for (const auto& event : part.events) {
            EXPECT_EQ(visibility_of(event.kind), visibility::everyone);
            seen.push_back(event.public_seq);
        }
        cursor = seen.back();
    }
    ASSERT_EQ(seen.size(), 12U);
    for (std::size_t i = 0; i < seen.size(); ++i)
        EXPECT_EQ(seen[i], i + 1);
}

TEST_P(RecordStore, GivesAnEmptyPageAtAndBeyondTheTop) {
    stored(start(1, 1));
    EXPECT_TRUE(page(1, numbering::all, 2).events.empty());
    EXPECT_EQ(page(1, numbering::all, 2).top, 2U);
    EXPECT_TRUE(page(1, numbering::all, 1'000'000).events.empty());
    EXPECT_TRUE(page(1, numbering::all, 0, 0).events.empty());
}

TEST_P(RecordStore, BoundsAPageWhateverIsAskedFor) {
    stored(start(1, 1));
    std::uint64_t number = 0;
    for (int i = 0; i < 17; ++i) {
        auto write = write_to(1);
        for (std::size_t k = 0; k < limits::events_per_write_max; ++k) {
            write.events.push_back(message({}, "x", ++number));
        }
        stored(write);
    }
    const auto part = page(1, numbering::all, 0, 1'000'000);
    EXPECT_EQ(part.events.size(), limits::rows_per_page_max);
    EXPECT_EQ(part.top, 2 + 17 * limits::events_per_write_max);
}

TEST_P(RecordStore, EndsAPageOfLongBodiesBehindTheOneThatGoesBeyondItsBytes) {
    stored(start(1, 1)); // two short ones
    const std::string eighth(limits::event_page_bytes_max / 8, 'x');
    for (std::uint64_t i = 1; i <= 20; ++i)
        stored(say(1, message({}, eighth, i)));
    for (const auto by : {numbering::all, numbering::customer}) {
        std::size_t bytes = 0;
        const auto first = page(1, by);
        for (const auto& event : first.events)
            bytes += event.body.size();
        EXPECT_GT(bytes, limits::event_page_bytes_max);
        EXPECT_LE(bytes - first.events.back().body.size(), limits::event_page_bytes_max);
        EXPECT_EQ(first.top, 22U) << "there is more";

        std::uint64_t seen = 0;
        for (auto part = first; !part.events.empty(); part = page(1, by, seen)) {
            for (const auto& event : part.events)
                EXPECT_EQ(by == numbering::all ? event.seq : event.public_seq, ++seen);
        }
        EXPECT_EQ(seen, 22U);
    }
}

TEST_P(RecordStore, GivesAnEventThatIsLargerThanAPage) {
    stored(start(1, 1));
    stored(say(1, message({}, std::string(limits::event_page_bytes_max + 1, 'x'), 1)));
    stored(say(1, message({}, "after it", 2)));
    const auto large = page(1, numbering::all, 2);
    ASSERT_EQ(large.events.size(), 1U);
    EXPECT_EQ(large.events.front().seq, 3U);
    EXPECT_EQ(page(1, numbering::all, 3).events.size(), 1U);
}

} // namespace
} // namespace kefu::storage::testing
