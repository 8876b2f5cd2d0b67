#pragma once

#include <cstdint>
#include <span>

namespace kefu::gateway::net {

// Checks UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF) that arrives in
// pieces of any size; refuses at the first byte that cannot be part of a valid text.
class utf8_dfa {
public:
    // False: invalid, now and for ever.
    [[nodiscard]] bool feed(std::span<const char> bytes) noexcept;
    // True between two characters.
    [[nodiscard]] bool complete() const noexcept { return left_ == 0 && !invalid_; }
    void reset() noexcept { *this = {}; }

private:
    void begin(std::uint8_t first) noexcept;
    void go_on(std::uint8_t next) noexcept;

    std::uint8_t left_ = 0; // bytes of the sequence that must follow, the next one within these
    std::uint8_t next_min_ = 0;
    std::uint8_t next_max_ = 0;
    bool invalid_ = false;
};

} // namespace kefu::gateway::net
