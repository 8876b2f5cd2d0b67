#pragma once

#include <algorithm>
#include <cstdint>

#include "routing/instant.hpp"

namespace kefu::gateway::chat {

// When the copy in Redis is written anew: at once when it was lost, and after each failure later
// and later, so that a mirror that is full or a server that refuses is not written every second.
// Pure.
class mirror_pace {
public:
    static constexpr std::int64_t wait_ms_first = 1'000;
    static constexpr std::int64_t wait_ms_max = 60'000;

    void ask(routing::instant now) {
        wanted_ = true;
        due_ = now;
    }
    [[nodiscard]] bool is_due(routing::instant now) const { return wanted_ && due_ <= now; }
    void begun(routing::instant now) {
        wanted_ = false;
        begun_ = now;
    }
    // Any write to the mirror; those that fail while the next whole one is awaited change nothing.
    void failed(routing::instant now) {
        if (wanted_) return;
        if (now - begun_ > 2 * wait_ms_max) wait_ms_ = wait_ms_first; // it stood for so long
        wanted_ = true;
        due_ = now + wait_ms_;
        wait_ms_ = std::min(2 * wait_ms_, wait_ms_max);
    }

private:
    bool wanted_ = false;
    routing::instant due_{};
    routing::instant begun_{};
    std::int64_t wait_ms_ = wait_ms_first;
};

} // namespace kefu::gateway::chat
