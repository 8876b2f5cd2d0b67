#include <array>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "tests/storage/records/contract/record_store_contract.hpp"

// Several callers at once, the order of answers, and the end.
namespace kefu::storage::testing {
namespace {

template <class Work>
void on_threads(std::uint64_t count, Work work) {
    std::vector<std::thread> threads;
    for (std::uint64_t t = 0; t < count; ++t)
        threads.emplace_back([=] { work(t); });
    for (auto& thread : threads)
        thread.join();
}

TEST_P(RecordStore, NumbersWithoutHolesUnderSeveralWriters) {
    constexpr std::uint64_t threads = 6;
    constexpr std::uint64_t each = 60;
    stored(start(1, 1));
    on_threads(threads, [this](std::uint64_t t) {
        for (std::uint64_t i = 0; i < each; ++i) {
            const auto words = std::to_string(t) + ":" + std::to_string(i);
            const auto outcome =
                append_to(store(), say(1, message(by_customer(t), words, t * 1'000 + i)));
            ASSERT_TRUE(outcome);
            ASSERT_EQ(outcome->refusal, log_refusal::none);
        }
    });
    const auto all = page(1);
    ASSERT_EQ(all.events.size(), threads * each + 2);
    EXPECT_EQ(all.top, threads * each + 2);
    std::map<routing::id_bits, std::uint64_t> next;
    for (std::size_t i = 0; i < all.events.size(); ++i) {
        ASSERT_EQ(all.events[i].seq, i + 1);
        if (i < 2) continue;
        // Each writer waited for its answers, so its own order is kept (promise G3).
        const auto& event = all.events[i];
        const auto words = event.body.substr(event.body.find(':') + 1);
        EXPECT_EQ(words, std::to_string(next[event.by.id]++));
    }
}

TEST_P(RecordStore, StoresTheSameActsOfSeveralWritersOnce) {
    constexpr std::uint64_t threads = 5;
    constexpr std::uint64_t acts = 40;
    stored(start(1, 1));
    std::array<std::vector<std::uint64_t>, threads> seqs;
    on_threads(threads, [&, this](std::uint64_t t) {
        for (std::uint64_t i = 0; i < acts; ++i) {
            const auto draft = message(by_customer(1), std::to_string(i), t * 1'000 + i);
            const auto outcome = append_to(store(), say(1, with_key(draft, i)));
            ASSERT_TRUE(outcome);
            ASSERT_EQ(outcome->events.size(), 1U);
            seqs[t].push_back(outcome->events[0].seq);
        }
    });
    EXPECT_EQ(page(1).events.size(), acts + 2);
    for (const auto& told : seqs)
        EXPECT_EQ(told, seqs[0]);
}

TEST_P(RecordStore, LetsOneOfSeveralTakeAConversation) {
    constexpr std::uint64_t threads = 6;
    stored(start(1, 1));
    std::atomic<int> taken{0};
    std::atomic<int> stale{0};
    on_threads(threads, [&, this](std::uint64_t t) {
        conversation_change take;
        take.generation = 1;
        take.assignee = std::optional(id<routing::staff_id>(100 + t));
        auto write = change_of(1, take);
        write.expected_generation = 0;
        write.events.push_back(draft_of(event_kind::accepted, {}, t));
        const auto outcome = append_to(store(), write);
        ASSERT_TRUE(outcome);
        (outcome->refusal == log_refusal::none ? taken : stale) += 1;
    });
    EXPECT_EQ(taken, 1);
    EXPECT_EQ(stale, static_cast<int>(threads) - 1);
    EXPECT_EQ(page(1).top, 3U);
}

TEST_P(RecordStore, LetsOneOfSeveralStartAConversation) {
    constexpr std::uint64_t threads = 6;
    std::atomic<int> started{0};
    std::atomic<int> refused{0};
    on_threads(threads, [&, this](std::uint64_t t) {
        const auto outcome = append_to(store(), start(t + 1, 1));
        ASSERT_TRUE(outcome);
        (outcome->refusal == log_refusal::already_open ? refused : started) += 1;
    });
    EXPECT_EQ(started, 1);
    EXPECT_EQ(refused, static_cast<int>(threads) - 1);
    const auto open =
        ask<open_conversation_list>([&](auto done) { store().open_conversations(done); });
    EXPECT_EQ(open->rows.size(), 1U);
}

TEST_P(RecordStore, ReadsAWholeWriteOrNothingOfIt) {
    stored(start(1, 1));
    std::atomic<bool> writing{true};
    std::thread reader([&, this] {
        while (writing) {
            const auto seen = page(1);
            // Writes come in threes after the first two events.
            EXPECT_EQ((seen.top - 2) % 3, 0U);
            EXPECT_EQ(seen.events.size(), seen.top);
        }
    });
    for (std::uint64_t i = 0; i < 60; ++i) {
        auto write = write_to(1);
        for (std::uint64_t k = 0; k < 3; ++k)
            write.events.push_back(message({}, "x", i * 3 + k));
        stored(write);
    }
    writing = false;
    reader.join();
}

TEST_P(RecordStore, ReadsWhatWasAcknowledged) {
    stored(start(1, 1));
    for (std::uint64_t i = 0; i < 30; ++i) {
        const auto seq = stored(say(1, message({}, "x", i))).events[0].seq;
        EXPECT_EQ(page(1).top, seq);
    }
}

TEST_P(RecordStore, AnswersInTheOrderOfTheWritesOnAThreadOfItsOwn) {
    stored(start(1, 1));
    constexpr std::size_t count = 100;
    std::vector<std::unique_ptr<answer<log_outcome>>> answers;
    for (std::size_t i = 0; i < count; ++i) {
        answers.push_back(std::make_unique<answer<log_outcome>>());
        store().append(say(1, message({}, "x", i)), answers.back()->slot());
    }
    for (std::size_t i = 0; i < count; ++i) {
        EXPECT_EQ(answers[i]->wait()->events[0].seq, 3 + i);
        EXPECT_NE(answers[i]->thread(), std::this_thread::get_id());
    }
    for (const auto& given : answers)
        EXPECT_EQ(given->times(), 1);
}

TEST_P(RecordStore, FinishesWhatIsQueuedWhenItStopsAndRefusesTheRest) {
    stored(start(1, 1));
    constexpr std::size_t count = 200;
    std::vector<std::unique_ptr<answer<log_outcome>>> answers;
    for (std::size_t i = 0; i < count; ++i) {
        answers.push_back(std::make_unique<answer<log_outcome>>());
        store().append(say(1, message({}, "x", i)), answers.back()->slot());
    }
    answer<event_page> read;
    store().events_after(shop, conversation_id(1), numbering::all, 0, 10, read.slot());
    store().stop();
    for (auto& given : answers) {
        EXPECT_EQ(given->times(), 1);
        EXPECT_TRUE(given->wait());
    }
    EXPECT_TRUE(read.wait());
    EXPECT_EQ(append_to(store(), say(1, message({}, "x", 1))).error(), store_error::stopped);
    const auto late = ask<event_page>([&](auto done) {
        store().events_after(shop, conversation_id(1), numbering::all, 0, 10, done);
    });
    EXPECT_EQ(late.error(), store_error::stopped);
    reopen();
    EXPECT_EQ(page(1).top, count + 2);
}

} // namespace
} // namespace kefu::storage::testing
