#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "gateway/service/digit_groups.hpp"

namespace kefu::gateway::service {

// The groups [first, last] of a text are a security code: one group, or its digits one by one.
struct code_place {
    std::size_t first = 0;
    std::size_t last = 0;
};

// The security codes in a text with a card: three or four digits that stand behind a card (perhaps
// with the expiry between them), behind an expiry that is called one, or behind their name.
// `used`: groups that are part of what was found before. `card_ends`: the last groups of cards that
// do not hold their code themselves. Pure; linear in the text.
[[nodiscard]] std::vector<code_place> find_security_codes(
    std::u32string_view text,
    const std::vector<digit_group>& groups,
    const std::vector<bool>& used,
    const std::vector<std::size_t>& card_ends
);

} // namespace kefu::gateway::service
