#pragma once

#include <algorithm>
#include <cstdint>

#include "routing/instant.hpp"
#include "storage/live/live_errc.hpp"

namespace kefu::gateway::chat {

// When the copy in Redis is written anew: at once when it was lost, soon after there was no link,
// and after each refusal later and later, so that a mirror that is full or a server that refuses is
// not written every second. Whatever ails Redis, it is whole again within 15 s of the end (G7): a
// link is back after 2 s at most. What passes a bound of ours, as a line that is too long, is tried
// up to a minute after it no longer does. Pure.
class mirror_pace {
public:
    static constexpr std::int64_t wait_ms_first = 1'000;
    static constexpr std::int64_t refused_ms_max = 8'000;
    static constexpr std::int64_t wait_ms_max = 60'000; // nothing heals a bound of ours by itself
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
        if (has_lost_link_) late_writes_until_ = now + stragglers_ms;
        has_lost_link_ = false;
        if (may_write_late(now)) want(late_writes_until_);
    }
    // Whether what is written now may be undone by what a broken link still holds.
    [[nodiscard]] bool may_write_late(routing::instant now) const {
        return has_lost_link_ || now < late_writes_until_;
    }
    // Any write to the mirror. What was under way on a link that broke may be done yet, behind what
    // is written next: then all is written once more, when nothing of it can be left.
    void failed(storage::live::setback what, routing::instant now) {
        using storage::live::setback;
        switch (what) {
        case setback::unknown:
            has_lost_link_ = true;
            [[fallthrough]];
        case setback::unsent:
            return want_by(now + unlinked_ms);
        case setback::refused:
            return want_later(now, refused_ms_max);
        case setback::too_much:
            return want_later(now, wait_ms_max);
        }
    }

private:
    void want(routing::instant due) {
        wanted_ = true;
        due_ = due;
    }
    void want_by(routing::instant due) { want(wanted_ ? std::min(due_, due) : due); }
    // Each refusal counts that comes when nothing is awaited: the others are of the same writing.
    void want_later(routing::instant now, std::int64_t wait_ms_most) {
        if (wanted_) return want_by(now + wait_ms_most);
        if (now - begun_ > 2 * wait_ms_max) wait_ms_ = wait_ms_first; // it stood for so long
        want(now + std::min(wait_ms_, wait_ms_most));
        wait_ms_ = std::max(wait_ms_, std::min(2 * wait_ms_, wait_ms_most));
    }

    bool wanted_ = false;
    bool has_lost_link_ = false; // since it was begun
    routing::instant due_{};
    routing::instant begun_{};
    routing::instant late_writes_until_{}; // however often it is begun before
    std::int64_t wait_ms_ = wait_ms_first;
};

} // namespace kefu::gateway::chat
