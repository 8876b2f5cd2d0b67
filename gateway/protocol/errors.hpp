#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The `code` of an `err` answer and whether the same command may be sent again (PROTOCOL.md,
// "Commands and answers"). Pure.
namespace kefu::gateway::protocol {

enum class error : std::uint8_t {
    bad_request,
    unsupported,
    forbidden,
    too_large,
    forbidden_word,
    conversation_closed,
    stale_assignment,
    offer_gone,
    target_unavailable,
    already_open,
    key_conflict,
    rate_limited,
    prior_failed,
    queue_full,
    unavailable,
    internal,
};

struct error_row {
    error code;
    std::string_view word;
    bool may_retry;
};

inline constexpr std::array error_table{
    error_row{error::bad_request, "bad_request", false},
    error_row{error::unsupported, "unsupported", false},
    error_row{error::forbidden, "forbidden", false},
    error_row{error::too_large, "too_large", false},
    error_row{error::forbidden_word, "forbidden_word", false},
    error_row{error::conversation_closed, "conversation_closed", false},
    error_row{error::stale_assignment, "stale_assignment", false},
    error_row{error::offer_gone, "offer_gone", false},
    error_row{error::target_unavailable, "target_unavailable", false},
    error_row{error::already_open, "already_open", false},
    error_row{error::key_conflict, "key_conflict", false},
    error_row{error::rate_limited, "rate_limited", true},
    error_row{error::prior_failed, "prior_failed", true},
    error_row{error::queue_full, "queue_full", true},
    error_row{error::unavailable, "unavailable", true},
    error_row{error::internal, "internal", true},
};

[[nodiscard]] constexpr const error_row& row_of(error code) {
    return error_table[static_cast<std::size_t>(code)];
}
[[nodiscard]] constexpr std::string_view word_of(error code) { return row_of(code).word; }
[[nodiscard]] constexpr bool may_retry(error code) { return row_of(code).may_retry; }

} // namespace kefu::gateway::protocol
