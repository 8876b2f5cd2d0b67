#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/protocol/errors.hpp"
#include "gateway/service/forbidden_words.hpp"

namespace kefu::gateway::chat {

enum class word_check : std::uint8_t {
    none,      // customers, and what stays among staff
    all,       // free of words that the manual blocks or warns of
    confirmed, // free of those that it blocks
};

// What somebody wrote, as it may be stored, or why not.
struct written_text {
    std::optional<protocol::error> refused;
    std::string text;         // cleaned, numbers hidden; of a refusal by a word that word
    bool may_confirm = false; // refused by a word that the manual only warns of
};

// Pure. Order numbers that fit `order_pattern` stay (service/sensitive_numbers.hpp).
[[nodiscard]] written_text accepted_text(
    std::string_view text,
    word_check check,
    const service::forbidden_words& words,
    std::string_view order_pattern
);

} // namespace kefu::gateway::chat
