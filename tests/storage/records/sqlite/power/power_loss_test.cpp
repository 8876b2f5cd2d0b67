#include <filesystem>
#include <gtest/gtest.h>
#include <pthread.h>

#include "storage/records/sqlite/migrations.hpp"
#include "tests/storage/records/sqlite/power/power_script.hpp"
#include "tests/support/share_played.hpp"

// G1 for a machine that loses its power: whatever was answered before is there after it, whole, and
// the store opens by itself. A killed process cannot show this, for the kernel keeps what it wrote.
namespace kefu::storage::testing {
namespace {

// Nothing has to be flushed for what is looked at and thrown away.
class quick_disk final : public tests::disk_around {
public:
    quick_disk() : disk_around("quick") {}
    int sync(tests::disk_file&, int) override { return SQLITE_OK; }
};

struct findings {
    std::size_t crashes = 0;
    std::size_t promises = 0; // that held at some crash
    std::vector<std::string> problems;
};

// Of the steps on the disk every so-manieth, the first of them at `first`.
struct crash_moments {
    std::size_t first = 0;
    std::size_t every = 1;
};

// Crashes behind each of them.
findings crash_all_along(
    const std::vector<disk_step>& steps, power_script& script, power_loss how, crash_moments when
) {
    const quick_disk quick;
    store_after_crash after(script.place());
    disk_model disk;
    std::vector<bool> holds(script.promises().size());
    findings found;
    std::size_t moment = 0;
    for (std::size_t k = 0; k < steps.size(); ++k) {
        const auto& step = steps[k];
        disk.apply(step);
        if (step.what == disk_step::kind::mark) {
            const bool given = step.at >= 0;
            holds[static_cast<std::size_t>(given ? step.at : -step.at - 1)] = given;
            if (given) ++found.promises;
            continue;
        }
        const auto at = moment++;
        if (at < when.first || (at - when.first) % when.every != 0) continue;
        ++found.crashes;
        for (const auto& problem : after.problems(disk.after(how, k), script, holds)) {
            found.problems.push_back("behind step " + std::to_string(k) + ": " + problem);
        }
    }
    return found;
}

std::string first_of(const findings& found) {
    return found.problems.empty() ? "" : found.problems.front();
}

constexpr std::size_t stack_bytes = std::size_t{512} << 10;

class PowerLoss : public ::testing::TestWithParam<unsigned> {
protected:
    // The address sanitizer lays out and clears as much as eleven times the stack of each thread,
    // and more than a thousand stores start three each.
    static void SetUpTestSuite() {
        pthread_attr_t of_threads;
        ASSERT_EQ(pthread_attr_init(&of_threads), 0);
        EXPECT_EQ(pthread_attr_setstacksize(&of_threads, stack_bytes), 0);
        EXPECT_EQ(pthread_setattr_default_np(&of_threads), 0);
        pthread_attr_destroy(&of_threads);
    }
    static power_loss how() { return static_cast<power_loss>(GetParam()); }
    static std::size_t offset() { return GetParam(); }
};

TEST_P(PowerLoss, LosesNothingThatWasAnsweredAndLeavesNothingHalf) {
    auto disk = std::make_unique<recording_disk>();
    power_script script(*disk);
    script.play();
    const auto steps = disk->take_steps();
    disk.reset();
    const auto every = power_losses * tests::share_played;
    const auto found = crash_all_along(steps, script, how(), {offset(), every});
    EXPECT_EQ(found.problems.size(), 0U) << first_of(found);
    EXPECT_GE(found.crashes, 200U / tests::share_played)
        << "a thousand and more of all kinds together";
    EXPECT_GE(found.promises, 100U);
    RecordProperty("crashes", static_cast<int>(found.crashes));
}

// What synchronous=NORMAL would do: the log is not flushed by a commit.
TEST_P(PowerLoss, IsFoundOutWhenTheLogIsNotFlushed) {
    auto disk = std::make_unique<recording_disk>(recording_disk::lies::of_logs);
    power_script script(*disk);
    script.open();
    script.begin();
    script.talk(2, 200);
    script.close();
    const auto steps = disk->take_steps();
    disk.reset();
    const auto found = crash_all_along(steps, script, how(), {0, 7});
    if (how() == power_loss::keeps_all) {
        EXPECT_EQ(found.problems.size(), 0U) << first_of(found);
    } else {
        EXPECT_GT(found.problems.size(), 0U) << "this rig would not find a lost message";
    }
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, PowerLoss, ::testing::Range(0U, power_losses));

// ---- a flush that fails: what was to be written is lost, and the kernel holds it for written

// Behind the answer of `unavailable` the client sends again under the same key.
findings crash_behind_a_failed_flush(
    power_loss how, std::size_t offset, const char* file, bool reader_has_it_open
) {
    auto disk = std::make_unique<recording_disk>();
    power_script script(*disk);
    script.open();
    script.begin();
    if (reader_has_it_open) {
        EXPECT_TRUE(script.read_once());
    }
    script.talk(1, 200);
    disk->fail_next_sync_of(file);
    const auto refused = script.say_as(1, "again", 77);
    EXPECT_EQ(refused.error(), store_error::unavailable);
    const auto again = script.say_as(1, "again", 77);
    EXPECT_TRUE(again) << again.error().message();
    script.talk(1, 200);
    script.close();
    const auto steps = disk->take_steps();
    disk.reset();
    std::size_t failed_at = 0;
    for (const auto& step : steps) {
        if (step.what == disk_step::kind::failed_sync) break;
        if (step.what != disk_step::kind::mark) ++failed_at;
    }
    return crash_all_along(steps, script, how, {failed_at + offset, power_losses});
}

TEST_P(PowerLoss, TakesBackNoAnswerThatWasGivenAfterAFlushHadFailed) {
    for (const bool open : {false, true}) {
        auto found = crash_behind_a_failed_flush(how(), offset(), "records.db-wal", open);
        EXPECT_GE(found.crashes, 10U);
        EXPECT_EQ(found.problems.size(), 0U) << first_of(found) << (open ? ", a reader open" : "");
    }
}

// ---- an older store that is brought up to date

TEST_P(PowerLoss, InTheMiddleOfAStepOfTheSchemaLeavesTheOldStoreOrTheNewOne) {
    auto place = std::make_unique<sqlite_place>();
    {
        auto file = sqlite::database::open(place->store_path(), sqlite::access::create);
        sqlite::migrate_to(*file, place->store_path(), 1);
        ASSERT_FALSE(
            file->execute("INSERT INTO customer (organisation, id, storefront, identified, vip, "
                          "external_id, external_id_index, locale, created_at) VALUES "
                          "(x'01', x'11', x'0a', 0, 0, x'e1', x'aa', 'en', 1),"
                          "(x'01', x'12', x'0a', 1, 0, x'e2', x'ab', 'en', 3)")
        );
    }
    std::vector<disk_step> steps;
    {
        recording_disk disk;
        place->open();
        place->close();
        steps = disk.take_steps();
    }
    const quick_disk quick;
    disk_model disk;
    std::size_t crashes = 0;
    for (std::size_t k = 0; k < steps.size(); ++k) {
        disk.apply(steps[k]);
        if (k % 2 != offset() % 2) continue;
        sqlite_place after;
        for (const auto& [name, bytes] : disk.after(how(), k))
            write_file(after.directory().file(name), bytes);
        if (!std::filesystem::exists(after.store_path())) continue; // before it was there at all
        std::filesystem::copy_file(place->key_path(), after.key_path());
        after.open();
        after.close();
        auto file = sqlite::database::open(after.store_path(), sqlite::access::existing);
        EXPECT_EQ(sqlite::schema_of(*file, after.store_path()), sqlite::newest_schema());
        EXPECT_EQ(*file->pragma("SELECT count(*) FROM customer"), "2");
        EXPECT_EQ(*file->pragma("PRAGMA integrity_check"), "ok");
        ++crashes;
    }
    EXPECT_GE(crashes, 20U);
}

} // namespace
} // namespace kefu::storage::testing
