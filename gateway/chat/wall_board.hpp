#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/day_tally.hpp"
#include "gateway/chat/open_book.hpp"
#include "gateway/protocol/frames.hpp"
#include "routing/desk.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

struct wall_input {
    const routing::desk& desk;
    const open_book& book;
    const catalog& names;
    const day_tally& today;
    routing::organisation_id organisation{};
    routing::instant now{};
    routing::wall_time at{};        // the same moment
    std::int64_t late_after_ms = 0; // an unanswered customer this long is late
    std::int64_t accept_ms = 0;     // waiting longer than this is not served in time
};

// The supervisors' live wall: the whole picture, or what changed since the last one, numbered so
// that a watcher notices a gap. Pure.
class wall_board {
public:
    // Empty when nothing has changed. `full` when asked, and the first time.
    [[nodiscard]] std::optional<protocol::wall> next(const wall_input& from);
    void ask_full() { full_wanted_ = true; }

private:
    std::uint64_t version_ = 0;
    bool full_wanted_ = true;
    std::string tiles_shown_;
    std::map<routing::skill_id, std::string> queues_shown_;
    std::map<routing::staff_id, std::string> agents_shown_;
};

} // namespace kefu::gateway::chat
