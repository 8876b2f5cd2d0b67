// The committed corpora once more, and seeded mutations of them, in an ordinary test: no fuzzer is
// needed to see that what was found once stays mended. A find prints the input and ends the
// process.

#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace kefu::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr unsigned mutations_count = 10'000;
constexpr std::size_t mutated_bytes_max = 4'096;

struct target {
    const char* name;
    void (*run)(input);
};

void PrintTo(const target& one, std::ostream* out) { *out << one.name; }

// Told when a sanitizer or an oracle ends the process.
std::string running;
void tell_running() {
    std::fputs("\nwith the input (hex): ", stderr);
    for (const char c : running)
        std::fprintf(stderr, "%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    std::fputs("\n", stderr);
}

void run(const target& one, std::string bytes) {
    running = std::move(bytes);
    one.run({reinterpret_cast<const std::uint8_t*>(running.data()), running.size()});
}

// In the order of their names, so that a seed means the same everywhere.
std::vector<std::string> corpus_of(const char* name) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(fs::path(KEFU_FUZZ_CORPUS) / name))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> inputs;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

std::string mutated(const std::vector<std::string>& corpus, std::mt19937& random) {
    const auto any_of = [&]() -> const std::string& { return corpus[random() % corpus.size()]; };
    auto bytes = any_of();
    for (auto n = 1 + random() % 4; n > 0; --n) {
        const auto at = random() % (bytes.size() + 1);
        switch (random() % 6) {
        case 0:
            bytes.insert(at, 1, static_cast<char>(random()));
            break;
        case 1:
            bytes.erase(at, 1 + random() % 8);
            break;
        case 2: { // a piece of another
            const auto& other = any_of();
            const auto from = random() % (other.size() + 1);
            bytes.insert(at, other.substr(from, random() % 64));
            break;
        }
        case 3: // a piece again
            bytes.insert(at, bytes.substr(at, random() % 32));
            break;
        default:
            if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ 1 << random() % 8);
        }
    }
    if (bytes.size() > mutated_bytes_max) bytes.resize(mutated_bytes_max);
    return bytes;
}

class Replay : public testing::TestWithParam<target> {
protected:
    void SetUp() override {
        if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(tell_running);
        on_broken(tell_running);
    }
};

TEST_P(Replay, HoldsForTheCommittedCorpus) {
    const auto corpus = corpus_of(GetParam().name);
    ASSERT_FALSE(corpus.empty());
    ASSERT_LE(corpus.size(), 200U);
    for (const auto& bytes : corpus)
        run(GetParam(), bytes);
}

TEST_P(Replay, HoldsForMutationsOfTheCorpus) {
    const auto corpus = corpus_of(GetParam().name);
    ASSERT_FALSE(corpus.empty());
    std::mt19937 random(20261130);
    for (unsigned i = 0; i < mutations_count; ++i)
        run(GetParam(), mutated(corpus, random));
}

INSTANTIATE_TEST_SUITE_P(
    Fuzz,
    Replay,
    testing::Values(
        target{"frame_codec", frame_codec},
        target{"http_edge", http_edge},
        target{"commands", commands},
        target{"resp", resp},
        target{"live_rows", live_rows},
        target{"jwt", jwt},
        target{"cells", cells},
        target{"masking", masking},
        target{"json_object", json_object},
        target{"tokens", tokens},
        target{"sop_file", sop_file},
        target{"config", config},
        target{"query", query}
    ),
    [](const auto& case_) { return std::string(case_.param.name); }
);

} // namespace
} // namespace kefu::fuzz
