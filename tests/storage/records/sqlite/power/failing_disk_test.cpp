#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

#include "tests/storage/records/sqlite/power/failing_disk.hpp"
#include "tests/storage/records/sqlite/power/power_script.hpp"
#include "tests/support/share_played.hpp"

// G1 on a disk that refuses: the calls of SQLite fail from any of them on, once, for a while or for
// good. What was answered stays, what was refused is `unavailable` and can be said again under its
// key, and once the disk is well again so is the store, without a restart (RA6, RA7).
namespace kefu::storage::testing {
namespace {

constexpr std::size_t moments = 12 / tests::share_played; // of a day at which it begins to fail
// One connection of the store reads what another has in its memory already, so no two days have quite
// as many calls: the last moments may lie behind the end of a shorter one.
constexpr std::size_t moments_reached_min = (moments * 3 + 3) / 4;
constexpr std::size_t a_while = 40; // calls
constexpr int patience = 3;                               // tries before the disk is mended

class bad_day {
public:
    explicit bad_day(failing_disk::fault what) : disk_(what), script_(disk_) {
        script_.open();
        script_.begin();
        disk_.fail(0, 0); // its calls are counted from here on
    }

    failing_disk& disk() { return disk_; }

    // All of it is stored in the end.
    void write_all() {
        each_write([&](const auto& write) {
            for (int tries = 1; !write(); ++tries) {
                if (tries > patience) {
                    ADD_FAILURE() << "the disk is well, the store is not";
                    return false;
                }
                if (tries == patience) disk_.heal();
            }
            return true;
        });
    }
    // What comes after the first refusal is not tried.
    void write_until_refused() {
        each_write([](const auto& write) { return write(); });
    }

    // The closed files are looked at by who knows nothing of it: what is not as it was answered.
    std::string what_is_wrong() {
        script_.close();
        disk_.heal();
        std::map<std::string, std::string> files;
        for (const auto& path : {script_.place().store_path(), script_.place().data_keys_path()}) {
            for (const auto* tail : {"", "-wal"})
                keep(files, path + tail);
        }
        store_after_crash after(script_.place());
        const std::vector<bool> all(script_.promises().size(), true);
        const auto problems = after.problems(files, script_, all);
        return problems.empty() ? "" : problems.front();
    }

private:
    template <class Do>
    void each_write(Do done) {
        for (std::uint64_t n = 11; n <= 13; ++n) {
            if (!done([&] { return script_.start_talk(n); })) return;
            for (const std::size_t bytes : {100, 9'000}) {
                const std::string text(bytes, static_cast<char>('a' + n));
                if (!done([&] { return is_stored(n, text); })) return;
                if (!done([&] { return script_.read_once(); })) return;
            }
        }
    }
    bool is_stored(std::uint64_t n, const std::string& text) {
        const auto answer = script_.say_as(n, text, n * 100'000 + text.size());
        if (!answer) {
            EXPECT_EQ(answer.error(), store_error::unavailable);
            return false;
        }
        return answer->refusal == log_refusal::none;
    }
    static void keep(std::map<std::string, std::string>& files, const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        if (!in) return;
        files[path.substr(path.rfind('/') + 1)] = {std::istreambuf_iterator<char>(in), {}};
    }

    failing_disk disk_;
    power_script script_;
};

class FailingDisk : public ::testing::TestWithParam<unsigned> {
protected:
    static failing_disk::fault what() { return static_cast<failing_disk::fault>(GetParam()); }
    // How many calls of one day could fail so.
    static std::size_t calls_of_a_day() {
        bad_day day(what());
        day.write_all();
        const auto calls = day.disk().calls();
        EXPECT_EQ(day.what_is_wrong(), "");
        return calls;
    }
};

TEST_P(FailingDisk, TakesBackNoAnswerAndServesAgainOnceItIsWell) {
    const auto calls = calls_of_a_day();
    std::size_t reached = 0;
    for (const auto count : {std::size_t{1}, a_while}) {
        for (std::size_t i = 0; i < moments; ++i) {
            const auto first = i * calls / moments;
            SCOPED_TRACE("from call " + std::to_string(first) + ", " + std::to_string(count));
            bad_day day(what());
            day.disk().fail(first, count);
            day.write_all();
            reached += day.disk().failed() > 0 ? 1 : 0;
            ASSERT_EQ(day.what_is_wrong(), "");
        }
    }
    EXPECT_GE(reached, 2 * moments_reached_min);
}

TEST_P(FailingDisk, ThatStaysSoUntilTheStoreIsClosedTakesBackNoAnswer) {
    const auto calls = calls_of_a_day();
    std::size_t reached = 0;
    for (std::size_t i = 0; i < moments; ++i) {
        const auto first = i * calls / moments;
        SCOPED_TRACE("from call " + std::to_string(first));
        bad_day day(what());
        day.disk().fail(first, failing_disk::for_good);
        day.write_until_refused();
        reached += day.disk().failed() > 0 ? 1 : 0;
        ASSERT_EQ(day.what_is_wrong(), "");
    }
    EXPECT_GE(reached, moments_reached_min);
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, FailingDisk, ::testing::Range(0U, failing_disk::faults));

} // namespace
} // namespace kefu::storage::testing
