#include "gateway/api/record_cursor.hpp"

#include <charconv>

namespace kefu::gateway::api {

std::string text_of(const storage::record_cursor& cursor) {
    return std::to_string(cursor.wrapped_up_at.ms) + '.' + cursor.conversation.text();
}

std::optional<storage::record_cursor> record_cursor_from(std::string_view text) {
    storage::record_cursor cursor;
    const auto* const last = text.data() + text.size();
    const auto [end, failed] = std::from_chars(text.data(), last, cursor.wrapped_up_at.ms);
    if (failed != std::errc{} || cursor.wrapped_up_at.ms < 0) return std::nullopt;
    if (end == last) return cursor;
    if (*end != '.') return std::nullopt;
    const auto conversation = routing::conversation_id::parse({end + 1, last});
    if (!conversation) return std::nullopt;
    cursor.conversation = *conversation;
    return cursor;
}

} // namespace kefu::gateway::api
