#pragma once

#include <map>

namespace kefu::gateway::chat {

// How many sessions each of them has now; whoever has none is not in it. Pure; bounded by the
// sessions there are.
template <class Id>
class session_counts {
public:
    // True for the first of them.
    [[nodiscard]] bool came(Id who) { return ++counts_[who] == 1; }
    // True for the last of them. Of whom none has come nothing goes.
    [[nodiscard]] bool went(Id who) {
        const auto at = counts_.find(who);
        if (at == counts_.end() || --at->second > 0) return false;
        counts_.erase(at);
        return true;
    }
    [[nodiscard]] bool contains(Id who) const { return counts_.contains(who); }
    [[nodiscard]] const std::map<Id, unsigned>& all() const { return counts_; }

private:
    std::map<Id, unsigned> counts_;
};

} // namespace kefu::gateway::chat
