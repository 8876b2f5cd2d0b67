#include "storage/live/window_book.hpp"

#include <algorithm>

namespace kefu::storage::live {

std::optional<std::int64_t> window_book::bump(
    const std::string& key, std::int64_t window_ms, routing::instant now
) {
    drop_ended(now);
    if (const auto found = windows_.find(key); found != windows_.end())
        return ++found->second.count;
    if (windows_.size() >= keys_max_) return std::nullopt;
    const std::int64_t ends_ms = now.ms + std::max<std::int64_t>(window_ms, 1);
    windows_.emplace(key, window{1, ends_ms});
    by_end_.emplace(ends_ms, key);
    return 1;
}

void window_book::clear() {
    windows_.clear();
    by_end_.clear();
}

void window_book::drop_ended(routing::instant now) {
    while (!by_end_.empty() && by_end_.begin()->first <= now.ms) {
        windows_.erase(by_end_.begin()->second);
        by_end_.erase(by_end_.begin());
    }
}

} // namespace kefu::storage::live
