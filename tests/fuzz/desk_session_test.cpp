// Seeded sequences of acts in an ordinary test, and the committed ones. A find prints its seed or
// file and ends the process.

#include "tests/fuzz/targets.hpp"

#include <cstdio>
#include <cstdlib>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace kefu::fuzz {
namespace {

constexpr unsigned sequences_count = 100;
constexpr std::size_t acts_bytes_max = 600;

unsigned running = 0;
void tell_running() { std::fprintf(stderr, "\nwith the seed %u\n", running); }

std::vector<std::uint8_t> bytes_of(unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::uint8_t> bytes(60 + random() % (acts_bytes_max - 60));
    for (auto& one : bytes)
        one = static_cast<std::uint8_t>(random());
    return bytes;
}

TEST(DeskSession, KeepsItsPromisesWhateverHappens) {
    on_broken(tell_running);
    const auto* first = std::getenv("KEFU_FUZZ_SEED");
    const auto from = first != nullptr ? static_cast<unsigned>(std::atoi(first)) : 1U;
    const auto* so_many = std::getenv("KEFU_FUZZ_COUNT");
    const auto count =
        so_many != nullptr ? static_cast<unsigned>(std::atoi(so_many)) : sequences_count;
    for (running = from; running < from + count; ++running)
        desk_session(bytes_of(running));
}

} // namespace
} // namespace kefu::fuzz
