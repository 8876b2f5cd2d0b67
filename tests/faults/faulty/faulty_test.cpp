#include <filesystem>
#include <gtest/gtest.h>
#include <optional>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "storage/live/memory_live.hpp"
#include "tests/faults/faulty/broken_live.hpp"
#include "tests/faults/faulty/broken_stores.hpp"
#include "tests/faults/faulty/faults.hpp"
#include "tests/faults/faulty/late_disk.hpp"
#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// Each broken part breaks what it says it breaks: a fault bench that finds nothing in it would
// otherwise prove nothing.
namespace kefu::tests::faulty {
namespace {

namespace st = storage::testing;
using gateway::chat::stream;
using gateway::chat::stream_step;

constexpr auto client_key = "\x01\x02\x03\x04\x05\x06\x47\x08\x89\x0a\x0b\x0c\x0d\x0e\x0f\x10";

routing::id_bits a_clients_key() {
    routing::id_bits key;
    std::copy_n(client_key, key.bytes.size(), key.bytes.begin());
    return key;
}

log_write say_under_key(const std::string& text, std::uint64_t event_number) {
    auto draft = st::message(st::by_customer(1), text, event_number);
    draft.client_key = a_clients_key();
    return st::say(1, draft);
}

template <class Store>
class broken_place {
public:
    broken_place() {
        keys_ = open_vault({place_.key_path(), place_.data_keys_path(), std::nullopt});
        sqlite_settings settings;
        settings.path = place_.store_path();
        store_ = std::make_unique<Store>(open_sqlite_store(settings, *keys_));
        EXPECT_TRUE(st::append_to(*store_, st::start(1, 1)));
    }
    [[nodiscard]] sqlite_store& store() { return *store_; }
    [[nodiscard]] event_page after(std::uint64_t number) {
        return st::ask<event_page>([&](auto done) {
                   store_->events_after(
                       st::shop, st::conversation_id(1), numbering::all, number, 100, done
                   );
               }
        ).value();
    }

private:
    st::sqlite_place place_;
    std::unique_ptr<vault> keys_;
    std::unique_ptr<sqlite_store> store_;
};

TEST(BrokenParts, AreNamedAsTheBenchAsksForThem) {
    for (const auto one : all_faults())
        EXPECT_EQ(fault_named(name_of(one)), one);
    EXPECT_FALSE(fault_named("no_fault"));
}

TEST(BrokenParts, WithoutDeduplicationWhatIsSentAgainIsStoredAgainUnderTheKeyThatItHas) {
    broken_place<repeating_store> place;
    ASSERT_TRUE(st::append_to(place.store(), say_under_key("once", 1)));
    const auto again = st::append_to(place.store(), say_under_key("once", 2));
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->duplicate);
    EXPECT_EQ(again->events.at(0).client_key, a_clients_key());
    const auto page = place.after(2);
    ASSERT_EQ(page.events.size(), 2U);
    for (const auto& event : page.events) {
        EXPECT_EQ(event.body, "once");
        EXPECT_EQ(event.client_key, a_clients_key());
    }
}

TEST(BrokenParts, WithoutGuardsWhoeverHadItWritesOn) {
    broken_place<unguarded_store> place;
    auto write = st::say(1, st::message(st::by_agent(st::ben), "late", 1));
    write.only_assignee = st::ben;
    write.expected_generation = 99;
    write.allowed_states = states({conversation_state::active});
    const auto outcome = st::append_to(place.store(), write);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->refusal, log_refusal::none);
}

TEST(BrokenParts, ResumingOffByOneLeavesOutTheFirstEventThatWasMissed) {
    broken_place<skipping_store> place;
    for (std::uint64_t n = 1; n <= 3; ++n)
        ASSERT_TRUE(st::append_to(place.store(), st::say(1, st::message({}, "x", n))));
    EXPECT_EQ(place.after(0).events.front().seq, 1U);
    EXPECT_EQ(place.after(2).events.front().seq, 4U) << "3 is left out";
    EXPECT_EQ(wraps_of(fault::resume_off_by_one).streams, step_over_gaps_in_order);
}

TEST(BrokenParts, WithoutAGapCheckWhateverIsLaterIsPassedOn) {
    stream to;
    to.cursor = 5;
    to.pulling = true;
    EXPECT_EQ(step_over_gaps(to, true, 9), stream_step::send);
    EXPECT_EQ(step_over_gaps(to, true, 5), stream_step::pass_over);
    EXPECT_EQ(step_over_gaps_in_order(to, true, 9), stream_step::come_to_it);
    to.pulling = false;
    EXPECT_EQ(step_over_gaps_in_order(to, true, 9), stream_step::send);
}

TEST(BrokenParts, WhoTrustsTheEpochSetsTheFirstOneAndHearsOfNoLoss) {
    using namespace storage::live;
    boost::asio::io_context loop;
    const routing::instant now{1'000};
    auto made = std::make_unique<memory_live>(loop, [&] { return now; });
    auto& inner = *made;
    trusting_live live(std::move(made));
    std::vector<epoch_state> heard;
    live_events events;
    events.epoch = [&](epoch_state what) {
        heard.push_back(what);
        live.set_epoch("first", [](auto) {});
    };
    const auto run = [&] {
        loop.restart();
        loop.run();
    };
    live.start(std::move(events));
    run();
    EXPECT_EQ(heard, std::vector{epoch_state::unset});
    inner.forget_everything();
    run();
    EXPECT_EQ(heard.size(), 1U);
    std::optional<epoch_state> is;
    live.check_epoch([&](auto state) { is = *state; });
    run();
    EXPECT_EQ(is, epoch_state::emptied) << "and nobody sets another";
}

// What a process that is killed at this moment leaves.
void copy_of(const st::sqlite_place& from, const st::sqlite_place& to) {
    for (const auto& [there, here] :
         {std::pair{from.store_path(), to.store_path()},
          {from.data_keys_path(), to.data_keys_path()},
          {from.key_path(), to.key_path()}}) {
        for (const auto* tail : {"", "-wal"}) {
            if (!std::filesystem::exists(there + tail)) continue;
            std::filesystem::copy_file(there + tail, here + tail);
        }
    }
}

TEST(BrokenParts, ALateDiskShowsWhatWasWrittenAndAProcessThatIsKilledHasLostIt) {
    st::sqlite_place place;
    ASSERT_TRUE(st::append_to(place.open(), st::start(1, 1)));
    place.close();
    const auto top = [](st::sqlite_place& of) {
        return st::ask<event_page>([&](auto done) {
                   of.store().events_after(
                       st::shop, st::conversation_id(1), numbering::all, 0, 100, done
                   );
               }
        )->top;
    };
    st::sqlite_place left;
    {
        late_disk disk(std::chrono::hours(1));
        place.open();
        for (std::uint64_t n = 1; n <= 20; ++n) {
            const auto text = std::string(20'000, static_cast<char>('a' + n));
            ASSERT_TRUE(st::append_to(place.store(), st::say(1, st::message({}, text, n))));
        }
        EXPECT_EQ(top(place), 22U);
        copy_of(place, left);
        place.close();
    }
    left.open();
    EXPECT_EQ(top(left), 2U);
    place.open();
    EXPECT_EQ(top(place), 22U) << "what was closed is whole";
}

} // namespace
} // namespace kefu::tests::faulty
