#include "storage/live/waiting_board.hpp"

#include <algorithm>

#include "storage/live/limits.hpp"

namespace kefu::storage::live {

bool waiting_board::put(const waiting_row& row) {
    if (keys_.size() >= limits::waiting_rows_max && !keys_.contains(row.conversation)) return false;
    remove(row.conversation);
    keys_.emplace(row.conversation, row.order_key);
    order_.emplace(std::pair{row.order_key, row.conversation}, row.skill);
    return true;
}

void waiting_board::remove(routing::conversation_id conversation) {
    const auto found = keys_.find(conversation);
    if (found == keys_.end()) return;
    order_.erase({found->second, conversation});
    keys_.erase(found);
}

std::vector<waiting_row> waiting_board::list(std::size_t limit) const {
    std::vector<waiting_row> rows;
    rows.reserve(std::min(limit, order_.size()));
    for (const auto& [place, skill] : order_) {
        if (rows.size() >= limit) break;
        rows.push_back({place.second, skill, place.first});
    }
    return rows;
}

} // namespace kefu::storage::live
