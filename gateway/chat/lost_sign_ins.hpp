#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/settings.hpp"

namespace kefu::gateway::chat {

// By which of their sign-ins staff had a session until lately: while the grace lasts they may be on
// their way back by it, so that signing out by another one says nothing of this one. Entries past
// the grace go when that person's next session does: one each of the staff may stay. Pure.
class lost_sign_ins {
public:
    explicit lost_sign_ins(std::int64_t grace_ms = routing::settings{}.disconnect_grace_ms)
        : grace_ms_(grace_ms) {}

    // A session by this sign-in (its hash) is gone.
    void note(routing::staff_id staff, const std::string& sign_in, routing::instant now) {
        auto& theirs = lost_[staff];
        theirs[sign_in] = now;
        drop_old(theirs, now);
    }
    // Nobody comes back by it.
    void forget(routing::staff_id staff, const std::string& sign_in) {
        const auto theirs = lost_.find(staff);
        if (theirs == lost_.end()) return;
        theirs->second.erase(sign_in);
        if (theirs->second.empty()) lost_.erase(theirs);
    }
    [[nodiscard]] bool may_return(routing::staff_id staff, routing::instant now) {
        const auto theirs = lost_.find(staff);
        if (theirs == lost_.end()) return false;
        drop_old(theirs->second, now);
        if (!theirs->second.empty()) return true;
        lost_.erase(theirs);
        return false;
    }

private:
    using by_sign_in = std::map<std::string, routing::instant>;

    void drop_old(by_sign_in& theirs, routing::instant now) const {
        std::erase_if(theirs, [&](const auto& one) { return now - one.second >= grace_ms_; });
    }

    std::int64_t grace_ms_;
    std::map<routing::staff_id, by_sign_in> lost_;
};

} // namespace kefu::gateway::chat
