#pragma once

#include <optional>

#include "gateway/chat/open_book.hpp"
#include "gateway/protocol/frames.hpp"
#include "routing/desk.hpp"

namespace kefu::gateway::chat {

// Where a waiting customer stands: in their line, or before it while an agent who is asked decides.
// Empty for who waits for nobody, and while desk and record differ about it: what was decided is
// told when it is recorded. Pure.
[[nodiscard]] std::optional<protocol::place> place_view_of(
    const routing::desk& desk, const open_entry& entry
);

} // namespace kefu::gateway::chat
