#pragma once

#include <string>
#include <string_view>

namespace kefu::gateway::service {

// Without the characters that turn the direction of what comes after them out of bounds: overrides
// (U+202D, U+202E) go always, for they show other words and amounts than were written; embeddings
// and isolates (U+202A-202C, U+2066-2069) stay where they are closed in their own line and go where
// not, or they would turn what others wrote beside it. Arabic and Hebrew need none of them, and the
// marks that their writers do use (U+200E, U+200F, U+061C) stay. Pure; linear.
[[nodiscard]] std::u32string without_stray_direction(std::u32string_view text);

} // namespace kefu::gateway::service
