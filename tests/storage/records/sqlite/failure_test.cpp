#include <csignal>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <thread>
#include <vector>

#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// Faults of the disk and of stored bytes: never an acknowledgement that is not true, never a crash,
// and no restart to recover (RA7, RC10, G10).
namespace kefu::storage::testing {
namespace {

class Failure : public ::testing::Test {
protected:
    result<log_outcome> say_at_length(std::uint64_t number) {
        return append_to(place_.store(), say(1, message({}, std::string(100'000, 'x'), number)));
    }
    event_page events_after(std::uint64_t after) {
        return ask<event_page>([&](auto done) {
                   place_.store().events_after(
                       shop, conversation_id(1), numbering::all, after, 1'000, done
                   );
               }
        ).value();
    }
    // Of as many pages as there are: one ends by its bytes, too.
    event_page all_events() {
        auto all = events_after(0);
        while (!all.events.empty() && all.events.back().seq < all.top) {
            const auto more = events_after(all.events.back().seq);
            if (more.events.empty()) break;
            all.events.insert(all.events.end(), more.events.begin(), more.events.end());
        }
        return all;
    }
    void tamper_and_open(const char* sql) {
        place_.close();
        place_.tamper(sql);
        place_.open();
    }
    sqlite_place place_;
};

TEST_F(Failure, AnswersUnavailableWhileTheStoreIsFullAndServesTheRest) {
    place_.settings.page_count_max = 200;
    place_.open();
    ASSERT_TRUE(append_to(place_.store(), start(1, 1)));
    std::uint64_t stored = 0;
    result<log_outcome> last = say_at_length(0);
    while (last) {
        ++stored;
        ASSERT_LT(stored, 100U) << "the bound has no effect";
        last = say_at_length(stored);
    }
    EXPECT_EQ(last.error(), store_error::unavailable);
    EXPECT_EQ(all_events().top, stored + 2);
    EXPECT_EQ(all_events().events.size(), stored + 2);
    // A small write still fits into the pages there are.
    const auto small = append_to(place_.store(), say(1, message({}, "small", 900)));
    ASSERT_TRUE(small) << small.error().message();
    EXPECT_EQ(small->events[0].seq, stored + 3);

    place_.settings.page_count_max = 0;
    place_.open();
    EXPECT_TRUE(say_at_length(901));
    EXPECT_EQ(all_events().top, stored + 4);
}

// Stands for a full disk: the kernel refuses to let any file grow past the bound.
class file_size_bound {
public:
    explicit file_size_bound(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &old_);
        const rlimit bound{bytes, old_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &bound);
    }
    file_size_bound(const file_size_bound&) = delete;
    file_size_bound& operator=(const file_size_bound&) = delete;
    ~file_size_bound() { lift(); }
    void lift() {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }

private:
    rlimit old_{};
    void (*old_handler_)(int);
};

TEST_F(Failure, FailsTheWholeBatchWhenItCannotCommitAndRecoversWithoutARestart) {
    place_.open();
    ASSERT_TRUE(append_to(place_.store(), start(1, 1)));
    {
        file_size_bound bound(60'000);
        for (std::uint64_t i = 0; i < 3; ++i) {
            const auto refused = say_at_length(i);
            ASSERT_FALSE(refused);
            EXPECT_EQ(refused.error(), store_error::unavailable);
            EXPECT_EQ(all_events().top, 2U) << "reads go on";
        }
    }
    EXPECT_EQ(place_.store().stats().failed_commits, 3U);
    EXPECT_EQ(place_.store().stats().write_errors, 3U);
    const auto stored = say_at_length(7);
    ASSERT_TRUE(stored) << stored.error().message();
    EXPECT_EQ(stored->events[0].seq, 3U);
    place_.open();
    EXPECT_EQ(all_events().top, 3U);
}

TEST_F(Failure, AnIdleStoreNoticesThatItCannotWriteAndThatItCanAgain) {
    place_.settings.idle_probe_ms = 1;
    place_.open();
    ASSERT_TRUE(append_to(place_.store(), start(1, 1)));
    const auto before_probes = place_.store().stats();
    const auto tried = [&] { return place_.store().stats().probes; };
    // Two more, so that one of them began after this call did.
    const auto await_probe = [&](bool writable) {
        const auto before = tried();
        while (tried() < before + 2)
            std::this_thread::yield();
        EXPECT_EQ(place_.store().stats().writable, writable);
    };
    await_probe(true);
    {
        file_size_bound bound(1);
        await_probe(false);
    }
    await_probe(true);
    const auto now = place_.store().stats();
    EXPECT_EQ(now.commits, before_probes.commits) << "a probe is nobody's write";
    EXPECT_EQ(now.failed_commits, 0U);
    EXPECT_GT(now.disk_free_bytes.value_or(0), 0U);
}

TEST_F(Failure, StoresNoCellWhoseDataKeyCouldNotBeKept) {
    place_.open();
    ASSERT_TRUE(append_to(place_.store(), start(1, 1)));
    {
        file_size_bound bound(1);
        EXPECT_EQ(append_to(place_.store(), start(2, 2)).error(), store_error::unavailable);
    }
    const auto stored = append_to(place_.store(), start(2, 2));
    ASSERT_TRUE(stored) << stored.error().message();
    EXPECT_EQ(stored->refusal, log_refusal::none);
}

TEST_F(Failure, AnswersCorruptForAChangedCellAndServesTheOthers) {
    place_.open();
    ASSERT_TRUE(append_to(place_.store(), start(1, 1)));
    ASSERT_TRUE(append_to(place_.store(), start(2, 2)));
    tamper_and_open("UPDATE event SET body = zeroblob(60) WHERE position = 2");
    const auto page_of = [&](std::uint64_t n) {
        return ask<event_page>([&](auto done) {
            place_.store().events_after(shop, conversation_id(n), numbering::all, 0, 10, done);
        });
    };
    EXPECT_EQ(page_of(1).error(), store_error::corrupt);
    EXPECT_EQ(page_of(2)->events.size(), 2U);
    EXPECT_EQ(place_.store().stats().read_errors, 1U);
}

TEST_F(Failure, DoesNotOpenACellThatWasMovedToAnotherRow) {
    place_.open();
    ASSERT_TRUE(append_to(place_.store(), start(1, 1)));
    tamper_and_open("UPDATE event SET body = (SELECT body FROM event WHERE position = 1)");
    const auto page = ask<event_page>([&](auto done) {
        place_.store().events_after(shop, conversation_id(1), numbering::all, 1, 10, done);
    });
    EXPECT_EQ(page.error(), store_error::corrupt);
}

TEST_F(Failure, AnswersCorruptForValuesThatCannotBe) {
    place_.open();
    ASSERT_TRUE(append_to(place_.store(), start(1, 1)));
    const auto row = [&] {
        return ask<std::optional<conversation_row>>([&](auto done) {
            place_.store().conversation(shop, conversation_id(1), done);
        });
    };
    tamper_and_open("UPDATE conversation SET state = 99");
    EXPECT_EQ(row().error(), store_error::corrupt);
    EXPECT_EQ(append_to(place_.store(), say(1, message({}, "x", 1))).error(), store_error::corrupt);
    tamper_and_open("UPDATE conversation SET state = 1, excluded = x'ff'");
    EXPECT_EQ(row().error(), store_error::corrupt);
    tamper_and_open("UPDATE conversation SET excluded = x'0100000000', skill = x'00'");
    EXPECT_EQ(row().error(), store_error::corrupt);
    tamper_and_open("UPDATE conversation SET skill = zeroblob(16), seq_top = -1");
    EXPECT_EQ(row().error(), store_error::corrupt);
    tamper_and_open("UPDATE conversation SET seq_top = 2; UPDATE event SET kind = 200;");
    EXPECT_TRUE(row());
    const auto page = ask<event_page>([&](auto done) {
        place_.store().events_after(shop, conversation_id(1), numbering::all, 0, 10, done);
    });
    EXPECT_EQ(page.error(), store_error::corrupt);
}

TEST_F(Failure, NamesTheOpenConversationsThatAreDamagedAndGivesTheOthers) {
    place_.open();
    for (std::uint64_t n = 1; n <= 5; ++n)
        ASSERT_TRUE(append_to(place_.store(), start(n, n)));
    tamper_and_open("UPDATE conversation SET order_number = zeroblob(60) WHERE position = 1;"
                    "UPDATE conversation SET state = 99 WHERE position = 3;"
                    "UPDATE conversation SET excluded = x'ff' WHERE position = 5;");
    const auto open =
        ask<open_conversation_list>([&](auto done) { place_.store().open_conversations(done); });
    ASSERT_TRUE(open) << open.error().message();
    ASSERT_EQ(open->rows.size(), 2U);
    EXPECT_EQ(open->rows[0].id, conversation_id(2));
    EXPECT_EQ(open->rows[1].id, conversation_id(4));
    ASSERT_EQ(open->damaged.size(), 3U);
    for (const std::size_t i : {0, 1, 2}) {
        EXPECT_EQ(open->damaged[i].id, conversation_id(2 * i + 1));
        EXPECT_EQ(open->damaged[i].organisation, shop);
    }
}

TEST_F(Failure, AStoreThatIsClosedIsWholeInItsFileHoweverManyReadFromIt) {
    place_.open();
    ASSERT_TRUE(append_to(place_.store(), start(1, 1)));
    for (std::uint64_t n = 1; n <= 20; ++n) {
        ASSERT_TRUE(append_to(place_.store(), say(1, message({}, "x", n))));
        std::vector<answer<event_page>> pages(8); // each reader has a connection by then
        for (auto& page : pages) {
            place_.store().events_after(
                shop, conversation_id(1), numbering::all, 0, 10, page.slot()
            );
        }
        for (auto& page : pages)
            ASSERT_TRUE(page.wait());
        place_.close();
        ASSERT_FALSE(std::filesystem::exists(place_.store_path() + "-wal")) << "close " << n;
        place_.open();
    }
}

TEST_F(Failure, OpensOrRefusesButNeverCrashesOnAFlippedByte) {
    place_.open();
    for (std::uint64_t n = 1; n <= 3; ++n)
        ASSERT_TRUE(append_to(place_.store(), start(n, n)));
    place_.close();
    const auto good = content_of(place_.store_path());
    std::size_t refused = 0;
    std::size_t answered = 0;
    for (std::size_t at = 0; at < good.size(); at += 4'001) {
        auto bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x5a);
        write_file(place_.store_path(), bad);
        if (!place_.refusal().empty()) {
            ++refused;
            continue;
        }
        // Whatever is answered is an answer: rows, or the error for damaged ones.
        const auto page = ask<event_page>([&](auto done) {
            place_.store().events_after(shop, conversation_id(1), numbering::all, 0, 10, done);
        });
        const auto outcome = append_to(place_.store(), say(2, message({}, "x", at)));
        answered += (page ? 1U : 0U) + (outcome ? 1U : 0U);
        place_.close();
    }
    EXPECT_GT(refused, 0U);
    EXPECT_GT(answered, 0U);
}

} // namespace
} // namespace kefu::storage::testing
