#pragma once

#include <cassert>
#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <utility>

namespace kefu::gateway::api {

// Work that waits, each for somebody: whoever has some takes turns, so that one with much delays
// another by one piece and not by all. In order among their own. Pure; its owner bounds and locks.
template <class Work>
class turn_queue {
public:
    void push(const std::string& whose, Work work) {
        auto& own = waiting_[whose];
        if (own.empty()) turns_.push_back(whose);
        own.push_back(std::move(work));
    }

    // There is some.
    [[nodiscard]] Work pop() {
        assert(!empty());
        const auto whose = std::move(turns_.front());
        turns_.pop_front();
        const auto own = waiting_.find(whose);
        auto work = std::move(own->second.front());
        own->second.pop_front();
        if (own->second.empty()) {
            waiting_.erase(own);
        } else {
            turns_.push_back(whose);
        }
        return work;
    }

    void clear() {
        turns_.clear();
        waiting_.clear();
    }
    [[nodiscard]] bool empty() const { return turns_.empty(); }

private:
    std::deque<std::string> turns_;                   // whoever has work, next first
    std::map<std::string, std::deque<Work>> waiting_; // no empty ones
};

} // namespace kefu::gateway::api
