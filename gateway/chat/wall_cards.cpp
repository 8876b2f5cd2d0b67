#include "gateway/chat/wall_cards.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "gateway/chat/limits.hpp"

namespace kefu::gateway::chat {

namespace {

bool waits_longer(const open_entry* a, const open_entry* b) {
    const auto since = [](const open_entry* entry) {
        const auto never = std::numeric_limits<std::int64_t>::max();
        return entry->row.waiting_since ? entry->row.waiting_since->ms : never;
    };
    return std::pair(since(a), a->row.id) < std::pair(since(b), b->row.id);
}

protocol::card_list listed(std::vector<const open_entry*> found) {
    protocol::card_list list;
    list.total = static_cast<int>(found.size());
    const auto shown = std::min(found.size(), limits::wall_cards_max);
    const auto end = found.begin() + static_cast<std::ptrdiff_t>(shown);
    std::partial_sort(found.begin(), end, found.end(), waits_longer);
    for (auto at = found.begin(); at != end; ++at) {
        list.cards.push_back(card_of(**at));
        list.cards.back().preview.reset();
    }
    return list;
}

} // namespace

bool is_late(const open_entry& entry, routing::wall_time at, std::int64_t late_after_ms) {
    return entry.row.state == storage::conversation_state::active && entry.row.waiting_since &&
           at.ms - entry.row.waiting_since->ms >= late_after_ms;
}

protocol::card_list cards_of(
    const routing::desk& desk, const open_book& book, routing::staff_id staff
) {
    std::vector<const open_entry*> found;
    for (const auto id : desk.conversations_of(staff)) {
        const auto* entry = book.find(id);
        if (entry != nullptr && is_recorded_with(*entry, staff)) found.push_back(entry);
    }
    return listed(std::move(found));
}

protocol::card_list late_cards(
    const open_book& book, routing::wall_time at, std::int64_t late_after_ms
) {
    std::vector<const open_entry*> found;
    for (const auto& [id, entry] : book.all()) {
        if (is_late(entry, at, late_after_ms)) found.push_back(&entry);
    }
    return listed(std::move(found));
}

} // namespace kefu::gateway::chat
