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
    [[nodiscard]] bool complete() const noexcept { return state_ == 0; }
    void reset() noexcept { state_ = 0; }

private:
    std::uint8_t state_ = 0;
};

} // namespace kefu::gateway::net
