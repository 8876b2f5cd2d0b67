#include "gateway/net/utf8_dfa.hpp"

#include <cstddef>
#include <cstring>

#include "gateway/unicode/utf8.hpp"

namespace kefu::gateway::net {

namespace {

std::size_t ascii_prefix(std::span<const char> bytes) {
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        if ((word & 0x8080808080808080ULL) != 0) break;
    }
    return at;
}

} // namespace

bool utf8_dfa::feed(std::span<const char> bytes) noexcept {
    while (!bytes.empty() && !invalid_) {
        if (left_ == 0) {
            bytes = bytes.subspan(ascii_prefix(bytes));
            if (bytes.empty()) break;
            begin(static_cast<std::uint8_t>(bytes.front()));
        } else {
            go_on(static_cast<std::uint8_t>(bytes.front()));
        }
        bytes = bytes.subspan(1);
    }
    return !invalid_;
}

void utf8_dfa::begin(std::uint8_t first) noexcept {
    const auto sequence = unicode::utf8_sequence_of(first);
    invalid_ = sequence.bytes_count == 0;
    if (invalid_) return;
    left_ = sequence.bytes_count - 1;
    next_min_ = sequence.second_min;
    next_max_ = sequence.second_max;
}

void utf8_dfa::go_on(std::uint8_t next) noexcept {
    invalid_ = next < next_min_ || next > next_max_;
    --left_;
    next_min_ = unicode::continuation_min;
    next_max_ = unicode::continuation_max;
}

} // namespace kefu::gateway::net
