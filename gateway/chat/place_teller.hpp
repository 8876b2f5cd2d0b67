#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "gateway/chat/desk_state.hpp"
#include "gateway/chat/floor_port.hpp"
#include "gateway/chat/place_rounds.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// Tells customers who wait where they stand: a line that has changed in rounds, from front to end.
// A part of the front desk, on its thread. Told are at most limits::places_per_round_max a round;
// remembered is one level for each line with people in it, and who waits shut out.
class place_teller {
public:
    place_teller(floor_port& floor, const desk_state& around) : floor_(floor), around_(around) {}

    void lines_changed(const std::vector<routing::skill_id>& skills);
    // There is a desk.
    void round();
    // Of one that stands somewhere; of others nothing.
    void tell(routing::conversation_id id) const;

private:
    void note_levels();
    void note_shut_out();

    floor_port& floor_;
    const desk_state& around_;
    place_rounds rounds_;
    std::map<routing::skill_id, unsigned> levels_told_;   // online, of lines with people in them
    std::vector<routing::conversation_id> shut_out_told_; // by id
};

} // namespace kefu::gateway::chat
