#include "gateway/chat/place_teller.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "gateway/chat/place_view.hpp"
#include "gateway/protocol/views.hpp"
#include "routing/limits.hpp"

namespace kefu::gateway::chat {

void place_teller::lines_changed(const std::vector<routing::skill_id>& skills) {
    for (const auto skill : skills)
        rounds_.line_changed(skill);
}

void place_teller::round() {
    note_levels();
    note_shut_out();
    const auto line_of = [this](routing::skill_id skill) {
        return around_.desk->front_of(skill, routing::limits::waiting_max);
    };
    for (const auto id : rounds_.next(line_of)) {
        if (around_.customers.contains(id)) tell(id);
    }
}

// Somebody of a line came, or all have gone: everybody in it is told, though no place has changed.
void place_teller::note_levels() {
    std::map<routing::skill_id, unsigned> levels;
    for (const auto& line : around_.desk->waiting_by_skill()) {
        const auto level = around_.desk->level_online(line.skill);
        const auto before = levels_told_.find(line.skill);
        if (before != levels_told_.end() && before->second != level) {
            rounds_.line_changed(line.skill);
        }
        levels[line.skill] = level;
    }
    levels_told_ = std::move(levels);
}

// The same when those have come or gone who may take one of it.
void place_teller::note_shut_out() {
    auto shut_out = around_.desk->shut_out();
    std::vector<routing::conversation_id> changed;
    std::ranges::set_symmetric_difference(shut_out, shut_out_told_, std::back_inserter(changed));
    for (const auto id : changed) {
        if (const auto view = around_.desk->find_conversation(id)) {
            rounds_.line_changed(view->need.skill);
        }
    }
    shut_out_told_ = std::move(shut_out);
}

// The floor knows who follows it, also one whose coming is still on its way to this desk.
void place_teller::tell(routing::conversation_id id) const {
    const auto* entry = around_.book.find(id);
    const auto place = entry ? place_view_of(*around_.desk, *entry) : std::nullopt;
    if (!place) return;
    std::string text;
    protocol::write_place(text, id, *place);
    floor_.to_customer(id, frame_of(text), net::entry_kind::ephemeral);
}

} // namespace kefu::gateway::chat
