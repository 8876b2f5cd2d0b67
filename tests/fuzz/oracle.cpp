#include "tests/fuzz/oracle.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <utility>

namespace kefu::fuzz {

namespace {

std::string printable(std::string_view text) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        if (c >= 0x20 && c < 0x7F && c != '\\') {
            out += c;
            continue;
        }
        const auto byte = static_cast<std::uint8_t>(c);
        out += "\\x";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

void (*before_the_end)() = nullptr;

constexpr std::size_t notes_max = 80;
std::deque<std::string> notes;

} // namespace

void on_broken(void (*call)()) { before_the_end = call; }

void note(std::string line) {
    if (notes.size() == notes_max) notes.pop_front();
    notes.push_back(std::move(line));
}

void forget_notes() { notes.clear(); }

void broken(std::string_view promise, std::string_view detail) {
    const auto shown = printable(detail);
    std::fprintf(
        stderr,
        "\nbroken: %.*s\n  %s\n",
        static_cast<int>(promise.size()),
        promise.data(),
        shown.c_str()
    );
    for (const auto& line : notes)
        std::fprintf(stderr, "  %s\n", printable(line).c_str());
    if (before_the_end != nullptr) before_the_end();
    std::abort();
}

std::uint8_t choices::byte() {
    if (bytes_.empty()) return 0;
    const auto first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
}

std::string_view choices::take(std::size_t bytes_max) {
    const auto taken = bytes_.first(std::min(bytes_max, bytes_.size()));
    bytes_ = bytes_.subspan(taken.size());
    return text_of(taken);
}

} // namespace kefu::fuzz
