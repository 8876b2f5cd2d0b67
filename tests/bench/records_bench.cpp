#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <ctime>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "storage/records/sqlite/sqlite_store.hpp"
#include "storage/vault/vault.hpp"
#include "tests/storage/records/ask.hpp"
#include "tests/storage/records/sample_rows.hpp"
#include "tests/storage/vault/temporary_directory.hpp"

// Durable appends per second of the SQLite record store with 1, 16, 64, 256 and 400 outstanding, and
// what each costs the processor: this program does nothing else.
//   records_bench [--json] [seconds per line, default 2] [outstanding, instead of those]
// The directory is TMPDIR's: choose one on the disk that is to be measured.
namespace kefu::storage {
namespace {

using steady = std::chrono::steady_clock;
constexpr std::uint64_t conversations = 50;

// Keeps a fixed number of appends under way until the time is over.
class load {
public:
    load(record_store& store, std::uint64_t first_number) : store_(store), number_(first_number) {}

    std::uint64_t run(std::size_t outstanding, std::chrono::seconds length) {
        until_ = steady::now() + length;
        {
            const std::lock_guard lock(mutex_);
            under_way_ = outstanding;
        }
        for (std::size_t i = 0; i < outstanding; ++i)
            send(next_number());
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return under_way_ == 0; });
        return stored_;
    }
    [[nodiscard]] std::uint64_t number() const { return number_; }
    [[nodiscard]] std::uint64_t failed() const { return failed_; }

private:
    std::uint64_t next_number() {
        const std::lock_guard lock(mutex_);
        return ++number_;
    }
    void send(std::uint64_t number) {
        const auto n = number % conversations + 1;
        auto draft = testing::message(testing::by_customer(n), std::string(128, 'x'), number);
        store_.append(
            testing::say(n, testing::with_key(std::move(draft), number)),
            [this](result<log_outcome> outcome) { answered(outcome); }
        );
    }
    void answered(const result<log_outcome>& outcome) {
        const bool stored = outcome && outcome->refusal == log_refusal::none;
        const bool go_on = steady::now() < until_;
        {
            const std::lock_guard lock(mutex_);
            (stored ? stored_ : failed_) += 1;
            if (!go_on && --under_way_ == 0) ended_.notify_all();
        }
        if (go_on) send(next_number());
    }

    record_store& store_;
    steady::time_point until_{};
    std::mutex mutex_;
    std::condition_variable ended_;
    std::uint64_t number_;
    std::size_t under_way_ = 0;
    std::uint64_t stored_ = 0;
    std::uint64_t failed_ = 0;
};

double cpu_us() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

int run(std::chrono::seconds length, bool json, const std::vector<std::size_t>& counts) {
    const testing::temporary_directory directory;
    const auto keys = open_vault({directory.file("key"), directory.file("keys.db"), std::nullopt});
    sqlite_settings settings;
    settings.path = directory.file("records.db");
    const auto store = open_sqlite_store(settings, *keys);
    for (std::uint64_t n = 1; n <= conversations; ++n) {
        if (!testing::append_to(*store, testing::start(n, n))) return 1;
    }
    std::uint64_t number = 0;
    if (!json) std::puts("outstanding    rows/s   commits/s   rows/commit   checkpoints    CPU us/row");
    for (const auto outstanding : counts) {
        const auto before = store->stats();
        const auto cpu_before_us = cpu_us();
        load load(*store, number);
        const auto rows = load.run(outstanding, length);
        number = load.number();
        const auto after = store->stats();
        const auto seconds = static_cast<double>(length.count());
        const auto commits = static_cast<double>(after.commits - before.commits);
        const auto each_us = (cpu_us() - cpu_before_us) / static_cast<double>(rows);
        std::printf(
            json ? "{\"outstanding\":%zu,\"rows_per_s\":%.0f,\"commits_per_s\":%.0f,\"batch\":%.1f,"
                   "\"checkpoints\":%llu,\"cpu_us\":%.3f}\n"
                 : "%11zu %9.0f %11.0f %13.1f %13llu %13.2f\n",
            outstanding,
            static_cast<double>(rows) / seconds,
            commits / seconds,
            static_cast<double>(rows) / commits,
            static_cast<unsigned long long>(after.checkpoints - before.checkpoints),
            each_us
        );
        if (load.failed() != 0) return 1;
    }
    store->stop();
    return 0;
}

} // namespace
} // namespace kefu::storage

int main(int count, char** arguments) {
    try {
        const bool json = count > 1 && std::string_view(arguments[1]) == "--json";
        const int at = json ? 2 : 1;
        const int seconds = count > at ? std::stoi(arguments[at]) : 2;
        std::vector<std::size_t> counts{1, 16, 64, 256, 400};
        if (count > at + 1) counts = {std::max(1UL, std::stoul(arguments[at + 1]))};
        return kefu::storage::run(std::chrono::seconds(seconds > 0 ? seconds : 2), json, counts);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "records_bench: %s\n", e.what());
        return 1;
    }
}
