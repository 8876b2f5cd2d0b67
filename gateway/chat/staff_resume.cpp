#include "gateway/chat/staff_resume.hpp"

#include <algorithm>

namespace kefu::gateway::chat {

staff_resume resume_of(
    const std::vector<protocol::card>& cards, const std::vector<protocol::resume_cursor>& shown
) {
    staff_resume from;
    for (const auto& card : cards) {
        const auto known = std::find_if(shown.begin(), shown.end(), [&](const auto& cursor) {
            return cursor.conversation == card.id;
        });
        const bool usable = known != shown.end() && known->q <= card.top;
        from.cards.push_back({card.id, usable ? known->q : card.top});
    }
    for (const auto& cursor : shown) {
        const bool has_card = std::any_of(cards.begin(), cards.end(), [&](const auto& card) {
            return card.id == cursor.conversation;
        });
        if (!has_card) from.gone.push_back(cursor.conversation);
    }
    return from;
}

} // namespace kefu::gateway::chat
