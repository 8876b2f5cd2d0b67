#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "routing/instant.hpp"

namespace kefu::storage::live {

// Pure. Counts per key in fixed windows that start at the key's first count, as the Redis script
// does: the stand-in while Redis is away. A ticket is a key whose first count is its only use.
class window_book {
public:
    explicit window_book(std::size_t keys_max) : keys_max_(keys_max) {}

    // The count so far, 1 for the first. Empty: the book is full of windows still running.
    [[nodiscard]] std::optional<std::int64_t> bump(
        const std::string& key, std::int64_t window_ms, routing::instant now
    );
    void clear();
    [[nodiscard]] std::size_t size() const { return windows_.size(); }

private:
    struct window {
        std::int64_t count = 0;
        std::int64_t ends_ms = 0;
    };

    void drop_ended(routing::instant now);

    const std::size_t keys_max_;
    std::unordered_map<std::string, window> windows_;
    std::set<std::pair<std::int64_t, std::string>> by_end_;
};

} // namespace kefu::storage::live
