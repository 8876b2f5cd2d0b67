#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "routing/instant.hpp"

namespace kefu::gateway::chat {

// When the copy in Redis is written anew: at once when it was lost, soon after a link broke, and
// after each refusal later and later, so that a mirror that is full or a server that refuses is not
// written every second. Pure.
class mirror_pace {
public:
    static constexpr std::int64_t wait_ms_first = 1'000;
    static constexpr std::int64_t wait_ms_max = 60'000;
    static constexpr std::int64_t unlinked_ms = 4'000;
    static constexpr std::int64_t stragglers_ms = 10'000;

    void ask(routing::instant now) {
        wanted_ = true;
        due_ = now;
    }
    [[nodiscard]] bool is_due(routing::instant now) const { return wanted_ && due_ <= now; }
    void begun(routing::instant now) {
        wanted_ = false;
        begun_ = now;
        if (std::exchange(may_have_stragglers_, false)) want(now + stragglers_ms);
    }
    // Any write to the mirror; those that fail while the next whole one is awaited change nothing.
    void refused(routing::instant now) {
        if (wanted_) return;
        if (now - begun_ > 2 * wait_ms_max) wait_ms_ = wait_ms_first; // it stood for so long
        want(now + wait_ms_);
        wait_ms_ = std::min(2 * wait_ms_, wait_ms_max);
    }
    // What was under way on a link that broke may be done yet, behind what is written next: then
    // all is written once more, when nothing of it can be left.
    void unlinked(routing::instant now) {
        may_have_stragglers_ = true;
        const auto soon = now + unlinked_ms;
        want(wanted_ ? std::min(due_, soon) : soon);
    }

private:
    void want(routing::instant due) {
        wanted_ = true;
        due_ = due;
    }

    bool wanted_ = false;
    bool may_have_stragglers_ = false;
    routing::instant due_{};
    routing::instant begun_{};
    std::int64_t wait_ms_ = wait_ms_first;
};

} // namespace kefu::gateway::chat
