#include <csignal>
#include <gtest/gtest.h>
#include <poll.h>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// G1 for a killed process: what was acknowledged before a SIGKILL at any moment is there, gapless.
namespace kefu::storage::testing {
namespace {

constexpr std::uint64_t conversations = 3;
constexpr std::uint64_t outstanding = 8;

struct acknowledged {
    std::uint64_t conversation;
    std::uint64_t seq;
    std::uint64_t number; // of the message
};

// Appends for ever, several at a time, and writes one record to `pipe` per acknowledgement.
[[noreturn]] void append_until_killed(sqlite_place& place, int pipe, std::uint64_t first) {
    auto& store = place.open();
    for (std::uint64_t n = 1; n <= conversations; ++n) {
        static_cast<void>(append_to(store, start(n, n))); // refused when it is there already
    }
    std::uint64_t number = first;
    for (;;) {
        std::vector<std::unique_ptr<answer<log_outcome>>> answers;
        for (std::uint64_t i = 0; i < outstanding; ++i, ++number) {
            const auto n = number % conversations + 1;
            answers.push_back(std::make_unique<answer<log_outcome>>());
            const auto draft = message(by_customer(n), std::to_string(number), number);
            store.append(say(n, with_key(draft, number)), answers.back()->slot());
        }
        number -= outstanding;
        for (auto& waiting : answers) {
            const auto outcome = waiting->wait();
            if (!outcome || outcome->events.empty()) ::_exit(3);
            const acknowledged ack{number % conversations + 1, outcome->events[0].seq, number};
            if (::write(pipe, &ack, sizeof ack) != sizeof ack) ::_exit(4);
            ++number;
        }
    }
}

// Reads acknowledgements until the child has given `enough` or nothing comes for a minute.
std::vector<acknowledged> read_some(int pipe, std::size_t enough) {
    std::vector<acknowledged> acks;
    while (acks.size() < enough) {
        pollfd waiting{pipe, POLLIN, 0};
        if (::poll(&waiting, 1, 60'000) != 1) break;
        acknowledged ack{};
        if (::read(pipe, &ack, sizeof ack) != sizeof ack) break;
        acks.push_back(ack);
    }
    return acks;
}

std::vector<acknowledged> read_rest(int pipe) {
    std::vector<acknowledged> acks;
    acknowledged ack{};
    while (::read(pipe, &ack, sizeof ack) == sizeof ack)
        acks.push_back(ack);
    return acks;
}

std::vector<acknowledged> killed_after(
    sqlite_place& place, std::size_t enough, std::uint64_t first
) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        append_until_killed(place, ends[1], first);
    }
    ::close(ends[1]);
    auto acks = read_some(ends[0], enough);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
    for (const auto& ack : read_rest(ends[0]))
        acks.push_back(ack);
    ::close(ends[0]);
    return acks;
}

TEST(KilledProcess, LosesNothingThatWasAcknowledged) {
    sqlite_place place;
    std::mt19937 moments(20'261'122);
    std::vector<acknowledged> acks;
    std::uint64_t first = 1;
    for (int round = 0; round < 8; ++round) {
        // The number of acknowledgements decides the moment; the batch under way is cut anywhere.
        const auto enough = std::uniform_int_distribution<std::size_t>(1, 60)(moments);
        const auto given = killed_after(place, enough, first);
        ASSERT_GE(given.size(), enough) << "round " << round;
        acks.insert(acks.end(), given.begin(), given.end());
        first += 10'000;
    }
    auto& store = place.open();
    for (std::uint64_t n = 1; n <= conversations; ++n) {
        const auto page = ask<event_page>([&](auto done) {
            store.events_after(shop, conversation_id(n), numbering::all, 0, 1'000, done);
        });
        ASSERT_TRUE(page) << page.error().message();
        ASSERT_EQ(page->top, page->events.size());
        for (std::size_t i = 0; i < page->events.size(); ++i)
            ASSERT_EQ(page->events[i].seq, i + 1);
        for (const auto& ack : acks) {
            if (ack.conversation != n) continue;
            ASSERT_LE(ack.seq, page->top);
            EXPECT_EQ(page->events[ack.seq - 1].body, std::to_string(ack.number));
        }
    }
}

} // namespace
} // namespace kefu::storage::testing
