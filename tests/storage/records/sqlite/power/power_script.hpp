#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/storage/records/sqlite/power/recording_disk.hpp"
#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// A gateway's day on a recording_disk, and whether all that it was told is there after a crash.
namespace kefu::storage::testing {

// Something that the store has said is stored.
struct promise {
    enum class kind : std::uint8_t { event, receipt, customer, nobody, skill, audits };
    kind what{};
    std::uint64_t of = 0;     // conversation, customer or skill; audits: how many there were
    std::uint64_t number = 0; // event: seq, receipt: delivered
    std::string text;         // event: its body
};

class power_script {
public:
    explicit power_script(recording_disk& disk) : disk_(disk) {}

    void play(); // all of it
    void open() { place_.open(); }
    void close() { place_.close(); }
    void begin(); // organisation, skill, the first conversations
    void talk(std::uint64_t rounds, std::size_t bytes_max);
    // A customer and their conversation; again, when it was refused. True: both are stored.
    bool start_talk(std::uint64_t n);
    // What the store answered to a message under this key; told when it was stored.
    result<log_outcome> say_as(std::uint64_t n, const std::string& text, std::uint64_t key);
    bool read_once(); // so that a reader has a connection; false: it could not

    [[nodiscard]] sqlite_place& place() { return place_; }
    // A mark m >= 0 says that promise m was given, m < 0 that promise -m - 1 may be broken now.
    [[nodiscard]] const std::vector<promise>& promises() const { return promises_; }
    // What was ever sent to each conversation, in order.
    [[nodiscard]] const std::map<std::uint64_t, std::vector<std::string>>& sent() const {
        return sent_;
    }

private:
    template <class T>
    reply<T> told(answer<T>& into, promise what);
    template <class T, class Call>
    result<T> ask_told(promise what, Call call);
    void keep(promise what);
    void save_visitors();
    void sweep();
    void read_receipts_of(std::uint64_t n);
    void many_in_one_commit();
    void write_the_log_back();

    recording_disk& disk_;
    sqlite_place place_;
    std::mutex mutex_; // guards promises_: they are given on the store's thread
    std::vector<promise> promises_;
    std::map<std::uint64_t, std::vector<std::string>> sent_;
    std::uint64_t event_number_ = 0;
    std::uint64_t audits_ = 0;
};

// What a crash left, opened again.
class store_after_crash {
public:
    explicit store_after_crash(const sqlite_place& before);

    // Each broken promise and each thing that cannot be, in words; empty: all is well.
    [[nodiscard]] std::vector<std::string> problems(
        const std::map<std::string, std::string>& files,
        const power_script& script,
        const std::vector<bool>& holds
    );

private:
    struct talk_read {
        answer<std::optional<conversation_row>> row;
        answer<event_page> page;
        answer<std::vector<receipt_row>> receipts;
        std::vector<event> events;
    };
    // Asked all at once: thousands of stores are looked at, and each wait costs a turn of threads.
    struct readings {
        std::map<std::uint64_t, talk_read> talks;
        std::map<std::uint64_t, answer<std::optional<customer_row>>> customers;
        answer<std::vector<skill_row>> skills;
    };

    void lay_out(const std::map<std::string, std::string>& files);
    void ask_all(const power_script& script);
    void look(const power_script& script, const std::vector<bool>& holds);
    void look_at_talk(std::uint64_t n, const std::vector<std::string>& sent);
    void read_on(std::uint64_t n);
    void check(const promise& what);
    void check_customer(std::uint64_t n, bool wanted);
    void check_whole_file();
    void say(const std::string& problem) { problems_.push_back(problem); }

    temporary_directory directory_;
    std::vector<std::string> problems_;
    std::unique_ptr<vault> keys_;
    std::unique_ptr<sqlite_store> store_;
    std::optional<readings> read_;
    std::uint64_t audits_promised_ = 0;
};

} // namespace kefu::storage::testing
